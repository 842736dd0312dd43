package dev.pulse.core.check;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.core.net.EgressPolicy;
import java.util.List;
import java.util.function.Supplier;

/** What the providers of this package read alike. */
final class Options {
  private Options() {}

  /** The policy of {@code allow-private}, {@code allow} and {@code deny}. */
  static EgressPolicy egress(Settings settings) {
    var policy =
        settings.bool("allow-private").orElse(true)
            ? EgressPolicy.lenient()
            : EgressPolicy.strict();
    for (String range : settings.texts("allow").orElse(List.of())) {
      try {
        policy = policy.allow(range);
      } catch (IllegalArgumentException e) {
        settings.note("allow", String.valueOf(e.getMessage()));
      }
    }
    for (String range : settings.texts("deny").orElse(List.of())) {
      try {
        policy = policy.deny(range);
      } catch (IllegalArgumentException e) {
        settings.note("deny", String.valueOf(e.getMessage()));
      }
    }
    return policy;
  }

  /** What a builder makes, or its problems with their places in the configuration. */
  static <T> T build(Settings settings, List<Problem> problems, Supplier<T> build) {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          problems.stream()
              .map(problem -> settings.problem(problem.key(), problem.message()))
              .toList());
    }
    return build.get();
  }
}
