package dev.pulse.kubernetes;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the providers of this package read alike. */
final class Options {
  private Options() {}

  static Optional<String> namespace(Settings settings, String described) {
    return settings.text("namespace").describedAs(described).map(String::strip, "x").optional();
  }

  static Optional<String> selector(Settings settings) {
    return settings
        .text("selector")
        .expecting("a label selector like app=web")
        .describedAs("which labels the pods have")
        .map(String::strip, "x")
        .optional();
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
