package dev.pulse.samples.server.api;

import dev.pulse.core.Pulse;
import dev.pulse.core.alerting.Delivery;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The routes below {@code /outbox}: messages that wait, were given up, or arrived. */
final class OutboxRoutes implements ServerExtension {
  private static final int MAX_PAGE = 1_000;
  private static final int DEFAULT_PAGE = 100;

  private final Pulse pulse;

  OutboxRoutes(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public void install(Routes routes) {
    routes
        .get("/outbox", this::list)
        .post("/outbox/{id}/replay", request -> change(request, pulse.alerting()::replay))
        .delete("/outbox/{id}", request -> change(request, pulse.alerting()::discard));
  }

  private Response list(Request request) {
    var query = request.query("state", "limit", "before");
    int limit = (int) query.number("limit", 1, MAX_PAGE).orElse(DEFAULT_PAGE);
    var before = query.text("before");
    var state = query.text("state").map(OutboxRoutes::state).orElse(Delivery.State.PENDING);
    var found = new ArrayList<>(pulse.alerting().deliveries(state));
    // Their ids are in the order of time.
    found.sort(Comparator.comparing((Delivery each) -> each.id()).reversed());
    var rest =
        found.stream()
            .filter(each -> before.isEmpty() || each.id().compareTo(before.get()) < 0)
            .limit(limit + 1L)
            .toList();
    List<Delivery> items = rest.size() > limit ? rest.subList(0, limit) : rest;
    @Nullable String next = rest.size() > limit ? items.get(limit - 1).id() : null;
    return Response.json(
        new AlertViews.Deliveries(items.stream().map(AlertMapping::delivery).toList(), next));
  }

  private static Delivery.State state(String text) {
    return switch (text) {
      case "pending" -> Delivery.State.PENDING;
      case "dead" -> Delivery.State.DEAD;
      case "delivered" -> Delivery.State.DELIVERED;
      default -> throw HttpError.invalid("state", "pending, dead or delivered", text);
    };
  }

  private static Response change(Request request, Predicate<String> change) {
    request.query();
    request.principal(Role.OPERATOR);
    var id = request.path("id");
    if (!change.test(id)) {
      throw HttpError.of(404, "Message not found")
          .withDetail("No message that was given up has the id \"" + HttpError.shown(id) + "\".");
    }
    return Response.empty(204);
  }
}
