package dev.pulse.core.internal.alert;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Durations;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.core.internal.template.Template;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Puts into words that an incident of a rule opens. Immutable. */
final class Announcement {
  private static final int LONGEST_ANNOTATION = 2_000;

  private final Registration registration;
  private final AlertRule rule;
  private final Labels labels;
  private final Map<String, Template> annotations = new LinkedHashMap<>();

  /**
   * How a rule announces its incidents.
   *
   * @throws IllegalArgumentException when an annotation cannot be read
   */
  Announcement(Registration registration, AlertRule rule) {
    this.registration = registration;
    this.rule = rule;
    this.labels = registration.target().labels().with(rule.labels());
    rule.annotations()
        .forEach(
            (name, template) -> {
              try {
                annotations.put(name, Template.text(template));
              } catch (IllegalArgumentException e) {
                throw RuleJudge.refused(registration, rule, "annotation " + name, e);
              }
            });
  }

  /** The labels of target and rule. */
  Labels labels() {
    return labels;
  }

  /** The incident that an outcome opens. */
  Incident incident(long id, Outcome outcome, Cell cell, Sight sight) {
    var all = sight.finding() == null ? labels : labels.with(sight.finding().labels());
    var title =
        registration.title()
            + ": "
            + rule.name()
            + (cell.subject() == null ? "" : ": " + Details.cut(cell.subject()));
    var incident =
        Incident.builder(id, registration.name(), rule.name(), outcome.started())
            .severity(rule.severity())
            .frequency(rule.frequency())
            .title(title)
            .labels(all)
            .details(sight.details())
            .entry(outcome.started(), sight.text());
    if (cell.subject() != null) {
      incident.subject(cell.subject());
    }
    since(incident, outcome, cell.row());
    if (!annotations.isEmpty()) {
      incident.annotations(filled(facts(outcome, cell, sight, title, all)));
    }
    return incident.build();
  }

  private void since(Incident.Builder incident, Outcome outcome, Row row) {
    var since = row.badSince();
    if (!rule.forAtLeast().isZero() && since != null && since.isBefore(outcome.started())) {
      incident.entry(outcome.started(), "so since " + since);
    }
    if (row.isFlapping()) {
      var window = Durations.format(rule.flapping().orElseThrow().window());
      incident.entry(
          outcome.started(),
          "flapping: opened "
              + row.openings()
              + " times within "
              + window
              + "; stays open until all was good for "
              + window);
    }
  }

  private Map<String, String> filled(Map<String, Object> facts) {
    var filled = new LinkedHashMap<String, String>();
    annotations.forEach(
        (name, template) -> filled.put(name, template.renderWithin(LONGEST_ANNOTATION, facts)));
    return filled;
  }

  private Map<String, Object> facts(
      Outcome outcome, Cell cell, Sight sight, String title, Labels all) {
    var result = outcome.result();
    var facts = new LinkedHashMap<String, Object>();
    facts.put("check", registration.name());
    facts.put("title", title);
    facts.put("rule", rule.name());
    facts.put("severity", word(rule.severity()));
    facts.put("status", word(result.status()));
    facts.put("reason", result.reason().map(Reason::code).orElse(""));
    facts.put("summary", result.summary());
    facts.put("started_at", outcome.started().toString());
    facts.put("labels", all.asMap());
    facts.put("details", sight.details());
    result.latency().ifPresent(took -> facts.put("latency", took.toNanos() / 1e6));
    var value = sight.details().get("value");
    if (value != null) {
      facts.put("value", value);
    }
    var finding = sight.finding();
    if (finding != null) {
      facts.put("subject", String.valueOf(cell.subject()));
      facts.put(
          "finding",
          Map.of(
              "key", finding.key(),
              "status", word(finding.status()),
              "text", finding.text(),
              "labels", finding.labels().asMap()));
    }
    return facts;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
