package dev.pulse.prometheus;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.core.internal.net.PeerOptions;
import java.util.ArrayList;
import java.util.Map;

/**
 * Makes {@link PromQlCollector}s of the type {@code promql-samples}; {@code promql} is the check,
 * and a configuration finds both under one key. Options: {@code gauges} and {@code counters} (maps
 * of expressions by the names of their samples), at least one of them; {@code max-series}; and whom
 * to ask, as for {@link PromQlCheckProvider}.
 */
public final class PromQlCollectorProvider implements CollectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PromQlCollectorProvider() {}

  @Override
  public String type() {
    return "promql-samples";
  }

  @Override
  public Collector create(Settings settings) {
    var client = BackendOptions.read(settings);
    var collector = PromQlCollector.builder(request -> Map.of());
    settings
        .map("gauges")
        .describedAs("expressions in PromQL by the names of their samples")
        .where(PromQlCollectorProvider::isWritten, "must not have empty expressions")
        .orElse(Map.of())
        .forEach((name, query) -> collector.gauge(name, PromQl.raw(query)));
    settings
        .map("counters")
        .describedAs("the same for totals that only rise")
        .where(PromQlCollectorProvider::isWritten, "must not have empty expressions")
        .orElse(Map.of())
        .forEach((name, query) -> collector.counter(name, PromQl.raw(query)));
    collector.maxSeries(
        settings
            .integer("max-series")
            .describedAs("how many series an expression may have")
            .orElse(PromQlCollector.MAX_SERIES));
    var problems = new ArrayList<>(client.problems());
    problems.addAll(collector.problems());
    return PeerOptions.build(settings, problems, () -> collector.backend(client.backend()).build());
  }

  private static boolean isWritten(Map<String, String> queries) {
    return queries.values().stream().allMatch(PromQl::isExpression);
  }
}
