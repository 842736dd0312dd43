package dev.pulse.samples.repohealth.scan;

/**
 * Learns what a scan does, step by step. Called on the threads of the scan, one call at a time;
 * should be quick. What it throws is logged and changes nothing.
 */
public interface ScanListener {
  /** A repository was looked at, and the result is stored. */
  default void scanned(ScannedRepository repository) {}

  /**
   * A repository that was there before is there no more, or is filtered now.
   *
   * @param repository the name without the organisation
   */
  default void left(String repository) {}

  /**
   * Something that people should know, once per scan: {@code No coverage data for repo shop},
   * without {@code Warning:} before it.
   */
  default void warned(String text) {}

  /** The scan is over; also when a limit cut it, and its rest will follow. */
  default void ended(ScanReport report) {}
}
