package dev.pulse.api.alert;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.model.Signal;
import java.util.function.Supplier;

/**
 * Decides when the outcomes of one registration are worth an incident, and when it is over. Rules
 * are plain values; Pulse keeps the counters and detectors behind them, saves those with the
 * results and restores them after a restart. At most one incident is open per registration and
 * rule.
 *
 * <pre>{@code
 * Registration.check("shop", check)
 *     .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
 *     .rule(AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build))
 *     .build();
 * }</pre>
 *
 * <p>More kinds of rule will come: do not write a switch that must be complete.
 */
public sealed interface AlertRule permits FailureRule, AnomalyRule {
  /** The name; unique among the rules of a registration. It is the kind of the incident. */
  String name();

  /** How much its incidents matter. */
  Severity severity();

  /** A rule for a target that fails several times in a row. See {@link FailureRule}. */
  static FailureRule whenFailing() {
    return new FailureRule("downtime", Severity.CRITICAL, 3, 2);
  }

  /**
   * A rule for a number that a detector finds odd. See {@link AnomalyRule}.
   *
   * @param signal the number to watch
   * @param detector makes a detector that has seen nothing; called once per registration and
   *     restart
   */
  static AnomalyRule whenAnomalous(Signal signal, Supplier<? extends Detector> detector) {
    return new AnomalyRule(
        signal.name() + "_anomaly", Severity.WARNING, signal, detector, 3, false);
  }
}
