package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.Windows;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What summaries answer is what single results answer, from which it is asked of a store. */
@Timeout(120)
class SummariesTest {
  private static final Signal SIZE = Signal.sample("size_bytes");
  private static final List<Signal> SIGNALS =
      List.of(Signal.latency(), Signal.failures(), SIZE, Signal.sample("never_seen"));

  private static final Duration DAYS_90 = Duration.ofDays(90);

  @TempDir Path folder;

  private final Store memory = Stores.memory();
  private Store file;
  private long lastId;

  @BeforeEach
  void open() {
    // Every query is answered from summaries.
    var packing = new Packing(120, 400, 1 << 20, 1_000, 0);
    file = SqliteStore.open(folder.resolve("pulse.db"), packing, new SameThread());
  }

  @AfterEach
  void close() {
    file.close();
    memory.close();
  }

  static Stream<Arguments> zones() {
    return Stream.of(
        argumentSet("autumn in Berlin", "Europe/Berlin", "2026-10-25"),
        argumentSet("spring in New York", "America/New_York", "2026-03-08"),
        argumentSet("half an hour on Lord Howe", "Australia/Lord_Howe", "2026-04-05"),
        argumentSet("three quarters in Kathmandu", "Asia/Kathmandu", "2026-05-01"),
        argumentSet("no midnight in Beirut", "Asia/Beirut", "2026-03-29"));
  }

  /** A run a quarter of an hour, with noise, gaps and a clock that is set back at times. */
  private void fill(Instant from, Instant to, long seed) {
    var random = new Random(seed);
    var outcomes = new ArrayList<Outcome>();
    long at = from.toEpochMilli();
    while (at < to.toEpochMilli()) {
      outcomes.add(outcome(at, random));
      at += 600_000 + random.nextInt(600_000);
      if (random.nextInt(100) == 0) {
        at += random.nextInt(40_000_000) - 10_000_000;
      }
      if (outcomes.size() == 50) {
        commit(outcomes);
      }
    }
    commit(outcomes);
  }

  private void commit(List<Outcome> outcomes) {
    var commit = Commit.builder().outcomes(outcomes).build();
    memory.commit(commit);
    file.commit(commit);
    outcomes.clear();
  }

  private Outcome outcome(long millis, Random random) {
    var result =
        switch (random.nextInt(12)) {
          case 0 -> CheckResult.fail(Reason.TIMEOUT, "no answer");
          case 1 -> CheckResult.unknown(Reason.DNS, "no such name");
          default ->
              CheckResult.pass("ok")
                  .withLatency(Duration.ofNanos((long) (Math.exp(random.nextGaussian() + 4) * 1e6)))
                  .withSample(Sample.gauge("size_bytes", random.nextDouble() * 1e6));
        };
    var outcome =
        Outcome.builder("a", ++lastId, Instant.ofEpochMilli(millis), result)
            .validFor(Duration.ofMinutes(random.nextInt(3) == 0 ? 5 : 30));
    return random.nextInt(20) == 0 ? outcome.maintenance("move").build() : outcome.build();
  }

  @ParameterizedTest
  @MethodSource("zones")
  void daysOfAZoneAreWhatTheirResultsComeTo(String zone, String change) {
    var id = ZoneId.of(zone);
    var day = LocalDate.parse(change);
    var from = day.minusDays(20).atStartOfDay(id).toInstant();
    var to = day.plusDays(20).atStartOfDay(id).toInstant();
    fill(from.minus(Duration.ofDays(2)), to.plus(Duration.ofDays(1)), change.hashCode());

    assertSame(Windows.days(from, to, id));
    assertSame(Windows.weeks(from.plusMillis(1_234_567), to, id));
    assertSame(Windows.months(from, to, id));
  }

  @Test
  void windowsOfAnyLengthAreWhatTheirResultsComeTo() {
    var from = Instant.parse("2026-01-01T00:00:00Z");
    var to = from.plus(Duration.ofDays(30));
    fill(from, to, 7);
    var random = new Random(8);
    for (int i = 0; i < 20; i++) {
      var start = from.plusMillis(random.nextInt(1_000_000_000));
      var end = start.plusMillis(1 + random.nextInt(1_500_000_000));
      assertSame(Windows.equal(start, end, 1 + random.nextInt(300)));
    }
    assertSame(Windows.equal(Instant.MIN, Instant.MAX, 3));
    assertSame(Windows.equal(to.plusSeconds(86_400), to.plusSeconds(864_000), 3));
  }

  @Test
  void whatIsLeftOfHistoryIsAsExactAsItsSummariesAreFine() {
    var from = Instant.parse("2026-01-01T00:00:00Z");
    var now = from.plus(Duration.ofDays(40));
    fill(from, now, 9);
    var retention =
        Retention.builder()
            .results(Duration.ofDays(5))
            .minutes(Duration.ofDays(10))
            .hours(Duration.ofDays(20))
            .build();
    // Away from the bounds of minutes, hours and days, so that each of them is torn.
    file.prune(retention, now.plusMillis(12_345_678));
    file.prune(retention, now.plusMillis(34_567_890));

    var single = now.minus(Duration.ofDays(4));
    assertSame(Windows.equal(single.plusMillis(123), now, 100));
    var minutes = now.minus(Duration.ofDays(9));
    var everyHalfHour = Windows.equal(minutes, now, 9 * 48);
    assertSame(Signal.latency(), everyHalfHour);
    assertSame(Signal.failures(), everyHalfHour);
    assertSame(Windows.equal(now.minus(Duration.ofDays(19)), now, 19 * 24));
    assertSame(Windows.equal(from, now, 40));
    assertSame(Windows.months(from, now, ZoneOffset.UTC));
  }

  @Test
  void longWindowsAreWhatTheirResultsComeTo() throws SQLException {
    var from = Instant.parse("2025-03-04T05:06:07Z");
    var to = from.plus(Duration.ofDays(400));
    fill(from, to, 12);
    assertSameInLongWindows(from, to);

    run("DELETE FROM rollup WHERE tier = 3 AND span % 3 = 0");
    assertSameInLongWindows(from, to);

    run("DELETE FROM rollup WHERE tier = 3");
    assertSameInLongWindows(from, to);
  }

  private void assertSameInLongWindows(Instant from, Instant to) {
    var random = new Random(13);
    for (int windows = 1; windows <= 5; windows++) {
      var start = from.plusMillis(random.nextInt(1_000_000_000));
      assertSame(Windows.equal(start, to.minusSeconds(random.nextInt(1_000_000)), windows));
    }
    assertSame(Windows.equal(from.minusSeconds(86_400_000), to.plusSeconds(86_400_000), 2));
    assertSame(Windows.months(from, to, ZoneId.of("Europe/Berlin")));
    assertSameTimes(Windows.days(from, to, ZoneId.of("Asia/Kathmandu")));
  }

  @Test
  void theTimeOfAnyWindowIsKnownFromItsMonthsAlone() throws SQLException {
    var from = Instant.parse("2025-03-04T05:06:07Z");
    var to = from.plus(Duration.ofDays(100));
    fill(from, to, 14);
    var minute = Duration.ofMinutes(1);
    var retention = Retention.builder().results(minute).minutes(minute).hours(minute).build();
    file.prune(retention, to.plus(Duration.ofDays(2)));
    run("DELETE FROM rollup WHERE tier = 2 AND span % 4 > 0");

    assertSameTimes(Windows.days(from.plusMillis(1_234), to, ZoneId.of("Asia/Kathmandu")));
    assertSameTimes(Windows.equal(from.plusMillis(1_234), to, 999));
    assertThat(file.journal().downtime("a", from, to))
        .isEqualTo(memory.journal().downtime("a", from, to));
  }

  @Test
  void aTargetThatChangesItsMindTooOftenForAMonthIsLookedAtDayByDay() throws SQLException {
    var from = Instant.parse("2026-01-01T00:00:00Z");
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < Turns.MOST + 400; i++) {
      var result = i % 2 == 0 ? CheckResult.pass("ok") : CheckResult.fail(Reason.STATUS, "503");
      outcomes.add(
          Outcome.builder("a", ++lastId, from.plusSeconds(300L * i), result)
              .validFor(Duration.ofMinutes(10))
              .build());
      if (outcomes.size() == 500) {
        commit(outcomes);
      }
    }
    commit(outcomes);
    var to = from.plusSeconds(300L * (Turns.MOST + 420));

    assertSame(Windows.equal(from.plusSeconds(123), to, 7));
    assertThat(file.journal().downtime("a", from, to))
        .isEqualTo(memory.journal().downtime("a", from, to));
    assertThat(ask("SELECT max(length(body)) FROM rollup WHERE tier = 3"))
        .as("bytes of a month, which would be more than %s with its turns", Turns.MOST)
        .isLessThan(500);
  }

  @Test
  void daysThatAreGoneAreNotInTheirMonthEither() throws SQLException {
    // The first of 32 days that begin a month of ours, and the day after them.
    var from = Instant.EPOCH.plus(Duration.ofDays(32 * 640));
    var to = from.plus(Duration.ofDays(20));
    fill(from, to, 15);
    var minute = Duration.ofMinutes(1);
    var retention =
        Retention.builder()
            .results(minute)
            .minutes(minute)
            .hours(minute)
            .days(Duration.ofDays(10))
            .build();

    file.prune(retention, to);

    assertThat(ask("SELECT count(*) FROM rollup WHERE tier = 3")).isZero();
    var kept = from.plus(Duration.ofDays(10));
    assertKept(from, kept, to);
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < 200; i++) {
      outcomes.add(outcome(to.plusSeconds(600L * i).toEpochMilli(), new Random(i)));
    }
    commit(outcomes);
    assertThat(ask("SELECT count(*) FROM rollup WHERE tier = 3")).isEqualTo(1);
    assertKept(from, kept, to.plus(Duration.ofDays(3)));
  }

  private void assertKept(Instant from, Instant kept, Instant to) {
    for (var signal : List.of(Signal.latency(), Signal.failures())) {
      var all = file.journal().history("a", signal, Windows.equal(from, to.plus(DAYS_90), 1));
      var left = memory.journal().history("a", signal, Windows.equal(kept, to.plus(DAYS_90), 1));
      assertThat(all.get(0).runs()).isEqualTo(left.get(0).runs());
      assertThat(all.get(0).values().count()).isEqualTo(left.get(0).values().count());
    }
    var uptime = file.journal().uptime("a", kept.plusSeconds(86_400), to);
    assertThat(uptime).isEqualTo(memory.journal().uptime("a", kept.plusSeconds(86_400), to));
    assertThat(file.journal().uptime("a", from, kept.minusSeconds(86_400)).ratio()).isEmpty();
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(folder.resolve("pulse.db")));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private int ask(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(folder.resolve("pulse.db")));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.getInt(1);
    }
  }

  @Test
  void whatCannotBeDividedCountsWhereItBeginsAndIsSharedOut() {
    var day = Instant.parse("2026-01-01T00:00:00Z");
    var outcomes = new ArrayList<Outcome>();
    for (int hour = 0; hour < 24; hour++) {
      var result = CheckResult.pass("ok").withLatency(Duration.ofMillis(hour + 1));
      outcomes.add(
          Outcome.builder("a", ++lastId, day.plusSeconds(hour * 3_600L), result)
              .validFor(Duration.ofHours(2))
              .build());
    }
    commit(outcomes);
    var minute = Duration.ofMinutes(1);
    var retention = Retention.builder().results(minute).minutes(minute).hours(minute).build();
    file.prune(retention, day.plus(Duration.ofDays(30)));

    var slices =
        file.journal()
            .history("a", Signal.latency(), Windows.equal(day, day.plusSeconds(86_400), 4));

    assertThat(slices).extracting(Slice::count).containsExactly(24L, 0L, 0L, 0L);
    assertThat(slices.get(0).values().max()).hasValue(24);
    assertThat(slices).extracting(slice -> slice.uptime().up()).containsOnly(Duration.ofHours(6));
    var uptime = file.journal().uptime("a", day, day.plus(Duration.ofDays(2)));
    assertThat(uptime.up()).isEqualTo(Duration.ofHours(25));
    assertThat(uptime.unknown()).isEqualTo(Duration.ofHours(23));
  }

  @Test
  void aSeriesThatIsNotSummedUpHasItsRunsAndTimeAllTheSame() {
    var from = Instant.parse("2026-01-01T00:00:00Z");
    var outcomes = new ArrayList<Outcome>();
    int runs = SeriesNumbers.MOST + 400;
    for (int i = 0; i < runs; i++) {
      var name = i < SeriesNumbers.MOST ? "series_" + i : "late";
      var result =
          CheckResult.pass("ok")
              .withLatency(Duration.ofMillis(7))
              .withSample(Sample.gauge(name, 1_000.5 + i));
      outcomes.add(
          Outcome.builder("a", ++lastId, from.plusSeconds(60L * i), result)
              .validFor(Duration.ofSeconds(45))
              .build());
    }
    commit(outcomes);
    var to = from.plusSeconds(60L * runs);
    // In the midst of an hour, and of those that have the series.
    var kept = to.minus(Duration.ofMinutes(199));
    var retention = Retention.builder().results(Duration.ofMinutes(1)).build();
    file.prune(retention, kept.plus(retention.results()));

    var windows = Windows.equal(from, to, runs / 25);
    var slices = file.journal().history("a", Signal.sample("late"), windows);
    var others = file.journal().history("a", Signal.latency(), windows);

    assertThat(slices).extracting(Slice::runs).isEqualTo(others.stream().map(Slice::runs).toList());
    assertThat(slices)
        .extracting(Slice::uptime)
        .isEqualTo(others.stream().map(Slice::uptime).toList());
    assertThat(slices).extracting(Slice::count).containsOnly(25L);
    assertThat(slices.stream().mapToLong(slice -> slice.values().count()).sum()).isEqualTo(199);
    var values = file.journal().distribution("a", Signal.sample("late"), from, to);
    assertThat(values.count()).isEqualTo(199);
    assertThat(values.min()).hasValue(1_000.5 + runs - 199);
  }

  @Test
  void manyWindowsDoNotMakeAQueryReadManyResults() {
    var packing = new Packing(1, 400, 1 << 20, 1_000, 40);
    try (Store store = SqliteStore.open(folder.resolve("many.db"), packing, new SameThread())) {
      var from = Instant.parse("2026-01-01T00:00:00Z");
      var outcomes = new ArrayList<Outcome>();
      for (int i = 0; i < 800; i++) {
        var result = CheckResult.pass("ok").withLatency(Duration.ofMillis(5_001 + i));
        outcomes.add(Outcome.builder("a", i + 1, from.plusSeconds(10_800L * i), result).build());
      }
      store.commit(Commit.builder().outcomes(outcomes).build());
      var windows = Windows.equal(from, from.plusSeconds(10_800L * 800), 999);

      var slices = store.journal().history("a", Signal.latency(), windows);

      assertThat(slices.stream().mapToLong(Slice::count).sum()).isEqualTo(800);
      assertThat(slices.stream().mapToDouble(slice -> slice.values().relativeError()).max())
          .as("as large as that of summaries")
          .hasValue(0.01);
    }
  }

  @Test
  void aClockThatWasAheadOnceDoesNotMakeAnswersInexactForEver() {
    var packing = new Packing(1, 400, 1 << 20, 1_000);
    try (Store store = SqliteStore.open(folder.resolve("ahead.db"), packing, new SameThread())) {
      var from = Instant.parse("2026-01-01T00:00:00Z");
      var outcomes = new ArrayList<Outcome>();
      var random = new Random(11);
      for (int i = 0; i < 500; i++) {
        // The second half on another day: the first one would begin it.
        var started = from.plusSeconds(i < 250 ? 60L * i : 86_400 + 60L * i);
        outcomes.add(outcome(started.toEpochMilli(), random));
      }
      store.commit(Commit.builder().outcomes(outcomes.subList(0, 250)).build());
      store.prune(Retention.builder().build(), Instant.MAX);
      store.prune(Retention.builder().build(), Instant.parse("2099-01-01T00:00:00Z"));
      store.commit(Commit.builder().outcomes(outcomes.subList(250, 500)).build());

      var values =
          store
              .journal()
              .distribution("a", SIZE, from.plusSeconds(86_400), from.plus(Duration.ofDays(300)));

      assertThat(values.count()).isGreaterThan(100);
      assertThat(values.relativeError()).isZero();
    }
  }

  private void assertSame(Windows windows) {
    SIGNALS.forEach(signal -> assertSame(signal, windows));
  }

  private void assertSame(Signal signal, Windows windows) {
    Journal ours = file.journal();
    Journal theirs = memory.journal();
    var slices = ours.history("a", signal, windows);
    var expected = theirs.history("a", signal, windows);
    assertThat(slices).hasSameSizeAs(expected);
    for (int i = 0; i < slices.size(); i++) {
      var what = signal + " from " + expected.get(i).start() + " to " + expected.get(i).end();
      assertThat(slices.get(i).runs()).as(what).isEqualTo(expected.get(i).runs());
      assertThat(slices.get(i).uptime()).as(what).isEqualTo(expected.get(i).uptime());
      assertSame(what, slices.get(i).values(), expected.get(i).values());
    }
    assertSameTimes(windows);
    var from = windows.from();
    var to = windows.to();
    assertThat(ours.uptime("a", from, to)).isEqualTo(theirs.uptime("a", from, to));
    assertSame(
        signal.toString(),
        ours.distribution("a", signal, from, to),
        theirs.distribution("a", signal, from, to));
  }

  private void assertSameTimes(Windows windows) {
    assertThat(file.journal().uptimes("a", windows))
        .isEqualTo(memory.journal().uptimes("a", windows));
  }

  private static void assertSame(String what, Distribution values, Distribution expected) {
    assertThat(values.count()).as(what).isEqualTo(expected.count());
    assertThat(values.min()).as(what).isEqualTo(expected.min());
    assertThat(values.max()).as(what).isEqualTo(expected.max());
    double mean = expected.mean().orElse(0);
    assertThat(values.mean().orElse(0)).as(what).isEqualTo(mean, within(1e-9 * mean));
    assertThat(values.relativeError()).isLessThanOrEqualTo(0.01);
    for (double share : new double[] {0, 0.05, 0.5, 0.95, 0.99, 1}) {
      double quantile = expected.quantile(share).orElse(0);
      assertThat(values.quantile(share).orElse(0))
          .as("%s of %s", share, what)
          .isEqualTo(quantile, within(values.relativeError() * quantile * (1 + 1e-9)));
    }
  }
}
