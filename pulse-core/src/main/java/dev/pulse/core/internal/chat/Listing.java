package dev.pulse.core.internal.chat;

import dev.pulse.api.notify.Notification;
import java.util.ArrayList;
import java.util.List;

/**
 * The alerts of a message, as many as there is room for; the most important come first.
 *
 * @param alerts one text each, escaped
 * @param more how many there are besides; a message must say so
 */
public record Listing(List<String> alerts, int more) {
  /** Room for one alert among several: enough for its title, its state and a few lines. */
  private static final int EACH = 900;

  /** A listing; the texts are copied. */
  public Listing {
    alerts = List.copyOf(alerts);
  }

  /**
   * The alerts of a message.
   *
   * @param each how long the text of an alert may be; at least 300
   * @param all how long all of them may be together; at least as much
   * @param count how many there may be
   */
  public static Listing of(Notification notification, Markup markup, int each, int all, int count) {
    var alerts = notification.alerts();
    int room = alerts.size() == 1 ? each : Math.min(each, EACH);
    int used = 0;
    var texts = new ArrayList<String>();
    for (var alert : alerts) {
      var text = AlertText.of(alert, markup, room);
      if (texts.size() == count || used + text.length() > all) {
        break;
      }
      texts.add(text);
      used += text.length();
    }
    return new Listing(texts, alerts.size() - texts.size() + notification.omitted());
  }

  /** What says that there are more; empty when there are not. */
  public String rest() {
    if (more == 0) {
      return "";
    }
    return (alerts.isEmpty() ? "" : "and ") + more + " more " + (more == 1 ? "alert" : "alerts");
  }
}
