package dev.pulse.samples.server;

import dev.pulse.api.model.Status;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How each check stands, read at the moment of a scrape: series come and go with the checks, and
 * what is not known has none.
 */
final class CheckGauges implements MultiCollector {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private final Pulse pulse;

  CheckGauges(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public MetricSnapshots collect() {
    var checks = pulse.checks();
    return MetricSnapshots.of(
        gauge(
            checks,
            "pulse_check_up",
            "1 when the last run passed or warned, 0 when it failed; absent while unknown",
            CheckGauges::up),
        gauge(
            checks,
            "pulse_check_latency_seconds",
            "What the last run measured as latency; absent when it measured none",
            CheckGauges::latency),
        gauge(
            checks,
            "pulse_check_last_run_timestamp_seconds",
            "When the last run began; absent before the first",
            CheckGauges::lastRun),
        gauge(
            checks,
            "pulse_check_paused",
            "1 while the check is paused",
            check -> OptionalDouble.of(check.paused() ? 1 : 0)),
        gauge(
            checks,
            "pulse_check_maintenance",
            "1 when the last run fell into announced maintenance, 0 when not; absent before the"
                + " first",
            CheckGauges::maintenance),
        gauge(
            checks,
            "pulse_check_open_incidents",
            "How many incidents of the check are open",
            check -> OptionalDouble.of(check.openIncidents().size())));
  }

  private static GaugeSnapshot gauge(
      List<CheckView> checks, String name, String help, Function<CheckView, OptionalDouble> value) {
    var gauge = GaugeSnapshot.builder().name(name).help(help);
    for (CheckView check : checks) {
      value
          .apply(check)
          .ifPresent(
              number ->
                  gauge.dataPoint(
                      GaugeDataPointSnapshot.builder()
                          .labels(Labels.of("check", check.name()))
                          .value(number)
                          .build()));
    }
    return gauge.build();
  }

  private static OptionalDouble up(CheckView check) {
    return check.status() == Status.UNKNOWN
        ? OptionalDouble.empty()
        : OptionalDouble.of(check.status().isUp() ? 1 : 0);
  }

  private static OptionalDouble latency(CheckView check) {
    return check.latest().flatMap(outcome -> outcome.result().latency()).stream()
        .mapToDouble(latency -> latency.toNanos() / NANOS)
        .findFirst();
  }

  private static OptionalDouble maintenance(CheckView check) {
    return check.latest().stream()
        .mapToDouble(outcome -> outcome.maintenance().isPresent() ? 1 : 0)
        .findFirst();
  }

  private static OptionalDouble lastRun(CheckView check) {
    return check.latest().stream()
        .mapToDouble(outcome -> outcome.started().toEpochMilli() / MILLIS)
        .findFirst();
  }
}
