package dev.pulse.core.internal.engine;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what was thrown in one line, without the stack. URLs lose their user info and query, which
 * is where tokens travel.
 */
final class Faults {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@]+@");
  private static final Pattern QUERY = Pattern.compile("(://[^\\s?#]*)[?#]\\S*");

  private Faults() {}

  static String describe(Throwable thrown) {
    var name = thrown.getClass().getSimpleName();
    @Nullable String message = thrown.getMessage();
    return message == null || message.isBlank() ? name : name + ": " + redact(message);
  }

  private static String redact(String message) {
    var withoutUser = USER_INFO.matcher(message).replaceAll("***@");
    return QUERY.matcher(withoutUser).replaceAll("$1?***");
  }
}
