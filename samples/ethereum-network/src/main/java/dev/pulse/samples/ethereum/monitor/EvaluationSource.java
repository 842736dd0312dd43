package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.evaluate.NetworkEvaluation;

/** Tells how a network stands. Thread-safe. */
@FunctionalInterface
public interface EvaluationSource {
  /**
   * How a network stands now, or stood a moment ago.
   *
   * @param network its key
   */
  NetworkEvaluation of(String network) throws InterruptedException;
}
