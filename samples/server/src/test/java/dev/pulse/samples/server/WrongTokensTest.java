package dev.pulse.samples.server;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that send tokens which nobody has. */
class WrongTokensTest {
  private static final Secret TOKEN = Secret.of("the-token-of-a-program");

  private final Watched watched = new Watched().withShop();
  private final PulseServer server =
      PulseServer.builder(watched.pulse()).port(0).apiToken(TOKEN).start();
  private final Caller wrong = new Caller(server.port(), "a-token-that-nobody-has");
  private final Caller right = new Caller(server.port(), TOKEN.reveal());
  private final Caller nobody = new Caller(server.port());

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void areToldWhenToTryAgain() {
    fail(5);

    var refused = wrong.get("/api/v1/checks");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("30");
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.body()).contains("try again in 30 seconds").doesNotContain("nobody-has");
    watched.pass(Duration.ofSeconds(30));
    assertThat(wrong.get("/api/v1/checks").statusCode()).isEqualTo(401);
    assertThat(wrong.get("/api/v1/checks").statusCode()).isEqualTo(429);
  }

  @Test
  void shutNobodyOutWhoHasTheRightOneBehindTheSameAddress() {
    fail(20);

    assertThat(right.get("/api/v1/checks").statusCode()).isEqualTo(200);
    assertThat(basic("anybody:" + TOKEN.reveal()).statusCode()).isEqualTo(200);
  }

  @Test
  void countWhereverTheyAreSentAndInWhicheverWay() {
    assertThat(basic("ada:a-token-that-nobody-has").statusCode()).isEqualTo(401);
    assertThat(wrong.get("/nowhere").statusCode()).isEqualTo(401);
    assertThat(wrong.send("POST", "/api/v1/checks/shop/pause", "").statusCode()).isEqualTo(401);
    assertThat(wrong.send("POST", "/api/v1/heartbeats/job/success", "").statusCode())
        .isEqualTo(401);
    assertThat(wrong.send("GET", "/dashboard.json", "").statusCode()).isEqualTo(401);

    assertThat(wrong.send("POST", "/api/v1/heartbeats/job/success", "").statusCode())
        .isEqualTo(429);
    assertThat(wrong.get("/api/v1/checks").statusCode()).isEqualTo(429);
    // Who sends none guesses nothing.
    assertThat(nobody.get("/api/v1/checks").statusCode()).isEqualTo(401);
    assertThat(wrong.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void areCountedAndWrittenDown() {
    fail(7);

    assertThat(nobody.get("/metrics").body())
        .contains("pulse_server_guesses_total{at=\"api\",result=\"wrong\"} 5.0\n")
        .contains("pulse_server_guesses_total{at=\"api\",result=\"limited\"} 2.0\n");
    var audit = objects(object(right.get("/api/v1/audit").body()).get("items"));
    assertThat(audit)
        .hasSize(5)
        .extracting(
            line -> line.get("by"),
            line -> line.get("from"),
            line -> line.get("method"),
            line -> line.get("path"),
            line -> line.get("status"))
        .containsOnly(tuple(null, "127.0.0.1", "GET", "/api/v1/checks", 401.0));
    assertThat(audit.toString()).doesNotContain("nobody-has");
  }

  @Test
  void areNoneWhereTheHostUnderstandsThem() {
    try (var hosted =
        PulseServer.builder(watched.pulse())
            .port(0)
            .authenticatedBy(
                request ->
                    request
                        .header("Authorization")
                        .filter("Bearer what-the-host-has-signed"::equals)
                        .map(signed -> new Principal("ada", Role.VIEWER)))
            .start()) {
      var ada = new Caller(hosted.port(), "what-the-host-has-signed");
      for (int i = 0; i < 10; i++) {
        assertThat(ada.get("/api/v1/checks").statusCode()).isEqualTo(200);
      }
      assertThat(new Caller(hosted.port(), "what-somebody-made-up").get("/api/v1/checks"))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(401);
    }
  }

  @Test
  void areNothingWhereNobodyNeedsOne() {
    try (var open = PulseServer.builder(watched.pulse()).port(0).start()) {
      var caller = new Caller(open.port(), "a-token-of-another-server");
      for (int i = 0; i < 10; i++) {
        assertThat(caller.get("/api/v1/checks").statusCode()).isEqualTo(200);
      }
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(wrong.get("/api/v1/checks").statusCode()).isEqualTo(i < 5 ? 401 : 429);
    }
  }

  private HttpResponse<String> basic(String pair) {
    var encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return nobody.send(
        nobody.to("/api/v1/checks").header("Authorization", "Basic " + encoded).GET());
  }
}
