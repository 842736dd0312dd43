package dev.pulse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Announced maintenance, from noon and ten minutes to noon and twenty. */
@Timeout(30)
class PulseMaintenanceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Maintenance MOVE =
      Maintenance.once("move", minute(10), minute(20)).checks(List.of("shop"));

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final RecordingListener seen = new RecordingListener();
  private final List<Double> learnt = new ArrayList<>();
  private CheckResult answer = CheckResult.pass("fine");
  private Pulse pulse;

  @AfterEach
  void close() {
    pulse.close();
  }

  private static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  /** Runs each minute, from noon on. */
  private void start(String name, AlertRule... rules) {
    var registration =
        Registration.check(name, context -> answer)
            .schedule(Schedules.every(Duration.ofMinutes(1)));
    List.of(rules).forEach(registration::rule);
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(time)
            .executor(Runnable::run)
            .listener(seen)
            .maintenance(MOVE)
            .startSpread(Duration.ZERO)
            .register(registration.build())
            .start();
  }

  private void until(int minute) {
    // Short of it, so that what changes at a minute changes before the run of that minute.
    time.advance(Duration.between(clock.instant(), minute(minute).minusSeconds(1)));
  }

  private void fails() {
    answer = CheckResult.fail(Reason.REFUSED, "refused");
  }

  private void passes() {
    answer = CheckResult.pass("fine");
  }

  private List<String> events() {
    pulse.flush();
    return seen.incidents().stream().map(event -> event.kind() + " " + time(event)).toList();
  }

  private static String time(IncidentEvent event) {
    var incident = event.incident();
    return incident.endedAt().orElse(incident.startedAt()).toString().substring(11, 16);
  }

  private static AlertRule downtime() {
    return AlertRule.whenFailing().after(3).recoverAfter(2);
  }

  @Test
  void outcomesOfTheWorkSayItsName() {
    start("shop");

    until(30);

    var announced = seen.outcomes().stream().filter(o -> o.maintenance().isPresent()).toList();
    assertThat(announced).hasSize(10);
    assertThat(announced).allMatch(outcome -> outcome.maintenance().get().equals("move"));
    assertThat(announced.get(0).started()).isEqualTo(minute(10));
    assertThat(announced).allMatch(outcome -> outcome.status() == Status.PASS);
  }

  @Test
  void whatIsNotWorkedOnHasNoMaintenance() {
    start("till", downtime());

    until(11);
    fails();
    until(30);

    assertThat(seen.outcomes()).allMatch(outcome -> outcome.maintenance().isEmpty());
    assertThat(events()).containsExactly("OPENED 12:13");
  }

  @Test
  void failuresOfTheWorkAreNoIncidentAndAreNotCountedAfterwards() {
    start("shop", downtime());

    until(8);
    fails();
    until(22);
    assertThat(events()).isEmpty();

    until(30);
    assertThat(events()).containsExactly("OPENED 12:22");
  }

  @Test
  void anOpenIncidentStaysUntilTheTargetRecovers() {
    start("shop", downtime());
    until(5);
    fails();

    until(15);
    assertThat(events()).containsExactly("OPENED 12:07");
    passes();
    until(30);

    assertThat(events()).containsExactly("OPENED 12:07", "RESOLVED 12:16");
  }

  @Test
  void detectorsDoNotSeeTheWork() {
    answer = CheckResult.pass("fine").withLatency(Duration.ofMillis(50));
    start("shop", AlertRule.whenAnomalous(Signal.latency(), Notes::new));
    until(10);
    answer = CheckResult.pass("slow").withLatency(Duration.ofSeconds(5));
    until(20);
    answer = CheckResult.pass("fine").withLatency(Duration.ofMillis(51));
    until(22);

    assertThat(learnt).containsOnly(50.0, 51.0).hasSize(12);
  }

  @Test
  void theTimeOfTheWorkIsAccountedByItself() {
    start("shop", downtime());
    until(10);
    fails();
    until(20);
    passes();
    until(30);
    pulse.flush();

    var uptime = pulse.journal().uptime("shop", NOON, minute(30));

    assertThat(uptime.maintenance()).isEqualTo(Duration.ofMinutes(10));
    assertThat(uptime.up()).isEqualTo(Duration.ofMinutes(20));
    assertThat(uptime.down()).isZero();
  }

  @Test
  void workOfWhichNothingIsKnownEndsTheCountsAsWell() {
    start("shop", downtime());
    until(8);
    fails();
    until(10);
    answer = CheckResult.unknown(Reason.TIMEOUT, "no answer");
    until(20);
    fails();
    until(22);
    assertThat(events()).isEmpty();

    until(30);
    assertThat(events()).containsExactly("OPENED 12:22");
  }

  @Test
  void whatIsSaidDuringTheWorkHoldsUntilItIsOver() {
    start("shop");
    until(15);
    pulse.pause("shop");
    until(30);
    pulse.flush();

    var uptime = pulse.journal().uptime("shop", NOON, minute(30));

    assertThat(seen.outcomes().get(14).validFor()).isEqualTo(Duration.ofMinutes(2).plusSeconds(10));
    assertThat(uptime.maintenance()).isEqualTo(Duration.ofMinutes(6).plusSeconds(10));
    assertThat(seen.outcomes().get(seen.outcomes().size() - 1).started()).isBefore(minute(15));
  }

  @Test
  void theLastOutcomeOfTheWorkSaysNothingOfTheTimeAfterIt() {
    start("shop");
    until(20);
    pulse.pause("shop");
    until(30);
    pulse.flush();

    var last = seen.outcomes().get(seen.outcomes().size() - 1);

    assertThat(last.validFor()).isEqualTo(Duration.between(last.started(), minute(20)));
    assertThat(pulse.journal().uptime("shop", minute(20), minute(30)).unknown())
        .isEqualTo(Duration.ofMinutes(10));
  }

  /** A detector that notes what it is shown. */
  private final class Notes implements Detector {
    @Override
    public Verdict observe(double value, Instant at) {
      learnt.add(value);
      return Verdict.of(Verdict.Kind.NORMAL);
    }

    @Override
    public DetectorState state() {
      return DetectorState.NONE;
    }

    @Override
    public void restore(DetectorState state) {}
  }
}
