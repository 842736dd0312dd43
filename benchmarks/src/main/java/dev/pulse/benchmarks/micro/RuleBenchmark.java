package dev.pulse.benchmarks.micro;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Signal;
import dev.pulse.benchmarks.fleet.Fleet;
import dev.pulse.benchmarks.fleet.Kind;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.internal.alert.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One more outcome for a failure rule and a latency anomaly, as most checks have them. */
@State(Scope.Benchmark)
public class RuleBenchmark {
  private static final int OUTCOMES = 1 << 13;

  private final List<Outcome> outcomes = new ArrayList<>();
  private int next;
  private long ids;
  private RuleBook book = book();

  private RuleBook book() {
    var registration =
        Registration.check("check", context -> CheckResult.pass("ok"))
            .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
            .rule(AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build))
            .build();
    return new RuleBook(registration, () -> ++ids, List.of());
  }

  /** A few days of one check. */
  @Setup
  public void prepare() {
    var from = Instant.parse("2026-01-01T00:00:00Z");
    var fleet = new Fleet(1, Kind.HTTP, Duration.ofMinutes(1), from, false);
    for (int i = 0; i < OUTCOMES; i++) {
      outcomes.addAll(fleet.next());
    }
    book = book();
  }

  /** Judges an outcome. */
  @Benchmark
  public List<IncidentEvent> observe() {
    return book.observe(outcomes.get(next++ & OUTCOMES - 1));
  }

  /** What a commit has to keep of it. */
  @Benchmark
  public byte[] state() {
    return book.state();
  }
}
