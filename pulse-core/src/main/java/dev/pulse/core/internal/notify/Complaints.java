package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.text.Faults;
import dev.pulse.core.internal.text.ForeignText;
import java.util.regex.Pattern;

/**
 * Why a delivery failed, in one line that may be shown. The URL of a webhook is its password: of
 * any URL only the host is left, whatever the author of a notifier has put into an exception.
 */
public final class Complaints {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@]+@");
  private static final Pattern AFTER_HOST = Pattern.compile("(://[^\\s/?#]*)[/?#]\\S*");
  private static final int LONGEST = 500;

  private Complaints() {}

  /** What the exception of a notifier says. */
  public static String of(NotifyException thrown) {
    var message = thrown.getMessage();
    return message == null || message.isBlank() ? "no reason given" : line(message);
  }

  /** What any other exception says. */
  static String describe(Throwable thrown) {
    return line(Faults.describe(thrown));
  }

  private static String line(String message) {
    var withoutUser = USER_INFO.matcher(message).replaceAll("");
    return ForeignText.oneLine(AFTER_HOST.matcher(withoutUser).replaceAll("$1/***"), LONGEST);
  }
}
