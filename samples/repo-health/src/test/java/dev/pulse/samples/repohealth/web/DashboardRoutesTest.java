package dev.pulse.samples.repohealth.web;

import static dev.pulse.samples.repohealth.web.JsonBody.object;
import static dev.pulse.samples.repohealth.web.JsonBody.objects;
import static dev.pulse.samples.repohealth.web.JsonBody.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.HostileRepositories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page of Pulse's dashboard reads. */
@Timeout(90)
class DashboardRoutesTest {
  private static final String DATA = "/repo-health/data/";

  @TempDir private Path folder;
  private WebRig rig;
  private Ecosystem ecosystem;

  @BeforeEach
  void serve() {
    rig = new WebRig(folder).serve(Optional.empty(), Optional.empty(), true);
    ecosystem = new Ecosystem(rig);
  }

  @AfterEach
  void close() {
    ecosystem.close();
    rig.close();
  }

  private Map<String, Object> data(String path) {
    return ok(rig.get(DATA + path));
  }

  @Test
  void beforeTheFirstScanNothingIsKnown() {
    assertThat(data("repositories"))
        .containsEntry("org", WebRig.ORG)
        .containsEntry("scanned", false)
        .containsEntry("last_scan", null)
        .containsEntry("repositories", List.of())
        .containsEntry("total", 0.0);
    assertThat(data("trends")).containsEntry("points", List.of());
    assertThat(data("vulnerabilities")).containsEntry("vulnerabilities", List.of());
    assertThat(data("builds")).containsEntry("total", 0.0);
    assertThat(data("runs")).containsEntry("total", 0.0);
  }

  @Test
  void repositoriesWithScoresOverTimeAndWhatChanged() {
    ecosystem.example(rig, "shop");
    ecosystem.repository("shut").sbom(Feature.OFF).dependabot(Feature.FORBIDDEN);
    ecosystem.scan();
    rig.clock.move(Duration.ofHours(1));
    ecosystem
        .repository("shop")
        .coverage(67.5)
        .alert(FakeAdvisory.of("GHSA-1", "npm", "package-1").severity("low"));
    ecosystem.scan();

    var rows = objects(data("repositories").get("repositories"));
    var shop = rows.get(0);
    assertThat(shop).containsEntry("name", "shop").containsEntry("branch", "main");
    assertThat(shop.get("scores")).asInstanceOf(LIST).hasSize(2).startsWith(92.0);
    assertThat(object(shop.get("open"))).containsEntry("low", 1.0).containsEntry("critical", 0.0);
    var change = object(shop.get("change"));
    assertThat((Double) change.get("delta")).isNegative();
    assertThat(change.get("at")).isEqualTo("2026-03-01T13:00:00Z");
    assertThat(change.get("parts").toString()).contains("coverage 87.5 → 67.5");
    // Nobody could tell: that is not none.
    assertThat(rows.get(1)).containsEntry("name", "shut").containsEntry("open", null);
    assertThat(objects(data("repositories?limit=1&offset=1").get("repositories")))
        .extracting(row -> row.get("name"))
        .containsExactly("shut");

    var one = data("repositories/SHOP");
    assertThat(one).containsEntry("name", "shop").containsEntry("org", WebRig.ORG);
    assertThat(objects(one.get("factors")))
        .hasSize(6)
        .allSatisfy(
            factor -> assertThat(factor).containsOnlyKeys("name", "weight", "value", "evidence"));
    assertThat(objects(one.get("advice"))).isNotEmpty();
    var shut = data("repositories/shut");
    assertThat(shut).containsEntry("readable", List.of());
    assertThat(shut.get("bill_because").toString()).startsWith("GitHub answered 404");
    assertThat(objects(shut.get("factors")))
        .filteredOn(factor -> factor.get("name").equals("dependencies"))
        .allSatisfy(
            factor -> {
              assertThat(factor).containsEntry("value", null);
              assertThat(factor.get("evidence").toString()).isNotBlank();
            });
  }

  @Test
  void largeAnswersAreSentOnce() {
    ecosystem.example(rig, "shop");
    ecosystem.scan();
    for (String path :
        List.of("repositories", "repositories/shop/dependencies", "trends?days=1&repo=shop")) {
      var first = rig.get(DATA + path);
      var tag = first.headers().firstValue("ETag").orElseThrow();
      assertThat(rig.send(rig.to(DATA + path).header("If-None-Match", tag)).statusCode())
          .as(path)
          .isEqualTo(304);
    }
  }

  @Test
  void theTreeOfARepository() {
    ecosystem
        .repository("shop")
        .packages(
            List.of("pkg:npm/web@1.0.0"), Map.of("pkg:npm/web@1.0.0", List.of("pkg:npm/log@0.1.0")))
        .alert(FakeAdvisory.of("GHSA-1", "npm", "log").severity("high").fixed("0.2.0"));
    ecosystem.github.depsDev().versions("npm", "log", "0.1.0", "0.2.0");
    ecosystem.scan();

    var tree = data("repositories/shop/dependencies");
    assertThat(tree)
        .containsEntry("read_at", "2026-03-01T12:00:00Z")
        .containsEntry("because", null)
        .containsEntry("tells_paths", true)
        .containsEntry("left_out", 0.0)
        .containsEntry(
            "packages",
            List.of(
                node("web", "1.0.0", null, true, List.of(1.0), List.of()),
                node(
                    "log",
                    "0.1.0",
                    "0.2.0",
                    false,
                    List.of(),
                    List.of(
                        Map.of("id", "GHSA-1", "severity", "high", "fixed_version", "0.2.0")))));

    ecosystem.repository("shop").sbom(Feature.OFF);
    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();

    assertThat(data("repositories/shop/dependencies"))
        .containsEntry("read_at", "2026-03-01T12:00:00Z")
        .containsEntry("packages", tree.get("packages"))
        .extractingByKey("because")
        .asString()
        .startsWith("GitHub answered 404");
  }

  private static Map<String, Object> node(
      String name,
      String version,
      String newest,
      boolean direct,
      List<Object> draws,
      List<Object> vulnerable) {
    var node = new HashMap<String, Object>();
    node.put("ecosystem", "npm");
    node.put("name", name);
    node.put("version", version);
    node.put("newest", newest);
    node.put("direct", direct);
    node.put("draws", draws);
    node.put("vulnerable", vulnerable);
    return node;
  }

  @Test
  void packagesThatNobodyCouldReadAreNotKnown() {
    ecosystem.repository("shop").sbom(Feature.OFF);
    ecosystem.scan();

    assertThat(data("repositories/shop/dependencies"))
        .containsEntry("packages", null)
        .containsEntry("read_at", null)
        .extractingByKey("because")
        .asString()
        .startsWith("GitHub answered 404");
  }

  @Test
  void vulnerabilitiesOpenAndClosed() {
    var shop =
        ecosystem
            .repository("shop")
            .alert(FakeAdvisory.of("GHSA-1", "npm", "log").severity("high"))
            .alert(FakeAdvisory.of("GHSA-2", "npm", "web").severity("low"));
    ecosystem.scan();
    shop.fix("GHSA-1");
    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();

    var open = data("vulnerabilities");
    assertThat(objects(open.get("vulnerabilities")))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one)
                    .containsEntry("id", "GHSA-2")
                    .containsEntry("closed_at", null)
                    .containsEntry("last_seen", "2026-03-01T13:00:00Z"));
    assertThat(object(open.get("by_severity")))
        .containsEntry("low", 1.0)
        .containsEntry("high", 0.0);
    assertThat(objects(data("vulnerabilities?state=closed&severity=high").get("vulnerabilities")))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one)
                    .containsEntry("id", "GHSA-1")
                    .containsEntry("closed_at", "2026-03-01T13:00:00Z"));
    assertThat(objects(data("vulnerabilities?state=all&repo=SHOP&text=LOG").get("vulnerabilities")))
        .hasSize(1);
  }

  @Test
  void vulnerabilitiesSayOfHowManyRepositoriesSomebodyCouldTell() {
    assertThat(data("vulnerabilities"))
        .containsEntry("scanned", false)
        .containsEntry("repositories", 0.0)
        .containsEntry("told", 0.0);
    ecosystem.repository("shop").alert(FakeAdvisory.of("GHSA-1", "npm", "log"));
    ecosystem.repository("shut").sbom(Feature.OFF).dependabot(Feature.FORBIDDEN);
    ecosystem.scan();

    assertThat(data("vulnerabilities"))
        .containsEntry("scanned", true)
        .containsEntry("repositories", 2.0)
        .containsEntry("told", 1.0);
    assertThat(data("vulnerabilities?repo=SHUT&severity=low"))
        .containsEntry("repositories", 1.0)
        .containsEntry("told", 0.0);
    assertThat(data("vulnerabilities?repo=shop")).containsEntry("told", 1.0);
  }

  @Test
  void aSpanWithoutScansIsAGap() {
    ecosystem.example(rig, "shop");
    for (int i = 0; i < 8; i++) {
      ecosystem.scan();
      rig.clock.move(Duration.ofHours(i == 4 ? 24 : 1));
    }

    var points = objects(data("trends?days=7").get("points"));

    assertThat(points).hasSize(9);
    assertThat(points.get(5)).containsOnlyKeys("at", "gap").containsEntry("gap", true);
    assertThat(points.get(5).get("at")).isEqualTo("2026-03-02T04:00:00Z");
    assertThat(points.get(0)).containsEntry("score", 92.0).containsEntry("scored", 1.0);
    assertThat(points).filteredOn(point -> point.containsKey("gap")).hasSize(1);
  }

  @Test
  void aTrendThatEndedLongAgoEndsWithAGap() {
    ecosystem.example(rig, "shop");
    for (int i = 0; i < 3; i++) {
      ecosystem.scan();
      rig.clock.move(Duration.ofHours(1));
    }
    assertThat(data("trends?days=7"))
        .containsEntry("from", "2026-03-01T12:00:00Z")
        .containsEntry("to", "2026-03-01T15:00:00Z");
    assertThat(objects(data("trends?days=7").get("points"))).hasSize(3);

    rig.clock.move(Duration.ofDays(2));

    var points = objects(data("trends?days=7&repo=shop").get("points"));
    assertThat(points).hasSize(4);
    assertThat(points.get(3)).containsOnlyKeys("at", "gap").containsEntry("gap", true);
    assertThat(data("trends?days=7")).containsEntry("to", "2026-03-03T15:00:00Z");
  }

  @Test
  void vulnerabilitiesThatNobodyCouldTellAreNullOverTime() {
    var shop =
        ecosystem
            .repository("shop")
            .alert(FakeAdvisory.of("GHSA-1", "npm", "log").severity("high"));
    ecosystem.scan();
    shop.sbom(Feature.OFF).dependabot(Feature.FORBIDDEN);
    rig.clock.move(Duration.ofHours(1));
    ecosystem.scan();

    for (String query : List.of("trends", "trends?repo=shop&days=365")) {
      var points = objects(data(query).get("points"));
      assertThat(points.get(0)).containsEntry("appeared", 1.0);
      assertThat(object(points.get(0).get("open"))).containsEntry("high", 1.0);
      assertThat(points.get(1)).containsEntry("open", null).containsEntry("told", 0.0);
    }
  }

  @Test
  void buildsThatFailComeFirst() {
    ecosystem.repository("a-good").builds("success", "success");
    ecosystem.repository("b-bad").builds("failure", "failure", "success", "failure");
    ecosystem.repository("c-none");
    ecosystem.scan();

    var told = data("builds");
    var rows = objects(told.get("repositories"));
    assertThat(rows)
        .extracting(row -> row.get("name"))
        .containsExactly("b-bad", "c-none", "a-good");
    assertThat(rows.get(0))
        .containsEntry("status", "failing")
        .containsEntry("share", 0.25)
        .containsEntry("counted", 4.0)
        .containsEntry("median_s", 300.0)
        .containsEntry("failing_since", "2026-03-01T10:00:00Z");
    assertThat(objects(rows.get(0).get("runs")))
        .extracting(run -> run.get("state"))
        .containsExactly("failure", "success", "failure", "failure");
    assertThat(rows.get(1)).containsEntry("share", null).containsEntry("median_s", null);
    assertThat(object(told.get("by_status")))
        .containsEntry("failing", 1.0)
        .containsEntry("passing", 1.0)
        .containsEntry("unknown", 1.0);
    assertThat(objects(data("builds?limit=1&offset=1").get("repositories")))
        .extracting(row -> row.get("name"))
        .containsExactly("c-none");

    var runs = data("runs?repo=B-BAD&state=failure&limit=2");
    assertThat(runs).containsEntry("total", 3.0);
    assertThat(objects(runs.get("runs")))
        .hasSize(2)
        .allSatisfy(
            run ->
                assertThat(run)
                    .containsEntry("repo", "b-bad")
                    .containsEntry("duration_s", 300.0)
                    .containsEntry("source", "poll"));
  }

  @Test
  void hostileTextsComeThroughAsTheyAre() {
    var odd = HostileRepositories.odd(ecosystem.github, WebRig.ORG, rig.clock.instant());
    ecosystem.scan();

    assertThat(objects(data("repositories").get("repositories"))).hasSize(odd.size());
    assertThat(rig.get(DATA + "repositories/odd-0/dependencies").body())
        .contains("<script>alert(1)</script>");
    var tree = data("repositories/tangled/dependencies");
    assertThat(objects(tree.get("packages")))
        .extracting(node -> node.get("name"))
        .contains("outer", "inner", "weak", "nowhere");
  }

  @ParameterizedTest
  @CsvSource({
    "repositories?limit=0",
    "repositories?limit=1001",
    "repositories?offset=-1",
    "repositories?sort=name",
    "repositories/shop?x=1",
    "repositories/shop/dependencies?depth=2",
    "vulnerabilities?state=gone",
    "vulnerabilities?severity=HIGH",
    "vulnerabilities?limit=201",
    "trends?days=31",
    "trends?days=0030",
    "builds?limit=x",
    "runs?state=failing",
  })
  void whatIsNotUnderstoodIsRefused(String path) {
    ecosystem.repository("shop");
    ecosystem.scan();

    assertThat(rig.get(DATA + path).statusCode()).isEqualTo(400);
  }

  @Test
  void aSearchHasAnEnd() {
    var many = new char[201];
    Arrays.fill(many, 'x');

    assertThat(rig.get(DATA + "vulnerabilities?text=" + new String(many)).statusCode())
        .isEqualTo(400);
    assertThat(rig.get(DATA + "vulnerabilities?text=" + new String(many, 0, 200)).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "repositories/nobody",
    "repositories/nobody/dependencies",
    "vulnerabilities?repo=nobody",
    "trends?repo=nobody",
    "runs?repo=",
  })
  void aRepositoryThatIsNotThereIsNotEmpty(String path) {
    assertThat(rig.get(DATA + path).statusCode()).isEqualTo(404);
  }
}
