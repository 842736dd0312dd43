package dev.pulse.prometheus;

import dev.pulse.api.model.Sample;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of a series as a sample.
 *
 * @param key the sample's series
 * @param of the sample
 */
record SampleSeries(String key, Sample of) {
  private static final String DEFAULT = "promql_value";

  /**
   * The sample; empty when there is no value, or one that is not finite.
   *
   * @param name what it is called; null for the name of the metric
   */
  static Optional<SampleSeries> gauge(Series series, @Nullable String name) {
    var called =
        name != null ? name : series.name().filter(PromQlText::isMetricName).orElse(DEFAULT);
    return series
        .latest()
        .filter(point -> Double.isFinite(point.value()))
        .map(
            point ->
                new SampleSeries(
                    called + series.labels(),
                    Sample.gauge(called, series.labels(), point.value())));
  }
}
