package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatRoutesTest {
  private static final String SERVER_TOKEN = "the-token-of-the-server";

  private final Watched watched = new Watched().withShop();
  private final PulseServer server =
      PulseServer.builder(watched.pulse()).apiToken(Secret.of(SERVER_TOKEN)).port(0).start();
  private final Caller caller = new Caller(server.port());

  HeartbeatRoutesTest() {
    watched.pulse().add(ReportingJob.registration("backup"));
  }

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  private HttpResponse<String> report(String path) {
    return report(path, "Bearer " + ReportingJob.TOKEN, new byte[0]);
  }

  private HttpResponse<String> report(String path, String authorization, byte[] body) {
    var request = caller.to("/api/v1/heartbeats/" + path);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return caller.send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  private Outcome latest() {
    return watched.pulse().check("backup").orElseThrow().latest().orElseThrow();
  }

  @Test
  void startAndSuccessAreJudgedAtOnce() {
    assertThat(report("backup/start").statusCode()).isEqualTo(204);
    watched.pass(Duration.ofSeconds(12));
    var answer = report("backup/success");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).as("nothing that cron would mail").isEmpty();
    assertThat(latest().result().summary()).isEqualTo("last success 0 ms ago, ran for 12 s");
  }

  @ParameterizedTest
  @CsvSource({
    "failure, failed 0 ms ago",
    "failure?exit-code=3, failed 0 ms ago with exit code 3",
    "failure?exit-code=0, failed 0 ms ago with exit code 0",
    "255, failed 0 ms ago with exit code 255",
    "0, last success 0 ms ago",
    "success, last success 0 ms ago",
  })
  void reportsSayHowTheJobEnded(String report, String summary) {
    assertThat(report("backup/" + report).statusCode()).isEqualTo(204);
    assertThat(latest().result().summary()).isEqualTo(summary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failure?exit-code=256",
        "failure?exit-code=-1",
        "failure?exit-code=",
        "failure?exit-code=3x",
        "failure?exit-code=1&exit-code=2",
        "failure?code=3",
        "success?exit-code=0",
        "256",
        "007",
        "-1",
        "+1",
        "1.0",
        "stopped",
        "Success",
        "%30%20",
      })
  void malformedReportsAreRefusedAndChangeNothing(String report) {
    var before = latest();
    assertThat(report("backup/" + report).statusCode()).isEqualTo(400);
    assertThat(latest()).isEqualTo(before);
  }

  @Test
  void withoutTheRightTokenNobodyLearnsWhetherThereIsSuchACheck() {
    var answers = new HashSet<List<Object>>();
    for (String check : List.of("backup", "shop", "none")) {
      var basic = "x:" + SERVER_TOKEN;
      for (String authorization :
          List.of(
              "",
              "Bearer",
              "Bearer wrong",
              "Bearer " + SERVER_TOKEN,
              "Basic " + base64(basic),
              "Basic !",
              "Digest " + ReportingJob.TOKEN)) {
        for (String report : List.of("success", "no-such-report", "failure?exit-code=999")) {
          // Nobody guesses as fast as this test.
          watched.pass(Duration.ofSeconds(30));
          var answer = report(check + "/" + report, authorization, new byte[0]);
          var problem = object(answer.body());
          problem.remove("instance");
          var headers = answer.headers().map();
          answers.add(List.of(answer.statusCode(), problem, headers.keySet(), challenge(answer)));
        }
      }
    }
    var known = report("shop/success");
    assertThat(known.statusCode()).as("a token of another check").isEqualTo(401);
    assertThat(answers).hasSize(1);
    assertThat(answers.iterator().next())
        .startsWith(401)
        .endsWith("Bearer realm=\"Pulse heartbeats\"");
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("none");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tokenMayBeAPassword() {
    var basic = "Basic " + base64("cron:" + ReportingJob.TOKEN);
    assertThat(report("backup/success", basic, new byte[0]).statusCode()).isEqualTo(204);
  }

  @Test
  void tokenOfAJobOpensNothingElse() {
    for (String path :
        List.of(
            "checks", "heartbeats/backup", "heartbeats/backup/success/x", "heartbeats/../checks")) {
      var request =
          caller.to("/api/v1/" + path).header("Authorization", "Bearer " + ReportingJob.TOKEN);
      assertThat(caller.send(request).statusCode()).as(path).isIn(400, 401);
    }
    var request =
        caller
            .to("/api/v1/heartbeats/backup/success")
            .header("Authorization", "Bearer " + ReportingJob.TOKEN);
    assertThat(caller.send(request).statusCode()).as("GET").isEqualTo(401);
  }

  @Test
  void jobOnAnotherMachineMayNameTheServerAsItLikes() throws Exception {
    var answer =
        caller.raw(
            "POST /api/v1/heartbeats/backup/success HTTP/1.1\r\nHost: pulse.internal:8443\r\n"
                + "Authorization: Bearer "
                + ReportingJob.TOKEN
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 204");
  }

  @Test
  void pageOfAnotherHostMayNotReport() {
    var request =
        caller
            .to("/api/v1/heartbeats/backup/success")
            .header("Authorization", "Bearer " + ReportingJob.TOKEN)
            .header("Origin", "https://evil.example")
            .POST(BodyPublishers.noBody());
    assertThat(caller.send(request).statusCode()).isEqualTo(403);
  }

  @Test
  void outputIsKeptForPeopleWhateverItIs() {
    var body = "tar: disk full\n\u001b[31mbad\u001b[0m ".getBytes(StandardCharsets.ISO_8859_1);
    var broken = new byte[body.length + 1];
    System.arraycopy(body, 0, broken, 0, body.length);
    broken[body.length] = (byte) 0xe4;
    report("backup/3", "Bearer " + ReportingJob.TOKEN, broken);
    assertThat(latest().result().details())
        .contains(entry("output", "tar: disk full | bad \ufffd"));
    var long64 = new byte[64 * 1024];
    Arrays.fill(long64, (byte) 'x');
    assertThat(report("backup/3", "Bearer " + ReportingJob.TOKEN, long64).statusCode())
        .isEqualTo(204);
    assertThat(latest().result().details().get("output")).hasSize(10_000);
    assertThat(
            report("backup/3", "Bearer " + ReportingJob.TOKEN, new byte[64 * 1024 + 1])
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void tooManyReportsAreToldWhenToComeAgain() {
    HttpResponse<String> answer = report("backup/success");
    for (int i = 0; i < 400 && answer.statusCode() == 204; i++) {
      answer = report("backup/success");
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void tokenStandsNowhere() {
    report("backup/3");
    var shown = new StringBuilder();
    for (String path :
        List.of(
            "/api/v1/checks",
            "/api/v1/checks/backup",
            "/api/v1/checks/backup/outcomes",
            "/metrics")) {
      var request = caller.to(path).header("Authorization", "Bearer " + SERVER_TOKEN);
      shown.append(caller.send(request).body());
    }
    assertThat(shown.toString()).contains("backup").doesNotContain(ReportingJob.TOKEN);
  }
}
