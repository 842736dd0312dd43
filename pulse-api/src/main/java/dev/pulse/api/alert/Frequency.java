package dev.pulse.api.alert;

/** How soon people hear of an alert. The set is frozen. */
public enum Frequency {
  /** As soon as its route allows. */
  IMMEDIATE,
  /** Once a day, together with all others of the day; the end of such an alert is not told. */
  DAILY_DIGEST
}
