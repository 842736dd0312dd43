package dev.pulse.samples.server.api;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;

/** The routes below {@code /silences}. */
final class SilenceRoutes implements ServerExtension {
  private final Pulse pulse;

  SilenceRoutes(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public void install(Routes routes) {
    routes
        .get("/silences", this::list)
        .get("/silences/{id}", this::one)
        .post("/silences", this::create)
        .delete("/silences/{id}", this::expire);
  }

  private Response list(Request request) {
    request.query();
    var now = pulse.clock().instant();
    return Response.json(
        new AlertViews.Silences(
            now,
            pulse.alerting().silences().stream()
                .map(silence -> AlertMapping.silence(silence, now))
                .toList()));
  }

  private Response one(Request request) {
    request.query();
    var id = request.path("id");
    return pulse.alerting().silences().stream()
        .filter(silence -> silence.id().equals(id))
        .findFirst()
        .map(silence -> Response.json(AlertMapping.silence(silence, pulse.clock().instant())))
        .orElseThrow(() -> unknown(id));
  }

  private Response create(Request request) {
    request.query();
    var by = request.principal(Role.OPERATOR).name();
    var wish = request.json(Wishes.Silence.class);
    var now = pulse.clock().instant();
    var matchers = Wishes.matchers(wish.matchers());
    var stretch = Wishes.stretch(wish.startsAt(), wish.endsAt(), "ends_at", wish.duration(), now);
    var recurrence = Wishes.recurrence(wish.recurrence());
    var comment = Wishes.comment(wish.comment());
    var alerting = pulse.alerting();
    var silence =
        Wishes.judged(
            () ->
                recurrence.isPresent()
                    ? alerting.silence(
                        matchers, stretch.from(), stretch.to(), recurrence.get(), by, comment)
                    : alerting.silence(matchers, stretch.from(), stretch.to(), by, comment));
    return Response.json(201, AlertMapping.silence(silence, now))
        .withHeader("Location", request.path() + "/" + silence.id());
  }

  private Response expire(Request request) {
    request.query();
    request.principal(Role.OPERATOR);
    var id = request.path("id");
    if (pulse.alerting().expire(id).isEmpty()) {
      throw unknown(id);
    }
    return Response.empty(204);
  }

  private static HttpError unknown(String id) {
    return HttpError.of(404, "Silence not found")
        .withDetail("There is no silence with the id \"" + HttpError.shown(id) + "\".");
  }
}
