package dev.pulse.samples.fakes;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.fakes.FakeGitHubRoutes.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

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

  private final MockWebServer server = LoopbackServer.of(this::answer);
  private final boolean recording;
  private final FakeGitHubRepositories repositories;
  private final FakeGitHubLimits limits;
  private final FakeGitHubTrouble trouble;
  private final FakeGitHubApp app;
  private final FakeGitHubCallers callers;
  private final FakeGitHubFront front;
  private final List<Route> routes;
  private final FakeCodecov codecov = new FakeCodecov(this);
  private final FakeOsv osv = new FakeOsv(this);
  private final FakeDepsDev depsDev = new FakeDepsDev(this);
  private final List<FakeGitHubCall> calls = Collections.synchronizedList(new ArrayList<>());
  private final FakeGitHubCounts counts = new FakeGitHubCounts();
  private final InstantSource clock;
  private volatile Runnable before = () -> {};
  private volatile Duration delay = Duration.ZERO;

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
    recording = builder.recording;
    clock = builder.clock;
    repositories = new FakeGitHubRepositories(builder.clock);
    limits = new FakeGitHubLimits(builder.clock);
    trouble = new FakeGitHubTrouble(builder.clock);
    app = new FakeGitHubApp(12_345, builder.clock);
    callers = new FakeGitHubCallers(app, builder.clock);
    var all = new FakeGitHubRoutes(repositories, limits);
    app.routes(all, repositories);
    codecov.routes(all, repositories);
    osv.routes(all);
    depsDev.routes(all);
    routes = all.all();
    front = new FakeGitHubFront(repositories, callers, limits, trouble, routes, this::base);
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
    return URI.create(base() + FakeGitHubFront.ENTERPRISE);
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
    return repositories.make(owner, name);
  }

  /** The repositories of an owner, by name. */
  List<FakeGitHubRepository> repositories(String owner) {
    return repositories.of(owner);
  }

  /** The repository is no more. */
  public void removeRepository(String owner, String name) {
    repositories.remove(owner, name);
  }

  /** It has another name from now on; who asks for the old one is led to the new one: 301. */
  public void rename(String owner, String from, String to) {
    repositories.rename(owner, from, to);
  }

  /** This owner is a person, not an organisation. */
  public void user(String login) {
    repositories.owner(login, false);
  }

  /** This owner is an organisation; to be said of one without repositories only. */
  public void organisation(String login) {
    repositories.owner(login, true);
  }

  /** What it knows to answer, the services beside it left out. */
  List<String> routes() {
    return routes.stream()
        .filter(route -> !route.resource().equals(FakeGitHubRoutes.ELSEWHERE))
        .map(Route::name)
        .toList();
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

  /**
   * As soon as somebody asks for what begins so, nothing is left to anybody until the window ends:
   * the limit is met at the third repository, however many are read at a time.
   *
   * @param resource {@code core}, or another one
   */
  public void exhaustAt(String path, String resource) {
    trouble.exhaustAt(path, resource);
  }

  /** The next requests meet the secondary limit: 403, and when to come again. */
  public void secondaryLimit(int requests, Duration retryAfter) {
    trouble.secondary(requests, Optional.of(retryAfter));
  }

  /** The next requests meet the secondary limit: 429, and nothing is said of later. */
  public void secondaryLimit(int requests) {
    trouble.secondary(requests, Optional.empty());
  }

  /** All requests meet the secondary limit until then: 403, and how long that is from now. */
  public void secondaryLimitUntil(Instant end) {
    trouble.secondaryUntil(requireNonNull(end, "end"));
  }

  /** No token is valid from now on: 401. */
  public void revokeTokens() {
    revokeTokensAt(Instant.MIN);
  }

  /** No token is valid from then on: 401. */
  public void revokeTokensAt(Instant moment) {
    callers.revokeAt(requireNonNull(moment, "moment"));
  }

  /** Every ETag is another from now on, though nothing else is. */
  public void changeEtags() {
    front.changeEtags();
  }

  /** Links to further pages lead to this server from now on, which need not be this one. */
  public void linksTo(URI server) {
    front.linksTo(requireNonNull(server, "server"));
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
    callers.revokeAt(Instant.MAX);
    delay = Duration.ZERO;
    front.linksTo(null);
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

  InstantSource clock() {
    return clock;
  }

  /** Done before each answer. */
  void beforeAnswers(Runnable task) {
    before = task;
  }

  private MockResponse answer(RecordedRequest recorded) {
    before.run();
    var answered = front.answer(recorded);
    counts.add(answered.route(), answered.status());
    if (recording) {
      calls.add(new FakeGitHubCall(answered.request(), answered.route(), answered.status()));
    }
    var answer = answered.answer();
    return (answer.delay().isZero() ? answer.after(delay) : answer).response();
  }

  /** Closes its port. */
  @Override
  public void close() {
    server.close();
  }
}
