package dev.pulse.core.store;

import static dev.pulse.api.store.Retention.FOREVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.Windows;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is damaged is told to whoever reads it, is never another number, and stops nothing else. */
@Timeout(60)
class DamagedHistoryTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Packer.class);

  @TempDir Path folder;

  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private long lastId;

  @BeforeEach
  void listen() {
    told.start();
    LOGGER.setLevel(Level.WARN);
    LOGGER.setAdditive(false);
    LOGGER.addAppender(told);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(told);
    LOGGER.setAdditive(true);
    LOGGER.setLevel(null);
  }

  private Path file() {
    return folder.resolve("pulse.db");
  }

  /** Every result is sealed at once, and every query answered from summaries. */
  private Store open() {
    return SqliteStore.open(file(), new Packing(1, 480, 1 << 20, 100, 0), new SameThread());
  }

  private Outcome outcome(String check, Instant started) {
    var result =
        CheckResult.pass("ok")
            .withLatency(Duration.ofMillis(20 + lastId % 3))
            .withSample(Sample.gauge("size_bytes", 1_000.0 + lastId % 5));
    return Outcome.builder(check, ++lastId, started, result)
        .validFor(Duration.ofMinutes(1))
        .build();
  }

  private void commit(Store store, Outcome... outcomes) {
    store.commit(Commit.builder().outcomes(List.of(outcomes)).build());
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private String ask(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.getString(1);
    }
  }

  private void damageBlocks() throws SQLException {
    run("UPDATE block SET body = CAST(substr(body, 1, 20) || x'00' AS BLOB)");
  }

  private static List<Slice> history(Store store, String check) {
    return store
        .journal()
        .history(
            check,
            Signal.latency(),
            Windows.equal(T0.minus(Duration.ofDays(1)), T0.plus(Duration.ofDays(2)), 3));
  }

  private static long runs(Store store, String check) {
    return history(store, check).stream().mapToLong(Slice::count).sum();
  }

  private static void assertDamaged(Store store, String check) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> history(store, check))
        .withMessageContaining("is not as Pulse writes it");
  }

  private static Retention results(Duration kept) {
    return Retention.builder().results(kept).minutes(FOREVER).hours(FOREVER).build();
  }

  @Test
  void aDamagedBlockDoesNotKeepWhatComesAfterFromBeingSealed() throws Exception {
    try (Store store = open()) {
      commit(store, outcome("a", T0), outcome("b", T0));
      damageBlocks();

      // Not later than what was sealed, so that the blocks of that time are needed.
      for (int i = 0; i < 3; i++) {
        commit(store, outcome("a", T0), outcome("b", T0.plusSeconds(1)), outcome("c", T0));
      }

      assertThat(ask("SELECT count(*) FROM log")).isEqualTo("0");
      assertThat(ask("SELECT sum(count) FROM block")).isEqualTo("11");
      assertThat(runs(store, "a")).isEqualTo(4);
      assertThat(runs(store, "c")).isEqualTo(3);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.journal().outcomes(OutcomeQuery.of("a")));
    }
    assertThat(told.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("registration 1 in", "pulse.db) is damaged"),
            two -> assertThat(two).contains("registration 2 in", "pulse.db) is damaged"));
  }

  @Test
  void aDamagedBlockIsPrunedWhenAllOfItIsOldAndThatIsTold() throws Exception {
    try (Store store = open()) {
      commit(store, outcome("a", T0), outcome("b", T0));
      run("UPDATE block SET body = x'00' WHERE registration = 1");

      store.prune(results(Duration.ofHours(1)), T0.plus(Duration.ofDays(1)));

      assertThat(ask("SELECT count(*) FROM block")).isEqualTo("0");
      assertThat(runs(store, "a")).isEqualTo(1);
      assertThat(runs(store, "b")).isEqualTo(1);
    }
    assertThat(told.list)
        .singleElement()
        .satisfies(one -> assertThat(one.getFormattedMessage()).contains("registration 1"));
  }

  @Test
  void aShapeThatIsMissingDoesNotKeepResultsFromBeingSealed() throws Exception {
    try (Store store = open()) {
      commit(store, outcome("a", T0));
      run("UPDATE term SET text = 'rubbish' WHERE text LIKE '%size_bytes%'");

      commit(store, outcome("a", T0.plusSeconds(1)), outcome("b", T0));

      assertThat(ask("SELECT count(*) FROM log")).isEqualTo("0");
      assertThat(runs(store, "a")).isEqualTo(2);
      assertThat(runs(store, "b")).isEqualTo(1);
    }
    assertThat(told.list).hasSize(2);
  }

  @Test
  void whateverChangesInARowOfSummariesIsDamageAndNoOtherNumber() throws Exception {
    try (Store store = open()) {
      for (int i = 0; i < 30; i++) {
        commit(store, outcome("a", T0.plusSeconds(i * 47L)));
      }
      store.prune(results(Duration.ofHours(1)), T0.plus(Duration.ofDays(1)));
    }
    int rows = 0;
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT tier, span, body FROM rollup")) {
      while (found.next()) {
        int written = found.getInt(1);
        var tier =
            Arrays.stream(Tier.values()).filter(t -> t.number == written).findAny().orElseThrow();
        long row = found.getLong(2);
        byte[] body = found.getBytes(3);
        assertThat(CellRow.read(tier, row, body, CellRow.ALL)).isNotEmpty();
        assertThatExceptionOfType(DamagedException.class)
            .isThrownBy(() -> CellRow.read(tier, row + 1, body, CellRow.ALL));
        for (int bit = 0; bit < body.length * 8; bit++) {
          byte[] changed = body.clone();
          changed[bit / 8] ^= (byte) (1 << bit % 8);
          assertThatExceptionOfType(DamagedException.class)
              .as("bit %s of a row of %s", bit, tier)
              .isThrownBy(() -> CellRow.read(tier, row, changed, CellRow.ALL));
        }
        rows++;
      }
    }
    assertThat(rows).isGreaterThanOrEqualTo(3);
  }

  @Test
  void readingADamagedRowOfSummariesFailsUntilItIsMadeAnew() throws Exception {
    try (Store store = open()) {
      commit(store, outcome("a", T0), outcome("b", T0));
      run("UPDATE rollup SET body = CAST(substr(body, 1, 5) || x'FF' || substr(body, 7) AS BLOB)");
      assertDamaged(store, "a");

      commit(store, outcome("a", T0.plusSeconds(1)));

      assertThat(runs(store, "a")).isEqualTo(2);
      assertDamaged(store, "b");
    }
  }

  @Test
  void aDamagedRowWithoutItsResultsStaysAFailureAndStopsNothing() throws Exception {
    try (Store store = open()) {
      commit(store, outcome("a", T0), outcome("b", T0));
      store.prune(results(Duration.ofHours(1)), T0.plus(Duration.ofDays(1)));
      run("UPDATE rollup SET body = x'01FF' WHERE registration = 1");

      commit(store, outcome("a", T0.plusSeconds(1)), outcome("b", T0.plusSeconds(1)));

      assertDamaged(store, "a");
      assertThat(runs(store, "b")).isEqualTo(2);
      assertThat(ask("SELECT count(*) FROM log")).isEqualTo("0");
    }
  }

  /** As an older Pulse left it, with the first block of one check damaged. */
  private void makeOld() throws SQLException {
    try (Store store = open()) {
      for (int i = 0; i < 2; i++) {
        var started = T0.plus(Duration.ofDays(i));
        commit(store, outcome("a", started), outcome("b", started));
      }
    }
    run("DELETE FROM rollup; DELETE FROM series; INSERT INTO unrolled SELECT id FROM block");
    run("UPDATE block SET body = x'00' WHERE id = (SELECT min(id) FROM block)");
    assertThat(ask("SELECT registration FROM block ORDER BY id")).isEqualTo("1");
  }

  @Test
  void aDamagedBlockOfAnOlderPulseIsNotMissedInSilence() throws Exception {
    makeOld();

    for (int i = 0; i < 2; i++) {
      try (Store store = open()) {
        assertDamaged(store, "a");
        assertThat(runs(store, "b")).isEqualTo(2);
        var later = Windows.equal(T0.plusSeconds(3_600), T0.plus(Duration.ofDays(3)), 2);
        assertThatExceptionOfType(StoreException.class)
            .as("what spoke last before the windows")
            .isThrownBy(() -> store.journal().history("a", Signal.latency(), later));
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.journal().uptime("a", T0, T0.plus(Duration.ofDays(2))));
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> store.journal().downtime("a", T0, T0.plus(Duration.ofDays(2))));
        assertThat(store.journal().downtime("b", T0, T0.plus(Duration.ofDays(2)))).isNotNull();
      }
    }
  }

  @Test
  void aDamagedBlockOfAnOlderPulseIsNoFailureAnyMoreWhenItIsGone() throws Exception {
    makeOld();

    try (Store store = open()) {
      store.prune(results(Duration.ofHours(1)), T0.plus(Duration.ofHours(12)));

      assertThat(runs(store, "a")).isEqualTo(1);
      assertThat(ask("SELECT count(*) FROM unrolled")).isEqualTo("0");
    }
  }

  @Test
  void aDamagedBlockOfAnOlderPulseIsForgottenWithItsCheck() throws Exception {
    makeOld();

    try (Store store = open()) {
      store.forget("a");

      assertThat(ask("SELECT count(*) FROM unrolled")).isEqualTo("0");
    }
  }
}
