package dev.pulse.samples.executions;

/** What becomes of the gauges of a pod when it cannot be asked any more. */
enum StaleSeries {
  /** They keep the values of the last good answer. */
  KEEP,
  /** They are removed until there is a good answer again. */
  DROP
}
