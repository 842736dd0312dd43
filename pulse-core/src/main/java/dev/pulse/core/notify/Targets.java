package dev.pulse.core.notify;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.core.internal.net.HttpUrls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the notifiers of this package judge and read alike. */
final class Targets {
  private Targets() {}

  /** What is wrong with a URL to send to; modifiable. */
  static List<Problem> problems(String key, Secret url, String credentials) {
    return new ArrayList<>(HttpUrls.problems(key, url.reveal(), credentials));
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
