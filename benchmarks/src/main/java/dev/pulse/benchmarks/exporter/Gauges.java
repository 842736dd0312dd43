package dev.pulse.benchmarks.exporter;

import dev.pulse.api.check.Registration;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up series: ten metrics, each with ten sets of labels for each check. The same go into a
 * Pulse and into a registry.
 */
final class Gauges {
  private static final int METRICS = 10;
  private static final int SETS = 10;

  private final List<Series> all = new ArrayList<>();

  private record Series(String check, String name, String queue, String zone, double value) {
    Sample sample() {
      return Sample.gauge(name, Labels.of("queue", queue, "zone", zone), value);
    }
  }

  /** So many, a multiple of a hundred. */
  Gauges(int count) {
    var random = new SplittableRandom(1);
    for (int check = 0; check < count / (METRICS * SETS); check++) {
      for (int metric = 0; metric < METRICS; metric++) {
        for (int set = 0; set < SETS; set++) {
          all.add(
              new Series(
                  "broker-" + check,
                  "queue_messages_" + (char) ('a' + metric) + "_ratio",
                  "queue-" + set,
                  "europe-west" + set % 3,
                  // Some are whole, most are what measuring gives.
                  set % 4 == 0 ? random.nextInt(100_000) : random.nextDouble(1000)));
        }
      }
    }
  }

  /** Collectors that bring them, each of which has run once. */
  void collectIn(Pulse pulse) {
    for (int begin = 0; begin < all.size(); begin += METRICS * SETS) {
      var samples =
          Samples.of(
              all.subList(begin, begin + METRICS * SETS).stream().map(Series::sample).toList());
      var name = all.get(begin).check();
      pulse.add(
          Registration.collector(name, context -> samples)
              .schedule(Schedules.every(Duration.ofDays(1)))
              .build());
      pulse.runNow(name).join();
    }
  }

  void registerIn(MeterRegistry registry) {
    for (Series series : all) {
      Gauge.builder(series.name(), series, Series::value)
          .description("Measured by checks or collectors")
          .tag("check", series.check())
          .tag("queue", series.queue())
          .tag("zone", series.zone())
          .register(registry);
    }
  }
}
