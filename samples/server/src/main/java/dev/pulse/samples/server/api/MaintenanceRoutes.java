package dev.pulse.samples.server.api;

import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes below {@code /maintenance}: work that people announce while Pulse runs. */
final class MaintenanceRoutes implements ServerExtension {
  private final Pulse pulse;

  MaintenanceRoutes(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public void install(Routes routes) {
    routes
        .get("/maintenance", this::list)
        .post("/maintenance", this::announce)
        .delete("/maintenance/{id}", this::end);
  }

  private Response list(Request request) {
    request.query();
    var now = pulse.clock().instant();
    return Response.json(
        new AlertViews.Announcements(
            now,
            pulse.alerting().announcements().stream()
                .map(announced -> AlertMapping.announcement(announced, now))
                .toList()));
  }

  private Response announce(Request request) {
    request.query();
    var by = request.principal(Role.OPERATOR).name();
    var wish = request.json(Wishes.Announcement.class);
    var now = pulse.clock().instant();
    var stretch = Wishes.stretch(wish.from(), wish.to(), "to", wish.duration(), now);
    var recurrence = Wishes.recurrence(wish.recurrence());
    var views = pulse.checks();
    var checks =
        known(
            "checks",
            wish.checks(),
            views.stream().map(CheckView::name).collect(Collectors.toSet()));
    var tags =
        known(
            "tags",
            wish.tags(),
            views.stream()
                .flatMap(view -> view.registration().tags().stream())
                .collect(Collectors.toSet()));
    var text = Wishes.prose(wish.text());
    var name = wish.name() == null ? "" : Wishes.oneLine(wish.name().strip());
    var announced =
        Wishes.judged(
            () ->
                pulse
                    .alerting()
                    .announce(
                        name, text, stretch.from(), stretch.to(), recurrence, checks, tags, by));
    return Response.json(201, AlertMapping.announcement(announced, now))
        .withHeader("Location", request.path() + "/" + announced.id());
  }

  /** Work on something that does not exist would keep nothing quiet. */
  private static List<String> known(String what, @Nullable List<String> given, Set<String> known) {
    var names = given == null ? List.<String>of() : given;
    if (given != null && given.isEmpty()) {
      throw Wishes.invalid(what + " must not be empty; leave it out for all");
    }
    for (@Nullable String name : names) {
      if (name == null || !known.contains(name)) {
        throw Wishes.invalid(
            what
                + " has \""
                + HttpError.shown(String.valueOf(name))
                + "\", which no check here is or has");
      }
    }
    return names;
  }

  private Response end(Request request) {
    request.query();
    request.principal(Role.OPERATOR);
    var id = request.path("id");
    if (!pulse.alerting().endAnnouncement(id)) {
      throw HttpError.of(404, "Announced work not found")
          .withDetail("No announced work has the id \"" + HttpError.shown(id) + "\".");
    }
    return Response.empty(204);
  }
}
