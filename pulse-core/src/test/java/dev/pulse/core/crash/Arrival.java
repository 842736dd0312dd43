package dev.pulse.core.crash;

import java.util.List;
import java.util.Map;

/**
 * A message that reached a receiver.
 *
 * @param life which of the processes sent it
 * @param answered whether the receiver has said that it took it
 */
record Arrival(
    int life, String channel, String id, String kind, List<Said> alerts, boolean answered) {
  /** What it says of an incident. */
  record Said(long incident, String check, boolean firing) {}

  /** From the JSON of a webhook, as anybody would read it. */
  @SuppressWarnings("unchecked")
  static Arrival of(int life, String channel, Map<String, Object> body, boolean answered) {
    var alerts = (List<Map<String, Object>>) body.get("alerts");
    return new Arrival(
        life,
        channel,
        (String) body.get("id"),
        (String) body.get("kind"),
        alerts.stream()
            .map(
                alert ->
                    new Said(
                        number(alert.get("incident")),
                        (String) alert.get("check"),
                        alert.get("status").equals("firing")))
            .toList(),
        answered);
  }

  private static long number(Object value) {
    return value instanceof Number number
        ? number.longValue()
        : Long.parseLong(String.valueOf(value));
  }
}
