package dev.pulse.samples.repohealth.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 6 and 9: who may ask, what errors look like, and where everything is. */
@Timeout(60)
class AccessTest {
  private static final List<String> CLOSED =
      List.of(
          "/",
          "/repo-health.css",
          "/repo-health.js",
          "/api/v1/health",
          "/api/v1/repos",
          "/api/v1/repos/shop",
          "/api/v1/repos/shop/metrics",
          "/api/v1/vulnerabilities",
          "/api/v1/builds");

  @TempDir private Path folder;
  private WebRig rig;

  @BeforeEach
  void open() {
    rig = new WebRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private HttpResponse<String> with(String path, String authorization) {
    return rig.send(rig.to(path).header("Authorization", authorization));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("Section 6: with PULSE_API_TOKEN every GET route but /metrics wants it")
  void everythingThatIsReadWantsTheToken() {
    rig.serve(Optional.of(WebRig.REPORTING), Optional.of(WebRig.READING), false);

    for (String path : CLOSED) {
      // Nobody guesses as fast as this test.
      rig.clock.move(Duration.ofMinutes(1));
      var refused = rig.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(refused.body()).startsWith("{\"error\":{\"code\":\"unauthorized\",");
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
      assertThat(with(path, "Bearer " + WebRig.READING).statusCode()).as(path).isNotEqualTo(401);
      assertThat(with(path, basic("anybody:" + WebRig.READING)).statusCode()).isNotEqualTo(401);
      assertThat(with(path, basic(WebRig.READING + ":x")).statusCode()).as(path).isEqualTo(401);
      assertThat(with(path, "Bearer " + WebRig.READING + "x").statusCode()).isEqualTo(401);
    }
    assertThat(rig.get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName("Section 3: without PULSE_API_TOKEN nobody has to log in")
  void withoutATokenEverybodyReads() {
    rig.alone();

    for (String path : CLOSED) {
      assertThat(rig.get(path).statusCode()).as(path).isIn(200, 503);
    }
  }

  @ParameterizedTest
  @DisplayName("Section 9: a browser request with a foreign Origin is refused")
  @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"})
  void aForeignOriginIsRefused(String origin) {
    rig.alone();

    for (String path : CLOSED) {
      var answer = rig.send(rig.to(path).header("Origin", origin));
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"forbidden\",\"message\":\"");
    }
  }

  @Test
  void theOwnPageMayAsk() {
    rig.alone();

    assertThat(
            rig.send(rig.to("/api/v1/health").header("Origin", "http://127.0.0.1:" + rig.port()))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @DisplayName("Section 6: method_not_allowed")
  @CsvSource({
    "POST, /api/v1/health, 'GET, HEAD'",
    "DELETE, /api/v1/repos, 'GET, HEAD'",
    "PUT, /api/v1/repos/shop, 'GET, HEAD'",
    "PATCH, /api/v1/builds, 'GET, HEAD, POST'",
    "POST, /, 'GET, HEAD'"
  })
  void anotherMethodIsNotAllowed(String method, String path, String allowed) {
    rig.alone();

    var answer = rig.send(rig.to(path).method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"method_not_allowed\",");
    assertThat(answer.headers().firstValue("Allow")).contains(allowed);
  }

  @ParameterizedTest
  @DisplayName("Section 6: not_found")
  @ValueSource(strings = {"/nothing", "/api/v1", "/api/v1/", "/api/v1/health/", "/api/v1/checks"})
  void whatIsNotThereIsNotFound(String path) {
    rig.alone();

    var answer = rig.get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"not_found\",");
  }

  @Test
  @DisplayName("Section 6: under pulse serve the page moves and the API stays, beside Pulse's own")
  void besidePulsesOwnApi() {
    rig.serve(Optional.of(WebRig.REPORTING), Optional.empty(), true);

    assertThat(rig.routes())
        .contains(
            "GET /repo-health/",
            "GET /api/v1/health",
            "GET /api/v1/repos/{name}/metrics",
            "POST /api/v1/builds",
            "GET /api/v1/checks",
            "GET /api/v1/incidents")
        .doesNotHaveDuplicates();
    assertThat(rig.get("/repo-health/").body()).contains("<section id=\"overview\"");
    assertThat(rig.get("/repo-health").headers().firstValue("Location")).contains("/repo-health/");
    assertThat(rig.get("/").body()).doesNotContain("<section id=\"dependencies\"");
    assertThat(rig.get("/repo-health/dashboard/repositories/repositories.js").statusCode())
        .isEqualTo(200);
    assertThat(rig.get("/api/v1/checks").statusCode()).isEqualTo(200);
    assertThat(rig.get("/api/v1/health").body()).startsWith("{\"org\":");
  }

  @Test
  @DisplayName("Decision 1421: errors of each API keep their form")
  void errorsOfPulsesOwnApiKeepTheirForm() {
    rig.serve(Optional.of(WebRig.REPORTING), Optional.empty(), true);

    assertThat(rig.get("/api/v1/checks/none").headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    assertThat(rig.get("/api/v1/none").headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    for (String path : List.of("/api/v1/repos/none/x", "/api/v1/health/x", "/repo-health/none")) {
      assertThat(rig.get(path).body()).startsWith("{\"error\":{\"code\":\"not_found\",");
    }
  }

  @Test
  void headIsAnsweredWithoutABody() {
    rig.alone();

    for (String path : List.of("/", "/api/v1/health")) {
      var answer = rig.send(rig.to(path).method("HEAD", BodyPublishers.noBody()));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
  }
}
