package dev.pulse.samples.repohealth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Section 7. */
@Timeout(60)
class HealthMetricsTest {
  @TempDir private Path folder;
  private WebRig rig;
  private Ecosystem ecosystem;

  @BeforeEach
  void serve() {
    rig = new WebRig(folder).alone();
    ecosystem = new Ecosystem(rig);
  }

  @AfterEach
  void close() {
    ecosystem.close();
    rig.close();
  }

  /** The series of a name, with their values. */
  private List<String> series(String name) {
    return page()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .toList();
  }

  private String page() {
    var answer = rig.get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  @DisplayName("Section 7: score, factors and vulnerabilities of a repository")
  void whatIsKnownOfARepository() {
    ecosystem.example(rig, "shop");
    ecosystem
        .repository("shop")
        .alert(FakeAdvisory.of("GHSA-hi00-0000-0001", "npm", "package-7").severity("high"));
    ecosystem.scan();

    // 80, 87.5, 87.7778, 100, 100, 100.
    assertThat(series("pulse_repo_health_score"))
        .containsExactly("pulse_repo_health_score{repo=\"shop\"} 90.0");
    assertThat(series("pulse_repo_factor"))
        .containsExactlyInAnyOrder(
            "pulse_repo_factor{factor=\"build\",repo=\"shop\"} 80.0",
            "pulse_repo_factor{factor=\"coverage\",repo=\"shop\"} 87.5",
            "pulse_repo_factor{factor=\"dependencies\",repo=\"shop\"} 87.7778",
            "pulse_repo_factor{factor=\"documentation\",repo=\"shop\"} 100.0",
            "pulse_repo_factor{factor=\"activity\",repo=\"shop\"} 100.0",
            "pulse_repo_factor{factor=\"security\",repo=\"shop\"} 100.0");
    assertThat(series("pulse_repo_vulnerabilities"))
        .containsExactlyInAnyOrder(
            "pulse_repo_vulnerabilities{repo=\"shop\",severity=\"critical\"} 0.0",
            "pulse_repo_vulnerabilities{repo=\"shop\",severity=\"high\"} 1.0",
            "pulse_repo_vulnerabilities{repo=\"shop\",severity=\"medium\"} 0.0",
            "pulse_repo_vulnerabilities{repo=\"shop\",severity=\"low\"} 0.0",
            "pulse_repo_vulnerabilities{repo=\"shop\",severity=\"unknown\"} 0.0");
    assertThat(series("pulse_repo_scanned"))
        .containsExactlyInAnyOrder(
            "pulse_repo_scanned{result=\"failed\"} 0.0", "pulse_repo_scanned{result=\"ok\"} 1.0");
    assertThat(series("pulse_repo_scan_last_success_timestamp_seconds"))
        .containsExactly("pulse_repo_scan_last_success_timestamp_seconds 1.7723664E9");
  }

  @Test
  @DisplayName("Section 7: missing values have no series")
  void whatIsMissingHasNoSeries() {
    assertThat(page())
        .doesNotContain(
            "pulse_repo_health_score{",
            "pulse_repo_scanned{",
            "pulse_repo_scan_last_success_timestamp_seconds ",
            "pulse_repo_github_rate_limit_remaining{");
    ecosystem.example(rig, "shop");
    ecosystem.repository("shop").coverageUnknown().sbom(Feature.OFF).dependabot(Feature.OFF);
    ecosystem.repository("bad");
    ecosystem.github.answer(
        "/repos/" + WebRig.ORG + "/bad/actions", HttpAnswer.text(502, "<html>"));
    ecosystem.scan();

    assertThat(series("pulse_repo_health_score")).singleElement().asString().contains("shop");
    assertThat(series("pulse_repo_factor"))
        .hasSize(4)
        .noneMatch(line -> line.contains("coverage") || line.contains("bad"));
    assertThat(series("pulse_repo_vulnerabilities")).isEmpty();
    assertThat(series("pulse_repo_scanned")).contains("pulse_repo_scanned{result=\"failed\"} 1.0");
    assertThat(series("pulse_repo_scan_last_success_timestamp_seconds")).hasSize(1);
  }

  @Test
  @DisplayName("Section 7: what is open keeps its series when nobody can look, as in the API")
  void whatIsOpenKeepsItsSeries() {
    ecosystem.example(rig, "shop");
    ecosystem
        .repository("shop")
        .alert(FakeAdvisory.of("GHSA-cr00-0000-0001", "npm", "package-7").severity("critical"));
    ecosystem.scan();
    ecosystem.repository("shop").sbom(Feature.FORBIDDEN).dependabot(Feature.FORBIDDEN);

    ecosystem.scan();

    assertThat(series("pulse_repo_vulnerabilities"))
        .containsExactly("pulse_repo_vulnerabilities{repo=\"shop\",severity=\"critical\"} 1.0");
    assertThat(rig.get("/api/v1/health").body()).contains("\"critical\":1");
  }

  // row 28
  @Test
  @DisplayName("Section 7: what a scan that was cut has not come to was not read")
  void whatAScanHasNotComeToWasNotRead() {
    List.of("a", "b", "c").forEach(name -> ecosystem.example(rig, name));
    ecosystem.github.exhaustAt("/repos/" + WebRig.ORG + "/b/readme", "core");
    var cut = ecosystem.scan();
    assertThat(cut.failed()).isPresent();
    long read = cut.repositories().size();

    assertThat(read).isLessThan(3);
    assertThat(series("pulse_repo_scanned"))
        .containsExactlyInAnyOrder(
            "pulse_repo_scanned{result=\"failed\"} 0.0",
            "pulse_repo_scanned{result=\"ok\"} " + read + ".0");
    assertThat(rig.get("/").body()).contains("not been looked at yet");

    rig.clock.move(Duration.ofHours(3));
    ecosystem.github.recover();
    ecosystem.scan();
    assertThat(series("pulse_repo_scanned")).contains("pulse_repo_scanned{result=\"ok\"} 3.0");
    assertThat(rig.get("/").body()).doesNotContain("not been looked at yet");
  }

  @Test
  @DisplayName("Section 7: builds are counted as they become known, by polls and by reports")
  void buildsAreCountedOnce() {
    ecosystem.example(rig, "shop");
    ecosystem.repository("quiet");
    ecosystem.scan();
    assertThat(series("pulse_repo_builds_total"))
        .containsExactlyInAnyOrder(
            "pulse_repo_builds_total{repo=\"quiet\",state=\"failure\"} 0.0",
            "pulse_repo_builds_total{repo=\"quiet\",state=\"success\"} 0.0",
            "pulse_repo_builds_total{repo=\"shop\",state=\"failure\"} 2.0",
            "pulse_repo_builds_total{repo=\"shop\",state=\"success\"} 8.0");

    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();
    rig.report("{\"repo\":\"SHOP\",\"status\":\"failure\",\"run_id\":99}");
    rig.report("{\"repo\":\"shop\",\"status\":\"failure\",\"run_id\":99}");
    rig.report("{\"repo\":\"shop\",\"status\":\"skipped\",\"run_id\":100}");

    assertThat(series("pulse_repo_builds_total"))
        .hasSize(4)
        .contains(
            "pulse_repo_builds_total{repo=\"shop\",state=\"failure\"} 3.0",
            "pulse_repo_builds_total{repo=\"shop\",state=\"success\"} 8.0");
  }

  @Test
  @DisplayName("Section 7: upstream requests by service and code, and what GitHub's limits leave")
  void requestsAreCountedByServiceAndCode() {
    ecosystem.github.limit("core", 5000);
    ecosystem.example(rig, "shop");
    ecosystem.repository("shop").withoutCoverage();
    ecosystem.scan();

    assertThat(series("pulse_repo_upstream_requests_total"))
        .anyMatch(line -> line.matches(".*code=\"200\",service=\"github\"} [0-9.]+"))
        .anyMatch(line -> line.contains("code=\"404\",service=\"codecov\"} 1.0"))
        .anyMatch(line -> line.contains("service=\"osv\""))
        .anyMatch(line -> line.contains("code=\"200\",service=\"depsdev\"} 45.0"));
    assertThat(series("pulse_repo_github_rate_limit_remaining"))
        .anyMatch(line -> line.matches(".*\\{resource=\"core\"} 49[0-9]{2}\\.0"));
  }

  @Test
  @DisplayName("Section 7: notifications by channel and result")
  void notificationsAreCountedByChannelAndResult() {
    rig.metrics.notified("slack", true);
    rig.metrics.notified("slack", true);
    rig.metrics.notified("slack", false);

    assertThat(series("pulse_repo_notifications_total"))
        .containsExactlyInAnyOrder(
            "pulse_repo_notifications_total{channel=\"slack\",result=\"delivered\"} 2.0",
            "pulse_repo_notifications_total{channel=\"slack\",result=\"failed\"} 1.0");
  }

  @Test
  @DisplayName("Section 7: how long scans took, as a histogram")
  void scansHaveAHistogram() {
    assertThat(page()).contains("pulse_repo_scan_duration_seconds_count 0");
    ecosystem.scan();
    ecosystem.scan();

    assertThat(page())
        .contains(
            "# TYPE pulse_repo_scan_duration_seconds histogram",
            "pulse_repo_scan_duration_seconds_bucket{le=\"1.0\"} 2",
            "pulse_repo_scan_duration_seconds_bucket{le=\"+Inf\"} 2",
            "pulse_repo_scan_duration_seconds_count 2");
  }

  @Test
  @DisplayName("Section 7: what is a gauge and what is a counter")
  void typesAreThoseOfThePage() {
    ecosystem.example(rig, "shop");
    ecosystem.scan();
    rig.metrics.notified("slack", true);

    assertThat(page().lines().filter(line -> line.startsWith("# TYPE pulse_repo_")))
        .containsExactlyInAnyOrder(
            "# TYPE pulse_repo_builds_total counter",
            "# TYPE pulse_repo_factor gauge",
            "# TYPE pulse_repo_github_rate_limit_remaining gauge",
            "# TYPE pulse_repo_health_score gauge",
            "# TYPE pulse_repo_notifications_total counter",
            "# TYPE pulse_repo_scan_duration_seconds histogram",
            "# TYPE pulse_repo_scan_last_success_timestamp_seconds gauge",
            "# TYPE pulse_repo_scanned gauge",
            "# TYPE pulse_repo_upstream_requests_total counter",
            "# TYPE pulse_repo_vulnerabilities gauge");
  }

  @Test
  @DisplayName("Section 7: promtool finds nothing to say about them")
  void promtoolIsContent() throws Exception {
    assumeThat(
            Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))))
        .isTrue();
    ecosystem.example(rig, "shop");
    ecosystem.scan();
    rig.metrics.notified("slack", true);
    var own = new StringBuilder();
    page()
        .lines()
        .filter(line -> line.startsWith("pulse_repo_") || line.contains(" pulse_repo_"))
        .forEach(line -> own.append(line).append('\n'));

    var process =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(own.toString().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void theRestOfTheMetricsStaysWhenTheTablesAreAway() {
    ecosystem.example(rig, "shop");
    ecosystem.scan();
    rig.metrics.notified("slack", true);
    rig.tables.close();

    assertThat(page())
        .contains("pulse_repo_notifications_total{", "pulse_repo_scan_duration_seconds_count 1")
        .doesNotContain("pulse_repo_health_score{");
  }

  @Test
  @DisplayName("Section 7: the metrics leave the registry with the server")
  void theMetricsLeaveWithTheServer() {
    rig.close();

    assertThat(rig.registry.scrape()).doesNotContain("pulse_repo_");
  }
}
