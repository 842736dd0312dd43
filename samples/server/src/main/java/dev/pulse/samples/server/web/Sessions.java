package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.server.web.SessionBook.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets people sign in with a token, or with their name and password, and knows them by a cookie
 * afterwards: {@code POST /session} and {@code DELETE /session}; {@code GET /session} tells what
 * the form should ask for. Programs send their token with each request instead.
 *
 * <p>The cookie is for this server only, is seen by no script, and is not sent on behalf of pages
 * of other sites. A session ends twelve hours after its last request, seven days after it began,
 * when somebody signs out, and with the server; of a thousand of them the one that was unused for
 * the longest time makes room for another. Requests that change something show a second secret,
 * which the dashboard reads and no other page can. Thread-safe.
 */
public final class Sessions implements ServerExtension {
  /** The header that says that a request comes from the dashboard, and in a session proves it. */
  static final String PROOF = "X-Pulse-Csrf";

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final int MOST = 1_000;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TokenRing tokens;
  private final Passwords passwords;
  private final OwnCookie cookie;
  private final WriteListener writes;
  private final SessionBook book;

  /** What somebody sends who wants to sign in; prints without it. */
  public record SignIn(@Nullable String token, @Nullable String name, @Nullable String password) {
    @Override
    public String toString() {
      return "SignIn[***]";
    }
  }

  /**
   * What the form asks for.
   *
   * @param password whether people may sign in by name and password
   * @param token whether they may sign in by token
   */
  public record Ways(boolean password, boolean token) {}

  /**
   * Sessions of a server.
   *
   * @param tokens whose owners may sign in
   * @param users who may as well, by name and password
   * @param base the path below which it is mounted; empty for the root
   * @param port the port of the server; cookies do not tell ports apart, their names must
   * @param clock what time it is
   * @param writes who is told of those who sign in and out
   */
  public Sessions(
      List<AccessToken> tokens,
      List<User> users,
      String base,
      int port,
      InstantSource clock,
      WriteListener writes) {
    this(tokens, new Passwords(users), base, port, clock, writes);
  }

  Sessions(
      List<AccessToken> tokens,
      Passwords passwords,
      String base,
      int port,
      InstantSource clock,
      WriteListener writes) {
    this.tokens = new TokenRing(tokens);
    this.passwords = passwords;
    this.cookie = OwnCookie.strict("session", port, base);
    this.writes = requireNonNull(writes, "writes");
    this.book = new SessionBook(requireNonNull(clock, "clock"), Sessions::secret, MOST);
  }

  private static String secret() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void install(Routes routes) {
    var meters = routes.meters();
    var signIns =
        Counter.builder("pulse.server.sign.ins")
            .description("How often people signed in to the dashboard")
            .register(meters);
    var gauge =
        Gauge.builder("pulse.server.sessions", book, SessionBook::size)
            .description("Sessions of people who are signed in to the dashboard")
            .register(meters);
    var desk = new SignInDesk(tokens, passwords, routes.guesses());
    routes
        .get("/session", this::ways)
        .post("/session", request -> signIn(request, desk, signIns))
        .delete("/session", this::signOut)
        .closing(
            () -> {
              meters.remove(gauge);
              meters.remove(signIns);
            });
  }

  private Response ways(Request request) {
    request.query();
    return Response.json(new Ways(!passwords.isEmpty(), !tokens.isEmpty()));
  }

  private Response signIn(Request request, SignInDesk desk, Counter signIns) {
    request.query();
    if (request.header(PROOF).isEmpty()) {
      throw unproven();
    }
    var principal = desk.judge(request);
    signIns.increment();
    note(request, principal);
    cookie.values(request).forEach(book::end);
    return Response.empty(204)
        .withHeader("Set-Cookie", cookie.set(request, book.begin(principal), SessionBook.LIFE));
  }

  private Response signOut(Request request) {
    request.query();
    var session = find(request);
    if (session != null) {
      requireProof(session, request);
      cookie.values(request).forEach(book::end);
      note(request, session.principal());
    }
    return Response.empty(204).withHeader("Set-Cookie", cookie.set(request, "", Duration.ZERO));
  }

  private void note(Request request, Principal by) {
    var write =
        new Write(
            Optional.of(by),
            request.from(),
            request.method(),
            request.path(),
            204,
            Optional.empty());
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

  /** Whether whoever asks has signed in. */
  public boolean knows(Request request) {
    return find(request) != null;
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
    var ids = cookie.values(request);
    return () -> ids.stream().anyMatch(book::has);
  }

  private @Nullable Session find(Request request) {
    for (String id : cookie.values(request)) {
      var session = book.use(id);
      if (session != null) {
        return session;
      }
    }
    return null;
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
