package dev.pulse.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseMetersTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void whatTheEngineDoesIsCounted() {
    try (var pulse =
            Pulse.builder()
                .clock(clock)
                .scheduler(time)
                .executor(Runnable::run)
                .rule(AlertRule.whenFailing().after(1))
                .start();
        var meters = PulseMeters.bind(pulse, registry)) {
      pulse.add(
          Registration.check("a", context -> CheckResult.fail(Reason.REFUSED, "refused"))
              .schedule(Schedules.every(Duration.ofSeconds(30)))
              .build());
      time.advance(Duration.ofSeconds(31));
      assertThat(meters).isNotNull();
      assertThat(count("pulse.runs", "status", "fail")).isEqualTo(2);
      assertThat(count("pulse.runs", "status", "pass")).isZero();
      assertThat(count("pulse.incidents", "event", "opened")).isEqualTo(1);
      assertThat(registry.get("pulse.results.stored").counter().count()).isEqualTo(2);
      assertThat(registry.get("pulse.checks").gauge().value()).isEqualTo(1);
      assertThat(registry.get("pulse.run.duration").timer().count()).isEqualTo(2);
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void everyMeterHasADescription() {
    try (var pulse = Pulse.builder().start();
        var meters = PulseMeters.bind(pulse, registry)) {
      assertThat(meters).isNotNull();
      assertThat(registry.getMeters())
          .hasSizeGreaterThan(10)
          .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
    }
  }

  private double count(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }
}
