package dev.pulse.samples.repohealth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.store.StoreException;
import dev.pulse.github.Build;
import dev.pulse.github.BuildState;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.HttpCache;
import dev.pulse.github.KeptAnswer;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.github.testing.HttpCacheContract;
import dev.pulse.samples.repohealth.store.BuildTable.Reported;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.testkit.ManualClock;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Section 5, on each database. */
abstract class HealthTablesContract {
  private static final Duration YEAR = Duration.ofDays(365);

  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  private DatabaseUrl url;
  private HealthTables tables;

  /** A database with nothing in it. */
  abstract DatabaseUrl create();

  /** A connection past the tables. */
  abstract Connection connect() throws SQLException;

  @BeforeEach
  void open() {
    url = create();
    tables = HealthTables.open(url, "Acme", clock);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private void restart() {
    tables.close();
    tables = HealthTables.open(url, "Acme", clock);
  }

  private static RepositoryRow row(String name, ResultRow result, String error) {
    return new RepositoryRow(
        name,
        "trunk",
        false,
        true,
        false,
        true,
        result,
        BuildStatus.UNKNOWN,
        null,
        92,
        new BigDecimal("87.5"),
        error);
  }

  private ResultRow result(long scan) {
    return new ResultRow(
        scan,
        clock.instant(),
        Score.weighted(
                List.of(
                    Factor.of("build", 25, 83.333333333333, "5 of 6 builds"),
                    Factor.missing("coverage", 20, "Codecov answered 404 to \"us\"")))
            .withModel("repository-health/1"),
        List.of(HealthFactor.COVERAGE),
        null,
        45,
        2,
        0,
        clock.instant().minus(Duration.ofDays(3)),
        Set.of(VulnerabilitySource.OSV),
        List.of(new Step(HealthFactor.COVERAGE, "send coverage", null)),
        new Change(clock.instant(), -7, List.of("coverage 91 → 84 (−3)"), "−7: …"));
  }

  private static Build build(long run, int attempt, BuildState state, Instant at) {
    return Build.builder(run, state, at)
        .attempt(attempt)
        .branch("trunk")
        .sha("cafe")
        .startedAt(at.minusSeconds(60))
        .url(URI.create("https://ci.example/" + run))
        .build();
  }

  private BuildRow reported(long run, int attempt, BuildState state) {
    return new BuildRow("Shop", build(run, attempt, state, clock.instant()), BuildSource.REPORT);
  }

  // row 25
  @Test
  @DisplayName("Row 25: what is known outlives a restart")
  void whatIsKnownOutlivesARestart() {
    var row = row("Shop", result(7), "it was not read");

    tables.keepFailure(row, clock.instant());
    restart();

    assertThat(tables.repositories().find("SHOP")).contains(row);
    assertThat(tables.repositories().listed()).containsExactly(row);
  }

  @Test
  void organisationsShareATable() {
    tables.keepFailure(row("shop", null, null), clock.instant());
    tables.builds().report(reported(1, 1, BuildState.SUCCESS));
    try (var other = HealthTables.open(url, "other", clock);
        var same = HealthTables.open(url, "ACME", clock)) {
      assertThat(other.repositories().listed()).isEmpty();
      assertThat(other.builds().newest()).isEmpty();
      assertThat(same.repositories().listed()).hasSize(1);
      assertThat(other.digests().claim("slack", LocalDate.EPOCH, clock.instant())).isTrue();
      assertThat(same.digests().claim("slack", LocalDate.EPOCH, clock.instant())).isTrue();
    }
  }

  @Test
  @DisplayName("Row 12: a report of the same attempt replaces the one before, without a duplicate")
  void aReportOfTheSameAttemptReplacesTheOneBefore() {
    assertThat(tables.builds().report(reported(7, 1, BuildState.FAILURE))).isEqualTo(Reported.NEW);
    assertThat(tables.builds().report(reported(7, 1, BuildState.SUCCESS)))
        .isEqualTo(Reported.REPLACED);

    assertThat(tables.builds().newest()).containsExactly(reported(7, 1, BuildState.SUCCESS));
  }

  @Test
  @DisplayName("4.5.2: a report counts at once, and only the highest attempt of a run does")
  void aReportCountsAtOnce() {
    tables.keepFailure(row("shop", null, null), clock.instant());
    tables.builds().report(reported(7, 1, BuildState.FAILURE));
    assertThat(tables.repositories().find("shop").orElseThrow().buildStatus())
        .isEqualTo(BuildStatus.FAILING);

    tables.builds().report(reported(7, 2, BuildState.SUCCESS));

    var known = tables.repositories().find("shop").orElseThrow();
    assertThat(known.buildStatus()).isEqualTo(BuildStatus.PASSING);
    assertThat(known.lastRun()).isEqualTo(clock.instant());
    assertThat(tables.builds().newest()).hasSize(1);
    assertThat(tables.builds().reported("shop", "trunk")).hasSize(2);
  }

  @Test
  @DisplayName("4.8.4: rules see each state of a build once, and none of the time before the last")
  void rulesSeeEachStateOfABuildOnce() {
    var shop = row("Shop", null, null);
    tables.keepFailure(shop, clock.instant());
    tables.builds().report(reported(7, 1, BuildState.FAILURE));
    tables.builds().report(reported(8, 1, BuildState.CANCELLED));
    assertThat(tables.builds().waiting()).containsExactly("shop");
    var seen = tables.builds().unjudged("shop", "trunk");
    assertThat(seen.current()).containsExactly(reported(7, 1, BuildState.FAILURE));
    var alert = new AlertRow("red", "Shop", "trunk", "high", "failed", clock.instant(), null);

    tables.judged(shop, seen, null, List.of(alert), clock.instant());
    restart();

    assertThat(tables.alerts().open()).containsExactly(alert);
    assertThat(tables.builds().waiting()).isEmpty();
    tables.builds().report(reported(7, 1, BuildState.FAILURE));
    assertThat(tables.builds().waiting()).isEmpty();
    tables.builds().report(reported(7, 1, BuildState.SUCCESS));
    var old = build(3, 1, BuildState.FAILURE, clock.instant().minusSeconds(1));
    tables.builds().report(new BuildRow("Shop", old, BuildSource.REPORT));
    var rest = tables.builds().unjudged("shop", "trunk");
    assertThat(rest.current()).containsExactly(reported(7, 1, BuildState.SUCCESS));
    assertThat(rest.late()).extracting(BuildRow::build).containsExactly(old);
    tables.judged(shop, rest, null, List.of(), clock.instant());
    assertThat(tables.builds().waiting()).isEmpty();
  }

  @Test
  @DisplayName("4.8.4: the values before are the last that rules have judged")
  void theLastValuesThatWereJudgedAreKept() {
    var none = new BuildTable.Unjudged(List.of(), List.of());
    var shop = row("Shop", result(1), null);
    tables.keepFailure(shop, clock.instant());
    assertThat(tables.repositories().judged("shop")).isEqualTo(RepositoryTable.Judged.NOTHING);

    tables.judged(shop, none, result(1), List.of(), clock.instant());
    tables.keepFailure(row("Shop", result(2), null), clock.instant());

    assertThat(tables.repositories().judged("SHOP"))
        .isEqualTo(new RepositoryTable.Judged(83, null));
  }

  @Test
  @DisplayName("Section 6: builds that are pending come first, then the newest; at most fifty")
  void pendingBuildsComeFirst() {
    for (int run = 1; run <= 60; run++) {
      clock.move(Duration.ofMinutes(1));
      tables.builds().report(reported(run, 1, run == 20 ? BuildState.PENDING : BuildState.SUCCESS));
    }

    assertThat(tables.builds().newest())
        .hasSize(50)
        .extracting(row -> row.build().runId())
        .startsWith(20L, 60L, 59L);
  }

  @Test
  void alertsAreKeptByRuleRepositoryAndSubject() {
    var first = new AlertRow("red", "shop", "trunk", "high", "failed", clock.instant(), null);
    var other = new AlertRow("red", "shop", "dev", "high", "failed", clock.instant(), null);
    tables.alerts().putAll(List.of(first, other));
    clock.move(Duration.ofHours(1));
    var ended =
        new AlertRow("red", "shop", "trunk", "high", "x", first.openedAt(), clock.instant());

    tables.alerts().put(ended);
    restart();

    assertThat(tables.alerts().open()).containsExactly(other);
    assertThat(tables.alerts().find("red", "SHOP", "trunk")).contains(ended);
    assertThat(tables.alerts().of("Shop")).containsExactlyInAnyOrder(ended, other);
    assertThat(tables.alerts().openedBetween(0, 2)).hasSize(2);
    assertThat(tables.alerts().openedBetween(2, Long.MAX_VALUE)).isEmpty();
  }

  // row 18
  @Test
  @DisplayName("4.8.8: an alert that is stored after a digest was taken is in the next")
  void noAlertFallsBetweenTwoDigests() {
    var day = LocalDate.of(2026, 11, 21);
    var before = clock.instant();
    var early = new AlertRow("red", "shop", "a", "high", "x", before, before);
    tables.alerts().put(early);
    clock.move(Duration.ofMillis(20));
    tables.digests().claim("slack", day, clock.instant());
    var late = new AlertRow("red", "shop", "b", "high", "x", before, null);
    tables.alerts().put(late);
    clock.move(YEAR);
    tables.prune(clock.instant().minusSeconds(1), YEAR);
    tables.digests().claim("slack", day.plusDays(1), clock.instant());

    var digests = tables.digests().newest("slack", 2);

    assertThat(tables.alerts().openedBetween(digests.get(1), digests.get(0))).containsExactly(late);
    tables.alerts().put(new AlertRow("red", "shop", "a", "high", "x", clock.instant(), null));
    assertThat(tables.alerts().openedBetween(digests.get(0), Long.MAX_VALUE))
        .extracting(AlertRow::subject)
        .containsExactly("a");
  }

  // row 18
  @Test
  @DisplayName("Row 18: a digest is taken once for each channel and day")
  void aDigestIsTakenOnce() {
    var day = LocalDate.of(2026, 11, 21);

    assertThat(tables.digests().claim("slack", day, clock.instant())).isTrue();
    restart();

    assertThat(tables.digests().claim("slack", day, clock.instant())).isFalse();
    assertThat(tables.digests().claim("email", day, clock.instant())).isTrue();
    assertThat(tables.digests().claim("slack", day.plusDays(1), clock.instant())).isTrue();
  }

  @Test
  @DisplayName("Section 5: what is older than the retention goes, what is open stays")
  void whatIsOldGoesAndWhatIsOpenStays() {
    var old = clock.instant();
    var scan = tables.scans().begin(null, old);
    tables.scans().end(scan.id(), ScanStatus.OK, old, null, 1, null);
    tables.keepFailure(row("shop", null, null), old);
    tables.builds().report(reported(1, 1, BuildState.SUCCESS));
    tables
        .alerts()
        .putAll(
            List.of(
                new AlertRow("red", "shop", "a", "high", "x", old, null),
                new AlertRow("red", "shop", "b", "high", "x", old, old)));
    tables.digests().claim("slack", LocalDate.EPOCH, old);

    clock.move(YEAR);
    tables.prune(clock.instant(), YEAR);
    assertThat(tables.scans().find(scan.id())).isPresent();
    clock.move(Duration.ofMillis(1));
    tables.prune(clock.instant(), YEAR);

    assertThat(tables.scans().find(scan.id())).isEmpty();
    assertThat(tables.builds().newest()).isEmpty();
    assertThat(tables.alerts().of("shop")).hasSize(1).allMatch(AlertRow::isOpen);
    assertThat(tables.digests().isClaimed("slack", LocalDate.EPOCH)).isFalse();
    assertThat(tables.repositories().listed()).hasSize(1);
  }

  @Test
  void answersThatNobodyAsksForAreForgotten() {
    tables.cache().keep("pulse:1", answer("one"));
    tables.cache().keep("pulse:2", answer("two"));
    clock.move(Duration.ofDays(13));
    assertThat(tables.cache().find("pulse:1")).isPresent();
    clock.move(Duration.ofDays(2));

    tables.prune(clock.instant(), YEAR);

    assertThat(tables.cache().find("pulse:1").orElseThrow().body())
        .isEqualTo("one".getBytes(StandardCharsets.UTF_8));
    assertThat(tables.cache().find("pulse:2")).isEmpty();
  }

  private KeptAnswer answer(String body) {
    return KeptAnswer.of("\"1\"", body.getBytes(StandardCharsets.UTF_8), null, clock.instant());
  }

  @Test
  void oneScansAtATime() {
    try (var other = HealthTables.open(url, "acme", clock);
        var elsewhere = HealthTables.open(url, "else", clock)) {
      var lease = tables.lease().orElseThrow();

      assertThat(other.lease()).isEmpty();
      assertThat(tables.lease()).isEmpty();
      elsewhere.lease().orElseThrow().close();
      lease.close();
      other.lease().orElseThrow().close();
    }
  }

  @Test
  void tablesOfANewerProgramAreRefused() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE rh_schema SET version = 99");
    }

    assertThatThrownBy(() -> HealthTables.open(url, "acme", clock))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version 99, but this Pulse knows versions up to 2");
  }

  @Test
  void textsThatADatabaseCannotHoldDoNoHarm() {
    var bad = "a\u0000b\ud800c";
    var build = Build.builder(1, BuildState.SUCCESS, clock.instant()).branch(bad).sha(bad).build();
    tables.builds().report(new BuildRow("shop", build, BuildSource.REPORT));
    tables.keepFailure(row("shop", null, bad), clock.instant());

    assertThat(tables.builds().newest().get(0).build().branch()).isEqualTo("a\ufffdb\ufffdc");
    assertThat(tables.repositories().find("shop").orElseThrow().error())
        .isEqualTo("a\ufffdb\ufffdc");
  }

  /** The contract of caches, on the same database. */
  abstract static class CacheContract extends HttpCacheContract {
    private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
    private DatabaseUrl url;
    private HealthTables tables;

    abstract DatabaseUrl database();

    @Override
    protected HttpCache create() {
      url = database();
      return reopen();
    }

    @Override
    protected HttpCache reopen() {
      close();
      tables = HealthTables.open(url, "acme", clock);
      return tables.cache();
    }

    @AfterEach
    void close() {
      if (tables != null) {
        tables.close();
      }
    }
  }
}
