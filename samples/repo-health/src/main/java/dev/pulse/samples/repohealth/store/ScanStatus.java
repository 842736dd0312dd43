package dev.pulse.samples.repohealth.store;

import java.util.Locale;

/** How a scan ended. */
public enum ScanStatus {
  /** Every repository was read. */
  OK,
  /** Some repositories were not read. */
  PARTIAL,
  /** Nothing could be read: the results of the scan before stay. */
  FAILED;

  /** The word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
