package dev.pulse.samples.fakes;

import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeGitHub} does with every request, whatever it asks: finds its route, refuses,
 * counts, and says how its answer may be asked for again. Thread-safe.
 */
final class FakeGitHubFront {
  static final String ENTERPRISE = "/api/v3";

  private static final Set<String> VERSIONS = Set.of("2022-11-28", "2026-03-10");

  private final FakeGitHubRepositories repositories;
  private final FakeGitHubCallers callers;
  private final FakeGitHubLimits limits;
  private final FakeGitHubTrouble trouble;
  private final List<Route> routes;
  private final Supplier<String> base;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong etags = new AtomicLong();
  private volatile @Nullable URI links;

  /**
   * A front.
   *
   * @param base where the server is, without a slash at the end
   */
  FakeGitHubFront(
      FakeGitHubRepositories repositories,
      FakeGitHubCallers callers,
      FakeGitHubLimits limits,
      FakeGitHubTrouble trouble,
      List<Route> routes,
      Supplier<String> base) {
    this.repositories = repositories;
    this.callers = callers;
    this.limits = limits;
    this.trouble = trouble;
    this.routes = List.copyOf(routes);
    this.base = base;
  }

  /**
   * What became of a request.
   *
   * @param route by name; empty text when there is none
   */
  record Answered(FakeRequest request, String route, HttpAnswer answer) {
    /** What the client saw; 0 when that was nothing. */
    int status() {
      return answer.isSent() ? answer.code() : 0;
    }
  }

  void changeEtags() {
    etags.incrementAndGet();
  }

  void linksTo(@Nullable URI server) {
    links = server;
  }

  Answered answer(RecordedRequest recorded) {
    var request = FakeRequest.of(recorded, "Bearer", "bearer", "token");
    var body = recorded.getBody() == null ? "" : recorded.getBody().string(StandardCharsets.UTF_8);
    var found = find(request, recorded.getUrl().pathSegments(), body);
    trouble.exhausts(request.path()).forEach(resource -> limits.remaining(resource, 0));
    var answer = trouble.next(request.path()).orElseGet(() -> answer(request, found));
    return new Answered(request, found.name(), answer);
  }

  /** What a path means here. */
  private record Found(@Nullable Route route, Call call) {
    String name() {
      return route == null ? "" : route.name();
    }

    String resource() {
      return route == null ? "core" : route.resource();
    }
  }

  private Found find(FakeRequest request, List<String> segments, String body) {
    boolean enterprise = request.path().startsWith(ENTERPRISE + "/");
    var path = repositories.byName(enterprise ? segments.subList(2, segments.size()) : segments);
    var api = base.get() + (enterprise ? ENTERPRISE : "");
    var far = links;
    var linked = far == null ? base.get() : far.toString().replaceFirst("/$", "");
    var token = request.token().orElse("");
    var caller = callers.counted(token);
    for (var route : routes) {
      var variables = route.variables(request.method(), path);
      if (variables.isPresent()) {
        var call =
            new Call(
                request,
                body,
                variables.get(),
                token,
                caller,
                repository -> callers.sees(token, repository),
                api,
                linked);
        return new Found(route, call);
      }
    }
    return new Found(
        null, new Call(request, body, Map.of(), token, caller, repository -> false, api, linked));
  }

  private HttpAnswer answer(FakeRequest request, Found found) {
    var route = found.route();
    return route != null && route.resource().equals(FakeGitHubRoutes.ELSEWHERE)
        ? route.handler().apply(found.call())
        : answerAsGitHub(request, found);
  }

  private HttpAnswer answerAsGitHub(FakeRequest request, Found found) {
    var call = found.call();
    var refused = gate(request, found);
    if (refused.isPresent()) {
      return headed(refused.get(), limits.look(FakeGitHubLimits.ANONYMOUS, found.resource()));
    }
    var route = found.route();
    boolean free = found.name().equals("GET /rate_limit");
    var left =
        free
            ? limits.look(call.caller(), found.resource())
            : limits.take(call.caller(), found.resource());
    if (!free && left.used() > left.limit()) {
      return headed(
          FakeGitHubDocuments.refuse(403, "API rate limit exceeded for this caller."),
          limits.look(call.caller(), found.resource()));
    }
    var answer =
        trouble
            .slower()
            .orElseGet(
                () ->
                    tagged(
                        request,
                        route == null ? FakeGitHubRoutes.notFound() : route.handler().apply(call)));
    boolean refunded = !free && answer.code() == 304 && !call.isAnonymous();
    return headed(answer, refunded ? limits.giveBack(call.caller(), found.resource()) : left);
  }

  /** What GitHub refuses before it looks at the path. */
  private Optional<HttpAnswer> gate(FakeRequest request, Found found) {
    if (request.headers().getOrDefault("user-agent", "").isBlank()) {
      return Optional.of(
          HttpAnswer.text(
              403, "Request forbidden by administrative rules. User-Agent is missing."));
    }
    var version = request.headers().getOrDefault("x-github-api-version", "2022-11-28");
    if (!VERSIONS.contains(version)) {
      return Optional.of(
          FakeGitHubDocuments.refuse(400, "There is no API version " + version + "."));
    }
    return callers.isKnown(found.call().token(), found.name())
        ? Optional.empty()
        : Optional.of(FakeGitHubDocuments.refuse(401, "Bad credentials"));
  }

  private HttpAnswer tagged(FakeRequest request, HttpAnswer answer) {
    if (answer.code() != 200 || !request.method().equals("GET")) {
      return answer;
    }
    var accept = request.headers().getOrDefault("accept", "");
    var of = FakeGitHubJson.sha256(etags + accept + "\n" + answer.fingerprint());
    var tag = "W/\"" + of + "\"";
    var held = request.headers().getOrDefault("if-none-match", "");
    boolean same = held.replace("W/", "").equals(tag.replace("W/", ""));
    return (same ? FakeGitHubDocuments.nothing(304) : answer)
        .header("ETag", tag)
        .header("Cache-Control", "private, max-age=60, s-maxage=60")
        .header("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
  }

  private HttpAnswer headed(HttpAnswer answer, FakeGitHubLimits.Bucket left) {
    return answer
        .header("X-GitHub-Request-Id", "FAKE:" + Long.toHexString(answers.incrementAndGet()))
        .header("X-GitHub-Media-Type", "github.v3; format=json")
        .header("X-RateLimit-Limit", String.valueOf(left.limit()))
        .header("X-RateLimit-Remaining", String.valueOf(left.remaining()))
        .header("X-RateLimit-Used", String.valueOf(left.used()))
        .header("X-RateLimit-Reset", String.valueOf(left.reset().getEpochSecond()))
        .header("X-RateLimit-Resource", left.resource());
  }
}
