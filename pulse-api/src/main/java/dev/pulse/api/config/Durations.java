package dev.pulse.api.config;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads lengths of time as people write them. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("(-?\\d{1,12})(ms|s|m|h|d)");

  private Durations() {}

  /** The duration of a text such as {@code 30s}; null when it is none. */
  static @Nullable Duration parse(String text) {
    var match = FORM.matcher(text.strip());
    if (!match.matches()) {
      return null;
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
