package dev.pulse.samples.server.api;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.CheckView;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what Pulse knows into the short form of the overview. */
final class OverviewMapping {
  /** How many open incidents the overview has; the list of incidents has all. */
  static final int MOST_INCIDENTS = 50;

  private static final String BUDGET = "slo_";
  private static final Comparator<Incident> WORST_FIRST =
      Comparator.comparing((Incident incident) -> incident.acknowledgement().isPresent())
          .thenComparing(Incident::severity, Comparator.reverseOrder())
          .thenComparing(Incident::startedAt, Comparator.reverseOrder());

  private OverviewMapping() {}

  static OverviewViews.Row row(CheckView view, Optional<Instant> since) {
    var registration = view.registration();
    var target = registration.target();
    var latest = view.latest();
    var result = latest.map(Outcome::result);
    var title = registration.title();
    return new OverviewViews.Row(
        view.name(),
        title.equals(view.name()) ? null : title,
        target.name().equals(title) || target.name().equals(view.name()) ? null : target.name(),
        Mapping.word(view.status()),
        result.map(CheckResult::summary).orElse(null),
        result.flatMap(CheckResult::reason).map(Reason::code).orElse(null),
        latest.map(Mapping::latency).orElse(null),
        latest.map(Outcome::runId).orElse(null),
        latest.map(Outcome::started).orElse(null),
        since.orElse(null),
        view.paused() ? Boolean.TRUE : null,
        latest.flatMap(Outcome::maintenance).orElse(null),
        orNull(target.labels().asMap()),
        orNull(registration.tags()),
        orNull(registration.check().judges()),
        view.openIncidents().isEmpty() ? null : view.openIncidents().size());
  }

  private static @Nullable Map<String, String> orNull(Map<String, String> labels) {
    return labels.isEmpty() ? null : labels;
  }

  private static @Nullable Collection<String> orNull(Collection<String> names) {
    return names.isEmpty() ? null : names;
  }

  static OverviewViews.Incidents incidents(Collection<CheckView> views) {
    var open = views.stream().flatMap(view -> view.openIncidents().stream()).toList();
    return new OverviewViews.Incidents(
        open.size(),
        count(open, Severity.CRITICAL),
        count(open, Severity.WARNING),
        count(open, Severity.INFO),
        (int) open.stream().filter(one -> one.acknowledgement().isPresent()).count(),
        open.stream()
            .sorted(WORST_FIRST)
            .limit(MOST_INCIDENTS)
            .map(OverviewMapping::incident)
            .toList());
  }

  private static int count(List<Incident> open, Severity severity) {
    return (int) open.stream().filter(one -> one.severity() == severity).count();
  }

  private static OverviewViews.Incident incident(Incident incident) {
    return new OverviewViews.Incident(
        incident.id(),
        incident.check(),
        Mapping.word(incident.severity()),
        incident.title(),
        incident.startedAt(),
        incident.acknowledgement().map(taken -> taken.by()).orElse(null));
  }

  /** The change to the status of an outcome. */
  static OverviewViews.Change change(Status before, Outcome outcome) {
    return new OverviewViews.Change(
        outcome.started(),
        outcome.check(),
        Mapping.word(before),
        Mapping.word(outcome.status()),
        outcome.result().summary());
  }

  /** What the last run says of an error budget; empty when it is about none. */
  static Optional<OverviewViews.Budget> budget(CheckView view) {
    var samples = view.latest().map(outcome -> outcome.result().samples()).orElse(List.of());
    var objective = value(samples, "objective_ratio");
    return objective == null
        ? Optional.empty()
        : Optional.of(
            new OverviewViews.Budget(
                view.name(),
                view.registration().title(),
                Mapping.word(view.status()),
                objective,
                value(samples, "sli_ratio"),
                value(samples, "error_budget_remaining_ratio"),
                value(samples, "error_budget_remaining_seconds"),
                burnRates(samples),
                value(samples, "unknown_ratio")));
  }

  /** How many times too fast it is spent, by the window that this was seen in. */
  private static Map<String, Double> burnRates(List<Sample> samples) {
    var rates = new LinkedHashMap<String, Double>();
    for (Sample sample : samples) {
      if (sample.name().equals(BUDGET + "burn_rate")) {
        sample.labels().get("window").ifPresent(window -> rates.put(window, sample.value()));
      }
    }
    return rates;
  }

  private static @Nullable Double value(List<Sample> samples, String name) {
    for (Sample sample : samples) {
      if (sample.name().startsWith(BUDGET)
          && sample.name().startsWith(name, BUDGET.length())
          && sample.name().length() == BUDGET.length() + name.length()) {
        return sample.value();
      }
    }
    return null;
  }
}
