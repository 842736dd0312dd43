package dev.pulse.core.check;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.core.net.EgressPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the providers of this package read alike. */
final class Options {
  private Options() {}

  /** The policy of {@code allow-private}, {@code allow} and {@code deny}. */
  static EgressPolicy egress(Settings settings) {
    var policy =
        settings
                .bool("allow-private")
                .describedAs("whether loopback and private addresses may be connected to")
                .orElse(true)
            ? EgressPolicy.lenient()
            : EgressPolicy.strict();
    for (String range :
        ranges(
            settings,
            "allow",
            "address ranges to connect to all the same",
            EgressPolicy.strict()::allow)) {
      policy = policy.allow(range);
    }
    for (String range :
        ranges(
            settings, "deny", "address ranges never to connect to", EgressPolicy.strict()::deny)) {
      policy = policy.deny(range);
    }
    return policy;
  }

  /** Reads how long before its end a certificate is complained about. */
  static void certificate(
      Settings settings, Consumer<Duration> warnBefore, Consumer<Duration> failBefore) {
    settings
        .duration("certificate-warn-before")
        .describedAs("warn when a certificate ends sooner than this")
        .notEmpty()
        .optional()
        .ifPresent(warnBefore);
    settings
        .duration("certificate-fail-before")
        .describedAs("fail when a certificate ends sooner than this")
        .notEmpty()
        .optional()
        .ifPresent(failBefore);
  }

  /** The latency from which on a check warns. */
  static Optional<Duration> warnAbove(Settings settings) {
    return settings
        .duration("warn-above")
        .describedAs("warn when it takes longer")
        .notEmpty()
        .optional();
  }

  /** The latency from which on a check fails. */
  static Optional<Duration> failAbove(Settings settings) {
    return settings
        .duration("fail-above")
        .describedAs("fail when it takes longer")
        .notEmpty()
        .optional();
  }

  /** Reads ranges inside of the setting, which keeps a secret out of what is wrong with it. */
  private static List<String> ranges(
      Settings settings, String key, String description, Function<String, EgressPolicy> judge) {
    return settings
        .texts(key)
        .describedAs(description)
        .map(ranges -> judged(ranges, judge), List.<String>of())
        .orElse(List.of());
  }

  private static List<String> judged(List<String> ranges, Function<String, EgressPolicy> judge) {
    var problems = new ArrayList<String>();
    for (String range : ranges) {
      try {
        var unused = judge.apply(range);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return ranges;
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
