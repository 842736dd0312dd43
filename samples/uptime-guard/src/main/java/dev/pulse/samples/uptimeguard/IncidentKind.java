package dev.pulse.samples.uptimeguard;

import java.util.Locale;

/** What can be wrong with a target. */
enum IncidentKind {
  /** It answers much slower than usual. */
  LATENCY_SPIKE,
  /** It fails more often than usual. */
  ERROR_RATE,
  /** It fails every time. */
  DOWNTIME,
  /** It fails faster than its error budget allows; not evaluated by this version. */
  SLO_BURN;

  /** The word that the API, the events and the metrics use. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
