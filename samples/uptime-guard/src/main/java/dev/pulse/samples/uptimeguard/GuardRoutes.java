package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.Handler;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST routes of the seed and the page. Thread-safe. */
final class GuardRoutes implements ServerExtension {
  private static final Logger log = LoggerFactory.getLogger(GuardRoutes.class);
  private static final String TARGET_ID = "target_id";
  private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]*");
  private static final long LARGEST_ID = 999_999_999_999_999_999L;
  private static final int LARGEST_DIGITS = 18;
  private static final int MOST = 100;

  private final UptimeGuard guard;
  private final Dashboard dashboard;

  GuardRoutes(UptimeGuard guard, Dashboard dashboard) {
    this.guard = requireNonNull(guard, "guard");
    this.dashboard = requireNonNull(dashboard, "dashboard");
  }

  @Override
  public void install(Routes routes) {
    routes
        .errors((request, error) -> json(error.status(), GuardJson.error(error.message())))
        .get("/targets", orElse("Failed to read targets", request -> targets()))
        .post("/targets", orElse("Failed to create target", this::create))
        .put("/targets/{id}", orElse("Failed to update target", this::replace))
        .patch("/targets/{id}", orElse("Failed to update target", this::update))
        .delete("/targets/{id}", orElse("Failed to delete target", this::delete))
        .get("/status", orElse("Failed to read probes", this::status))
        .get("/incidents", orElse("Failed to read incidents", this::incidents))
        .get("/", orElse("Failed to read targets", request -> page()))
        .asset("/guard.js", GuardRoutes.class, "guard.js")
        .asset("/guard.css", GuardRoutes.class, "guard.css")
        .describe(GuardRoutes.class, "openapi.json")
        .page(
            DashboardPage.of("uptime-guard", "Uptime guard", GuardRoutes.class, "uptime-guard.js")
                .icon("shield")
                .style("uptime-guard.css")
                .with("uptime-guard-target.js"));
  }

  /** Answers 500 with a message of the route when something fails that the caller did not cause. */
  private static Handler orElse(String message, Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (HttpError e) {
        throw e;
      } catch (RuntimeException e) {
        log.error("{} {}: {}", request.method(), request.path(), message, e);
        throw HttpError.of(500, message);
      }
    };
  }

  private Response targets() {
    return json(200, GuardJson.targets(guard.targets().list()));
  }

  private Response create(Request request) {
    var document =
        TargetRequest.read(request.body(), guard.egress(), guard.pulse().clock().instant());
    return json(201, GuardJson.target(guard.targets().create(document)));
  }

  private Response replace(Request request) {
    long id = targetId(request);
    var document =
        TargetRequest.read(request.body(), guard.egress(), guard.pulse().clock().instant());
    return json(200, GuardJson.target(guard.replace(id, document)));
  }

  private Response update(Request request) {
    boolean enabled = TargetRequest.enabled(request.body());
    return json(200, GuardJson.target(guard.setEnabled(targetId(request), enabled)));
  }

  private Response delete(Request request) {
    guard.delete(targetId(request));
    return Response.empty(204);
  }

  private Response status(Request request) {
    var query =
        checkName(request.query(TARGET_ID))
            .map(OutcomeQuery::of)
            .orElseGet(() -> OutcomeQuery.all().prefix(WatchedTarget.PREFIX));
    var outcomes =
        guard.pulse().journal().outcomes(query.statuses(Probe.KNOWN).limit(MOST)).items();
    return json(
        200, GuardJson.probes(outcomes.stream().map(Probe::of).flatMap(Optional::stream).toList()));
  }

  private Response incidents(Request request) {
    var asked = request.query(TARGET_ID, "open");
    var query =
        checkName(asked)
            .map(IncidentQuery::of)
            .orElseGet(() -> IncidentQuery.all().prefix(WatchedTarget.PREFIX));
    var open = asked.flag("open");
    if (open.isPresent()) {
      query = query.open(open.get());
    }
    return json(
        200,
        GuardJson.incidents(
            guard.pulse().incidents().list(query.limit(MOST)).items().stream()
                .filter(GuardRoutes::isOfTarget)
                .toList()));
  }

  private Response page() {
    return Response.html(dashboard.render(guard.targets().list()));
  }

  /** The registration asked for. A number too large for any target is one that is not known. */
  private static Optional<String> checkName(Query query) {
    return query
        .text(TARGET_ID)
        .map(
            text -> {
              if (!POSITIVE.matcher(text).matches()) {
                throw HttpError.of(400, "Invalid target_id");
              }
              var digits = text.replaceFirst("^0+", "");
              return WatchedTarget.checkName(
                  digits.length() > LARGEST_DIGITS ? LARGEST_ID : Long.parseLong(digits));
            });
  }

  private static boolean isOfTarget(Incident incident) {
    return WatchedTarget.idOf(incident.check()).isPresent();
  }

  private static long targetId(Request request) {
    var id = WatchedTarget.idOf(WatchedTarget.PREFIX + request.path("id"));
    return id.orElseThrow(() -> HttpError.of(404, "Target not found"));
  }

  private static Response json(int status, String body) {
    return Response.text(status, "application/json", body);
  }
}
