package dev.pulse.api.config;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Lengths of time as people write them: a whole number and one unit, {@code 250ms}, {@code 30s},
 * {@code 5m}, {@code 12h}, {@code 7d}. The form of configuration files, of the command line and of
 * messages; {@link Duration#toString()} is for machines.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(-?\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a length of time. A negative one is read as such: whoever asked knows whether it is
   * allowed. Blanks around it do not matter.
   *
   * @throws IllegalArgumentException when the text has another form, with a message for whoever
   *     wrote it
   */
  public static Duration parse(String text) {
    var match = FORM.matcher(requireNonNull(text, "text").strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "expected a duration like 250ms, 30s, 5m, 12h or 7d, but found \"" + text + "\"");
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

  /**
   * Writes a length of time in the largest unit that takes it as a whole number: {@code 90s},
   * {@code 2m}. What is finer than a millisecond is written in decimals of one, {@code 0.25ms}.
   */
  public static String format(Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNano();
    if (nanos != 0) {
      return BigDecimal.valueOf(seconds)
              .movePointRight(3)
              .add(BigDecimal.valueOf(nanos, 6))
              .stripTrailingZeros()
              .toPlainString()
          + "ms";
    }
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }
}
