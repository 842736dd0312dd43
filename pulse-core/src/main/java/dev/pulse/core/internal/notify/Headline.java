package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.internal.text.ForeignText;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A message in one line, as a subject or a headline. */
public final class Headline {
  /** More than any subject has room for. */
  private static final int LONGEST = 1_000;

  private Headline() {}

  /**
   * What it is about: the title of its first alert, with a word in front that tells why it is said
   * now and how many more alerts there are. One line without control characters, 1,100 code points
   * at most.
   */
  public static String of(Notification notification) {
    return switch (notification.kind()) {
      case FIRST -> about(notification);
      case CHANGED -> "Changed: " + about(notification);
      case REPEAT -> "Still firing: " + about(notification);
      case ESCALATED -> "Escalated: " + about(notification);
      case RESOLVED -> "Resolved: " + about(notification);
      case DIGEST -> "Daily digest " + day(notification) + ": " + count(notification);
      case SUMMARY -> "Summary of too many messages: " + count(notification);
      case TEST -> "Test: " + about(notification);
    };
  }

  /** The day of a digest, in UTC. */
  public static LocalDate day(Notification notification) {
    return LocalDate.ofInstant(notification.at(), ZoneOffset.UTC);
  }

  private static String about(Notification notification) {
    if (notification.alerts().isEmpty()) {
      return count(notification);
    }
    int more = notification.alerts().size() - 1 + notification.omitted();
    return ForeignText.oneLine(notification.alerts().get(0).title(), LONGEST)
        + (more == 0 ? "" : " and " + more + " more");
  }

  private static String count(Notification notification) {
    int count = notification.alerts().size() + notification.omitted();
    return count == 0 ? "no alerts" : count == 1 ? "1 alert" : count + " alerts";
  }
}
