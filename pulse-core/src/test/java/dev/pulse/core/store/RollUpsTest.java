package dev.pulse.core.store;

import static dev.pulse.api.store.Retention.FOREVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roll-ups are what the results come to that are in blocks, however these got there. */
@Timeout(120)
class RollUpsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  private static final String CHECK_0 = "(SELECT id FROM registration WHERE name = 'check-0')";

  @TempDir Path folder;

  private long lastId;
  private long now;
  private boolean clockIsSetBack = true;

  private Store open(Packing packing) {
    return SqliteStore.open(folder.resolve("pulse.db"), packing, new SameThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void cellsAreWhatTheirResultsComeTo(int seed) throws SQLException {
    var random = new Random(seed);
    var packing =
        new Packing(
            1 + random.nextInt(30),
            1 + random.nextInt(60),
            200 + random.nextInt(20_000),
            1 + random.nextInt(40));
    var store = open(packing);
    try {
      for (int step = 0; step < 150; step++) {
        int action = random.nextInt(100);
        if (action == 0) {
          store.forget("check-" + random.nextInt(3));
        } else if (action < 4) {
          store.close();
          store = open(packing);
        } else {
          commit(store, random);
        }
        if (step % 50 == 0) {
          assertCellsMatchBlocks();
        }
      }
    } finally {
      store.close();
    }
    assertCellsMatchBlocks();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void whatIsRemovedGoesOnAsMinutesAndNothingIsThereTwice(int seed) throws SQLException {
    var random = new Random(seed);
    clockIsSetBack = false;
    try (var store = open(new Packing(1 + random.nextInt(9), 30, 1 << 20, 100))) {
      var all = new ArrayList<RollUpOracle.Raw>();
      for (int i = 0; i < 5; i++) {
        commit(store, random, 400);
        // Everything is sealed, and of that nothing is removed yet.
        store.prune(retention(FOREVER), T0);
        all.addAll(0, RollUpOracle.sealedIn(file()));
        all = new ArrayList<>(byId(all).values());
        // Later than what was removed before, and never in the midst of what comes.
        now += 8_000_000;
        store.prune(retention(Duration.ofMinutes(1)), T0.plusMillis(now - 12_345_678));
        store.prune(retention(Duration.ofMinutes(1)), T0.plusMillis(now));
        now += 8_000_000;
      }
      var left = RollUpOracle.sealedIn(file());
      var removed = byId(all);
      left.forEach(raw -> removed.remove(raw.runId()));
      assertThat(removed).hasSizeGreaterThan(1_000);
      new RollUpOracle()
          .expect(Tier.MINUTE, removed.values())
          .expect(Tier.HOUR, all)
          .expect(Tier.DAY, all)
          .expect(Tier.MONTH, all)
          .assertHolds(file());
    }
  }

  private static Retention retention(Duration results) {
    return Retention.builder().results(results).minutes(FOREVER).hours(FOREVER).build();
  }

  private static Map<Long, RollUpOracle.Raw> byId(List<RollUpOracle.Raw> results) {
    var byId = new TreeMap<Long, RollUpOracle.Raw>();
    results.forEach(raw -> byId.put(raw.runId(), raw));
    return byId;
  }

  @Test
  void aRemovalThatFailsRemovesNothingAndComesAgain() throws SQLException {
    try (var store = open(new Packing(1, 20, 1 << 20, 100))) {
      commit(store, new Random(5), 200);
      var all = RollUpOracle.sealedIn(file());
      var end = T0.plus(Duration.ofDays(300));
      run(
          "CREATE TRIGGER fault BEFORE INSERT ON rollup WHEN new.tier = 0"
              + " BEGIN SELECT RAISE (ABORT, 'injected'); END");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.prune(retention(Duration.ofMinutes(1)), end));
      assertThat(RollUpOracle.sealedIn(file())).hasSameSizeAs(all);
      run("DROP TRIGGER fault");

      store.prune(retention(Duration.ofMinutes(1)), end);
      store.prune(retention(Duration.ofMinutes(1)), end);

      assertThat(RollUpOracle.sealedIn(file())).isEmpty();
      new RollUpOracle()
          .expect(Tier.MINUTE, all)
          .expect(Tier.HOUR, all)
          .expect(Tier.DAY, all)
          .expect(Tier.MONTH, all)
          .assertHolds(file());
    }
  }

  @Test
  void aForgetThatIsCutShortLeavesNoSummariesOfWhatIsGone() throws SQLException {
    try (var store = open(new Packing(1, 1, 1 << 20, 100))) {
      commit(store, new Random(8), 400);
      // In the midst of what more than one transaction removes.
      run(
          "CREATE TRIGGER fault BEFORE DELETE ON block WHEN (SELECT count (*) FROM block) < 300"
              + " BEGIN SELECT RAISE (ABORT, 'injected'); END");
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.forget("check-0"));
      assertThat(count("block")).isLessThan(400);
      assertThat(count("rollup WHERE registration = " + CHECK_0)).isZero();
      run("DROP TRIGGER fault");

      store.forget("check-0");

      assertCellsMatchBlocks();
    }
  }

  @Test
  void manySummariesAreForgottenInSmallTransactions() throws SQLException {
    try (var store = open(new Packing(1, 20, 1 << 20, 100))) {
      commit(store, new Random(9), 10);
      run(
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
              + " INSERT INTO rollup (registration, tier, span, body) SELECT "
              + CHECK_0
              + ", 0, i, x'00' FROM n");
      run(
          "CREATE TRIGGER fault BEFORE DELETE ON rollup"
              + " WHEN (SELECT count (*) FROM rollup) < 1000"
              + " BEGIN SELECT RAISE (ABORT, 'injected'); END");

      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.forget("check-0"));

      assertThat(count("rollup WHERE registration = " + CHECK_0)).isBetween(900L, 2_100L);
    }
  }

  private long count(String what) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count (*) FROM " + what)) {
      return rows.getLong(1);
    }
  }

  @Test
  void eachKindOfHistoryGoesWhenItIsOldEnough() throws SQLException {
    try (var store = open(new Packing(1, 20, 1 << 20, 100))) {
      commit(store, new Random(6), 200);
      var day = Duration.ofDays(1);
      var retention =
          Retention.builder()
              .results(day)
              .minutes(day.multipliedBy(3))
              .hours(day.multipliedBy(5))
              .days(day.multipliedBy(9))
              .build();
      assertThat(tiersAfter(store, retention, 2)).isEqualTo("0 1 2 3");
      assertThat(tiersAfter(store, retention, 5)).isEqualTo("1 2 3");
      assertThat(tiersAfter(store, retention, 8)).isEqualTo("2 3");
      assertThat(tiersAfter(store, retention, 12)).isEmpty();
    }
  }

  private String tiersAfter(Store store, Retention retention, int days) throws SQLException {
    store.prune(retention, T0.plusMillis(now).plus(Duration.ofDays(days)));
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT coalesce (group_concat (tier, ' '), '')"
                    + " FROM (SELECT DISTINCT tier FROM rollup ORDER BY tier)")) {
      return rows.getString(1);
    }
  }

  @Test
  void aSealingThatFailsIsNotCountedAndComesAgain() throws SQLException {
    var random = new Random(1);
    try (var store = open(new Packing(1, 20, 1 << 20, 100))) {
      commit(store, random, 50);
      run(
          "CREATE TRIGGER fault BEFORE UPDATE OF sealed ON registration"
              + " BEGIN SELECT RAISE (ABORT, 'injected'); END");
      commit(store, random, 50);
      assertThat(RollUpOracle.sealedIn(file())).hasSize(50);
      assertCellsMatchBlocks();

      run("DROP TRIGGER fault");
      commit(store, random, 50);

      assertThat(RollUpOracle.sealedIn(file())).hasSize(150);
      assertCellsMatchBlocks();
    }
  }

  @Test
  void damagedSummariesAreMadeAnewFromTheResults() throws SQLException {
    var random = new Random(2);
    try (var store = open(new Packing(1, 20, 1 << 20, 100))) {
      commit(store, random, 12);
      run("UPDATE rollup SET body = x'01FF' WHERE tier = 2");
      run("UPDATE rollup SET body = x'' WHERE tier = 1");
      run("UPDATE rollup SET body = x'01FF' WHERE tier = 3");

      commit(store, random, 12);

      assertThat(RollUpOracle.sealedIn(file())).hasSize(24);
      assertCellsMatchBlocks();
    }
  }

  @Test
  void aStoreWithoutSummariesGetsThem() throws SQLException {
    try (var store = open(new Packing(5, 20, 1 << 20, 100))) {
      commit(store, new Random(3), 3_000);
    }
    run(
        "DROP TABLE rollup; DROP TABLE series; DROP TABLE unrolled; DROP TABLE kept;"
            + " DROP TABLE unjoined; DROP INDEX incident_open;"
            + " ALTER TABLE incident DROP COLUMN subject;"
            + " CREATE UNIQUE INDEX incident_open ON incident (registration, rule) WHERE open = 1;"
            + " PRAGMA user_version = 2");

    Stores.sqlite(file()).close();

    assertThat(RollUpOracle.sealedIn(file())).hasSizeGreaterThan(2_900);
    assertCellsMatchBlocks();
  }

  @Test
  void summingUpAnOldStoreGoesOnWhereItWasInterrupted() throws SQLException {
    try (var store = open(new Packing(5, 20, 1 << 20, 100))) {
      commit(store, new Random(4), 3_000);
    }
    run("DELETE FROM rollup; DELETE FROM series; INSERT INTO unrolled SELECT id FROM block");
    run(
        "CREATE TRIGGER fault BEFORE INSERT ON rollup WHEN new.registration = 2"
            + " BEGIN SELECT RAISE (ABORT, 'injected'); END");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Stores.sqlite(file()))
        .withMessageContaining("sum up results");
    run("DROP TRIGGER fault");

    Stores.sqlite(file()).close();

    assertCellsMatchBlocks();
  }

  /** As a Pulse left it that knew no months. */
  private void makeWithoutMonths() throws SQLException {
    run("DELETE FROM rollup WHERE tier = 3; DROP TABLE unjoined; PRAGMA user_version = 4");
  }

  @Test
  void aStoreWithoutMonthsGetsThem() throws SQLException {
    try (var store = open(new Packing(5, 20, 1 << 20, 100))) {
      commit(store, new Random(10), 3_000);
    }
    makeWithoutMonths();

    Stores.sqlite(file()).close();

    assertThat(count("rollup WHERE tier = 3")).isGreaterThan(5);
    assertCellsMatchBlocks();
    assertThat(count("unjoined")).isZero();
  }

  @Test
  void makingMonthsGoesOnWhereItWasInterrupted() throws SQLException {
    try (var store = open(new Packing(5, 20, 1 << 20, 100))) {
      for (int i = 0; i < 60; i++) {
        commit(store, new Random(i), 30);
        now += Duration.ofDays(20).toMillis();
      }
    }
    long months = count("rollup WHERE tier = 3");
    makeWithoutMonths();
    run(
        "CREATE TRIGGER fault BEFORE INSERT ON rollup WHEN new.registration = 3"
            + " BEGIN SELECT RAISE (ABORT, 'injected'); END");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Stores.sqlite(file()))
        .withMessageContaining("sum up days");
    assertThat(count("rollup WHERE tier = 3")).isBetween(1L, months - 1);
    run("DROP TRIGGER fault");

    Stores.sqlite(file()).close();

    assertCellsMatchBlocks();
  }

  @Test
  void aDamagedDayOfAnOlderPulseKeepsItsMonthFromBeingMade() throws SQLException {
    try (var store = open(new Packing(5, 20, 1 << 20, 100))) {
      commit(store, new Random(11), 300);
    }
    makeWithoutMonths();
    run("UPDATE rollup SET body = x'01FF' WHERE tier = 2 AND registration = " + CHECK_0);

    Stores.sqlite(file()).close();

    assertThat(count("rollup WHERE tier = 3 AND registration = " + CHECK_0)).isZero();
    assertThat(count("rollup WHERE tier = 3")).isPositive();
  }

  private Path file() {
    return folder.resolve("pulse.db");
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private void assertCellsMatchBlocks() throws SQLException {
    var sealed = RollUpOracle.sealedIn(file());
    new RollUpOracle()
        .expect(Tier.HOUR, sealed)
        .expect(Tier.DAY, sealed)
        .expect(Tier.MONTH, sealed)
        .assertHolds(file());
  }

  private void commit(Store store, Random random) {
    commit(store, random, random.nextInt(10) == 0 ? 200 : random.nextInt(10));
  }

  private void commit(Store store, Random random, int count) {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < count; i++) {
      outcomes.add(outcome(random));
    }
    store.commit(Commit.builder().outcomes(outcomes).build());
  }

  /** Mostly regular; now and then late, or after the clock was set back, or at the same time. */
  private Outcome outcome(Random random) {
    long id = ++lastId;
    now += random.nextInt(4) == 0 ? 0 : random.nextInt(60_000);
    if (random.nextInt(200) == 0) {
      now += random.nextInt(200_000_000) - (clockIsSetBack ? 100_000_000 : 0);
    }
    long started = random.nextInt(40) == 0 ? now - random.nextInt(7_200_000) : now;
    var outcome =
        Outcome.builder("check-" + random.nextInt(3), id, T0.plusMillis(started), result(random))
            .validFor(Duration.ofMillis(random.nextInt(3) * 50_000L));
    if (random.nextInt(20) == 0) {
      outcome.maintenance("move");
    }
    return outcome.build();
  }

  private static CheckResult result(Random random) {
    var result =
        switch (random.nextInt(10)) {
          case 0 -> CheckResult.fail(Reason.TIMEOUT, "no answer");
          case 1 -> CheckResult.unknown(Reason.DNS, "no such name");
          case 2 -> CheckResult.warn(Reason.LATENCY, "slow");
          default -> CheckResult.pass("ok");
        };
    if (random.nextInt(10) > 0) {
      double millis = Math.exp(random.nextGaussian() * 2 + 4);
      result = result.withLatency(Duration.ofNanos((long) (millis * 1e6)));
    }
    if (random.nextInt(4) > 0) {
      result =
          result
              .withSample(Sample.gauge("http_status_code", 200))
              .withSample(
                  Sample.gauge(
                      "load",
                      Labels.of("cpu", "1"),
                      random.nextGaussian() * 1e-3 * random.nextInt(3)))
              .withSample(Sample.gauge("size_bytes", Math.rint(random.nextDouble() * 1e9)));
    }
    return random.nextInt(100) == 0
        ? result.withSample(Sample.gauge("rare", random.nextDouble() * 1e280))
        : result;
  }
}
