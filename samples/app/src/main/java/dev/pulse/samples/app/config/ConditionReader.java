package dev.pulse.samples.app.config;

import dev.pulse.api.config.Settings;
import dev.pulse.core.condition.Condition;
import dev.pulse.core.condition.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the conditions of a check. */
final class ConditionReader {
  private ConditionReader() {}

  /** Empty when there are none. */
  static Optional<Conditions> read(Settings settings) {
    var failUnless =
        conditions(settings, "fail-unless", "what must hold, or the check fails; a text or a list");
    var warnUnless =
        conditions(settings, "warn-unless", "what must hold, or the check warns; a text or a list");
    return failUnless.isEmpty() && warnUnless.isEmpty()
        ? Optional.empty()
        : Optional.of(Conditions.of(failUnless, warnUnless));
  }

  private static List<Condition> conditions(Settings settings, String key, String description) {
    return settings
        .texts(key)
        .describedAs(description)
        .notEmpty()
        .map(ConditionReader::parsed, List.<Condition>of())
        .orElse(List.of());
  }

  private static List<Condition> parsed(List<String> expressions) {
    var conditions = new ArrayList<Condition>();
    var problems = new ArrayList<String>();
    for (int i = 0; i < expressions.size(); i++) {
      try {
        conditions.add(Condition.of(expressions.get(i)));
      } catch (IllegalArgumentException e) {
        problems.add(
            (expressions.size() == 1 ? "" : "condition " + (i + 1) + ", ") + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return conditions;
  }
}
