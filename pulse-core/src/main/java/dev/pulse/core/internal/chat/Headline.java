package dev.pulse.core.internal.chat;

import dev.pulse.api.notify.Notification;
import java.util.Locale;
import java.util.stream.Collectors;

/** The first line of a message: why it comes now, how much it matters, what it is about. */
public final class Headline {
  private Headline() {}

  /**
   * The line, escaped.
   *
   * @param most how long it may be; at least 100
   */
  public static String of(Notification notification, Markup markup, int most) {
    var opening = opening(notification);
    return opening + markup.line(subject(notification), most - opening.length());
  }

  /** How many of the alerts fire and how many are over. */
  public static String counts(Notification notification) {
    int firing = notification.firing().size();
    int over = notification.resolved().size();
    var more = notification.omitted() > 0 ? ", " + notification.omitted() + " more" : "";
    return firing + " firing, " + over + " over" + more;
  }

  /**
   * What it is about, whatever has become of it since.
   *
   * @param most how long it may be
   */
  public static String subject(Notification notification, Markup markup, int most) {
    return markup.line(subject(notification), most);
  }

  private static String opening(Notification notification) {
    return switch (notification.kind()) {
      case FIRST -> severity(notification) + ": ";
      case CHANGED -> severity(notification) + ", changed: ";
      case REPEAT -> severity(notification) + ", still firing: ";
      case ESCALATED -> severity(notification) + ", nobody has taken it over: ";
      case RESOLVED -> "Resolved: ";
      case DIGEST -> "Daily digest: ";
      case SUMMARY -> severity(notification) + ", too many for a message each: ";
      case TEST -> "Test: ";
    };
  }

  private static String severity(Notification notification) {
    var name = notification.severity().name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String subject(Notification notification) {
    var alerts = notification.alerts();
    int all = alerts.size() + notification.omitted();
    if (all == 0) {
      return "nothing came up";
    }
    if (all == 1 && alerts.size() == 1) {
      return alerts.get(0).title();
    }
    var labels = notification.groupLabels().asMap();
    return all
        + (all == 1 ? " alert" : " alerts")
        + (labels.isEmpty() ? "" : " of ")
        + labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", "));
  }
}
