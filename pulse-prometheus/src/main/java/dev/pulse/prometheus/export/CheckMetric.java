package dev.pulse.prometheus.export;

/** What is told of each check, whatever it yields. */
enum CheckMetric {
  UP(
      "pulse_check_up",
      "1 when the last run passed or warned, 0 when it failed; absent while unknown"),
  LATENCY(
      "pulse_check_latency_seconds",
      "What the last run measured as latency; absent when it measured none"),
  LAST_RUN(
      "pulse_check_last_run_timestamp_seconds", "When the last run began; absent before the first"),
  PAUSED("pulse_check_paused", "1 while the check is paused"),
  MAINTENANCE(
      "pulse_check_maintenance",
      "1 when the last run fell into announced maintenance, 0 when not; absent before the first"),
  OPEN_INCIDENTS("pulse_check_open_incidents", "How many incidents of the check are open");

  private final String metric;
  private final String help;

  CheckMetric(String metric, String help) {
    this.metric = metric;
    this.help = help;
  }

  String metric() {
    return metric;
  }

  Family family() {
    return new Family(metric, help);
  }

  /** The value for a check; not a number when there is none. */
  double of(Standing check) {
    return switch (this) {
      case UP -> check.up();
      case LATENCY -> check.latency();
      case LAST_RUN -> check.lastRun();
      case PAUSED -> check.paused();
      case MAINTENANCE -> check.maintenance();
      case OPEN_INCIDENTS -> check.openIncidents();
    };
  }
}
