package dev.pulse.samples.app.config;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Signal;
import dev.pulse.core.alerting.RuleAnnotation;
import dev.pulse.core.condition.RuleCondition;
import dev.pulse.core.detect.RollingZScore;
import dev.pulse.core.plugin.Plugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rules: {@code when} says which kind, and with it come what all have and what it has. */
final class RuleReader {
  private static final Supplier<? extends Detector> STANDARD_DETECTOR =
      RollingZScore.builder()::build;
  private static final List<String> WHEN =
      List.of("failing", "warning", "unknown", "anomalous", "finding", "condition");

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
    var when =
        part.text("when")
            .where(WHEN::contains, "must be one of " + String.join(", ", WHEN))
            .required();
    return switch (when) {
      case "failing" -> common(part, AlertRule.whenFailing());
      case "warning" -> common(part, AlertRule.whenWarning());
      case "unknown" -> common(part, AlertRule.whenUnknown());
      case "anomalous" -> common(part, anomalous(part));
      case "finding" -> common(part, finding(part));
      case "condition" -> common(part, condition(part));
      default -> {
        part.skip();
        // What all kinds have can be judged all the same.
        yield common(part, AlertRule.whenFailing());
      }
    };
  }

  private AlertRule anomalous(Settings part) {
    var signal = signal(part);
    var type =
        part.text("detector")
            .orElse(signal.kind() == Signal.Kind.FAILURES ? "proportion" : "zscore");
    return AlertRule.whenAnomalous(signal, detector(part, type))
        .learningInIncidents(part.bool("learn-in-incidents").orElse(false));
  }

  private static AlertRule finding(Settings part) {
    var rule = AlertRule.whenFinding();
    return part.bool("include-warnings").orElse(false) ? rule.includingWarnings() : rule;
  }

  private static AlertRule condition(Settings part) {
    var expression = part.attempt(options -> options.text("condition").required());
    if (expression.isEmpty()) {
      return AlertRule.whenFailing();
    }
    try {
      RuleCondition.of(expression.get());
    } catch (IllegalArgumentException e) {
      part.note("condition", String.valueOf(e.getMessage()));
    }
    return AlertRule.when(expression.get());
  }

  /** What every kind of rule has. */
  private static AlertRule common(Settings part, AlertRule usual) {
    var rule = usual.named(name(part, usual));
    rule = rule.severity(part.choice("severity", Severity.class).orElse(rule.severity()));
    rule = rule.frequency(part.choice("frequency", Frequency.class).orElse(rule.frequency()));
    rule = rule.after(part.integer("after").between(1, 1000).orElse(rule.after()));
    rule =
        rule.recoverAfter(
            part.integer("recover-after").between(1, 1000).orElse(rule.recoverAfter()));
    rule = rule.forAtLeast(duration(part, "for", Duration.ZERO, Duration.ZERO));
    rule = rule.keepFiringFor(duration(part, "keep-firing-for", Duration.ZERO, Duration.ZERO));
    if (part.has("flapping")) {
      var flapping = part.section("flapping");
      rule =
          rule.flapping(
              flapping.integer("times").between(2, 100).required(),
              duration(flapping, "within", Duration.ofMillis(1), null));
    }
    rule = rule.labels(labels(part, rule));
    return annotated(part, rule);
  }

  private static Duration duration(
      Settings part, String key, Duration least, @Nullable Duration fallback) {
    var setting = part.duration(key).between(least, Duration.ofDays(366));
    return fallback == null ? setting.required() : setting.orElse(fallback);
  }

  /** Labels that a rule cannot have are this option's fault, and not that of the whole rule. */
  private static Labels labels(Settings part, AlertRule rule) {
    var labels = part.map("labels").map(Labels::from, Labels.empty()).orElse(Labels.empty());
    try {
      return rule.labels(labels).labels();
    } catch (IllegalArgumentException e) {
      part.note("labels", String.valueOf(e.getMessage()));
      return Labels.empty();
    }
  }

  private static AlertRule annotated(Settings part, AlertRule usual) {
    var rule = usual;
    var annotations = part.section("annotations");
    for (String name : annotations.keys()) {
      var template = annotations.text(name).required();
      try {
        rule = rule.annotation(name, RuleAnnotation.of(template).toString());
      } catch (IllegalArgumentException e) {
        annotations.note(name, String.valueOf(e.getMessage()));
      }
    }
    return rule;
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
    var labels = part.map("signal-labels").map(Labels::from, Labels.empty()).optional();
    if (!name.equals("latency") && !name.equals("failures")) {
      return Signal.sample(name, labels.orElse(Labels.empty()));
    }
    if (labels.isPresent()) {
      part.note("signal-labels", "select a sample; latency and failures have none");
    }
    return name.equals("latency") ? Signal.latency() : Signal.failures();
  }

  private static String name(Settings part, AlertRule rule) {
    return part.text("name")
        .map(name -> AlertRule.whenFailing().named(name).name(), rule.name())
        .orElse(rule.name());
  }
}
