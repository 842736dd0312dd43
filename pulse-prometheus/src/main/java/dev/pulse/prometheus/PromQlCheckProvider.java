package dev.pulse.prometheus;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Status;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * Makes {@link PromQlCheck}s of the type {@code promql}. Options, of which {@code url}, {@code
 * query} and one threshold are needed; the defaults are those of the check and the clients:
 *
 * <ul>
 *   <li>{@code url}: where Prometheus is; with {@code datasource} (a uid) Grafana, asked by its
 *       query API, or with {@code datasource-proxy: true} through its datasource proxy
 *   <li>{@code bearer}, or {@code basic} (a section with {@code user} and {@code password}); {@code
 *       headers} and {@code parameters} (maps)
 *   <li>{@code client-certificate}, {@code trust}, {@code allow-private}, {@code allow} and {@code
 *       deny} as for {@link dev.pulse.core.check.HttpCheckProvider}
 *   <li>{@code request-timeout}: a duration; {@code max-body}: bytes; {@code retry-after}: a list
 *       of durations
 *   <li>{@code query}, {@code warn-above}, {@code fail-above}, {@code warn-below}, {@code
 *       fail-below}; {@code no-data}: a status; {@code min-series}; {@code max-findings}; {@code
 *       sample}: a name
 *   <li>{@code max-age}: a duration, with {@code time-query} unless the query ends in a range
 * </ul>
 */
public final class PromQlCheckProvider implements CheckProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PromQlCheckProvider() {}

  @Override
  public String type() {
    return "promql";
  }

  @Override
  public Check create(Settings settings) {
    var client = BackendOptions.read(settings);
    var query =
        settings
            .text("query")
            .describedAs("the expression to judge, in PromQL")
            .map(PromQl::raw, PromQl.number(0))
            .required();
    var check = PromQlCheck.builder(request -> Map.of(), query);
    readThresholds(settings, check);
    check.noData(
        settings
            .choice("no-data", Status.class)
            .describedAs("what it means that there is no series")
            .orElse(Status.UNKNOWN));
    check.minSeries(
        settings.integer("min-series").describedAs("fewer series than this are unknown").orElse(0));
    check.maxFindings(
        settings
            .integer("max-findings")
            .describedAs("how many findings a result has at most; the worst are kept")
            .orElse(PromQlCheck.MAX_FINDINGS));
    settings
        .text("sample")
        .describedAs("the name of the samples; the metric's unless told")
        .optional()
        .ifPresent(check::sample);
    settings
        .duration("max-age")
        .describedAs("a series whose newest sample is older is unknown")
        .notEmpty()
        .optional()
        .ifPresent(check::maxAge);
    settings
        .text("time-query")
        .describedAs("makes the times of the samples for max-age, in seconds since 1970")
        .notEmpty()
        .map(PromQl::raw, PromQl.number(0))
        .optional()
        .ifPresent(check::timeQuery);
    var problems = new ArrayList<>(client.problems());
    problems.addAll(check.problems());
    return PeerOptions.build(settings, problems, () -> check.backend(client.backend()).build());
  }

  private static void readThresholds(Settings settings, PromQlCheck.Builder check) {
    threshold(settings, "warn-above", "warn of a greater value").ifPresent(check::warnAbove);
    threshold(settings, "fail-above", "fail for a greater value").ifPresent(check::failAbove);
    threshold(settings, "warn-below", "warn of a smaller value").ifPresent(check::warnBelow);
    threshold(settings, "fail-below", "fail for a smaller value").ifPresent(check::failBelow);
  }

  private static Optional<Double> threshold(Settings settings, String key, String description) {
    return settings.number(key).describedAs(description).notEmpty().optional();
  }
}
