package dev.pulse.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Instant next(Schedule schedule, String after) {
    return schedule.next(Instant.parse(after)).orElseThrow();
  }

  @Test
  void dailyFollowsItsTimeZone() {
    var daily = Schedules.daily(LocalTime.of(7, 0), BERLIN);
    assertThat(next(daily, "2026-01-10T05:59:59Z")).isEqualTo("2026-01-10T06:00:00Z");
    assertThat(next(daily, "2026-01-10T06:00:00Z")).isEqualTo("2026-01-11T06:00:00Z");
    assertThat(next(daily, "2026-07-10T00:00:00Z")).isEqualTo("2026-07-10T05:00:00Z");
  }

  @Test
  void aTimeThatTheClocksSkipIsDueWhenTheyHaveMoved() {
    var daily = Schedules.daily(LocalTime.of(2, 30), BERLIN);
    assertThat(next(daily, "2026-03-28T12:00:00Z")).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(next(daily, "2026-03-29T01:00:00Z")).isEqualTo("2026-03-30T00:30:00Z");
  }

  @Test
  void aTimeThatComesTwiceIsDueOnce() {
    var daily = Schedules.daily(LocalTime.of(2, 30), BERLIN);
    assertThat(next(daily, "2026-10-24T12:00:00Z")).isEqualTo("2026-10-25T00:30:00Z");
    assertThat(next(daily, "2026-10-25T00:30:00Z")).isEqualTo("2026-10-26T01:30:00Z");
  }

  @Test
  void intervalsHaveBounds() {
    assertThatThrownBy(() -> Schedules.every(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1s");
    assertThatThrownBy(() -> Schedules.every(Duration.ofDays(367)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Schedules.every(Duration.ofSeconds(1)).withJitter(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jitter");
  }
}
