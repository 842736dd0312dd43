package dev.pulse.samples.ethereum.config;

import java.util.Locale;

/** How much is logged. */
public enum LogLevel {
  /** Everything, for whoever looks for a fault. */
  DEBUG,
  /** What happens. */
  INFO,
  /** What somebody should look at. */
  WARN,
  /** What does not work. */
  ERROR;

  /** As it is written in the environment. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
