package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roll-ups are what the results come to that are in blocks, however these got there. */
@Timeout(120)
class RollUpsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private long lastId;
  private long now;

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

  private Path file() {
    return folder.resolve("pulse.db");
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(Database.url(file()));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private void assertCellsMatchBlocks() throws SQLException {
    var sealed = RollUpOracle.sealedIn(file());
    new RollUpOracle().expect(Tier.HOUR, sealed).expect(Tier.DAY, sealed).assertHolds(file());
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
      now += random.nextInt(200_000_000) - 100_000_000;
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
