package dev.pulse.samples.uptimeguard;

/**
 * When a target is in trouble.
 *
 * @param zThreshold how many standard deviations above the mean a latency must be to be odd
 * @param zWindow how many accepted latencies make the baseline
 * @param zMinSamples with how few of them nothing is judged
 * @param stdFloorMillis the least standard deviation that is reckoned with
 * @param minDeltaMillis how far above the mean a latency must be at least to be odd
 * @param downAfter how many failures in a row are a downtime
 * @param upAfter how many good probes in a row end it
 * @param latencyClearAfter how many normal latencies in a row end a spike
 */
public record RuleSettings(
    double zThreshold,
    int zWindow,
    int zMinSamples,
    double stdFloorMillis,
    double minDeltaMillis,
    int downAfter,
    int upAfter,
    int latencyClearAfter) {
  /** 3 deviations of the last 100, from 10 on; down after 3, up after 2, clear after 3. */
  public static RuleSettings defaults() {
    return new RuleSettings(3.0, 100, 10, 1, 20, 3, 2, 3);
  }
}
