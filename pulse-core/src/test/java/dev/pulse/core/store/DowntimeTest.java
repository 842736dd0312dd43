package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Downtime;
import dev.pulse.api.store.Downtime.Stretch;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a target was down is what a look at each second tells, as far as it can be known. */
@Timeout(120)
class DowntimeTest {
  private static final Instant T0 = Instant.parse("2026-01-31T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int DAY = 86_400;
  private static final int DAYS = 12;
  private static final int SECONDS = DAYS * DAY;

  @TempDir Path folder;

  private final Store memory = Stores.memory();
  private final List<Outcome> outcomes = new ArrayList<>();
  private Store file;
  private long lastId;

  @BeforeEach
  void open() {
    file = open(new Packing(30, 90, 1 << 20, 1_000));
  }

  private Store open(Packing packing) {
    return SqliteStore.open(folder.resolve("pulse.db"), packing, new SameThread());
  }

  @AfterEach
  void close() {
    file.close();
    memory.close();
  }

  /** Long and short stretches of each kind, gaps, and a clock that is set back at times. */
  private void fill(Random random) {
    int at = -DAY;
    int kind = 0;
    while (at < SECONDS) {
      if (random.nextInt(15) == 0) {
        kind = random.nextInt(2) * random.nextInt(5);
      }
      add(at, kind, random.nextInt(5) == 0 ? random.nextInt(3_000) : 1_200);
      if (random.nextInt(30) > 0) {
        at += random.nextInt(800);
      }
      if (random.nextInt(150) == 0) {
        at += random.nextInt(2 * DAY) - DAY / 2;
      }
      if (random.nextInt(200) == 0) {
        for (int i = 0; i < 200; i++) {
          add(at, 1, 1_200);
          at += 600;
        }
      }
    }
    for (int i = 0; i < outcomes.size(); i += 40) {
      commit(outcomes.subList(i, Math.min(i + 40, outcomes.size())));
    }
  }

  private void commit(List<Outcome> some) {
    var commit = Commit.builder().outcomes(List.copyOf(some)).build();
    memory.commit(commit);
    file.commit(commit);
  }

  private void add(int second, int kind, int validFor) {
    var result =
        switch (kind) {
          case 1, 2 -> CheckResult.fail(Reason.TIMEOUT, "no answer");
          case 3 -> CheckResult.unknown(Reason.DNS, "no such name");
          default -> CheckResult.pass("ok");
        };
    var outcome =
        Outcome.builder("a", ++lastId, at(second), result).validFor(Duration.ofSeconds(validFor));
    outcomes.add(kind == 4 ? outcome.maintenance("move").build() : outcome.build());
  }

  private static Instant at(int second) {
    return T0.plusSeconds(second);
  }

  /** For each second from the first to the last, the outcome that speaks, if it is valid. */
  private @Nullable Outcome[] speakers() {
    var ordered = new ArrayList<>(outcomes);
    ordered.sort(Comparator.comparing(Outcome::started).thenComparing(Outcome::runId));
    var speakers = new @Nullable Outcome[SECONDS + 1];
    for (int i = 0; i < ordered.size(); i++) {
      var outcome = ordered.get(i);
      int end = secondOf(outcome) + (int) outcome.validFor().toSeconds();
      if (i + 1 < ordered.size()) {
        end = Math.min(end, secondOf(ordered.get(i + 1)));
      }
      for (int second = Math.max(0, secondOf(outcome)); second < end; second++) {
        if (second < speakers.length) {
          speakers[second] = outcome;
        }
      }
    }
    return speakers;
  }

  private static int secondOf(Outcome outcome) {
    return (int) Duration.between(T0, outcome.started()).toSeconds();
  }

  private static boolean isDown(@Nullable Outcome speaker) {
    return speaker != null && speaker.status() == Status.FAIL && speaker.maintenance().isEmpty();
  }

  /** That an outcome without any validity was up is seen, too, so it is looked for by its start. */
  private boolean isUpAt(int second) {
    return outcomes.stream()
        .filter(outcome -> outcome.started().equals(at(second)))
        .max(Comparator.comparing(Outcome::runId))
        .filter(outcome -> outcome.status().isUp() && outcome.maintenance().isEmpty())
        .isPresent();
  }

  private List<Stretch> expected(@Nullable Outcome[] speakers, int from, int to) {
    var stretches = new ArrayList<Stretch>();
    int begin = -1;
    for (int i = from; i <= to; i++) {
      boolean down = i < to && isDown(speakers[i]);
      if (down && begin < 0) {
        begin = i;
      } else if (!down && begin >= 0) {
        stretches.add(new Stretch(at(begin), at(i), i < to && isUpAt(i)));
        begin = -1;
      }
    }
    return stretches;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void stretchesAreThoseOfEachSecond(int seed) {
    var random = new Random(seed);
    fill(random);
    var speakers = speakers();

    assertStretches(speakers, 0, SECONDS);
    for (int i = 0; i < 60; i++) {
      int from = random.nextInt(SECONDS);
      assertStretches(speakers, from, from + random.nextInt(SECONDS - from));
    }
  }

  private void assertStretches(@Nullable Outcome[] speakers, int from, int to) {
    var expected = Downtime.of(expected(speakers, from, to), Duration.ZERO);
    for (Store store : List.of(memory, file)) {
      var found = store.journal().downtime("a", at(from), at(to));
      assertThat(found).as("from second %s to %s of %s", from, to, store).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void whatIsLeftTellsNoStretchThatWasNotThereAndAllOfTheTime(int seed) {
    var random = new Random(seed);
    fill(random);
    var speakers = speakers();
    var retention =
        Retention.builder()
            .results(Duration.ofDays(3))
            .minutes(Duration.ofDays(6))
            .hours(Duration.ofDays(9))
            .build();
    file.prune(retention, at(SECONDS - random.nextInt(DAY)));

    // Later than the minutes that are left, each of which sums up few results.
    var single = file.journal().downtime("a", at(SECONDS - 2 * DAY), at(SECONDS));
    assertThat(single.stretches()).isEqualTo(expected(speakers, SECONDS - 2 * DAY, SECONDS));
    assertThat(single.isComplete()).isTrue();
    for (int i = 0; i < 60; i++) {
      int from = i == 0 ? 0 : random.nextInt(SECONDS);
      int to = i == 0 ? SECONDS : from + random.nextInt(SECONDS - from);
      var found = file.journal().downtime("a", at(from), at(to));
      var uptime = file.journal().uptime("a", at(from), at(to));
      assertThat(found.total()).as("from second %s to %s", from, to).isEqualTo(uptime.down());
      found.stretches().forEach(stretch -> assertWasDown(speakers, stretch));
    }
  }

  private void assertWasDown(@Nullable Outcome[] speakers, Stretch stretch) {
    int from = (int) Duration.between(T0, stretch.from()).toSeconds();
    int to = (int) Duration.between(T0, stretch.to()).toSeconds();
    for (int i = from; i < to; i++) {
      assertThat(isDown(speakers[i])).as("down in second %s of %s", i, stretch).isTrue();
    }
    if (stretch.recovered()) {
      assertThat(isUpAt(to)).as("up after %s", stretch).isTrue();
    }
  }

  @Test
  void minutesOfOneRunEachTellAsMuchAsSingleResults() {
    for (int minute = 0; minute < 3 * 24 * 60; minute++) {
      add(minute * 60, minute % 100 == 50 ? 1 : 0, 180);
    }
    commit(outcomes);
    var expected = file.journal().downtime("a", T0, at(4 * DAY));
    assertThat(expected.stretches()).hasSize(43);

    file.prune(Retention.builder().results(MINUTE).build(), at(3 * DAY));

    assertThat(file.journal().downtime("a", T0, at(4 * DAY))).isEqualTo(expected);
  }

  @Test
  void daysThatWereAllDownNeedNothingFiner() {
    for (int i = 0; i < 4 * 24; i++) {
      add(i * 3_600, i < 24 || i >= 72 ? 0 : 1, 3_600);
    }
    commit(outcomes);

    file.prune(
        Retention.builder().results(MINUTE).minutes(MINUTE).hours(MINUTE).build(), at(30 * DAY));

    assertThat(file.journal().downtime("a", T0, at(4 * DAY)))
        .isEqualTo(Downtime.of(List.of(new Stretch(at(DAY), at(3 * DAY), true)), Duration.ZERO));
  }

  @Test
  void aRecoveryInTheLastResultOfADayThatWasAllDownIsSeen() {
    for (int i = 0; i < 48; i++) {
      add(i * 3_600, i < 47 ? 1 : 0, 3_600);
    }
    commit(outcomes);

    for (Store store : List.of(memory, file)) {
      assertThat(store.journal().downtime("a", T0, at(2 * DAY)).stretches())
          .containsExactly(new Stretch(T0, at(47 * 3_600), true));
    }
  }

  @Test
  void aMonthSaysWhenItsDaysWereDownAndDaysWithoutItForHowLong() throws SQLException {
    for (int i = 0; i < 2 * 24; i++) {
      add(i * 3_600, i == 7 || i == 9 ? 1 : 0, 3_600);
    }
    commit(outcomes);

    file.prune(
        Retention.builder().results(MINUTE).minutes(MINUTE).hours(MINUTE).build(), at(30 * DAY));

    var first = new Stretch(at(7 * 3_600), at(8 * 3_600), true);
    var second = new Stretch(at(9 * 3_600), at(10 * 3_600), true);
    assertThat(file.journal().downtime("a", T0, at(2 * DAY)))
        .isEqualTo(Downtime.of(List.of(first, second), Duration.ZERO));
    run("DELETE FROM rollup WHERE tier = 3");
    assertThat(file.journal().downtime("a", T0, at(2 * DAY)))
        .isEqualTo(Downtime.of(List.of(), Duration.ofHours(2)));
  }

  private void run(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                SqliteFile.url(folder.resolve("pulse.db").toAbsolutePath()));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
