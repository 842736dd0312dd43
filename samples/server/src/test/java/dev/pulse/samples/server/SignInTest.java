package dev.pulse.samples.server;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in to the dashboard. */
class SignInTest {
  private static final String PAUSE = "/api/v1/checks/shop/pause";

  private final Watched watched = new Watched().withShop();
  private final PulseServer server =
      PulseServer.builder(watched.pulse())
          .port(0)
          .token(token("ada", Role.ADMIN))
          .token(token("otto", Role.OPERATOR))
          .token(token("vera", Role.VIEWER))
          .start();
  private final Caller caller = new Caller(server.port());

  private static AccessToken token(String name, Role role) {
    return new AccessToken(name, role, Secret.of("secret-of-" + name));
  }

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void whoeverHasATokenIsKnownByACookieAfterwards() {
    var answer = signIn("secret-of-otto");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(setCookie(answer))
        .matches(
            "pulse_session_"
                + server.port()
                + "=[A-Za-z0-9_-]{43}; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict");
    var contents = object(get("/dashboard.json", cookie(answer)).body());
    assertThat(object(contents.get("caller")))
        .containsEntry("name", "otto")
        .containsEntry("role", "operator");
    assertThat(get("/api/v1/checks", cookie(answer)).statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/audit", cookie(answer)).statusCode()).isEqualTo(403);
  }

  @Test
  void whoHasNoneSeesTheFormAndNothingElse() {
    assertThat(caller.get("/").statusCode()).isEqualTo(200);
    assertThat(caller.get("/assets/signin.js").statusCode()).isEqualTo(200);
    assertThat(caller.get("/dashboard/overview/overview.js").statusCode()).isEqualTo(200);
    var refused = caller.send(caller.to("/dashboard.json").header("X-Pulse-Csrf", "1"));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("X-Pulse-Sign-In")).contains("session");
    // A browser that read Basic would ask in a window of its own.
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
    assertThat(caller.get("/api/v1/checks").headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Basic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "secret-of-ott", "secret-of-ottoo", "SECRET-OF-OTTO"})
  void aTokenThatNobodyHasBeginsNothing(String token) {
    var answer = signIn(token);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(answer.body()).contains("Nobody here has this token.").doesNotContain(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"token\":\" \"}", "{\"name\":\"ada\"}", "x"})
  void whatIsNoSignInIsRefused(String body) {
    assertThat(signInWith(body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://127.0.0.1:PORT",
    "X-Forwarded-Proto, https",
    "X-Forwarded-Proto, HTTPS",
  })
  void overTlsTheCookieStaysThere(String header, String value) {
    var answer =
        caller.send(
            signInRequest("{\"token\":\"secret-of-ada\"}")
                .header(header, value.replace("PORT", "" + server.port())));

    assertThat(setCookie(answer)).endsWith("; SameSite=Strict; Secure");
  }

  @Test
  void whatChangesSomethingMustShowWhatOnlyTheDashboardKnows() {
    var cookie = cookie(signIn("secret-of-otto"));
    var proof = proof(cookie);

    assertThat(write(PAUSE, cookie, null).statusCode()).isEqualTo(403);
    assertThat(write(PAUSE, cookie, "1").statusCode()).isEqualTo(403);
    assertThat(write(PAUSE, cookie, proof + "x").statusCode()).isEqualTo(403);
    assertThat(watched.pulse().check("shop").orElseThrow().paused()).isFalse();
    var other = proof(cookie(signIn("secret-of-ada")));
    assertThat(write(PAUSE, cookie, other).statusCode()).isEqualTo(403);
    assertThat(write(PAUSE, cookie, proof).statusCode()).isEqualTo(200);
    assertThat(watched.pulse().check("shop").orElseThrow().paused()).isTrue();
  }

  @Test
  void aPageOfAnotherSiteSignsNobodyIn() {
    var bare = caller.to("/session").POST(BodyPublishers.ofString(body("secret-of-ada")));
    assertThat(caller.send(bare).statusCode()).isEqualTo(403);

    var foreign = signInRequest(body("secret-of-ada")).header("Origin", "https://evil.example");
    assertThat(caller.send(foreign).statusCode()).isEqualTo(403);
  }

  @Test
  void theRoleOfTheTokenIsThatOfTheSession() {
    var cookie = cookie(signIn("secret-of-vera"));

    var refused = write(PAUSE, cookie, proof(cookie));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("needs the role operator", "has the role viewer");
  }

  @Test
  void aTokenThatIsSentCountsAndNoCookieBesideIt() {
    var cookie = cookie(signIn("secret-of-vera"));
    var wrong =
        caller.to("/api/v1/checks").header("Cookie", cookie).header("Authorization", "Bearer no");
    assertThat(caller.send(wrong).statusCode()).isEqualTo(401);

    var right =
        caller
            .to(PAUSE)
            .header("Cookie", cookie)
            .header("Authorization", "Bearer secret-of-otto")
            .POST(BodyPublishers.noBody());
    assertThat(caller.send(right).statusCode()).isEqualTo(200);
  }

  @Test
  void whoSignsOutIsUnknownAndTheCookieIsTakenBack() {
    var cookie = cookie(signIn("secret-of-otto"));
    var proof = proof(cookie);
    assertThat(signOut(cookie, "1").statusCode()).isEqualTo(403);
    assertThat(get("/api/v1/checks", cookie).statusCode()).isEqualTo(200);

    var out = signOut(cookie, proof);

    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(setCookie(out)).contains("=; Path=/; Max-Age=0; HttpOnly");
    assertThat(get("/api/v1/checks", cookie).statusCode()).isEqualTo(401);
    assertThat(signOut(cookie, proof).statusCode()).isEqualTo(204);
  }

  @Test
  void whoSignsInAgainLeavesNoSessionBehind() {
    var first = cookie(signIn("secret-of-vera"));
    var second = cookie(caller.send(signInRequest(body("secret-of-otto")).header("Cookie", first)));

    assertThat(second).isNotEqualTo(first);
    assertThat(get("/api/v1/checks", first).statusCode()).isEqualTo(401);
    assertThat(get("/api/v1/checks", second).statusCode()).isEqualTo(200);
    assertThat(caller.get("/metrics").body()).contains("pulse_server_sessions 1.0\n");
  }

  @Test
  void sessionsEndByThemselves() {
    var cookie = cookie(signIn("secret-of-otto"));
    watched.pass(Duration.ofHours(12));

    assertThat(get("/api/v1/checks", cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void whoeverGuessesWaits() {
    for (int i = 0; i < 5; i++) {
      assertThat(signIn("guess " + i).statusCode()).isEqualTo(401);
    }

    // A short one could be guessed: it is not looked at.
    var refused = signIn("secret-of-ada");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("30");
    assertThat(refused.body()).contains("try again in 30 seconds");
    assertThat(caller.get("/metrics").body())
        .contains("pulse_server_guesses_total{at=\"form\",result=\"wrong\"} 5.0\n")
        .contains("pulse_server_guesses_total{at=\"form\",result=\"limited\"} 1.0\n");
    watched.pass(Duration.ofSeconds(30));
    assertThat(signIn("secret-of-ada").statusCode()).isEqualTo(204);
    assertThat(caller.get("/metrics").body()).contains("pulse_server_sign_ins_total 1.0\n");
  }

  @Test
  void signingInAndOutIsWrittenDownAndSoIsFailingTo() {
    signIn("wrong");
    var cookie = cookie(signIn("secret-of-otto"));
    signOut(cookie, proof(cookie));

    assertThat(audit())
        .extracting(line -> line.get("method"), line -> line.get("by"), line -> line.get("status"))
        .containsExactly(
            tuple("DELETE", "otto", 204.0),
            tuple("POST", "otto", 204.0),
            tuple("POST", null, 401.0));
    assertThat(audit().toString()).doesNotContain("wrong", "secret-of");
  }

  @Test
  void whoeverGuessesAllDayDrivesNothingOutOfTheAuditLog() {
    for (int i = 0; i < 100; i++) {
      signIn("guess");
      watched.pass(Duration.ofSeconds(30));
    }

    // Twenty at once, and one for each ten minutes.
    assertThat(audit()).hasSizeBetween(20, 25);
  }

  @Test
  void hostileCookiesAreNobody() {
    for (var cookie :
        new String[] {
          "",
          ";;;",
          "=",
          "pulse_session_" + server.port(),
          "pulse_session_" + server.port() + "=",
          "pulse_session_" + server.port() + "=x; ".repeat(200),
          "a".repeat(4000)
        }) {
      assertThat(get("/api/v1/checks", cookie).statusCode()).as(cookie).isEqualTo(401);
    }
  }

  private List<Map<String, Object>> audit() {
    return objects(
        object(new Caller(server.port(), "secret-of-ada").get("/api/v1/audit").body())
            .get("items"));
  }

  private static String body(String token) {
    return "{\"token\":\"" + token + "\"}";
  }

  private HttpResponse<String> signIn(String token) {
    return signInWith(body(token));
  }

  private HttpResponse<String> signInWith(String body) {
    return caller.send(signInRequest(body));
  }

  private HttpRequest.Builder signInRequest(String body) {
    return caller.to("/session").header("X-Pulse-Csrf", "1").POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> signOut(String cookie, String proof) {
    return caller.send(
        caller.to("/session").header("Cookie", cookie).header("X-Pulse-Csrf", proof).DELETE());
  }

  private HttpResponse<String> get(String path, String cookie) {
    return caller.send(caller.to(path).header("Cookie", cookie));
  }

  private HttpResponse<String> write(String path, String cookie, @Nullable String proof) {
    var request = caller.to(path).header("Cookie", cookie).POST(BodyPublishers.noBody());
    return caller.send(proof == null ? request : request.header("X-Pulse-Csrf", proof));
  }

  private String proof(String cookie) {
    return String.valueOf(object(get("/dashboard.json", cookie).body()).get("csrf"));
  }

  private static String setCookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow();
  }

  private static String cookie(HttpResponse<String> answer) {
    var found = Pattern.compile("^([^;]+);").matcher(setCookie(answer));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
