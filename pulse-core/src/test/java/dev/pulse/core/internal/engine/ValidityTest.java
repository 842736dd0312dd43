package dev.pulse.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.schedule.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidityTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void twoIntervalsAndTheTimeOfARun() {
    assertThat(of(Schedules.every(Duration.ofSeconds(30)))).isEqualTo(Duration.ofSeconds(70));
  }

  @Test
  void aWeekEndBetweenWorkingDaysIsNoGap() {
    var workingDays = Cron.of("0 8 * * MON-FRI", ZoneOffset.UTC);

    assertThat(of(workingDays)).isEqualTo(Duration.ofDays(6).plusSeconds(10));
  }

  @Test
  void aScheduleThatEndsSpeaksForDays() {
    Schedule once =
        after ->
            after.isBefore(NOW.plusSeconds(1)) ? Optional.of(NOW.plusSeconds(1)) : Optional.empty();

    assertThat(of(once)).isEqualTo(Duration.ofDays(2).plusSeconds(10));
  }

  @Test
  void retriesTakeTimeToo() {
    var registration =
        Registration.check("shop", context -> CheckResult.pass("ok"))
            .schedule(Schedules.every(Duration.ofSeconds(30)))
            .retries(2, Duration.ofSeconds(5))
            .build();

    assertThat(Validity.of(registration, NOW)).isEqualTo(Duration.ofSeconds(60 + 30 + 10));
  }

  private static Duration of(Schedule schedule) {
    return Validity.of(
        Registration.check("shop", context -> CheckResult.pass("ok")).schedule(schedule).build(),
        NOW);
  }
}
