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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
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

  /** Held, because a level is forgotten together with its logger. */
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server = new MockWebServer();
  private final Object lock = new Object();
  private final InstantSource clock;
  private final boolean recording;
  private final FakeGitHubLimits limits;
  private final List<Route> routes;
  private final FakeCodecov codecov = new FakeCodecov(this);
  private final FakeOsv osv = new FakeOsv(this);
  private final FakeDepsDev depsDev = new FakeDepsDev(this);
  private final AtomicLong ids = new AtomicLong(1_000);
  private final Map<String, FakeGitHubRepository> repositories = new ConcurrentHashMap<>();
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final List<FakeGitHubCall> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, HttpAnswer> answers = new LinkedHashMap<>();
  private final Map<String, Queue<HttpAnswer>> next = new LinkedHashMap<>();
  private final Queue<HttpAnswer> secondary = new ArrayDeque<>();
  private long asked;
  private long notModified;
  private long troubleFrom = Long.MAX_VALUE;
  private HttpAnswer trouble = HttpAnswer.cut();
  private String salt = "";
  private boolean revoked;
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
    SERVER_LOG.setLevel(Level.WARNING);
    clock = builder.clock;
    recording = builder.recording;
    limits = new FakeGitHubLimits(clock);
    var all = new FakeGitHubRoutes(this);
    codecov.routes(all);
    osv.routes(all);
    depsDev.routes(all);
    routes = all.all();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
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

  FakeGitHubLimits limits() {
    return limits;
  }

  InstantSource clock() {
    return clock;
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
    synchronized (lock) {
      for (int i = 0; i < requests; i++) {
        secondary.add(slower(403).header("Retry-After", String.valueOf(retryAfter.toSeconds())));
      }
    }
  }

  /** The next requests meet the secondary limit: 429, and nothing is said of later. */
  public void secondaryLimit(int requests) {
    synchronized (lock) {
      for (int i = 0; i < requests; i++) {
        secondary.add(slower(429));
      }
    }
  }

  private static HttpAnswer slower(int status) {
    return FakeGitHubDocuments.refuse(
        status, "You have exceeded a secondary rate limit. Please wait before you try again.");
  }

  /** No token is valid from now on: 401. */
  public void revokeTokens() {
    synchronized (lock) {
      revoked = true;
    }
  }

  /** Every ETag is another from now on, though nothing else is. */
  public void changeEtags() {
    synchronized (lock) {
      salt += "x";
    }
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
    synchronized (lock) {
      answers.put(path, answer);
    }
  }

  /** The next requests whose path begins so are answered with these, one each. */
  public void answerOnce(String path, HttpAnswer... scripted) {
    synchronized (lock) {
      next.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(List.of(scripted));
    }
  }

  /** After so many requests more, each one is answered with this: trouble amid a scan. */
  public void answerAfterRequests(int requests, HttpAnswer answer) {
    synchronized (lock) {
      troubleFrom = asked + requests;
      trouble = answer;
    }
  }

  /** Forgets every trouble that it was told of, and fills what was used up. */
  public void recover() {
    synchronized (lock) {
      answers.clear();
      next.clear();
      secondary.clear();
      troubleFrom = Long.MAX_VALUE;
      revoked = false;
    }
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
    synchronized (lock) {
      return new TreeMap<>(counts);
    }
  }

  /** How often a route was asked. */
  public int count(String route) {
    synchronized (lock) {
      return counts.getOrDefault(route, 0);
    }
  }

  /** How many requests it had, of all services. */
  public long requests() {
    synchronized (lock) {
      return asked;
    }
  }

  /** How many of its answers were 304. */
  public long notModified() {
    synchronized (lock) {
      return notModified;
    }
  }

  /** Begins to count anew, and forgets the requests. */
  public void forget() {
    synchronized (lock) {
      calls.clear();
      counts.clear();
      // The trouble to come stays where it is.
      troubleFrom = troubleFrom == Long.MAX_VALUE ? troubleFrom : troubleFrom - asked;
      asked = 0;
      notModified = 0;
    }
  }

  private MockResponse answer(RecordedRequest recorded) {
    var request = request(recorded);
    var body = recorded.getBody() == null ? "" : recorded.getBody().string(StandardCharsets.UTF_8);
    var found = find(request, recorded.getUrl().pathSegments(), body);
    HttpAnswer answer;
    synchronized (lock) {
      asked++;
      counts.merge(found.name(), 1, Integer::sum);
      answer = scripted(request.path()).orElse(null);
    }
    if (answer == null) {
      var route = found.route();
      answer =
          route != null && route.resource().equals(FakeGitHubRoutes.ELSEWHERE)
              ? route.handler().apply(found.call())
              : answer(request, found);
    }
    int status = answer.isSent() ? answer.code() : 0;
    synchronized (lock) {
      notModified += status == 304 ? 1 : 0;
    }
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
    var path = enterprise ? segments.subList(2, segments.size()) : segments;
    var base = base() + (enterprise ? ENTERPRISE : "");
    var far = links;
    var caller = request.token().orElse(FakeGitHubLimits.ANONYMOUS);
    for (var route : routes) {
      var variables = route.variables(request.method(), path);
      if (variables.isPresent()) {
        var call =
            new Call(
                request,
                body,
                variables.get(),
                caller,
                base,
                far == null ? base() : far.toString().replaceFirst("/$", ""));
        return new Found(route, call);
      }
    }
    return new Found(null, new Call(request, body, Map.of(), caller, base, base()));
  }

  /** Called with the lock held. */
  private Optional<HttpAnswer> scripted(String path) {
    for (var entry : next.entrySet()) {
      if (path.startsWith(entry.getKey()) && !entry.getValue().isEmpty()) {
        return Optional.of(entry.getValue().remove());
      }
    }
    if (asked > troubleFrom) {
      return Optional.of(trouble);
    }
    return answers.entrySet().stream()
        .filter(entry -> path.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private HttpAnswer answer(FakeRequest request, Found found) {
    var call = found.call();
    var refused = gate(request, call);
    if (refused.isPresent()) {
      return headed(refused.get(), limits.look(FakeGitHubLimits.ANONYMOUS, found.resource()));
    }
    var route = found.route();
    boolean free = found.name().equals("GET /rate_limit");
    if (!free && limits.look(call.caller(), found.resource()).remaining() == 0) {
      return headed(
          FakeGitHubDocuments.refuse(403, "API rate limit exceeded for this caller."),
          limits.look(call.caller(), found.resource()));
    }
    HttpAnswer slower;
    synchronized (lock) {
      slower = secondary.poll();
    }
    var answer = slower;
    if (answer == null) {
      answer =
          tagged(
              request, route == null ? FakeGitHubRoutes.notFound() : route.handler().apply(call));
    }
    boolean costs = !free && (answer.code() != 304 || call.isAnonymous());
    return headed(
        answer,
        costs
            ? limits.take(call.caller(), found.resource())
            : limits.look(call.caller(), found.resource()));
  }

  /** What GitHub refuses before it looks at the path. */
  private Optional<HttpAnswer> gate(FakeRequest request, Call call) {
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
    synchronized (lock) {
      boolean known = call.isAnonymous() || (!revoked && call.caller().equals(TOKEN));
      return known
          ? Optional.empty()
          : Optional.of(FakeGitHubDocuments.refuse(401, "Bad credentials"));
    }
  }

  private HttpAnswer tagged(FakeRequest request, HttpAnswer answer) {
    if (answer.code() != 200 || !request.method().equals("GET")) {
      return answer;
    }
    String salted;
    synchronized (lock) {
      salted = salt;
    }
    var accept = request.headers().getOrDefault("accept", "");
    var tag = "W/\"" + FakeGitHubJson.sha256(salted + accept + "\n" + answer.allText()) + "\"";
    var held = request.headers().getOrDefault("if-none-match", "");
    boolean same = held.replace("W/", "").equals(tag.replace("W/", ""));
    return (same ? FakeGitHubDocuments.nothing(304) : answer)
        .header("ETag", tag)
        .header("Cache-Control", "private, max-age=60, s-maxage=60")
        .header("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
  }

  private HttpAnswer headed(HttpAnswer answer, FakeGitHubLimits.Bucket left) {
    return answer
        .header("X-GitHub-Request-Id", "FAKE:" + Long.toHexString(ids.incrementAndGet()))
        .header("X-GitHub-Media-Type", "github.v3; format=json")
        .header("X-RateLimit-Limit", String.valueOf(left.limit()))
        .header("X-RateLimit-Remaining", String.valueOf(left.remaining()))
        .header("X-RateLimit-Used", String.valueOf(left.used()))
        .header("X-RateLimit-Reset", String.valueOf(left.reset().getEpochSecond()))
        .header("X-RateLimit-Resource", left.resource());
  }

  private static FakeRequest request(RecordedRequest recorded) {
    var url = recorded.getUrl();
    var query = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < url.querySize(); i++) {
      var value = url.queryParameterValue(i);
      query
          .computeIfAbsent(url.queryParameterName(i), key -> new ArrayList<>())
          .add(value == null ? "" : value);
    }
    var headers = new LinkedHashMap<String, String>();
    recorded
        .getHeaders()
        .forEach(
            header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
    var authorization = headers.getOrDefault("authorization", "");
    return new FakeRequest(
        String.valueOf(recorded.getMethod()),
        recorded.getTarget(),
        "/" + String.join("/", url.pathSegments()),
        query,
        headers,
        authorization.matches("(?i)(bearer|token) .+")
            ? Optional.of(authorization.substring(authorization.indexOf(' ') + 1))
            : Optional.empty());
  }

  /** Closes its port. */
  @Override
  public void close() {
    server.close();
  }
}
