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

  /**
   * A rule that counts.
   *
   * @param trigger what it watched for, in short: its counts mean nothing for another trigger
   * @param rows by subject; a rule without subjects has one with an empty name
   * @param previous the values before of the samples whose change it watches
   */
  record Counting(
      String name, String trigger, Map<String, SavedRow> rows, Map<String, Double> previous)
      implements SavedRule {
    public Counting {
      rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
      previous = Collections.unmodifiableMap(new LinkedHashMap<>(previous));
    }
  }

  /**
   * A rule with a detector.
   *
   * @param signal what the detector watched: its numbers mean nothing for another signal
   * @param beforePause what the detector knew before another incident was opened; null while
   *     nothing is kept from it
   * @param beforeRun where the rule stood before the current run of failures, by failure rule
   */
  record Anomaly(
      String name,
      String signal,
      SavedRow row,
      DetectorState detector,
      @Nullable DetectorState beforePause,
      Map<String, Before> beforeRun)
      implements SavedRule {
    public Anomaly {
      beforeRun = Collections.unmodifiableMap(new LinkedHashMap<>(beforeRun));
    }
  }

  /** Where a rule with a detector stood. */
  record Before(DetectorState detector, SavedRow row) {}
}
