package dev.pulse.samples.repohealth.store;

import java.util.Locale;

/** How a build became known. */
public enum BuildSource {
  /** GitHub was asked. */
  POLL,
  /** Somebody reported it. */
  REPORT;

  /** The word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
