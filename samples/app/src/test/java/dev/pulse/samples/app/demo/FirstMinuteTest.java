package dev.pulse.samples.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plays the scripts of the demo to the rules of its file, without sockets and without waiting. */
class FirstMinuteTest {
  private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private Pulse pulse;

  @BeforeEach
  void start() {
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(time)
            .executor(Runnable::run)
            .startSpread(Duration.ZERO)
            .start();
    for (Registration registration : Practice.checks()) {
      for (Script script : Script.values()) {
        if (registration.name().equals(script.name().toLowerCase(Locale.ROOT))) {
          pulse.add(played(registration, script));
        }
      }
    }
    assertThat(pulse.checks()).hasSize(Script.values().length);
  }

  /** As the configuration has it, with a script in place of the request. */
  private Registration played(Registration registration, Script script) {
    var builder =
        Registration.check(registration.name(), play(script))
            .schedule(registration.schedule())
            .timeout(registration.timeout());
    registration.rules().forEach(builder::rule);
    return builder.build();
  }

  @AfterEach
  void stop() {
    pulse.close();
  }

  @Test
  void showsADowntimeThatBeginsAndEnds() {
    time.advance(Duration.ofSeconds(25));

    assertThat(incidents("failing"))
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.rule()).isEqualTo("downtime");
              assertThat(incident.resolution()).contains("recovered");
            });
  }

  @Test
  void showsAnAnomalyThatBeginsAndEnds() {
    time.advance(Duration.ofSeconds(50));

    assertThat(incidents("spiky"))
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.rule()).isEqualTo("latency_anomaly");
              assertThat(incident.resolution()).contains("recovered");
            });
  }

  @Test
  void isQuietAboutTheOthers() {
    time.advance(Duration.ofSeconds(60));

    assertThat(incidents("steady")).isEmpty();
    assertThat(incidents("slow")).isEmpty();
    assertThat(incidents("flaky")).isEmpty();
  }

  private List<Incident> incidents(String check) {
    pulse.flush();
    return pulse.incidents().list(IncidentQuery.of(check)).items();
  }

  private Check play(Script script) {
    var requests = new AtomicLong();
    var started = clock.instant();
    return context -> {
      var since = Duration.between(started, context.clock().instant());
      var answer = script.answer(requests.incrementAndGet(), since);
      var result =
          answer.status() == 200
              ? CheckResult.pass("200")
              : CheckResult.fail(Reason.STATUS, "" + answer.status());
      return result.withLatency(answer.delay().plusMillis(1));
    };
  }
}
