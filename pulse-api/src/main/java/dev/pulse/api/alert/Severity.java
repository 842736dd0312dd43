package dev.pulse.api.alert;

/** How much an incident matters, from least to most. The set is frozen. */
public enum Severity {
  /** Good to know. */
  INFO,
  /** Somebody should look within the day. */
  WARNING,
  /** Somebody should look now. */
  CRITICAL
}
