package dev.pulse.samples.app.config;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.AnomalyRule;
import dev.pulse.api.alert.FailureRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.plugin.Plugins;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads rules: {@code when: failing} and {@code when: anomalous}, with what belongs to each. */
final class RuleReader {
  private static final Supplier<? extends Detector> STANDARD_DETECTOR =
      RollingZScore.builder()::build;
  private static final Set<String> WHEN = Set.of("failing", "anomalous");

  private final Plugins plugins;

  RuleReader(Plugins plugins) {
    this.plugins = plugins;
  }

  /** What holds for checks when the file says nothing of rules. */
  static List<AlertRule> standard() {
    return List.of(
        AlertRule.whenFailing(), AlertRule.whenAnomalous(Signal.latency(), STANDARD_DETECTOR));
  }

  /** The rules of a section; others when it does not speak of rules at all. */
  List<AlertRule> read(Settings section, List<AlertRule> others) {
    var parts = section.sections("rules");
    if (!section.has("rules")) {
      return others;
    }
    var rules = new ArrayList<AlertRule>();
    var names = new HashSet<String>();
    for (Settings part : parts) {
      var rule = part.attempt(this::rule);
      if (rule.isPresent() && !names.add(rule.get().name())) {
        part.note(
            part.has("name") ? "name" : "",
            "is the second rule called \"" + rule.get().name() + "\"; give it another name");
      }
      rule.ifPresent(rules::add);
    }
    return rules;
  }

  private AlertRule rule(Settings part) {
    var when = part.text("when").where(WHEN::contains, "must be failing or anomalous").required();
    return switch (when) {
      case "failing" -> failing(part);
      case "anomalous" -> anomalous(part);
      default -> {
        part.skip();
        yield AlertRule.whenFailing();
      }
    };
  }

  private static FailureRule failing(Settings part) {
    var rule = AlertRule.whenFailing();
    rule = rule.named(name(part, rule)).severity(severity(part, rule));
    return rule.after(part.integer("after").between(1, 1000).orElse(rule.after()))
        .recoverAfter(part.integer("recover-after").between(1, 1000).orElse(rule.recoverAfter()));
  }

  private AnomalyRule anomalous(Settings part) {
    var signal = signal(part);
    var type =
        part.text("detector")
            .orElse(signal.kind() == Signal.Kind.FAILURES ? "proportion" : "zscore");
    var rule = AlertRule.whenAnomalous(signal, detector(part, type));
    rule = rule.named(name(part, rule)).severity(severity(part, rule));
    rule = rule.learningInIncidents(part.bool("learn-in-incidents").orElse(false));
    return rule.clearAfter(part.integer("clear-after").between(1, 1000).orElse(rule.clearAfter()));
  }

  private Supplier<? extends Detector> detector(Settings part, String type) {
    if (!plugins.detectorTypes().contains(type)) {
      part.note(
          "detector",
          "is not a type of detector; known: "
              + String.join(", ", plugins.detectorTypes())
              + leftOut());
      // Nobody knows the options of a type that does not exist.
      part.skip();
      return STANDARD_DETECTOR;
    }
    return part.<Supplier<? extends Detector>>attempt(options -> plugins.detector(type, options))
        .orElse(STANDARD_DETECTOR);
  }

  /** A detector that is missed may be in a jar that could not be loaded. */
  private String leftOut() {
    return plugins.problems().isEmpty()
        ? ""
        : "; left out: "
            + plugins.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
  }

  private static Signal signal(Settings part) {
    var name = part.text("signal").orElse("latency");
    var labels = part.map("labels").map(Labels::from, Labels.empty()).optional();
    if (!name.equals("latency") && !name.equals("failures")) {
      return Signal.sample(name, labels.orElse(Labels.empty()));
    }
    if (labels.isPresent()) {
      part.note("labels", "select a sample; latency and failures have none");
    }
    return name.equals("latency") ? Signal.latency() : Signal.failures();
  }

  private static String name(Settings part, AlertRule rule) {
    return part.text("name")
        .map(name -> AlertRule.whenFailing().named(name).name(), rule.name())
        .orElse(rule.name());
  }

  private static Severity severity(Settings part, AlertRule rule) {
    return part.choice("severity", Severity.class).orElse(rule.severity());
  }
}
