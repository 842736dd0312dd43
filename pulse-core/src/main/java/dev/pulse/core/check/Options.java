package dev.pulse.core.check;

import dev.pulse.api.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What the providers of this package read alike. */
final class Options {
  private Options() {}

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
}
