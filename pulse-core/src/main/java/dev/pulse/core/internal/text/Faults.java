package dev.pulse.core.internal.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells what was thrown in one line, without the stack. URLs lose their user info and query, which
 * is where tokens travel.
 */
public final class Faults {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@]+@");
  private static final Pattern QUERY = Pattern.compile("(://[^\\s?#]*)[?#]\\S*");

  private Faults() {}

  /** The class and the message, if it has one. */
  public static String describe(Throwable thrown) {
    var name = thrown.getClass().getSimpleName();
    @Nullable String message = message(thrown);
    return message == null || message.isBlank() ? name : name + ": " + redact(message);
  }

  /** The message of a plug-in's exception is a plug-in's code. */
  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static String redact(String message) {
    var withoutUser = USER_INFO.matcher(message).replaceAll("***@");
    return QUERY.matcher(withoutUser).replaceAll("$1?***");
  }
}
