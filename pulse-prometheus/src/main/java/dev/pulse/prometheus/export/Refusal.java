package dev.pulse.prometheus.export;

import java.util.Locale;

/** Why a sample is not shown. */
enum Refusal {
  /** Its metric has as many series as one may have. */
  METRIC_LIMIT,
  /** All metrics together have as many series as they may have. */
  LIMIT,
  /** Its metric is one of Pulse itself, or of the registry. */
  NAME,
  /** A label of it begins with two underscores, which Prometheus keeps for itself. */
  LABEL,
  /** Its check has told this series already. */
  DUPLICATE,
  /** Its line is too long. */
  LENGTH;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
