package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.Handler;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The REST routes of the seed, and what the metrics of the server have from this system. Every
 * request is counted once: by its route when it comes so far, else where its error is written. What
 * browsers ask before a page of another origin may is answered by the server, and not counted.
 * Thread-safe.
 */
final class ExecutionRoutes implements ServerExtension {
  private static final String FORCE = "force_refresh";
  private static final String POD = "/pod/";
  private static final String POD_TEMPLATE = "/pod/{pod_name}";
  private static final String PODS = "/pods/";
  private static final String PODS_TEMPLATE = "/pods/{pod_name}";
  private static final List<String> TEMPLATES =
      List.of(
          "/",
          "/executions",
          "/executions/summary",
          "/executions/refresh",
          "/pods",
          "/history",
          "/metrics",
          "/health");
  private static final Map<String, String> ENDPOINTS = endpoints();

  private final ValidatorExecutions system;
  private final ApiRequests requests;

  ExecutionRoutes(ValidatorExecutions system, ApiRequests requests) {
    this.system = requireNonNull(system, "system");
    this.requests = requireNonNull(requests, "requests");
  }

  private static Map<String, String> endpoints() {
    var endpoints = new LinkedHashMap<String, String>();
    endpoints.put("executions", "Newest execution of every pod");
    endpoints.put("executions/summary", "The same as executions");
    endpoints.put("executions/refresh", "Ask all pods now (POST)");
    endpoints.put("pod/{pod_name}", "Newest execution of one pod");
    endpoints.put("metrics", "Metrics for Prometheus");
    endpoints.put("health", "Whether the cluster answers and scans are recent");
    return endpoints;
  }

  @Override
  public void install(Routes routes) {
    var pods = new PodRoutes(system);
    routes
        .errors((request, error) -> strayed(routes.mount(), request, error))
        .origins(system.settings().origins())
        .get("/", counted("/", request -> about()))
        .get("/executions", counted("/executions", this::executions))
        .get("/executions/summary", counted("/executions/summary", this::executions))
        .post("/executions/refresh", counted("/executions/refresh", request -> refresh()))
        .get(POD + "{pod}", counted(POD_TEMPLATE, this::pod))
        .get("/pods", counted("/pods", pods::pods))
        .get(PODS + "{pod}", counted(PODS_TEMPLATE, pods::pod))
        .get("/history", counted("/history", pods::history))
        .get("/health", counted("/health", request -> health()))
        .describe(ExecutionRoutes.class, "openapi.json")
        .page(
            DashboardPage.of("executions", "Executions", ExecutionRoutes.class, "executions.js")
                .icon("cluster")
                .style("executions.css")
                .with(
                    "executions-parts.js",
                    "executions-plots.js",
                    "executions-latest.js",
                    "executions-pod.js"));
    if (routes.meters() instanceof PrometheusMeterRegistry registry) {
      registry.getPrometheusRegistry().register(system.metrics());
      routes.closing(() -> registry.getPrometheusRegistry().unregister(system.metrics()));
    }
  }

  /** A route whose requests are counted, and whose failures are answered here. */
  Handler counted(String template, Handler handler) {
    return request -> {
      requests.count(template, request.method());
      try {
        return handler.handle(request);
      } catch (HttpError e) {
        return error(e.status(), e.detail().orElse(e.message()));
      } catch (Exception e) {
        return failed(e);
      }
    };
  }

  private Response about() {
    return json(ExecutionJson.about(system.namespace(), system.settings().pods(), ENDPOINTS));
  }

  private Response executions(Request request) {
    boolean force = request.someQuery(FORCE).text(FORCE).map(ExecutionRoutes::isTrue).orElse(false);
    return later(
        force ? system.scanNow() : system.recentScan(), scan -> json(ExecutionJson.summary(scan)));
  }

  private static boolean isTrue(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on", "t", "y" -> true;
      case "false", "0", "no", "off", "f", "n" -> false;
      default -> throw HttpError.of(400, "force_refresh must be a boolean");
    };
  }

  private Response pod(Request request) {
    var name = request.path("pod");
    if (!system.isPod(name)) {
      throw HttpError.of(404, "Pod " + name + " not found");
    }
    return later(
        system.recentScan(), scan -> json(ExecutionJson.pod(scan, scan.pod(name).orElseThrow())));
  }

  private Response refresh() {
    return later(system.scanNow(), scan -> json(ExecutionJson.refreshed(scan)));
  }

  private Response health() {
    return json(system.health());
  }

  private Response later(CompletableFuture<Scan> scan, Function<Scan, Response> answer) {
    return Response.later(scan.thenApply(answer).exceptionally(failure -> failed(failure)));
  }

  private Response failed(Throwable failure) {
    system.log().failed("A request could not be answered", failure);
    return error(500, "Internal Server Error");
  }

  /** The answer to a request that none of the routes has seen. */
  private Response strayed(String mount, Request request, HttpError error) {
    requests.count(template(request.path().substring(mount.length())), request.method());
    return switch (error.status()) {
      case 404 -> error(404, "Not Found");
      case 405 -> error(405, "Method Not Allowed");
      case 500 -> error(500, "Internal Server Error");
      default -> error(error.status(), error.message());
    };
  }

  private static String template(String path) {
    if (isBelow(POD, path)) {
      return POD_TEMPLATE;
    }
    if (isBelow(PODS, path)) {
      return PODS_TEMPLATE;
    }
    return TEMPLATES.contains(path) ? path : ApiRequests.OTHER;
  }

  private static boolean isBelow(String place, String path) {
    return path.startsWith(place)
        && path.length() > place.length()
        && path.indexOf('/', place.length()) < 0;
  }

  private static Response error(int status, String detail) {
    return Response.text(status, "application/json", ExecutionJson.detail(detail));
  }

  private static Response json(String body) {
    return Response.text(200, "application/json", body);
  }
}
