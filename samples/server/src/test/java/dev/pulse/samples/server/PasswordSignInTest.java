package dev.pulse.samples.server;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.PasswordHash;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.User;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in to the dashboard by name and password. */
class PasswordSignInTest {
  private static final String PASSWORD = "correct horse battery";
  private static final User OTTO =
      new User("otto", Role.OPERATOR, PasswordHash.of(Secret.of(PASSWORD)));
  private static final Secret TOKEN = Secret.of("the-token-of-a-program");

  private final Watched watched = new Watched().withShop();
  private final PulseServer server =
      PulseServer.builder(watched.pulse()).port(0).user(OTTO).apiToken(TOKEN).start();
  private final Caller caller = new Caller(server.port());

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void whoeverHasAPasswordIsKnownByACookieAfterwards() {
    var answer = signIn("otto", PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(204);
    var contents = object(get("/dashboard.json", answer).body());
    assertThat(object(contents.get("caller")))
        .containsEntry("name", "otto")
        .containsEntry("role", "operator");
    assertThat(get("/api/v1/checks", answer).statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/audit", answer).statusCode()).isEqualTo(403);
    var audit = object(new Caller(server.port(), TOKEN.reveal()).get("/api/v1/audit").body());
    assertThat(objects(audit.get("items")))
        .extracting(line -> line.get("by"), line -> line.get("path"), line -> line.get("status"))
        .containsExactly(tuple("otto", "/session", 204.0));
  }

  @Test
  void theFormLearnsWhatToAskFor() {
    assertThat(object(caller.get("/session").body()))
        .isEqualTo(Map.of("password", true, "token", true));
    try (var people = PulseServer.builder(watched.pulse()).port(0).user(OTTO).start();
        var programs = PulseServer.builder(watched.pulse()).port(0).apiToken(TOKEN).start()) {
      assertThat(object(new Caller(people.port()).get("/session").body()))
          .isEqualTo(Map.of("password", true, "token", false));
      assertThat(object(new Caller(programs.port()).get("/session").body()))
          .isEqualTo(Map.of("password", false, "token", true));
    }
  }

  @Test
  void nobodyLearnsWhetherTheNameOrThePasswordIsWrong() {
    var wrongPassword = signIn("otto", "incorrect horse battery");
    var wrongName = signIn("otta", PASSWORD);

    assertThat(wrongPassword.statusCode()).isEqualTo(401);
    assertThat(wrongPassword.body())
        .contains("The name or the password is wrong.")
        .doesNotContain("otto", "battery");
    assertThat(wrongName.statusCode()).isEqualTo(401);
    assertThat(wrongName.body()).isEqualTo(wrongPassword.body());
    assertThat(wrongName.headers().map().keySet())
        .isEqualTo(wrongPassword.headers().map().keySet())
        .doesNotContain("set-cookie");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"otto\"}",
        "{\"password\":\"correct horse battery\"}",
        "{\"name\":\" \",\"password\":\"correct horse battery\"}",
        "{\"name\":\"otto\",\"password\":\"\"}",
        "{\"name\":\"otto\",\"password\":\"correct horse battery\",\"token\":\"x\"}",
        "{\"name\":\"otto\",\"password\":{}}",
        "{\"user\":\"otto\",\"password\":\"correct horse battery\"}",
      })
  void whatIsNoFormIsRefused(String body) {
    var answer = send(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("battery");
  }

  @Test
  void whatIsTooLongForAPasswordIsNotReckoned() {
    assertThat(signIn("otto", "x".repeat(1_001)).body()).contains("at most 1000 characters");
    assertThat(signIn("otto", "x".repeat(1_000)).statusCode()).isEqualTo(401);
  }

  @Test
  void whoeverGuessesPasswordsWaitsEvenWithTheRightOne() {
    for (int i = 0; i < 5; i++) {
      assertThat(signIn("otto", "guess " + i).statusCode()).isEqualTo(401);
    }

    var refused = signIn("otto", PASSWORD);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("30");
    assertThat(caller.get("/metrics").body())
        .contains("pulse_server_guesses_total{at=\"form\",result=\"wrong\"} 5.0\n")
        .contains("pulse_server_guesses_total{at=\"form\",result=\"limited\"} 1.0\n");
    // Guesses of passwords are none of tokens.
    assertThat(send("{\"token\":\"a-wrong-one\"}").statusCode()).isEqualTo(401);
    assertThat(new Caller(server.port(), TOKEN.reveal()).get("/api/v1/checks").statusCode())
        .isEqualTo(200);
    watched.pass(Duration.ofSeconds(30));
    assertThat(signIn("otto", PASSWORD).statusCode()).isEqualTo(204);
  }

  @Test
  void aPasswordIsGoodForTheFormOnly() {
    var basic =
        Base64.getEncoder().encodeToString(("otto:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    for (String authorization : new String[] {"Basic " + basic, "Bearer " + PASSWORD}) {
      var answer = caller.send(caller.to("/api/v1/checks").header("Authorization", authorization));
      assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
    }
  }

  @Test
  void withoutTokensNobodyIsAskedForOne() {
    try (var people = PulseServer.builder(watched.pulse()).port(0).user(OTTO).start()) {
      var stranger = new Caller(people.port());

      var program = stranger.get("/api/v1/checks");
      var page = stranger.send(stranger.to("/dashboard.json").header("X-Pulse-Csrf", "1"));

      assertThat(program.statusCode()).isEqualTo(401);
      assertThat(program.body()).contains("passwords are for people only");
      // A browser that reads Basic asks in a window of its own, where no password holds.
      assertThat(program.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Bearer");
      assertThat(page.statusCode()).isEqualTo(401);
      assertThat(page.headers().firstValue("X-Pulse-Sign-In")).contains("session");
      assertThat(stranger.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aSessionEndsWithTheServerAndSoDoesWhatItsOwnerMay() {
    var cookie = cookie(signIn("otto", PASSWORD));
    var name = "pulse_session_" + server.port();
    assertThat(cookie).startsWith(name + "=");
    server.close();
    var demoted = new User("otto", Role.VIEWER, OTTO.password());
    try (var next = PulseServer.builder(watched.pulse()).port(0).user(demoted).start()) {
      var again = new Caller(next.port());
      // As if it had got the port of the other.
      var sent = cookie.replace(name, "pulse_session_" + next.port());

      assertThat(again.send(again.to("/api/v1/checks").header("Cookie", sent)).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void allThatIsWrongWithUsersIsSaidAtOnce() {
    var builder =
        PulseServer.builder(watched.pulse())
            .token(new AccessToken("ada", Role.ADMIN, TOKEN))
            .user(OTTO)
            .user(OTTO)
            .user(new User("ada", Role.ADMIN, OTTO.password()))
            .authenticatedBy(request -> Optional.empty());

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another user or token is called \"otto\" already")
        .hasMessageContaining("another user or token is called \"ada\" already")
        .hasMessageContaining("users sign in to the dashboard, which asks nobody here");
    assertThatThrownBy(PulseServer.builder(watched.pulse()).user(OTTO).standardApi(false)::start)
        .hasMessageContaining("users sign in to the dashboard, which asks nobody here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb"})
  void aNameThatCannotBeWrittenDownIsNone(String name) {
    assertThatThrownBy(() -> new User(name, Role.ADMIN, OTTO.password()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the name of a user must be 1 to 100 characters");
  }

  private HttpResponse<String> signIn(String name, String password) {
    return send("{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
  }

  private HttpResponse<String> send(String body) {
    return caller.send(
        caller.to("/session").header("X-Pulse-Csrf", "1").POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path, HttpResponse<String> signedIn) {
    return caller.send(caller.to(path).header("Cookie", cookie(signedIn)));
  }

  private static String cookie(HttpResponse<String> signedIn) {
    return signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }
}
