package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.schedule.Cron;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When checks run, on a clock that is moved by hand. */
class PulseScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private ManualScheduler time = new ManualScheduler(clock);
  private final List<String> runs = new ArrayList<>();
  private Pulse pulse = builder().start();

  @AfterEach
  void close() {
    pulse.close();
  }

  private Pulse.Builder builder() {
    return Pulse.builder()
        .clock(clock)
        .scheduler(time)
        .executor(Runnable::run)
        .startSpread(Duration.ZERO);
  }

  private void startAt(String instant) {
    clock = ManualClock.at(instant);
    time = new ManualScheduler(clock);
    pulse = builder().start();
  }

  /** Notes the second of the day at which it runs. */
  private Check noting(String name) {
    return context -> {
      runs.add(name + "@" + clock.instant().atZone(ZoneOffset.UTC).toLocalTime());
      return CheckResult.pass("ok");
    };
  }

  private Registration every(String name, int seconds) {
    return registration(name, Schedules.every(Duration.ofSeconds(seconds)));
  }

  private Registration registration(String name, Schedule schedule) {
    return Registration.check(name, noting(name)).schedule(schedule).build();
  }

  @Test
  void anIntervalBeginsAtTheStartAndDoesNotDrift() {
    pulse.add(every("a", 30));
    time.advance(Duration.ofSeconds(60));
    assertThat(runs).containsExactly("a@12:00", "a@12:00:30", "a@12:01");
  }

  @Test
  void aSlowRunDoesNotMoveTheGrid() {
    Check slow =
        context -> {
          runs.add("slow@" + clock.instant().atZone(ZoneOffset.UTC).toLocalTime());
          time.advance(Duration.ofSeconds(7));
          return CheckResult.pass("slow");
        };
    pulse.add(
        Registration.check("slow", slow).schedule(Schedules.every(Duration.ofSeconds(30))).build());
    time.advance(Duration.ofSeconds(60));
    assertThat(runs).containsExactly("slow@12:00", "slow@12:00:30", "slow@12:01");
  }

  @Test
  void firstRunsAreSpreadAtTheStart() {
    pulse =
        builder()
            .startSpread(Duration.ofMillis(10))
            .register(every("a", 30))
            .register(every("b", 30))
            .register(every("c", 30))
            .start();
    time.advance(Duration.ofMillis(20));
    assertThat(runs).containsExactly("a@12:00", "b@12:00:00.010", "c@12:00:00.020");
  }

  @Test
  void manyStartsNeverSpreadBeyondTheInterval() {
    var builder = builder().startSpread(Duration.ofSeconds(5));
    IntStream.range(0, 10).forEach(i -> builder.register(every("c" + i, 10)));
    pulse = builder.start();
    time.advance(Duration.ofSeconds(9));
    assertThat(runs).hasSize(10).last().isEqualTo("c9@12:00:09");
  }

  @Test
  void whatWaitsForAPlaceRunsInTheOrderOfRegistration() {
    var parked = new ArrayList<Runnable>();
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(time)
            .executor(parked::add)
            .concurrency(1)
            .startSpread(Duration.ZERO)
            .register(every("first", 30))
            .register(every("second", 30))
            .register(every("third", 30))
            .start();
    assertThat(pulse.statistics().running()).isEqualTo(1);
    assertThat(pulse.statistics().queued()).isEqualTo(2);
    for (int i = 0; i < parked.size(); i++) {
      parked.get(i).run();
    }
    assertThat(runs).containsExactly("first@12:00", "second@12:00", "third@12:00");
  }

  @Test
  void tenThousandDueChecksDoNotNestTheirRuns() {
    var builder = builder().concurrency(2);
    IntStream.range(0, 10_000).forEach(i -> builder.register(every("c" + i, 30)));
    pulse = builder.start();
    assertThat(runs).hasSize(10_000);
  }

  @Test
  void jitterDelaysEachRunButNotTheGrid() {
    pulse = builder().random(new Random(42)).start();
    pulse.add(
        registration(
            "a", Schedules.every(Duration.ofSeconds(30)).withJitter(Duration.ofSeconds(5))));
    time.advance(Duration.ofMinutes(10));
    assertThat(runs).hasSize(20);
    for (int i = 0; i < runs.size(); i++) {
      var at = LocalTime.parse(runs.get(i).substring(2));
      var grid = LocalTime.NOON.plusSeconds(30L * i);
      assertThat(Duration.between(grid, at)).isBetween(Duration.ZERO, Duration.ofSeconds(5));
    }
  }

  @Test
  void aPausedCheckDoesNotRunAndAResumedOneRunsAtOnce() {
    pulse.add(every("a", 30));
    pulse.pause("a");
    time.advance(Duration.ofSeconds(100));
    assertThat(runs).containsExactly("a@12:00");
    pulse.resume("a");
    time.advance(Duration.ofSeconds(30));
    assertThat(runs).containsExactly("a@12:00", "a@12:01:40", "a@12:02:10");
  }

  @Test
  void resumingWhatIsNotPausedChangesNothing() {
    pulse.add(every("a", 30));
    pulse.resume("a");
    assertThat(runs).containsExactly("a@12:00");
  }

  @Test
  void aRemovedCheckNeverRunsAgain() {
    pulse.add(every("a", 30));
    assertThat(pulse.remove("a")).isTrue();
    assertThat(pulse.remove("a")).isFalse();
    time.advance(Duration.ofMinutes(5));
    assertThat(runs).hasSize(1);
  }

  @Test
  void anIntervalDoesNotNoticeThatTheClockIsSet() {
    pulse.add(every("a", 30));
    clock.move(Duration.ofHours(1));
    time.advance(Duration.ofSeconds(30));
    clock.move(Duration.ofHours(-1));
    time.advance(Duration.ofSeconds(30));
    assertThat(runs).containsExactly("a@12:00", "a@13:00:30", "a@12:01");
  }

  @Test
  void cronFollowsItsTimeZoneAcrossTheEndOfWinterTime() {
    startAt("2026-03-28T00:00:00Z");
    pulse.add(registration("a", Cron.of("30 7 * * *", BERLIN)));
    time.advance(Duration.ofDays(3));
    assertThat(runs).containsExactly("a@06:30", "a@05:30", "a@05:30");
  }

  @Test
  void aCronThatTheClockJumpsOverIsDueAtTheNextLook() {
    pulse.add(registration("a", Cron.of("30 12 * * *", ZoneOffset.UTC)));
    clock.move(Duration.ofHours(1));
    time.advance(Duration.ofSeconds(30));
    assertThat(runs).hasSize(1);
    time.advance(Duration.ofHours(1));
    assertThat(runs).hasSize(1);
  }

  @Test
  void aMinutelyCronGoesOnWhenTheClockIsSetBack() {
    pulse.add(registration("a", Cron.of("* * * * *", ZoneOffset.UTC)));
    time.advance(Duration.ofMinutes(2));
    clock.move(Duration.ofHours(-1));
    time.advance(Duration.ofMinutes(3));
    assertThat(runs).containsExactly("a@12:01", "a@12:02", "a@11:03", "a@11:04", "a@11:05");
  }

  @Test
  void aDailyScheduleIsNotRunTwiceWhenTheClockIsSetBack() {
    pulse.add(registration("a", Schedules.daily(LocalTime.of(12, 30), ZoneOffset.UTC)));
    time.advance(Duration.ofMinutes(31));
    clock.move(Duration.ofHours(-1));
    time.advance(Duration.ofHours(3));
    assertThat(runs).containsExactly("a@12:30");
    time.advance(Duration.ofHours(24));
    assertThat(runs).containsExactly("a@12:30", "a@12:30");
  }

  @Test
  void aScheduleThatNeverFiresIsRefused() {
    assertThatThrownBy(() -> pulse.add(registration("a", after -> Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("never fires");
    assertThat(pulse.checks()).isEmpty();
  }

  @Test
  void aTakenNameIsRefused() {
    pulse.add(every("a", 30));
    assertThatThrownBy(() -> pulse.add(every("a", 60)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the name is taken");
  }

  @Test
  void severalAreAddedOrNone() {
    pulse.add(every("b", 30));
    runs.clear();
    assertThatThrownBy(() -> pulse.addAll(List.of(every("a", 30), every("b", 30))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"b\"");
    assertThat(pulse.checks()).extracting(CheckView::name).containsExactly("b");
    pulse.addAll(List.of(every("a", 30), every("c", 30)));
    assertThat(runs).containsExactly("a@12:00", "c@12:00");
  }

  @Test
  void theBuilderReportsAllProblemsAtOnce() {
    var builder =
        builder()
            .concurrency(0)
            .startSpread(Duration.ofSeconds(-1))
            .register(every("a", 30))
            .register(every("a", 60));
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("concurrency")
        .hasMessageContaining("start spread")
        .hasMessageContaining("\"a\" is registered twice");
    assertThat(runs).isEmpty();
  }
}
