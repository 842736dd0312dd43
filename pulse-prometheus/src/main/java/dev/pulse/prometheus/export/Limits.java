package dev.pulse.prometheus.export;

/**
 * How much of what checks and collectors yield is shown.
 *
 * @param perMetric how many series one metric may have
 * @param inAll how many series all metrics may have together
 */
record Limits(int perMetric, int inAll) {
  /** How many bytes a line may have, so that the page is bounded by the number of series. */
  static final int LINE = 4096;
}
