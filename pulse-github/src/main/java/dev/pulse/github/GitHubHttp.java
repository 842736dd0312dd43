package dev.pulse.github;

import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.DirectHttp;
import dev.pulse.core.internal.notify.BrokenCall;
import dev.pulse.core.internal.notify.Unspeakable;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
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
  private static final int MOST_SHOWN = 200;
  private static final int MOST_MOVES = 3;
  private static final long LARGEST_DRAINED = 64L << 10;
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9:._-]{1,100}");

  /** What says something about what was asked. */
  private static final Set<Integer> STABLE = Set.of(403, 404, 409, 410, 422, 451);

  private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);

  private final HttpUrl base;
  private final OkHttpClient client;

  /** OkHttp sends again by itself what broke off on a connection that was used before. */
  private final OkHttpClient once;

  private final Map<String, String> headers;
  private final Duration timeout;
  private final long maxBody;
  private final List<Duration> waits;
  private final RequestObserver observer;
  private final Environment environment;
  private final RateBudget budget;
  private final KeptAnswers kept;

  /** What one request brought: an answer or a failure, and whether to try again. */
  private record Attempt(
      @Nullable GitHubAnswer answer,
      @Nullable GitHubException failure,
      boolean again,
      @Nullable String location) {
    static Attempt of(GitHubAnswer answer) {
      return new Attempt(answer, null, false, null);
    }

    static Attempt failed(GitHubException failure) {
      return new Attempt(null, failure, false, null);
    }

    static Attempt passing(GitHubException failure) {
      return new Attempt(null, failure, true, null);
    }

    GitHubAnswer result() {
      if (failure != null) {
        throw failure;
      }
      if (answer == null) {
        throw new IllegalStateException("an attempt without an outcome");
      }
      return answer;
    }
  }

  /** The body of an answer, as far as it was read. */
  private record Read(ByteString body, boolean whole) {}

  GitHubHttp(HttpUrl base, GitHubConnection.Builder builder, Environment environment) {
    this.base = base;
    var trust = builder.files.trust();
    var tls = trust == null ? environment.tls() : environment.tls().withTrust(trust);
    this.client = DirectHttp.client(builder.egress, environment.lookups(), tls).build();
    this.once = client.newBuilder().retryOnConnectionFailure(false).build();
    this.headers = Map.copyOf(builder.headers);
    this.timeout = builder.timeout;
    this.maxBody = builder.maxBody;
    this.waits = builder.waits;
    this.observer = builder.observer;
    this.environment = environment;
    this.budget = new RateBudget(environment.clock(), builder.buffer);
    this.kept = new KeptAnswers(builder.cache);
  }

  HttpUrl base() {
    return base;
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
    if (url == null || !isOurs(url) || !question.isGet() || moves == MOST_MOVES) {
      throw GitHubException.of(
          GitHubException.Kind.UNEXPECTED,
          shown(question)
              + " was answered with a redirect that is not followed: "
              + (moves == MOST_MOVES ? "there were too many" : "it leads elsewhere"));
    }
    return url;
  }

  /** Whether a URL that a server sent may be asked. */
  boolean isOurs(HttpUrl url) {
    var prefix = base.encodedPath().endsWith("/") ? base.encodedPath() : base.encodedPath() + "/";
    return url.scheme().equals(base.scheme())
        && url.host().equals(base.host())
        && url.port() == base.port()
        && url.encodedUsername().isEmpty()
        && url.encodedPassword().isEmpty()
        && url.encodedPath().startsWith(prefix);
  }

  private Attempt tried(Question question, TokenSource tokens, Deadline deadline)
      throws InterruptedException {
    boolean renewed = false;
    for (int tries = 0; ; ) {
      budget.check(question.operation());
      var token = tokens.token(deadline);
      var attempt = attempt(question, tokens, token, deadline);
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
      var body = body(call, response, question.wanted());
      status = response.code();
      return judged(question, token, response, body, before, key);
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
    question.headers().forEach(one -> request.header(one.getFirst(), one.getSecond()));
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
        status == null
            ? ObservedRequest.broken(SERVICE, question.operation(), took)
            : ObservedRequest.answered(SERVICE, question.operation(), took, status);
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} {}: {}{}",
          question.method(),
          path(question.url()),
          status == null ? "no answer" : status,
          limit == null ? "" : ", " + limit);
    }
    try {
      observer.observed(request.asConditional(before.isPresent()).withLimit(limit));
    } catch (RuntimeException e) {
      LOG.warn("an observer of requests failed", e);
    }
  }

  private InterruptedException interrupted() {
    boolean unused = Thread.interrupted();
    return new InterruptedException("interrupted while asking " + place());
  }

  private Read body(Call call, Response response, boolean wanted) throws IOException {
    long most = wanted && response.isSuccessful() ? maxBody : LARGEST_DRAINED;
    var body = new Buffer();
    boolean whole = false;
    try {
      var source = response.body().source();
      while (body.size() <= most) {
        if (source.read(body, most + 1 - body.size()) < 0) {
          whole = true;
          break;
        }
      }
    } catch (IOException e) {
      if (response.isSuccessful() && wanted) {
        throw e;
      }
      // The status is known, which says more than that its explanation broke off.
    }
    if (!whole) {
      // Closing the answer would read what is left of it.
      call.cancel();
    }
    boolean useless = !wanted && response.isSuccessful();
    return new Read(useless ? ByteString.EMPTY : body.readByteString(), whole || useless);
  }

  private Attempt judged(
      Question question,
      Optional<Secret> token,
      Response response,
      Read read,
      Optional<KeptAnswer> before,
      Optional<String> key) {
    int status = response.code();
    var now = environment.clock().instant();
    var answer =
        new GitHubAnswer(
            status,
            false,
            read.body(),
            now,
            question.url(),
            requestId(response),
            response.header("Link"));
    if (status == 304 && before.isPresent()) {
      return Attempt.of(again(answer, before.get()));
    }
    if (response.isSuccessful()) {
      if (!read.whole()) {
        return failed(question, answer, "more than " + maxBody + " bytes");
      }
      var etag = response.header("ETag");
      if (status == 200 && etag != null) {
        key.ifPresent(
            name -> kept.keep(name, KeptAnswer.of(etag, read.body(), answer.link(), now)));
      }
      return Attempt.of(answer);
    }
    var location = response.header("Location");
    if (MOVED.contains(status) && location != null) {
      return new Attempt(null, null, false, location);
    }
    return refused(question, token, response, answer);
  }

  private static GitHubAnswer again(GitHubAnswer answer, KeptAnswer before) {
    return new GitHubAnswer(
        200,
        true,
        before.bytes(),
        answer.at(),
        answer.source(),
        answer.requestId(),
        answer.link() == null ? before.link().orElse(null) : answer.link());
  }

  private Attempt refused(
      Question question, Optional<Secret> token, Response response, GitHubAnswer answer) {
    int status = answer.status();
    var words = answer.message().orElse("");
    if (status == 403 || status == 429) {
      var limited = budget.refusal(response, words);
      if (limited.isPresent()) {
        return Attempt.failed(limited.get());
      }
    }
    if (status == 401) {
      return Attempt.failed(
          GitHubException.answered(
              GitHubException.Kind.UNAUTHORISED,
              token.isPresent()
                  ? "GitHub token is not valid, says " + place()
                  : place() + " wants a GitHub token",
              status,
              answer.requestId()));
    }
    if (STABLE.contains(status)) {
      return Attempt.of(answer);
    }
    var shown =
        ForeignText.oneLine(
            Unspeakable.of(token.map(Secret::reveal).stream().toList()).removedFrom(words),
            MOST_SHOWN);
    if (status >= 500) {
      return Attempt.passing(
          GitHubException.answered(
              GitHubException.Kind.UNREACHABLE,
              shown(question) + " was answered with " + status,
              status,
              answer.requestId()));
    }
    return failed(question, answer, status + (shown.isEmpty() ? "" : ": " + shown));
  }

  private Attempt failed(Question question, GitHubAnswer answer, String words) {
    return Attempt.failed(
        GitHubException.answered(
            GitHubException.Kind.UNEXPECTED,
            shown(question) + " was answered with " + words,
            answer.status(),
            answer.requestId()));
  }

  private GitHubException lost(Question question, String words) {
    return GitHubException.of(
        GitHubException.Kind.UNREACHABLE, shown(question) + " has no answer: " + words);
  }

  private static @Nullable String requestId(Response response) {
    var id = response.header("X-GitHub-Request-Id");
    return id != null && REQUEST_ID.matcher(id).matches() ? id : null;
  }

  private String shown(Question question) {
    return question.method() + " " + path(question.url()) + " of " + place();
  }

  private static String path(HttpUrl url) {
    return ForeignText.oneLine(url.encodedPath(), MOST_SHOWN);
  }

  /** Where the server is, as far as it may be shown. */
  String place() {
    boolean usual = base.port() == HttpUrl.defaultPort(base.scheme());
    var host = base.host().indexOf(':') >= 0 ? "[" + base.host() + "]" : base.host();
    return base.scheme() + "://" + host + (usual ? "" : ":" + base.port());
  }
}
