package dev.pulse.samples.server.api;

import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.Pulse;
import dev.pulse.core.alerting.AlertFilter;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.concurrent.Semaphore;

/** The alerts that fire, the routes they take, and the channels at their ends. */
final class AlertRoutes implements ServerExtension {
  /** Each holds one of the server's threads for as long as the receiver takes. */
  private static final int MAX_TESTS = 4;

  private final Pulse pulse;
  private final Semaphore tests = new Semaphore(MAX_TESTS);

  AlertRoutes(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public void install(Routes routes) {
    routes
        .get("/alerts", this::alerts)
        .get("/routes", this::routes)
        .ask("/routes/test", this::destinations)
        .post("/channels/{name}/test", this::test);
  }

  private Response alerts(Request request) {
    var filter = request.query("filter").text("filter").map(AlertRoutes::filter);
    var items =
        pulse.alerting().alerts().stream()
            .filter(alert -> filter.isEmpty() || filter.get().matches(alert.labels()))
            .map(AlertMapping::alert)
            .toList();
    // Labels are made as an alert begins to fire, so that a filter knows nothing of these.
    var pending =
        pulse.checks().stream()
            .flatMap(check -> check.pendingAlerts().stream())
            .map(AlertMapping::pending)
            .toList();
    return Response.json(new AlertViews.Alerts(pulse.clock().instant(), items, pending));
  }

  private static AlertFilter filter(String text) {
    try {
      return AlertFilter.of(Wishes.filter(text));
    } catch (IllegalArgumentException e) {
      throw Wishes.unreadable(text);
    }
  }

  private Response routes(Request request) {
    request.query();
    var alerting = pulse.alerting();
    return Response.json(
        new AlertViews.Routing(
            alerting.route().map(AlertMapping::route).orElse(null),
            alerting.channels().stream().map(AlertMapping::channel).toList()));
  }

  private Response destinations(Request request) {
    request.query();
    var labels = Wishes.labels(request.json(Wishes.Labels.class));
    return Response.json(
        new AlertViews.Destinations(
            pulse.alerting().destinations(labels).stream()
                .map(AlertMapping::destination)
                .toList()));
  }

  private Response test(Request request) {
    request.query();
    var by = request.principal(Role.OPERATOR);
    var name = request.path("name");
    if (pulse.alerting().channels().stream().noneMatch(channel -> channel.name().equals(name))) {
      throw HttpError.of(404, "Channel not found")
          .withDetail("No route names a channel \"" + HttpError.shown(name) + "\".");
    }
    if (!tests.tryAcquire()) {
      throw HttpError.of(429, "Too many tests")
          .withDetail(MAX_TESTS + " messages are being tried out; try again later.")
          .withHeader("Retry-After", "10");
    }
    try {
      var receipt = pulse.alerting().test(name, by.name());
      return Response.json(new AlertViews.Tested(name, AlertMapping.orNull(receipt.reference())));
    } catch (NotifyException e) {
      throw HttpError.of(502, "Message not delivered")
          .withDetail(Wishes.oneLine(String.valueOf(e.getMessage())));
    } finally {
      tests.release();
    }
  }
}
