package dev.pulse.samples.repohealth.scan;

import java.time.Duration;

/** What people are told when what is known has become too old. */
public final class StaleData {
  private static final Duration DAY = Duration.ofDays(1);

  private StaleData() {}

  /**
   * The sentence, without {@code Warning:} before it.
   *
   * @param limit how old it may be
   */
  public static String warning(Duration limit) {
    return "Data older than " + (limit.equals(DAY) ? "24 hours" : limit.toSeconds() + " seconds");
  }
}
