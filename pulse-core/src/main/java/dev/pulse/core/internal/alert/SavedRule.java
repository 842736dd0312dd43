package dev.pulse.core.internal.alert;

import dev.pulse.api.detect.DetectorState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is saved of one rule. */
sealed interface SavedRule {
  /** The name of the rule. */
  String name();

  /** Whether an incident of it was open. */
  boolean open();

  /**
   * A failure rule.
   *
   * @param failures in a row
   * @param successes in a row since the incident was opened
   */
  record Failure(String name, boolean open, int failures, int successes) implements SavedRule {}

  /**
   * An anomaly rule.
   *
   * @param signal what the detector watched: its numbers mean nothing for another signal
   * @param normal normal verdicts in a row since the incident was opened
   * @param beforePause what the detector knew before another incident was opened; null while
   *     nothing is kept from it
   * @param beforeRun where the rule stood before the current run of failures, by failure rule
   */
  record Anomaly(
      String name,
      String signal,
      boolean open,
      int normal,
      DetectorState detector,
      @Nullable DetectorState beforePause,
      Map<String, Before> beforeRun)
      implements SavedRule {
    public Anomaly {
      beforeRun = Collections.unmodifiableMap(new LinkedHashMap<>(beforeRun));
    }
  }

  /** Where an anomaly rule stood. */
  record Before(DetectorState detector, int normal) {}
}
