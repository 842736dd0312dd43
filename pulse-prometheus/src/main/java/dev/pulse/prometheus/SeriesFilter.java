package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import dev.pulse.prometheus.PrometheusClient.Parameter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which series to look at, for listing them and their labels: those that at least one selector
 * chooses, at some time of a span. Immutable.
 */
public final class SeriesFilter {
  private final List<PromQl> selectors;
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final int limit;

  private SeriesFilter(
      List<PromQl> selectors, @Nullable Instant from, @Nullable Instant to, int limit) {
    this.selectors = selectors;
    this.from = from;
    this.to = to;
    this.limit = limit;
  }

  /** All series of the time that the server looks at by itself. */
  public static SeriesFilter all() {
    return new SeriesFilter(List.of(), null, null, 0);
  }

  /** Those that at least one selector chooses: a {@link MetricSelector}, or one that is raw. */
  public static SeriesFilter of(PromQl... selectors) {
    return new SeriesFilter(List.of(selectors), null, null, 0);
  }

  /**
   * Only those of a time.
   *
   * @throws IllegalArgumentException when it ends before it begins
   */
  public SeriesFilter between(Instant from, Instant to) {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a span must not end before it begins");
    }
    return new SeriesFilter(selectors, requireNonNull(from, "from"), to, limit);
  }

  /**
   * At most so many; the server warns when there are more. Servers before Prometheus 3 list all.
   *
   * @throws IllegalArgumentException when less than 1
   */
  public SeriesFilter limit(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a limit must be at least 1, but is " + most);
    }
    return new SeriesFilter(selectors, from, to, most);
  }

  List<PromQl> selectors() {
    return selectors;
  }

  List<Parameter> parameters() {
    var all = new ArrayList<Parameter>();
    selectors.forEach(one -> all.add(new Parameter("match[]", one.text())));
    if (from != null && to != null) {
      all.add(new Parameter("start", seconds(from)));
      all.add(new Parameter("end", seconds(to)));
    }
    if (limit > 0) {
      all.add(new Parameter("limit", String.valueOf(limit)));
    }
    return all;
  }

  private static String seconds(Instant moment) {
    return PromQlText.seconds(moment.toEpochMilli());
  }

  @Override
  public String toString() {
    return parameters().toString();
  }
}
