package dev.pulse.benchmarks.blackbox;

import java.time.Duration;

/**
 * What came out of asking about one target. Immutable.
 *
 * @param blackbox whether blackbox_exporter calls it a success
 * @param blackboxTook the median
 * @param pulse the verdict of Pulse with its reason
 * @param pulseTook the median
 */
record Line(Row row, boolean blackbox, Duration blackboxTook, String pulse, Duration pulseTook) {
  /** Whether one calls the target well and the other does not. */
  boolean differs() {
    return blackbox != Row.isUp(pulse);
  }
}
