package dev.pulse.prometheus.export;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One scrape in the making: what Pulse holds in memory goes in, check by check, lines by metric
 * come out. Nothing of it outlives the scrape, so a series ends with its source. Confine to one
 * thread.
 */
final class Page {
  static final String INCIDENTS = "pulse_incidents_open";
  static final String SCORE = "pulse_check_score";
  static final String FACTOR = "pulse_check_score_factor";
  static final String REFUSED = "pulse_exporter_series_refused_total";

  private static final Set<String> OWN = own();
  private static final String SAMPLE_HELP = "Measured by checks or collectors";

  private final Limits limits;
  private final Refusals refusals;
  private final Map<String, String> descriptions;
  private final Set<String> taken;
  private final Map<CheckMetric, Family> checks = new EnumMap<>(CheckMetric.class);
  private final Family incidents =
      new Family(INCIDENTS, "Open incidents, by check, rule and severity");
  private final Family scores =
      new Family(SCORE, "The score of the last run, 0 to 100; absent while inconclusive");
  private final Family factors =
      new Family(FACTOR, "The points of each known factor of a score, 0 to 100");
  private final Map<String, Family> samples = new LinkedHashMap<>();
  private int series;

  /**
   * An empty page.
   *
   * @param descriptions help for metrics of samples, by name
   * @param taken the names that the registry shows
   */
  Page(Limits limits, Refusals refusals, Map<String, String> descriptions, Set<String> taken) {
    this.limits = limits;
    this.refusals = refusals;
    this.descriptions = descriptions;
    this.taken = taken;
    for (CheckMetric metric : CheckMetric.values()) {
      checks.put(metric, metric.family());
    }
  }

  private static Set<String> own() {
    var names = new HashSet<>(Set.of(INCIDENTS, SCORE, FACTOR, REFUSED));
    for (CheckMetric metric : CheckMetric.values()) {
      names.add(metric.metric());
    }
    return Set.copyOf(names);
  }

  /** Adds all that is known of a check. */
  void add(Standing check) {
    checks.forEach(
        (metric, family) -> {
          double value = metric.of(check);
          if (!Double.isNaN(value)) {
            family.add(check, Labels.empty(), value, Sample.Kind.GAUGE);
          }
        });
    addIncidents(check);
    boolean score = check.isScore();
    for (Sample sample : check.samples()) {
      var refusal = add(check, sample, score ? scoreFamily(sample) : null);
      if (refusal != null) {
        refusals.add(refusal);
      }
    }
  }

  private void addIncidents(Standing check) {
    var counts = new TreeMap<String, Map<String, Integer>>();
    for (Incident incident : check.incidents()) {
      counts
          .computeIfAbsent(incident.rule(), rule -> new TreeMap<>())
          .merge(incident.severity().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
    }
    counts.forEach(
        (rule, bySeverity) ->
            bySeverity.forEach(
                (severity, count) ->
                    // Names of rules are short, so the line is.
                    incidents.add(
                        check,
                        Labels.of("rule", rule, "severity", severity),
                        count,
                        Sample.Kind.GAUGE)));
  }

  /** Where a part of a score goes; nowhere in particular when it is another sample. */
  private @Nullable Family scoreFamily(Sample sample) {
    return switch (sample.name()) {
      case "score" -> scores;
      case "score_factor" -> factors;
      default -> null;
    };
  }

  private @Nullable Refusal add(Standing check, Sample sample, @Nullable Family given) {
    if (series >= limits.inAll()) {
      return Refusal.LIMIT;
    }
    var family = given == null ? family(sample.name()) : given;
    if (family == null) {
      return Refusal.NAME;
    }
    if (family.size() >= limits.perMetric()) {
      return Refusal.METRIC_LIMIT;
    }
    var labels = SampleLabels.shown(sample.labels());
    if (labels == null) {
      return Refusal.LABEL;
    }
    if (!family.isNew(check, labels)) {
      return Refusal.DUPLICATE;
    }
    if (!family.add(check, labels, sample.value(), sample.kind())) {
      return Refusal.LENGTH;
    }
    series++;
    return null;
  }

  private @Nullable Family family(String name) {
    var known = samples.get(name);
    if (known != null) {
      return known;
    }
    if (OWN.contains(name) || taken.contains(name)) {
      return null;
    }
    var family = new Family(name, descriptions.getOrDefault(name, SAMPLE_HELP));
    samples.put(name, family);
    return family;
  }

  /** All lines, in an order that stays the same while the checks do. */
  List<Bytes> lines(Format format) {
    var refused =
        new Family(REFUSED, "Series that were not shown, counted at each scrape, by the reason");
    refusals.writeTo(refused);
    var all = new ArrayList<>(checks.values());
    all.addAll(List.of(incidents, scores, factors, refused));
    all.addAll(samples.values());
    var parts = new ArrayList<Bytes>();
    for (Family family : all) {
      if (family.size() > 0) {
        parts.add(family.head(format, this::isTaken));
        parts.add(family.lines());
      }
    }
    return parts;
  }

  private boolean isTaken(String name) {
    return OWN.contains(name) || taken.contains(name) || samples.containsKey(name);
  }
}
