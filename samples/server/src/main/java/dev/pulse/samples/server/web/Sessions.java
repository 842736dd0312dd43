package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.server.web.SessionBook.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets people sign in with a token, and knows them by a cookie afterwards: {@code POST /session}
 * and {@code DELETE /session}. Programs send their token with each request instead.
 *
 * <p>The cookie is for this server only, is seen by no script, and is not sent on behalf of pages
 * of other sites. A session ends twelve hours after its last request, seven days after it began,
 * when somebody signs out, and with the server; of a thousand of them the one that was unused for
 * the longest time makes room for another. Requests that change something show a second secret,
 * which the dashboard reads and no other page can. An address has five attempts that fail, and
 * another one every half a minute. Thread-safe.
 */
public final class Sessions implements ServerExtension {
  /** The header that says that a request comes from the dashboard, and in a session proves it. */
  static final String PROOF = "X-Pulse-Csrf";

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final int MOST = 1_000;
  private static final int GUESSES = 5;
  private static final Duration EACH_GUESS = Duration.ofSeconds(30);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int NOTED_FAILURES = 20;
  private static final Duration EACH_NOTED = Duration.ofMinutes(10);
  private static final int SECRET_BYTES = 32;
  private static final int MOST_COOKIES = 3;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TokenRing tokens;
  private final String place;
  private final String cookie;
  private final InstantSource clock;
  private final WriteListener writes;
  private final SessionBook book;
  private final SignInRate guesses = new SignInRate(GUESSES, EACH_GUESS, MOST_ADDRESSES);
  private final SignInRate notes = new SignInRate(NOTED_FAILURES, EACH_NOTED, 1);

  /** What somebody sends who wants to sign in. */
  public record SignIn(@Nullable String token) {}

  /** Counts how attempts end. */
  private record Attempts(Counter succeeded, Counter failed, Counter limited) {
    static Attempts of(MeterRegistry meters) {
      return new Attempts(
          counter(meters, "succeeded"), counter(meters, "failed"), counter(meters, "limited"));
    }

    private static Counter counter(MeterRegistry meters, String result) {
      return Counter.builder("pulse.server.sign.ins")
          .description("Attempts to sign in to the dashboard")
          .tag("result", result)
          .register(meters);
    }
  }

  /**
   * Sessions of a server.
   *
   * @param tokens whose owners may sign in
   * @param base the path below which it is mounted; empty for the root
   * @param port the port of the server; cookies do not tell ports apart, their names must
   * @param clock what time it is
   * @param writes who is told of those who sign in and out, and of some who fail to
   */
  public Sessions(
      List<AccessToken> tokens, String base, int port, InstantSource clock, WriteListener writes) {
    this.tokens = new TokenRing(tokens);
    this.place = base.isEmpty() ? "/" : base;
    this.cookie = "pulse_session_" + port;
    this.clock = requireNonNull(clock, "clock");
    this.writes = requireNonNull(writes, "writes");
    this.book = new SessionBook(clock, Sessions::secret, MOST);
  }

  private static String secret() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void install(Routes routes) {
    var meters = routes.meters();
    var attempts = Attempts.of(meters);
    var gauge =
        Gauge.builder("pulse.server.sessions", book, SessionBook::size)
            .description("Sessions of people who are signed in to the dashboard")
            .register(meters);
    routes
        .post("/session", request -> signIn(request, attempts))
        .delete("/session", this::signOut)
        .closing(
            () -> {
              meters.remove(gauge);
              meters.remove(attempts.succeeded());
              meters.remove(attempts.failed());
              meters.remove(attempts.limited());
            });
  }

  private Response signIn(Request request, Attempts attempts) {
    request.query();
    if (request.header(PROOF).isEmpty()) {
      throw unproven();
    }
    var given = request.json(SignIn.class).token();
    if (given == null || given.isBlank()) {
      throw HttpError.of(400, "Invalid request body").withDetail("token must not be empty");
    }
    var now = clock.instant();
    var wait = guesses.take(request.from(), now);
    if (!wait.isZero()) {
      attempts.limited().increment();
      throw tooMany(wait);
    }
    var principal = tokens.owner(given.strip());
    if (principal == null) {
      attempts.failed().increment();
      if (notes.take("", now).isZero()) {
        note(request, Optional.empty(), 401);
      }
      throw HttpError.of(401, "Sign-in failed").withDetail("Nobody here has this token.");
    }
    guesses.giveBack(request.from(), now);
    attempts.succeeded().increment();
    note(request, Optional.of(principal), 204);
    ids(request).forEach(book::end);
    return Response.empty(204)
        .withHeader("Set-Cookie", cookie(request, book.begin(principal), SessionBook.LIFE));
  }

  private static HttpError tooMany(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return HttpError.of(429, "Too many attempts")
        .withDetail(
            "Too many attempts from this address failed; try again in " + seconds + " seconds.")
        .withHeader("Retry-After", Long.toString(seconds));
  }

  private Response signOut(Request request) {
    request.query();
    var session = find(request);
    if (session != null) {
      requireProof(session, request);
      ids(request).forEach(book::end);
      note(request, Optional.of(session.principal()), 204);
    }
    return Response.empty(204).withHeader("Set-Cookie", cookie(request, "", Duration.ZERO));
  }

  private String cookie(Request request, String id, Duration life) {
    return cookie
        + "="
        + id
        + "; Path="
        + place
        + "; Max-Age="
        + life.toSeconds()
        + "; HttpOnly; SameSite=Strict"
        + (isByTls(request) ? "; Secure" : "");
  }

  /** The server has no certificate itself: a proxy has, and both it and the browser say so. */
  private static boolean isByTls(Request request) {
    return begins(request.header("Origin"), "https:")
        || begins(request.header("X-Forwarded-Proto"), "https");
  }

  private static boolean begins(Optional<String> header, String beginning) {
    return header.filter(it -> it.toLowerCase(Locale.ROOT).startsWith(beginning)).isPresent();
  }

  private void note(Request request, Optional<Principal> by, int status) {
    var write =
        new Write(by, request.from(), request.method(), request.path(), status, Optional.empty());
    try {
      writes.written(write);
    } catch (RuntimeException e) {
      log.error("A sign-in could not be noted: {}", write, e);
    }
  }

  /** What the dashboard of a request shows with its requests; empty for whoever has no session. */
  public Optional<String> proof(Request request) {
    return Optional.ofNullable(find(request)).map(session -> session.proof().reveal());
  }

  /**
   * Who has signed in and asks; null for nobody.
   *
   * @throws HttpError 403 when the request changes something and does not show what only the
   *     dashboard knows
   */
  @Nullable Principal caller(Request request, boolean changes) {
    var session = find(request);
    if (session != null && changes) {
      requireProof(session, request);
    }
    return session == null ? null : session.principal();
  }

  /** Tells of a request of somebody who has signed in whether that is still so, later on. */
  BooleanSupplier lasting(Request request) {
    var ids = ids(request);
    return () -> ids.stream().anyMatch(book::has);
  }

  private @Nullable Session find(Request request) {
    for (String id : ids(request)) {
      var session = book.use(id);
      if (session != null) {
        return session;
      }
    }
    return null;
  }

  /** What the cookies of a request say; several when a browser has some of other paths. */
  private List<String> ids(Request request) {
    var cookies = request.header("Cookie").orElse("");
    return List.of(cookies.split(";", -1)).stream()
        .map(String::strip)
        .filter(pair -> pair.startsWith(cookie + "="))
        .map(pair -> pair.substring(cookie.length() + 1))
        .filter(id -> !id.isEmpty())
        .limit(MOST_COOKIES)
        .toList();
  }

  private static void requireProof(Session session, Request request) {
    if (request.header(PROOF).filter(session.proof()::matches).isEmpty()) {
      throw unproven();
    }
  }

  static HttpError unproven() {
    return HttpError.of(403, "Cross-origin request refused")
        .withDetail(
            "A request by a browser that changes something needs the header "
                + PROOF
                + " with what dashboard.json says.");
  }
}
