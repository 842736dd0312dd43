package dev.pulse.samples.repohealth.web;

import static dev.pulse.samples.repohealth.web.JsonBody.object;
import static dev.pulse.samples.repohealth.web.JsonBody.objects;
import static dev.pulse.samples.repohealth.web.JsonBody.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeEcosystem;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.HttpAnswer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6: what the routes that read answer. */
@Timeout(90)
class RoutesTest {
  private static final Pattern TIME =
      Pattern.compile("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[^\"]*\"");

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

  @Test
  @DisplayName("Rows 23, 24: the example of the guide, with exactly its keys and types")
  void theExampleOfTheGuide() {
    ecosystem.example(rig, "shokunin");
    ecosystem.scan();

    assertThat(rig.get("/api/v1/repos/shokunin").body())
        .isEqualTo(
            "{\"name\":\"shokunin\",\"health_score\":92,\"metrics\":{\"build_status\":\"passing\","
                + "\"coverage\":87.5,\"dependencies\":{\"total\":45,\"outdated\":2,"
                + "\"vulnerable\":0},\"last_commit\":\"2026-02-18T08:00:00Z\"},"
                + "\"status\":\"healthy\",\"missing\":[],\"stale\":false,"
                + "\"scanned_at\":\"2026-03-01T12:00:00Z\",\"error\":null}");
  }

  @Test
  @DisplayName("Rows 22, 23: factors, history and trend of a repository")
  void theMetricsOfARepository() {
    ecosystem.example(rig, "shokunin");
    ecosystem.scan();
    rig.clock.move(Duration.ofHours(1));
    ecosystem.repository("shokunin").coverage(67.5);
    ecosystem.scan();

    var metrics = ok(rig.get("/api/v1/repos/shokunin/metrics"));

    assertThat(metrics)
        .containsOnlyKeys(
            "name", "score", "factors", "missing", "history", "trend", "scanned_at", "stale")
        .containsEntry("name", "shokunin")
        .containsEntry("score", 88.0)
        .containsEntry("missing", List.of())
        .containsEntry("trend", Map.of("delta", -4.0, "direction", "down"))
        .containsEntry("scanned_at", "2026-03-01T13:00:00Z")
        .containsEntry("stale", false);
    assertThat(metrics.get("history"))
        .isEqualTo(
            List.of(
                Map.of("timestamp", "2026-03-01T12:00:00Z", "score", 92.0),
                Map.of("timestamp", "2026-03-01T13:00:00Z", "score", 88.0)));
    var factors = object(metrics.get("factors"));
    assertThat(factors.keySet())
        .containsExactly(
            "build", "coverage", "dependencies", "documentation", "activity", "security");
    assertThat(object(factors.get("dependencies")))
        .containsOnlyKeys("value", "weight", "detail")
        .containsEntry("value", 97.7778)
        .containsEntry("weight", 20.0);
    assertThat(object(factors.get("coverage"))).containsEntry("value", 67.5);
  }

  @Test
  @DisplayName("Rows 4, 22, section 6: what is missing is null, and one score is no trend")
  void whatIsMissingIsNull() {
    ecosystem.example(rig, "shokunin");
    ecosystem.repository("shokunin").coverageUnknown().sbom(Feature.OFF).dependabot(Feature.OFF);
    ecosystem.scan();

    var repository = ok(rig.get("/api/v1/repos/shokunin"));
    assertThat(object(repository.get("metrics"))).containsEntry("coverage", null);
    assertThat(object(object(repository.get("metrics")).get("dependencies")))
        .containsEntry("total", null)
        .containsEntry("outdated", null)
        .containsEntry("vulnerable", null);
    assertThat((List<?>) repository.get("missing")).hasToString("[coverage, dependencies]");
    var metrics = ok(rig.get("/api/v1/repos/shokunin/metrics"));
    assertThat(object(object(metrics.get("factors")).get("coverage"))).containsEntry("value", null);
    assertThat(object(metrics.get("trend")))
        .containsEntry("delta", null)
        .containsEntry("direction", "unknown");
  }

  @Test
  @DisplayName("4.1.3: a repository that was never read has no score, and an error")
  void aRepositoryThatWasNeverRead() {
    ecosystem.example(rig, "good");
    ecosystem.repository("bad");
    ecosystem.github.answer(
        "/repos/" + WebRig.ORG + "/bad/actions", HttpAnswer.text(502, "<html>"));
    ecosystem.scan();

    var bad = ok(rig.get("/api/v1/repos/bad"));
    assertThat(bad)
        .containsEntry("health_score", null)
        .containsEntry("status", "unknown")
        .containsEntry("scanned_at", null)
        .containsEntry("stale", false);
    assertThat(bad.get("error")).asString().isNotBlank();
    assertThat(bad.get("missing"))
        .isEqualTo(
            List.of("build", "coverage", "dependencies", "documentation", "activity", "security"));
    assertThat(object(bad.get("metrics")))
        .containsEntry("build_status", "unknown")
        .containsEntry("last_commit", null);
    assertThat(ok(rig.get("/api/v1/repos/bad/metrics")))
        .containsEntry("score", null)
        .containsEntry("factors", Map.of());
    assertThat(names(rig.get("/api/v1/repos?sort=score"))).containsExactly("good", "bad");
    assertThat(names(rig.get("/api/v1/repos?status=unknown"))).containsExactly("bad");
  }

  @Test
  @DisplayName("Row 23: the list of repositories, sorted and in pages")
  void repositoriesInTheOrderAskedFor() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 12, rig.clock);
    ecosystem.scan();

    var all = ok(rig.get("/api/v1/repos"));
    assertThat(all).containsOnlyKeys("repos", "total").containsEntry("total", 12.0);
    assertThat(names(rig.get("/api/v1/repos"))).hasSize(12).isSorted();
    assertThat(names(rig.get("/api/v1/repos?sort=name")))
        .isEqualTo(names(rig.get("/api/v1/repos")));

    var byScore = objects(ok(rig.get("/api/v1/repos?sort=score")).get("repos"));
    for (int i = 1; i < byScore.size(); i++) {
      var before = byScore.get(i - 1);
      var now = byScore.get(i);
      double difference = (double) before.get("health_score") - (double) now.get("health_score");
      assertThat(difference).isNotNegative();
      if (difference == 0) {
        assertThat(before.get("name").toString()).isLessThan(now.get("name").toString());
      }
    }

    var page = rig.get("/api/v1/repos?limit=5&offset=10");
    assertThat(names(page)).containsExactly("service-0010", "service-0011");
    assertThat(ok(page)).containsEntry("total", 12.0);
    assertThat(names(rig.get("/api/v1/repos?offset=12"))).isEmpty();
    var healthy = objects(ok(rig.get("/api/v1/repos?status=healthy")).get("repos"));
    assertThat(healthy)
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one).containsEntry("status", "healthy"));
    assertThat(ok(rig.get("/api/v1/repos?status=healthy&limit=1")))
        .containsEntry("total", (double) healthy.size());
  }

  private static List<String> names(HttpResponse<String> answer) {
    return objects(ok(answer).get("repos")).stream()
        .map(one -> one.get("name").toString())
        .toList();
  }

  @Test
  @DisplayName("Section 6: the name of a repository ignores case; another one is not found")
  void namesIgnoreCase() {
    ecosystem.example(rig, "Shokunin");
    ecosystem.scan();

    assertThat(ok(rig.get("/api/v1/repos/SHOKUNIN"))).containsEntry("name", "Shokunin");
    assertThat(ok(rig.get("/api/v1/repos/shokunin/metrics"))).containsEntry("name", "Shokunin");
    for (String path :
        List.of(
            "/api/v1/repos/no", "/api/v1/repos/no/metrics", "/api/v1/vulnerabilities?repo=no")) {
      var answer = rig.get(path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body())
          .isEqualTo("{\"error\":{\"code\":\"not_found\",\"message\":\"Repository not found\"}}");
    }
  }

  @Test
  @DisplayName("Rows 9, 23: vulnerabilities with their fields, the worst first, and filters")
  void vulnerabilitiesTheWorstFirst() {
    ecosystem.example(rig, "b");
    ecosystem.example(rig, "a");
    var low = FakeAdvisory.of("GHSA-low0-0000-0001", "npm", "package-3").severity("low");
    var bad =
        FakeAdvisory.of("GHSA-bad0-0000-0002", "npm", "package-4")
            .severity("critical")
            .alias("CVE-2026-0002")
            .summary("Reads what it must not", "Much more of it")
            .fixed("1.0.1");
    ecosystem.github.osv().advisory(bad, "pkg:npm/package-4@1.0.0");
    ecosystem.repository("a").alert(low).alert(bad);
    ecosystem.repository("b").alert(bad).alert(low);
    ecosystem.scan();

    var body = ok(rig.get("/api/v1/vulnerabilities"));
    assertThat(body).containsOnlyKeys("vulnerabilities", "total").containsEntry("total", 4.0);
    var all = objects(body.get("vulnerabilities"));
    assertThat(all)
        .extracting(one -> one.get("severity") + " " + one.get("repo") + " " + one.get("package"))
        .containsExactly(
            "critical a package-4", "critical b package-4", "low a package-3", "low b package-3");
    var expected = new TreeMap<String, Object>();
    expected.put("repo", "a");
    expected.put("package", "package-4");
    expected.put("ecosystem", "npm");
    expected.put("version", "1.0.0");
    expected.put("severity", "critical");
    expected.put("id", "GHSA-bad0-0000-0002");
    expected.put("aliases", List.of("CVE-2026-0002"));
    expected.put("description", "Reads what it must not");
    expected.put("fixed_version", "1.0.1");
    expected.put("sources", List.of("dependabot", "osv"));
    expected.put("detected_at", "2026-03-01T12:00:00Z");
    assertThat(all.get(0)).isEqualTo(expected);
    assertThat(all.get(2)).containsEntry("fixed_version", null);

    assertThat(ok(rig.get("/api/v1/vulnerabilities?severity=low"))).containsEntry("total", 2.0);
    assertThat(ok(rig.get("/api/v1/vulnerabilities?severity=low&repo=B")))
        .containsEntry("total", 1.0);
    assertThat(ok(rig.get("/api/v1/vulnerabilities?severity=high")))
        .containsEntry("vulnerabilities", List.of())
        .containsEntry("total", 0.0);
  }

  @Test
  @DisplayName("Row 23: builds, those under way first, then the newest; at most fifty")
  void buildsTheNewestFirst() {
    ecosystem.example(rig, "shop");
    ecosystem.repository("shop").run().begin();
    ecosystem.scan();
    rig.report(
        "{\"repo\":\"other\",\"status\":\"failure\",\"run_id\":9,\"url\":\"https://ci.example/9\"}");

    var builds = objects(ok(rig.get("/api/v1/builds")).get("builds"));
    assertThat(builds).hasSize(12);
    assertThat(builds.get(0))
        .containsOnlyKeys(
            "repo", "state", "branch", "sha", "run_id", "url", "started_at", "last_run", "source")
        .containsEntry("state", "pending")
        .containsEntry("repo", "shop")
        .containsEntry("branch", "main")
        .containsEntry("last_run", null)
        .containsEntry("source", "poll");
    assertThat(builds.get(1))
        .containsEntry("repo", "other")
        .containsEntry("state", "failure")
        .containsEntry("branch", null)
        .containsEntry("sha", null)
        .containsEntry("run_id", 9.0)
        .containsEntry("url", "https://ci.example/9")
        .containsEntry("started_at", null)
        .containsEntry("last_run", "2026-03-01T12:00:00Z")
        .containsEntry("source", "report");
    assertThat(builds.subList(1, 12))
        .extracting(one -> one.get("last_run").toString())
        .isSortedAccordingTo((one, other) -> other.compareTo(one));

    for (int run = 100; run < 160; run++) {
      rig.report("{\"repo\":\"other\",\"status\":\"success\",\"run_id\":" + run + "}");
    }
    assertThat(objects(ok(rig.get("/api/v1/builds")).get("builds"))).hasSize(50);
  }

  @Test
  @DisplayName("Defect 4: a score of 0 is critical and 0, stored and shown, and not unknown")
  void aScoreOfZeroIsCriticalAndNotUnknown() {
    ecosystem.github.depsDev().versions("npm", "lib", "1.0.0", "2.0.0");
    var ruin =
        ecosystem
            .repository("ruin")
            .builds("failure")
            .coverage(0)
            .withoutReadme()
            .lastCommit(rig.clock.instant().minus(Duration.ofDays(800)))
            .packages("pkg:npm/lib@1.0.0");
    for (int i = 1; i <= 3; i++) {
      ruin.alert(FakeAdvisory.of("GHSA-" + i, "npm", "lib").severity("critical"));
    }
    ecosystem.scan();

    assertThat(ok(rig.get("/api/v1/repos/ruin")))
        .containsEntry("health_score", 0.0)
        .containsEntry("status", "critical")
        .containsEntry("missing", List.of());
    assertThat(ok(rig.get("/api/v1/health")))
        .containsEntry("average_score", 0.0)
        .containsEntry("status", "critical");
    assertThat(rig.get("/api/v1/repos?status=unknown").body()).contains("\"total\":0");
  }

  @Test
  @DisplayName("Row 33: the overview is the sum over the other routes")
  void theOverviewIsTheSumOfTheRest() {
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 16, rig.clock);
    FakeEcosystem.trouble(ecosystem.github, WebRig.ORG);
    ecosystem.scan();

    var health = ok(rig.get("/api/v1/health"));
    assertThat(health.keySet())
        .containsExactly(
            "org",
            "status",
            "average_score",
            "repos",
            "vulnerabilities",
            "builds",
            "last_scan",
            "stale");
    assertThat(health).containsEntry("org", WebRig.ORG).containsEntry("stale", false);
    var repositories = objects(ok(rig.get("/api/v1/repos")).get("repos"));
    assertThat(object(health.get("repos")))
        .isEqualTo(
            counts(
                repositories,
                "status",
                Map.of("total", 16.0),
                "healthy",
                "warning",
                "critical",
                "unknown"));
    var scores = new ArrayList<Double>();
    repositories.forEach(
        one -> {
          if (one.get("health_score") instanceof Double score) {
            scores.add(score);
          }
        });
    assertThat(scores).hasSizeLessThan(16);
    double mean = scores.stream().mapToDouble(score -> score).average().orElseThrow();
    assertThat((double) health.get("average_score")).isEqualTo(Math.floor(mean * 10 + 0.5) / 10);
    assertThat(object(health.get("vulnerabilities")))
        .isEqualTo(
            counts(
                objects(ok(rig.get("/api/v1/vulnerabilities")).get("vulnerabilities")),
                "severity",
                Map.of(),
                "critical",
                "high",
                "medium",
                "low",
                "unknown"));
    assertThat(object(health.get("builds")))
        .isEqualTo(
            counts(
                repositories.stream().map(one -> object(one.get("metrics"))).toList(),
                "build_status",
                Map.of(),
                "passing",
                "failing",
                "pending",
                "unknown"))
        .isEqualTo(
            counts(
                sayings(repositories, objects(ok(rig.get("/api/v1/builds")).get("builds"))),
                "build_status",
                Map.of(),
                "passing",
                "failing",
                "pending",
                "unknown"));
  }

  /** What the listed builds say of each repository: the newest that says something counts. */
  private static List<Map<String, Object>> sayings(
      List<Map<String, Object>> repositories, List<Map<String, Object>> builds) {
    assertThat(builds).hasSizeLessThan(50);
    var sayings = new ArrayList<Map<String, Object>>();
    for (Map<String, Object> repository : repositories) {
      var word =
          builds.stream()
              .filter(build -> build.get("repo").equals(repository.get("name")))
              .map(build -> build.get("state"))
              .filter(state -> state.equals("success") || state.equals("failure"))
              .findFirst()
              .map(state -> state.equals("success") ? "passing" : "failing")
              .orElse("unknown");
      sayings.add(Map.of("build_status", word));
    }
    return sayings;
  }

  private static Map<String, Object> counts(
      List<Map<String, Object>> all, String key, Map<String, Double> more, String... words) {
    var counts = new TreeMap<String, Object>(more);
    for (String word : words) {
      counts.put(word, (double) all.stream().filter(one -> word.equals(one.get(key))).count());
    }
    return counts;
  }

  @ParameterizedTest
  @DisplayName("Section 6: no_data before the first scan has finished")
  @ValueSource(
      strings = {
        "/api/v1/repos",
        "/api/v1/repos/shop",
        "/api/v1/repos/shop/metrics",
        "/api/v1/vulnerabilities",
        "/api/v1/vulnerabilities?repo=shop",
        "/api/v1/builds"
      })
  void thereIsNothingBeforeTheFirstScan(String path) {
    var answer = rig.get(path);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("{\"error\":{\"code\":\"no_data\",\"message\":\"No scan has finished yet\"}}");
  }

  @Test
  @DisplayName("Section 6: health before the first scan says unknown, null and zeros")
  void healthBeforeTheFirstScan() {
    assertThat(rig.get("/api/v1/health").body())
        .isEqualTo(
            "{\"org\":\"octo-org\",\"status\":\"unknown\",\"average_score\":null,"
                + "\"repos\":{\"total\":0,\"healthy\":0,\"warning\":0,\"critical\":0,\"unknown\":0},"
                + "\"vulnerabilities\":{\"critical\":0,\"high\":0,\"medium\":0,\"low\":0,"
                + "\"unknown\":0},\"builds\":{\"passing\":0,\"failing\":0,\"pending\":0,"
                + "\"unknown\":0},\"last_scan\":null,\"stale\":false}");
  }

  @Test
  @DisplayName("Row 30: stale a second after a day, and not at exactly a day")
  void staleAfterADay() {
    ecosystem.example(rig, "shop");
    ecosystem.scan();
    rig.clock.move(Duration.ofDays(1));
    assertThat(ok(rig.get("/api/v1/health"))).containsEntry("stale", false);
    assertThat(ok(rig.get("/api/v1/repos/shop"))).containsEntry("stale", false);

    rig.clock.move(Duration.ofSeconds(1));
    assertThat(ok(rig.get("/api/v1/health"))).containsEntry("stale", true);
    assertThat(ok(rig.get("/api/v1/repos/shop"))).containsEntry("stale", true);
    assertThat(ok(rig.get("/api/v1/repos/shop/metrics"))).containsEntry("stale", true);
  }

  @Test
  @DisplayName("Section 6: times are RFC 3339 in UTC with Z, in whole seconds")
  void timesAreInUtc() {
    rig.clock.move(Duration.ofNanos(123_456_789));
    FakeEcosystem.fill(ecosystem.github, WebRig.ORG, 6, rig.clock);
    ecosystem.scan();

    for (String path :
        List.of("health", "repos", "repos/service-0001/metrics", "vulnerabilities", "builds")) {
      var times =
          TIME.matcher(rig.get("/api/v1/" + path).body())
              .results()
              .map(found -> found.group())
              .toList();
      assertThat(times)
          .as(path)
          .isNotEmpty()
          .allSatisfy(time -> assertThat(time).matches("\"[0-9-]{10}T[0-9:]{8}Z\""));
    }
  }

  @ParameterizedTest
  @DisplayName("Section 6: a bad parameter is named")
  @CsvSource({
    "repos?limit=0, limit",
    "repos?limit=101, limit",
    "repos?limit=x, limit",
    "repos?limit=, limit",
    "repos?offset=-1, offset",
    "repos?sort=age, sort",
    "repos?sort=, sort",
    "repos?status=fine, status",
    "repos?stauts=healthy, stauts",
    "repos?limit=1&limit=2, limit",
    "repos/shop?x=1, x",
    "repos/shop/metrics?x=1, x",
    "vulnerabilities?severity=moderate, severity",
    "vulnerabilities?package=x, package",
    "builds?limit=1, limit",
    "health?x=1, x"
  })
  void badParametersAreNamed(String path, String parameter) {
    Scans.endWithNothing(rig);
    var answer = rig.get("/api/v1/" + path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .startsWith("{\"error\":{\"code\":\"invalid_parameter\",\"message\":\"" + parameter + " ");
  }
}
