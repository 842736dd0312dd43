package dev.pulse.samples.server.api;

import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;

/** The routes below {@code /incidents}. */
final class IncidentRoutes implements ServerExtension {
  private static final int MAX_PAGE = 1_000;
  private static final int DEFAULT_PAGE = 100;

  private final Pulse pulse;

  IncidentRoutes(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public void install(Routes routes) {
    routes.get("/incidents", this::list).get("/incidents/{id}", this::one);
  }

  private Response list(Request request) {
    var parameters = request.query("open", "check", "limit", "before");
    var query = parameters.text("check").map(IncidentQuery::of).orElse(IncidentQuery.all());
    query = query.limit((int) parameters.number("limit", 1, MAX_PAGE).orElse(DEFAULT_PAGE));
    var open = parameters.flag("open");
    if (open.isPresent()) {
      query = query.open(open.get());
    }
    var before = parameters.number("before", 1, CheckRoutes.LARGEST_ID);
    if (before.isPresent()) {
      query = query.before(before.getAsLong());
    }
    var page = pulse.incidents().list(query);
    return Response.json(
        new Views.Incidents(
            page.items().stream().map(Mapping::incident).toList(), Mapping.orNull(page.next())));
  }

  private Response one(Request request) {
    request.query();
    var id = request.path("id");
    if (id.matches("[1-9][0-9]{0,15}")) {
      var incident = pulse.incidents().find(Long.parseLong(id));
      if (incident.isPresent()) {
        return Response.json(Mapping.incident(incident.get()));
      }
    }
    throw HttpError.of(404, "Incident not found")
        .withDetail("There is no incident with the id \"" + HttpError.shown(id) + "\".");
  }
}
