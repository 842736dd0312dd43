package dev.pulse.core.internal.alert;

import dev.pulse.api.check.Outcome;
import dev.pulse.core.condition.RuleCondition;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The last known values of the samples whose change a condition watches. Not thread-safe. */
final class Changing {
  private final Set<String> samples;
  private final Map<String, Double> values = new TreeMap<>();

  Changing(Set<String> samples) {
    this.samples = samples;
  }

  /** The values before the outcome that is being judged. */
  Map<String, Double> values() {
    return values;
  }

  /** An outcome was judged; what it lacks stays as it was. */
  void learn(Outcome outcome) {
    for (String sample : samples) {
      RuleCondition.value(outcome, sample).ifPresent(value -> values.put(sample, value));
    }
  }

  void clear() {
    values.clear();
  }

  void load(Map<String, Double> saved) {
    values.clear();
    saved.forEach(
        (sample, value) -> {
          if (samples.contains(sample)) {
            values.put(sample, value);
          }
        });
  }
}
