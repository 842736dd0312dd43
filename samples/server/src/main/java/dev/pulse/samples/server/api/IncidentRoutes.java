package dev.pulse.samples.server.api;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.Optional;

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
    routes
        .get("/incidents", this::list)
        .get("/incidents/{id}", this::one)
        .get("/incidents/{id}/explain", this::explain)
        .post("/incidents/{id}/acknowledge", this::acknowledge)
        .post("/incidents/{id}/comment", this::comment)
        .post("/incidents/{id}/resolve", this::resolve);
  }

  private Response list(Request request) {
    var parameters =
        request.query("open", "check", "severity", "filter", "text", "limit", "before");
    var query = parameters.text("check").map(IncidentQuery::of).orElse(IncidentQuery.all());
    var limit = (int) parameters.number("limit", 1, MAX_PAGE).orElse(DEFAULT_PAGE);
    var sieve = IncidentSieve.of(parameters);
    var open = parameters.flag("open");
    if (open.isPresent()) {
      query = query.open(open.get());
    }
    var before = parameters.number("before", 1, CheckRoutes.LARGEST_ID);
    if (before.isPresent()) {
      query = query.before(before.getAsLong());
    }
    var page =
        sieve.isEmpty()
            ? pulse.incidents().list(query.limit(limit))
            : sieve.page(pulse.incidents(), query, limit);
    return Response.json(
        new Views.Incidents(
            page.items().stream().map(Mapping::incident).toList(), Mapping.orNull(page.next())));
  }

  private Response one(Request request) {
    request.query();
    return Response.json(Mapping.incident(incident(request)));
  }

  private Response explain(Request request) {
    request.query();
    return pulse
        .alerting()
        .explain(incident(request).id())
        .map(explanation -> Response.json(AlertMapping.explanation(explanation)))
        .orElseThrow(() -> unknown(request));
  }

  private Response acknowledge(Request request) {
    return changed(request, (id, by, comment) -> pulse.alerting().acknowledge(id, by, comment));
  }

  private Response comment(Request request) {
    return changed(
        request,
        (id, by, comment) -> {
          if (comment.isEmpty()) {
            throw Wishes.invalid("comment must not be empty");
          }
          return pulse.alerting().comment(id, by, comment);
        });
  }

  private Response resolve(Request request) {
    return changed(request, (id, by, comment) -> pulse.alerting().resolve(id, by, comment));
  }

  /** What somebody does with an open incident; empty when it is not open. */
  private interface Change {
    Optional<Incident> apply(long id, String by, String comment);
  }

  private Response changed(Request request, Change change) {
    request.query();
    var by = request.principal(Role.OPERATOR).name();
    var wish =
        request.bodyForPeople().isBlank()
            ? new Wishes.Comment(null)
            : request.json(Wishes.Comment.class);
    var comment = Wishes.comment(wish.comment());
    var incident = incident(request);
    try {
      return change
          .apply(incident.id(), by, comment)
          .map(changed -> Response.json(Mapping.incident(changed)))
          .orElseThrow(
              () ->
                  HttpError.of(409, "Incident is over")
                      .withDetail("Incident " + incident.id() + " is not open any more."));
    } catch (IllegalStateException e) {
      // Its timeline is full; closing it is always possible.
      throw HttpError.of(409, "Incident takes no more")
          .withDetail(Wishes.oneLine(String.valueOf(e.getMessage())));
    }
  }

  private Incident incident(Request request) {
    var id = request.path("id");
    return (id.matches("[1-9][0-9]{0,15}")
            ? pulse.incidents().find(Long.parseLong(id))
            : Optional.<Incident>empty())
        .orElseThrow(() -> unknown(request));
  }

  private static HttpError unknown(Request request) {
    return HttpError.of(404, "Incident not found")
        .withDetail(
            "There is no incident with the id \"" + HttpError.shown(request.path("id")) + "\".");
  }
}
