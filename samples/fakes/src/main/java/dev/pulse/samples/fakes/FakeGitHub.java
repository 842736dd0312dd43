package dev.pulse.samples.fakes;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub on the loopback interface, with the services that its readers ask about the same
 * repositories: Codecov, OSV and deps.dev, each below a prefix of its own. It pages, counts what is
 * left to each caller, answers conditional requests, and can be told to fail in every way that the
 * real one fails. Without a token its callers see what is public. Thread-safe.
 *
 * <pre>{@code
 * try (var github = FakeGitHub.start()) {
 *   github.repository("acme", "shop").builds("success", "failure").coverage(87.5);
 *   run("GITHUB_API_URL", github.api(), "GITHUB_TOKEN", FakeGitHub.TOKEN);
 *   assertThat(github.count("GET /repos/{owner}/{repo}/readme")).isEqualTo(1);
 * }
 * }</pre>
 */
public final class FakeGitHub implements AutoCloseable {
  /** A token that sees everything. */
  public static final String TOKEN = "fake.github.token";

  static final String ENTERPRISE = "/api/v3";

  private final MockWebServer server = LoopbackServer.of(this::answer);
  private final InstantSource clock;
  private final boolean recording;
  private final FakeGitHubLimits limits;
  private final List<Route> routes;
  private final FakeCodecov codecov = new FakeCodecov(this);
  private final FakeOsv osv = new FakeOsv(this);
  private final FakeDepsDev depsDev = new FakeDepsDev(this);
  private final FakeGitHubApp app;
  private final FakeGitHubCallers callers;
  private final AtomicLong ids = new AtomicLong(1_000);
  private final AtomicLong answers = new AtomicLong();
  private final Map<String, FakeGitHubRepository> repositories = new ConcurrentHashMap<>();
  private final Map<String, FakeGitHubRepository> moved = new ConcurrentHashMap<>();
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final List<FakeGitHubCall> calls = Collections.synchronizedList(new ArrayList<>());
  private final FakeGitHubCounts counts = new FakeGitHubCounts();
  private final FakeGitHubTrouble trouble = new FakeGitHubTrouble();
  private volatile String salt = "";
  private volatile Duration delay = Duration.ZERO;
  private volatile @Nullable URI links;

  /** What a GitHub may be started with. Confined to one thread. */
  public static final class Builder {
    private InstantSource clock = InstantSource.system();
    private int port;
    private boolean recording = true;

    private Builder() {}

    /** Where all its times come from; the system's clock by default. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** The port; any free one by default, as with 0. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Counts, but keeps no requests: for measurements that send many. */
    public Builder withoutRecords() {
      recording = false;
      return this;
    }

    /**
     * Starts it.
     *
     * @throws UncheckedIOException when the port cannot be had
     */
    public FakeGitHub start() {
      return new FakeGitHub(this);
    }
  }

  private FakeGitHub(Builder builder) {
    clock = builder.clock;
    recording = builder.recording;
    limits = new FakeGitHubLimits(clock);
    var all = new FakeGitHubRoutes(this);
    app = new FakeGitHubApp(12_345, clock);
    callers = new FakeGitHubCallers(app);
    app.routes(all, this);
    codecov.routes(all);
    osv.routes(all);
    depsDev.routes(all);
    routes = all.all();
    try {
      server.start(InetAddress.getLoopbackAddress(), builder.port);
    } catch (IOException e) {
      throw new UncheckedIOException("Port " + builder.port + " cannot be opened", e);
    }
  }

  /** At a port that is free, by the system's clock. */
  public static FakeGitHub start() {
    return builder().start();
  }

  /** For a port, a clock. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where the API is, as at github.com. */
  public URI api() {
    return URI.create(base());
  }

  /** Where the same API is, as on a server of one's own. */
  public URI enterprise() {
    return URI.create(base() + ENTERPRISE);
  }

  /** The App that may be installed here. */
  public FakeGitHubApp app() {
    return app;
  }

  /** Somebody who is told what happens, when the test says so. */
  public FakeGitHubWebhook webhook(URI target, String secret) {
    return new FakeGitHubWebhook(target, secret, base());
  }

  /** The Codecov beside it. */
  public FakeCodecov codecov() {
    return codecov;
  }

  /** The OSV beside it. */
  public FakeOsv osv() {
    return osv;
  }

  /** The deps.dev beside it. */
  public FakeDepsDev depsDev() {
    return depsDev;
  }

  private String base() {
    return server.url("/").toString().replaceFirst("/$", "");
  }

  /** The repository of this name; made when there is none, its owner as an organisation. */
  public FakeGitHubRepository repository(String owner, String name) {
    return repositories.computeIfAbsent(
        FakeGitHubRepository.key(owner, name),
        key -> new FakeGitHubRepository(owner, name, ids.incrementAndGet(), clock, ids));
  }

  /** The repository is no more. */
  public void removeRepository(String owner, String name) {
    repositories.remove(FakeGitHubRepository.key(owner, name));
  }

  /** It has another name from now on; who asks for the old one is led to the new one: 301. */
  public void rename(String owner, String from, String to) {
    var repository = repositories.remove(FakeGitHubRepository.key(owner, from));
    if (repository == null) {
      throw new IllegalArgumentException("There is no repository " + owner + "/" + from);
    }
    repository.rename(to);
    repositories.put(FakeGitHubRepository.key(owner, to), repository);
    moved.put(FakeGitHubRepository.key(owner, from), repository);
  }

  /** The repository that once had this name. */
  Optional<FakeGitHubRepository> moved(String owner, String name) {
    return Optional.ofNullable(moved.get(FakeGitHubRepository.key(owner, name)));
  }

  /** This owner is a person, not an organisation. */
  public void user(String login) {
    users.add(login.toLowerCase(Locale.ROOT));
  }

  Optional<FakeGitHubRepository> find(String owner, String name) {
    return find(owner + "/" + name);
  }

  Optional<FakeGitHubRepository> find(String fullName) {
    return Optional.ofNullable(repositories.get(fullName.toLowerCase(Locale.ROOT)));
  }

  /** Of one owner, by name. */
  List<FakeGitHubRepository> repositories(String owner) {
    return repositories.values().stream()
        .filter(repository -> repository.owner().equalsIgnoreCase(owner))
        .sorted(Comparator.comparing(FakeGitHubRepository::name))
        .toList();
  }

  /** Empty when there is no such owner. */
  Optional<Boolean> isOrganisation(String owner) {
    if (users.contains(owner.toLowerCase(Locale.ROOT))) {
      return Optional.of(false);
    }
    return repositories(owner).isEmpty() ? Optional.empty() : Optional.of(true);
  }

  /** What it knows to answer, the services beside it left out. */
  List<String> routes() {
    return routes.stream()
        .filter(route -> !route.resource().equals(FakeGitHubRoutes.ELSEWHERE))
        .map(Route::name)
        .toList();
  }

  FakeGitHubLimits limits() {
    return limits;
  }

  /**
   * How many requests a token has in a window (an hour; a minute for all but {@code core}).
   *
   * @param resource {@code core}, {@code search} or {@code dependency_sbom}
   */
  public void limit(String resource, int requests) {
    limits.limit(resource, requests);
  }

  /** How many requests callers without a token have in an hour; 60 when not said. */
  public void anonymousLimit(int requests) {
    limits.anonymous(requests);
  }

  /** So many requests are left to each caller until the window ends. */
  public void remaining(String resource, int requests) {
    limits.remaining(resource, requests);
  }

  /** The next requests meet the secondary limit: 403, and when to come again. */
  public void secondaryLimit(int requests, Duration retryAfter) {
    trouble.secondary(
        requests, slower(403).header("Retry-After", String.valueOf(retryAfter.toSeconds())));
  }

  /** The next requests meet the secondary limit: 429, and nothing is said of later. */
  public void secondaryLimit(int requests) {
    trouble.secondary(requests, slower(429));
  }

  private static HttpAnswer slower(int status) {
    return FakeGitHubDocuments.refuse(
        status, "You have exceeded a secondary rate limit. Please wait before you try again.");
  }

  /** No token is valid from now on: 401. */
  public void revokeTokens() {
    callers.revoke(true);
  }

  /** Every ETag is another from now on, though nothing else is. */
  public void changeEtags() {
    salt = String.valueOf(ids.incrementAndGet());
  }

  /** Links to further pages lead to this server from now on, which need not be this one. */
  public void linksTo(URI server) {
    links = requireNonNull(server, "server");
  }

  /** Every answer comes so late from now on. */
  public void answerAfter(Duration delay) {
    this.delay = requireNonNull(delay, "delay");
  }

  /** Requests whose path begins so are answered with this from now on, at all four services. */
  public void answer(String path, HttpAnswer answer) {
    trouble.scripted().always(path, answer);
  }

  /** The next requests whose path begins so are answered with these, one each. */
  public void answerOnce(String path, HttpAnswer... scripted) {
    trouble.scripted().once(path, scripted);
  }

  /** After so many requests more, each one is answered with this: trouble amid a scan. */
  public void answerAfterRequests(int requests, HttpAnswer answer) {
    trouble.after(requests, answer);
  }

  /** Forgets every trouble that it was told of, and fills what was used up. */
  public void recover() {
    trouble.end();
    callers.revoke(false);
    delay = Duration.ZERO;
    links = null;
    limits.recover();
  }

  /** What it was asked, in the order of its answers. */
  public List<FakeGitHubCall> calls() {
    return List.copyOf(calls);
  }

  /** How often each route was asked, conditional requests too; by route. */
  public Map<String, Integer> counts() {
    return counts.byRoute();
  }

  /** How often a route was asked. */
  public int count(String route) {
    return counts.byRoute().getOrDefault(route, 0);
  }

  /** How many requests it had, of all services. */
  public int requests() {
    return counts.byRoute().values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many of its answers were 304. */
  public int notModified() {
    return counts.notModified();
  }

  /** Begins to count anew, and forgets the requests. */
  public void forget() {
    calls.clear();
    counts.forget();
  }

  private MockResponse answer(RecordedRequest recorded) {
    var request = FakeRequest.of(recorded, "Bearer", "bearer", "token");
    var body = recorded.getBody() == null ? "" : recorded.getBody().string(StandardCharsets.UTF_8);
    var found = find(request, recorded.getUrl().pathSegments(), body);
    var answer = trouble.next(request.path()).orElseGet(() -> answer(request, found));
    int status = answer.isSent() ? answer.code() : 0;
    counts.add(found.name(), status);
    if (recording) {
      calls.add(new FakeGitHubCall(request, found.name(), status));
    }
    return (answer.delay().isZero() ? answer.after(delay) : answer).response();
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
    var path = byName(enterprise ? segments.subList(2, segments.size()) : segments);
    var base = base() + (enterprise ? ENTERPRISE : "");
    var far = links;
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
                base,
                far == null ? base() : far.toString().replaceFirst("/$", ""));
        return new Found(route, call);
      }
    }
    return new Found(
        null, new Call(request, body, Map.of(), token, caller, repository -> false, base, base()));
  }

  /** Repositories have addresses with their numbers, too, which outlive their names. */
  private List<String> byName(List<String> path) {
    if (path.size() < 2 || !path.get(0).equals("repositories")) {
      return path;
    }
    return repositories.values().stream()
        .filter(repository -> String.valueOf(repository.id()).equals(path.get(1)))
        .findFirst()
        .map(
            repository -> {
              var named = new ArrayList<>(List.of("repos", repository.owner(), repository.name()));
              named.addAll(path.subList(2, path.size()));
              return List.copyOf(named);
            })
        .orElse(path);
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
    if (!Set.of("2022-11-28", "2026-03-10").contains(version)) {
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
    var tag = "W/\"" + FakeGitHubJson.sha256(salt + accept + "\n" + answer.allText()) + "\"";
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

  /** Closes its port. */
  @Override
  public void close() {
    server.close();
  }
}
