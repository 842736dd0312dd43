package dev.pulse.github;

import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.DirectHttp;
import dev.pulse.core.internal.notify.BrokenCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to GitHub: asks within the budget and only for what has changed, again as it was told,
 * reads bounded answers, tells the observer, and lets no token out. Thread-safe.
 */
final class GitHubHttp {
  private static final Logger LOG = LoggerFactory.getLogger(GitHubHttp.class);
  private static final String SERVICE = "github";
  private static final int MOST_MOVES = 3;
  private final GitHubPlace place;
  private final OkHttpClient client;

  /** OkHttp sends again by itself what broke off on a connection that was used before. */
  private final OkHttpClient once;

  private final Map<String, String> headers;
  private final Duration timeout;
  private final List<Duration> waits;
  private final RequestObserver observer;
  private final Environment environment;
  private final long buffer;
  private final long maxBody;
  private final RateBudget budget;

  /** Whether the observer is told what may still be asked. */
  private final boolean telling;

  private final KeptAnswers kept;
  private final AnswerJudge judge;

  GitHubHttp(HttpUrl base, ConnectionOptions options, Environment environment) {
    this.place = new GitHubPlace(base);
    var trust = options.files.trust();
    var tls = trust == null ? environment.tls() : environment.tls().withTrust(trust);
    this.client = DirectHttp.client(options.egress, environment.lookups(), tls).build();
    this.once = client.newBuilder().retryOnConnectionFailure(false).build();
    this.headers = Map.copyOf(options.headers);
    this.timeout = options.timeout;
    this.waits = options.waits;
    this.observer = options.observer;
    this.environment = environment;
    this.buffer = options.buffer;
    this.maxBody = options.maxBody;
    this.budget = new RateBudget(environment.clock(), buffer);
    this.telling = true;
    this.kept = new KeptAnswers(options.cache);
    this.judge = new AnswerJudge(place, maxBody, budget, kept, environment.clock());
  }

  private GitHubHttp(GitHubHttp other) {
    this.place = other.place;
    this.client = other.client;
    this.once = other.once;
    this.headers = other.headers;
    this.timeout = other.timeout;
    this.waits = other.waits;
    this.observer = other.observer;
    this.environment = other.environment;
    this.buffer = other.buffer;
    this.maxBody = other.maxBody;
    this.budget = new RateBudget(environment.clock(), buffer);
    this.telling = false;
    this.kept = other.kept;
    this.judge = new AnswerJudge(place, maxBody, budget, kept, environment.clock());
  }

  /**
   * The same way for somebody else: what GitHub says of his limits is not about those of this one.
   */
  GitHubHttp forAnother() {
    return new GitHubHttp(this);
  }

  GitHubPlace place() {
    return place;
  }

  HttpUrl base() {
    return place.base();
  }

  Duration timeout() {
    return timeout;
  }

  Environment environment() {
    return environment;
  }

  Map<String, RateLimit> limits() {
    return budget.limits();
  }

  /**
   * Asks until there is an answer.
   *
   * @throws GitHubException when there is none
   */
  GitHubAnswer ask(Question question, TokenSource tokens, Deadline deadline)
      throws InterruptedException {
    var asked = question;
    for (int moves = 0; ; moves++) {
      var attempt = tried(asked, tokens, deadline);
      var location = attempt.location();
      if (location == null) {
        return attempt.result();
      }
      asked = asked.at(moved(asked, location, moves));
    }
  }

  /** Where something is now; the token goes nowhere else than where it was meant to go. */
  private HttpUrl moved(Question question, String location, int moves) {
    var url = question.url().resolve(location);
    if (url == null || !place.isOurs(url) || !question.isGet() || moves == MOST_MOVES) {
      throw GitHubException.of(
          GitHubException.Kind.UNEXPECTED,
          place.shown(question)
              + " was answered with a redirect that is not followed: "
              + (moves == MOST_MOVES ? "there were too many" : "it leads elsewhere"));
    }
    return url;
  }

  private Attempt tried(Question question, TokenSource tokens, Deadline deadline)
      throws InterruptedException {
    boolean renewed = false;
    for (int tries = 0; ; ) {
      budget.check(question.operation());
      var token = tokens.token(deadline);
      var leave = budget.enter(question.operation());
      Attempt attempt;
      try {
        attempt = attempt(question, tokens, token, deadline);
      } finally {
        leave.run();
      }
      if (!renewed && isUnauthorised(attempt) && token.filter(tokens::refused).isPresent()) {
        renewed = true;
        continue;
      }
      if (!attempt.again() || !question.repeatable() || tries == waits.size()) {
        return attempt;
      }
      var wait = waits.get(tries);
      if (wait.compareTo(Duration.ofNanos(deadline.remainingNanos())) >= 0) {
        return attempt;
      }
      environment.pause().sleep(wait);
      tries++;
    }
  }

  private static boolean isUnauthorised(Attempt attempt) {
    var failure = attempt.failure();
    return failure != null && failure.kind() == GitHubException.Kind.UNAUTHORISED;
  }

  private Attempt attempt(
      Question question, TokenSource tokens, Optional<Secret> token, Deadline deadline)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted();
    }
    if (deadline.passed()) {
      return Attempt.failed(lost(question, "no time is left to ask"));
    }
    var key =
        question.isGet()
            ? Optional.of(KeptAnswers.key(question.kept(), question.url(), tokens.identity()))
            : Optional.<String>empty();
    var before = key.flatMap(kept::find);
    var sender = question.repeatable() ? client : once;
    var call = sender.newCall(request(question, token, before));
    call.timeout()
        .timeout(Math.min(timeout.toNanos(), deadline.timeoutNanos()), TimeUnit.NANOSECONDS);
    long start = System.nanoTime();
    @Nullable Integer status = null;
    @Nullable RateLimit limit = null;
    try (var response = call.execute()) {
      limit = budget.note(question.operation(), response.headers());
      var body = judge.read(call, response, question.wanted());
      status = response.code();
      return judge.judged(new AnswerJudge.Asked(question, token, key, before), response, body);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw interrupted();
      }
      var failure = lost(question, BrokenCall.words(e));
      return BrokenCall.reason(e).equals(Reason.DENIED)
          ? Attempt.failed(failure)
          : Attempt.passing(failure);
    } finally {
      tell(question, Duration.ofNanos(System.nanoTime() - start), status, before, limit);
    }
  }

  private Request request(Question question, Optional<Secret> token, Optional<KeptAnswer> before) {
    var request = new Request.Builder().url(question.url());
    headers.forEach(request::header);
    for (int i = 0; i < question.headers().size(); i++) {
      request.header(question.headers().name(i), question.headers().value(i));
    }
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    before.ifPresent(answer -> request.header("If-None-Match", answer.etag()));
    return request.method(question.method(), question.body()).build();
  }

  private void tell(
      Question question,
      Duration took,
      @Nullable Integer status,
      Optional<KeptAnswer> before,
      @Nullable RateLimit limit) {
    var request =
        (status == null
                ? ObservedRequest.broken(SERVICE, question.operation(), took)
                : ObservedRequest.answered(SERVICE, question.operation(), took, status))
            .at(GitHubPlace.path(question.url()))
            .asConditional(before.isPresent())
            .withLimit(telling ? limit : null);
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}", request.line());
    }
    try {
      observer.observed(request);
    } catch (RuntimeException e) {
      LOG.warn("an observer of requests failed", e);
    }
  }

  private InterruptedException interrupted() {
    boolean unused = Thread.interrupted();
    return new InterruptedException("interrupted while asking " + place);
  }

  private GitHubException lost(Question question, String words) {
    return GitHubException.of(
        GitHubException.Kind.UNREACHABLE, place.shown(question) + " has no answer: " + words);
  }
}
