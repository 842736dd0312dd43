package dev.pulse.kubernetes;

import dev.pulse.core.internal.text.ForeignText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How the checks of this package put things into words, and read times. */
final class Words {
  private static final int LONGEST = 200;

  private Words() {}

  /** What a cluster says, fit to be shown. */
  static String line(String text) {
    return ForeignText.oneLine(text.strip(), LONGEST);
  }

  /** What somebody has written, between quotation marks. */
  static String quoted(String text) {
    return '"' + line(text) + '"';
  }

  /** A reason and a message, as far as there are any. */
  static String because(String reason, String message) {
    return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
  }

  /** How long, as exactly as people want it. */
  static String roughly(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(2)) < 0) {
      return Math.max(0, duration.toSeconds()) + " s";
    }
    if (duration.compareTo(Duration.ofHours(2)) < 0) {
      return duration.toMinutes() + " min";
    }
    return duration.compareTo(Duration.ofDays(2)) < 0
        ? duration.toHours() + " h"
        : duration.toDays() + " days";
  }

  static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /** A time that an object tells; empty when it tells none, or something else. */
  static Optional<Instant> instant(Json object, String... path) {
    return object
        .text(path)
        .flatMap(
            text -> {
              try {
                return Optional.of(Instant.parse(text));
              } catch (DateTimeException e) {
                return Optional.empty();
              }
            });
  }
}
