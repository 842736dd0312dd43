package dev.pulse.samples.repohealth.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.github.BuildState;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.samples.repohealth.store.BuildTable;
import dev.pulse.samples.repohealth.store.PackageNode;
import dev.pulse.samples.repohealth.store.PackageTree;
import dev.pulse.samples.repohealth.store.TrendPoint;
import dev.pulse.samples.repohealth.store.VulnerabilityTable;
import dev.pulse.samples.repohealth.store.VulnerabilityTable.State;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What scans leave in the tables for people to look at, on each database. */
@Timeout(120)
abstract class ScannedTablesContract {
  private static final Duration HOUR = Duration.ofHours(1);

  private ScanRig rig;

  /** A database with nothing in it. */
  abstract DatabaseUrl create();

  @BeforeEach
  void open() {
    rig = new ScanRig(create());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void scan() throws InterruptedException {
    rig.scanner.scan();
    rig.clock.move(HOUR);
  }

  private PackageTree tree(String repository) {
    return rig.tables.bills().find(repository).orElseThrow().tree().orElseThrow();
  }

  // row 5
  @Test
  @DisplayName("Row 5: the tree outlives a restart, and a scan that cannot read it")
  void theTreeOutlivesAScanThatCannotReadIt() throws Exception {
    var shop =
        rig.repository("Shop")
            .packages(
                List.of("pkg:npm/web@1.0.0"),
                Map.of("pkg:npm/web@1.0.0", List.of("pkg:npm/%40old/log@0.1.0")));
    rig.github.depsDev().versions("npm", "@old/log", "0.1.0", "0.2.0");
    var first = rig.clock.instant();
    scan();
    rig.restart();

    var bill = rig.tables.bills().find("SHOP").orElseThrow();
    assertThat(bill.readAt()).isEqualTo(first).isEqualTo(bill.askedAt());
    assertThat(bill.because()).isNull();
    assertThat(bill.outdatedBecause()).isNull();
    var known =
        new PackageTree(
            true,
            0,
            false,
            List.of(
                new PackageNode("npm", "web", "1.0.0", null, true, List.of(1)),
                new PackageNode("npm", "@old/log", "0.1.0", "0.2.0", false, List.of())));
    assertThat(bill.tree()).contains(known);

    shop.sbom(Feature.FORBIDDEN);
    scan();

    var later = rig.tables.bills().find("shop").orElseThrow();
    assertThat(later.readAt()).isEqualTo(first);
    assertThat(later.askedAt()).isEqualTo(first.plus(HOUR));
    assertThat(later.because()).startsWith("GitHub answered 403");
    assertThat(later.outdatedBecause()).isNull();
    assertThat(later.tree()).contains(known);
    assertThat(rig.tables.bills().find("other")).isEmpty();
  }

  @Test
  void whatWasNeverReadIsNotAnEmptyTree() throws Exception {
    rig.repository("shop").sbom(Feature.OFF);
    scan();

    var bill = rig.tables.bills().find("shop").orElseThrow();
    assertThat(bill.readAt()).isNull();
    assertThat(bill.tree()).isEmpty();
    assertThat(bill.because()).startsWith("GitHub answered 404");
  }

  @Test
  void ofTooManyPackagesTheWayToAWeakOneStays() throws Exception {
    var direct = new ArrayList<String>();
    var drawn = new HashMap<String, List<String>>();
    for (int i = 0; i < PackageTree.MOST; i++) {
      direct.add("pkg:npm/direct-" + i + "@1.0.0");
    }
    var last = direct.get(PackageTree.MOST - 1);
    drawn.put(last, List.of("pkg:npm/middle@1.0.0", "pkg:npm/harmless@1.0.0"));
    drawn.put("pkg:npm/middle@1.0.0", List.of("pkg:npm/weak@1.0.0"));
    rig.repository("shop")
        .packages(direct, drawn)
        .alert(FakeAdvisory.of("GHSA-1", "npm", "weak").severity("high"));
    scan();

    var tree = tree("shop");
    assertThat(tree.packages()).hasSize(PackageTree.MOST);
    assertThat(tree.leftOut()).isEqualTo(3);
    assertThat(tree.cut()).isTrue();
    var middle = named(tree, "middle");
    assertThat(named(tree, "direct-4999").draws()).containsExactly(tree.packages().indexOf(middle));
    assertThat(middle.draws()).containsExactly(tree.packages().indexOf(named(tree, "weak")));
    assertThat(tree.packages()).extracting(PackageNode::name).doesNotContain("harmless");
  }

  private static PackageNode named(PackageTree tree, String name) {
    return tree.packages().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void treesOfRepositoriesThatAreGoneAreDeleted() throws Exception {
    rig.repository("shop").packages("pkg:npm/web@1.0.0");
    rig.repository("stays");
    rig.scanner.scanUnlessUnderWay();
    rig.github.removeRepository(ScanRig.ORG, "shop");
    rig.clock.move(HOUR);
    rig.scanner.scanUnlessUnderWay();
    rig.clock.move(Duration.ofDays(400));

    rig.tables.prune(rig.clock.instant(), Duration.ofDays(365));

    assertThat(rig.tables.bills().find("shop")).isEmpty();
    assertThat(rig.tables.bills().find("stays")).isPresent();
  }

  // row 22
  @Test
  @DisplayName("Row 22: scores and open vulnerabilities over time; what nobody could tell is not 0")
  void trendsAreWhatScansKnew() throws Exception {
    var begin = rig.clock.instant();
    var shop =
        rig.example("shop").alert(FakeAdvisory.of("GHSA-1", "npm", "part-1").severity("high"));
    rig.repository("second");
    scan();
    shop.fix("GHSA-1").alert(FakeAdvisory.of("GHSA-2", "npm", "part-2").severity("critical"));
    scan();
    shop.dependabot(Feature.OFF).sbom(Feature.OFF);
    rig.github.answer("/repos/acme/second/actions", HttpAnswer.text(502, "<html>"));
    scan();

    assertThat(rig.tables.trends().begin()).contains(begin);
    var all = rig.tables.trends().all(begin, Duration.ofMinutes(1));
    assertThat(all).extracting(TrendPoint::repositories).containsExactly(2, 2, 1);
    assertThat(all).extracting(TrendPoint::scored).containsExactly(2, 2, 1);
    assertThat(all).extracting(TrendPoint::told).containsExactly(2, 2, 0);
    assertThat(all.get(0).open(VulnerabilitySeverity.HIGH)).hasValue(1);
    assertThat(all.get(0).open(VulnerabilitySeverity.CRITICAL)).hasValue(0);
    assertThat(all.get(1).open(VulnerabilitySeverity.CRITICAL)).hasValue(1);
    assertThat(all.get(2).open(VulnerabilitySeverity.CRITICAL)).isEmpty();

    var one = rig.tables.trends().of("SHOP", begin, Duration.ofMinutes(1));
    assertThat(one)
        .extracting(TrendPoint::at)
        .containsExactly(at(begin, 0), at(begin, 1), at(begin, 2));
    assertThat(one.get(0).average()).isPresent().isNotEqualTo(one.get(1).average());
    assertThat(one.get(0).factors())
        .containsEntry("coverage", new BigDecimal("87.5000"))
        .containsKeys("build", "dependencies");
    assertThat(one.get(2).factors()).doesNotContainKey("dependencies");
    assertThat(rig.tables.trends().of("second", begin, Duration.ofMinutes(1))).hasSize(2);

    var flow = rig.tables.vulnerabilities().flow(begin, null);
    assertThat(flow.appeared()).containsExactly(at(begin, 0), at(begin, 1));
    assertThat(flow.gone()).containsExactly(at(begin, 1));
    assertThat(rig.tables.vulnerabilities().flow(begin, "second").appeared()).isEmpty();
    assertThat(rig.tables.vulnerabilities().flow(at(begin, 1), "shop").appeared()).hasSize(1);

    var scores = rig.tables.trends().scores(begin, rig.clock.instant(), Duration.ofMinutes(1));
    assertThat(scores.get("shop")).hasSize(3).doesNotContainNull();
    assertThat(scores.get("second")).hasSize(3).endsWith((Integer) null);
  }

  private static Instant at(Instant begin, int hours) {
    return begin.plus(HOUR.multipliedBy(hours));
  }

  @Test
  void ofManyScansWithinASpanTheLastWholeOneIsTaken() throws Exception {
    var begin = Instant.parse("2026-11-22T00:00:00Z");
    rig.clock.move(Duration.between(rig.clock.instant(), begin));
    rig.example("shop");
    rig.repository("second");
    scan();
    rig.github.answer("/repos/acme/second/actions", HttpAnswer.text(502, "<html>"));
    scan();
    rig.scanner.scan("shop");

    assertThat(rig.tables.trends().all(begin, Duration.ofDays(1)))
        .singleElement()
        .extracting(TrendPoint::at, TrendPoint::repositories)
        .containsExactly(begin, 2);
    assertThat(rig.tables.trends().of("shop", begin, Duration.ofDays(1)))
        .singleElement()
        .extracting(TrendPoint::at)
        .isEqualTo(at(begin, 2));
    assertThat(rig.tables.trends().all(at(begin, 5), Duration.ofDays(1))).isEmpty();
    assertThat(rig.tables.trends().scores(at(begin, 5), at(begin, 6), Duration.ofDays(1)))
        .isEmpty();
  }

  @Test
  void aScoreHasNoNeighbourWhereScansAreMissing() throws Exception {
    var begin = rig.clock.instant();
    rig.example("shop");
    scan();
    scan();
    rig.clock.move(HOUR.multipliedBy(5));
    scan();
    scan();

    var trends = rig.tables.trends();
    assertThat(trends.scores(begin, rig.clock.instant(), HOUR).get("shop"))
        .extracting(score -> score != null)
        .containsExactly(true, true, false, false, false, false, false, true, true);
    rig.clock.move(HOUR.multipliedBy(4));
    assertThat(trends.scores(begin, rig.clock.instant(), HOUR).get("shop"))
        .endsWith(null, null, null, null);
  }

  private VulnerabilityTable.Found search(
      State state, VulnerabilitySeverity severity, String repository, String text) {
    return rig.tables
        .vulnerabilities()
        .search(new VulnerabilityTable.Wanted(state, severity, repository, text, 50, 0));
  }

  private static List<String> ids(VulnerabilityTable.Found found) {
    return found.rows().stream().map(row -> row.followed().vulnerability().id()).toList();
  }

  // row 9
  @Test
  @DisplayName("Row 9: vulnerabilities are found by state, severity, repository and text")
  void vulnerabilitiesAreFound() throws Exception {
    rig.repository("Shop")
        .alert(FakeAdvisory.of("GHSA-low", "npm", "a_b").severity("low"))
        .alert(FakeAdvisory.of("GHSA-bad", "npm", "axb").severity("critical").alias("CVE-2026-7"))
        .alert(FakeAdvisory.of("GHSA-gone", "npm", "100%").severity("high"));
    rig.repository("other").alert(FakeAdvisory.of("GHSA-else", "npm", "axb").severity("high"));
    scan();
    rig.repository("Shop").fix("GHSA-gone");
    scan();

    var open = search(State.OPEN, null, null, null);
    assertThat(ids(open)).containsExactly("GHSA-bad", "GHSA-else", "GHSA-low");
    assertThat(open.bySeverity())
        .containsEntry(VulnerabilitySeverity.CRITICAL, 1L)
        .containsEntry(VulnerabilitySeverity.HIGH, 1L)
        .containsEntry(VulnerabilitySeverity.MEDIUM, 0L);
    assertThat(ids(search(State.CLOSED, null, null, null))).containsExactly("GHSA-gone");
    assertThat(ids(search(State.ALL, VulnerabilitySeverity.HIGH, null, null)))
        .containsExactly("GHSA-else", "GHSA-gone");
    // Which severities there are is said whichever is wanted.
    assertThat(search(State.OPEN, VulnerabilitySeverity.HIGH, null, null).bySeverity())
        .containsEntry(VulnerabilitySeverity.CRITICAL, 1L);
    assertThat(ids(search(State.OPEN, null, "SHOP", null))).containsExactly("GHSA-bad", "GHSA-low");
    assertThat(ids(search(State.OPEN, null, null, "A_B"))).containsExactly("GHSA-low");
    assertThat(ids(search(State.OPEN, null, null, "cve-2026"))).containsExactly("GHSA-bad");
    assertThat(ids(search(State.ALL, null, null, "%"))).containsExactly("GHSA-gone");
    assertThat(ids(search(State.ALL, null, null, "' OR 1=1 --"))).isEmpty();
    var second =
        rig.tables
            .vulnerabilities()
            .search(new VulnerabilityTable.Wanted(State.OPEN, null, null, null, 1, 1));
    assertThat(ids(second)).containsExactly("GHSA-else");
  }

  // row 10
  @Test
  @DisplayName("Row 10: runs are found by repository and state, with their workflows")
  void runsAreFound() throws Exception {
    var shop = rig.repository("Shop");
    shop.workflow("ci.yml", "name: The CI\non: push\njobs: {}\n");
    shop.builds("success", "failure");
    rig.repository("other").builds("success");
    scan();

    var all = rig.tables.builds().search(new BuildTable.Wanted(null, null, 2, 0));
    assertThat(all.total()).isEqualTo(3);
    assertThat(all.rows()).hasSize(2);
    var failed =
        rig.tables.builds().search(new BuildTable.Wanted("SHOP", BuildState.FAILURE, 50, 0));
    assertThat(failed.total()).isEqualTo(1);
    assertThat(failed.rows().get(0).build().workflow()).isEqualTo("The CI");
    assertThat(rig.tables.builds().newest(rig.tables.repositories().listed(), 1))
        .containsOnlyKeys("other", "Shop")
        .allSatisfy((name, runs) -> assertThat(runs).hasSize(1));
  }
}
