package dev.pulse.samples.repohealth.web;

import static dev.pulse.samples.repohealth.web.JsonBody.object;
import static dev.pulse.samples.repohealth.web.JsonBody.objects;
import static dev.pulse.samples.repohealth.web.JsonBody.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.github.BuildState;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6: POST /api/v1/builds. */
@Timeout(60)
class ReportRouteTest {
  private static final String ACCEPTED = "{\"accepted\":true}";
  private static final String FAILED = "{\"repo\":\"shop\",\"status\":\"failure\",\"run_id\":7}";

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

  @Test
  @DisplayName("Row 12, section 6: 202 for a report, 200 for the same again, and no duplicate")
  void aReplayChangesNothingButItsContent() {
    rig.alone();
    Scans.endWithNothing(rig);

    var first = rig.report(FAILED);
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.body()).isEqualTo(ACCEPTED);
    var again = rig.report(FAILED.replace("failure", "success"));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(ACCEPTED);
    assertThat(rig.report(FAILED.replace("7}", "\"7\",\"run_attempt\":1}")).statusCode())
        .isEqualTo(200);
    assertThat(rig.get("/api/v1/builds").body()).contains("\"total\":1", "\"state\":\"failure\"");

    assertThat(rig.report(FAILED.replace("7}", "7,\"run_attempt\":2}")).statusCode())
        .isEqualTo(202);
    assertThat(rig.report(FAILED.replace("shop", "other")).statusCode()).isEqualTo(202);
  }

  @Test
  @DisplayName("4.8.4: rules learn of a report at once, and of each build once")
  void whoeverListensIsToldAtOnce() {
    rig.alone();
    rig.report(FAILED);
    rig.report(FAILED);

    assertThat(rig.told).hasSize(1);
    assertThat(rig.told.get(0).build().state()).isEqualTo(BuildState.FAILURE);
    assertThat(rig.toldBranches).containsExactly("");
  }

  @Test
  @DisplayName("Section 6: a report is of the default branch, under the name that GitHub writes")
  void theDefaultBranchIsTheDefault() {
    rig.alone();
    try (var ecosystem = new Ecosystem(rig)) {
      ecosystem.repository("Shop").defaultBranch("trunk");
      ecosystem.scan();
      assertThat(object(ok(rig.get("/api/v1/repos/shop")).get("metrics")))
          .containsEntry("build_status", "unknown");

      rig.report(FAILED);

      assertThat(objects(ok(rig.get("/api/v1/builds")).get("builds")).get(0))
          .containsEntry("repo", "Shop")
          .containsEntry("branch", "trunk");
      assertThat(rig.toldBranches).containsExactly("trunk");
      assertThat(object(ok(rig.get("/api/v1/repos/shop")).get("metrics")))
          .containsEntry("build_status", "failing");
    }
  }

  @Test
  @DisplayName("Section 6: a repository outside the scan is listed under builds only")
  void aRepositoryOutsideTheScanHasBuildsOnly() {
    rig.alone();
    Scans.endWithNothing(rig);
    rig.report(FAILED);

    assertThat(rig.get("/api/v1/builds").body()).contains("\"repo\":\"shop\"");
    assertThat(rig.get("/api/v1/repos").body()).isEqualTo("{\"repos\":[],\"total\":0}");
    assertThat(rig.get("/api/v1/repos/shop").statusCode()).isEqualTo(404);
    assertThat(rig.get("/api/v1/health").body()).contains("\"repos\":{\"total\":0");
  }

  @ParameterizedTest
  @DisplayName("Row 12: without the token, with a wrong one, or sent otherwise: 401")
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer report-token-0123456788",
        "Bearer report-token-0123456789x",
        "report-token-0123456789",
        "Basic OnJlcG9ydC10b2tlbi0wMTIzNDU2Nzg5",
        "Bearer reading-token-0123456789"
      })
  void onlyTheTokenOpensTheRoute(String authorization) {
    rig.serve(Optional.of(WebRig.REPORTING), Optional.of(WebRig.READING), false);
    var request = rig.to("/api/v1/builds").POST(BodyPublishers.ofString(FAILED));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }

    var answer = rig.send(request);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .startsWith("{\"error\":{\"code\":\"unauthorized\",\"message\":\"A report needs")
        .doesNotContain(WebRig.REPORTING);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).get().asString().contains("Bearer");
    assertThat(rig.told).isEmpty();
  }

  @Test
  void whoeverSendsWrongTokensWaitsAndNobodyElse() {
    rig.alone();
    for (int i = 0; i < 5; i++) {
      assertThat(guess().statusCode()).isEqualTo(401);
    }

    assertThat(guess().statusCode()).isEqualTo(429);
    assertThat(guess().headers().firstValue("Retry-After")).contains("30");
    assertThat(rig.report(FAILED).statusCode()).isEqualTo(202);
  }

  private HttpResponse<String> guess() {
    return rig.send(
        rig.to("/api/v1/builds")
            .header("Authorization", "Bearer report-token-made-up-0")
            .POST(BodyPublishers.ofString(FAILED)));
  }

  @Test
  @DisplayName("Section 6: with both tokens set each opens its own routes")
  void theTokenForReportsNeedsNoOther() {
    rig.serve(Optional.of(WebRig.REPORTING), Optional.of(WebRig.READING), false);

    assertThat(rig.report(FAILED).statusCode()).isEqualTo(202);
    assertThat(
            rig.send(rig.to("/api/v1/builds").header("Authorization", "Bearer " + WebRig.REPORTING))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  @DisplayName("Section 3: without PULSE_TOKEN the route is not there, whatever is sent")
  void withoutATokenNobodyReports() {
    rig.serve(Optional.empty(), Optional.empty(), false);

    var answer = rig.report(FAILED);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("{\"error\":{\"code\":\"not_found\",\"message\":\"Not found\"}}");
    assertThat(rig.told).isEmpty();
  }

  @Test
  @DisplayName("Section 6: too_large above 64 KiB")
  void aBodyHas64KibibytesAtMost() {
    rig.alone();
    var fits = FAILED + " ".repeat(64 * 1024 - FAILED.length());

    assertThat(rig.report(fits).statusCode()).isEqualTo(202);
    var answer = rig.report(fits + " ");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"too_large\",\"message\":\"");
  }

  @Test
  @DisplayName("Section 6: invalid_parameter names the field")
  void aFieldThatIsWrongIsNamed() {
    rig.alone();

    var answer = rig.report(FAILED.replace("failure", "broken"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .startsWith(
            "{\"error\":{\"code\":\"invalid_parameter\",\"message\":\"status must be success,");
    assertThat(rig.report("\uD800").statusCode()).isEqualTo(400);
  }

  @Test
  @DisplayName("Section 9: a page of somebody else cannot report, even if it knows the token")
  void aForeignPageIsRefused() {
    rig.alone();

    var answer =
        rig.send(
            rig.to("/api/v1/builds")
                .header("Origin", "https://evil.example")
                .header("Authorization", "Bearer " + WebRig.REPORTING)
                .POST(BodyPublishers.ofString(FAILED)));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"forbidden\",");
    assertThat(rig.told).isEmpty();
  }
}
