package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/** Makes messages, and their ids. Confine to one thread. */
final class Messages {
  /** How many alerts a message carries; the others are counted. */
  static final int MOST_ALERTS = 100;

  private static final long IDS_PER_MILLISECOND = 10_000;
  private static final Comparator<Alert> ORDER =
      Comparator.comparing((Alert alert) -> !alert.isFiring())
          .thenComparing(Alert::severity, Comparator.<Severity>reverseOrder())
          .thenComparing(Alert::startsAt)
          .thenComparing(Alert::incident);

  private static final int DIGITS = 17;

  private long last;

  Notification ofGroup(
      Notification.Kind kind, String channel, Group group, List<Alert> alerts, Instant at) {
    return message(kind, channel, group.id(), alerts, at).group(group.id(), group.labels()).build();
  }

  Notification digest(String channel, List<Alert> alerts, Instant at) {
    return message(Notification.Kind.DIGEST, channel, "digest", alerts, at).build();
  }

  /** One message instead of several; an alert that is in more than one of them is told once. */
  Notification summary(String channel, Collection<Wish> wishes, Instant at) {
    var all = new LinkedHashMap<Long, Alert>();
    for (Wish wish : wishes) {
      for (Alert alert : wish.alerts()) {
        all.merge(alert.incident(), alert, (one, other) -> one.isFiring() ? one : other);
      }
    }
    return message(Notification.Kind.SUMMARY, channel, "summary", List.copyOf(all.values()), at)
        .build();
  }

  private Notification.Builder message(
      Notification.Kind kind, String channel, String about, List<Alert> alerts, Instant at) {
    var sorted = alerts.stream().sorted(ORDER).limit(MOST_ALERTS).toList();
    return Notification.builder(id(at, channel, about), kind, channel, at)
        .alerts(sorted)
        .omitted(alerts.size() - sorted.size());
  }

  /** Ids grow with time, and go on growing when the clock is set back. */
  private String id(Instant at, String channel, String about) {
    last = Math.max(last + 1, at.toEpochMilli() * IDS_PER_MILLISECOND);
    var hash = new CRC32C();
    hash.update((channel + '/' + about).getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%017d-%08x", last, hash.getValue());
  }

  /** Goes on after a message; what is no id of a message says nothing. */
  void after(String id) {
    if (id.length() > DIGITS && id.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9')) {
      last = Math.max(last, Long.parseLong(id.substring(0, DIGITS)));
    }
  }

  /** Goes on after messages that were made by this time. */
  void after(long time) {
    last = Math.max(last, (time + 1) * IDS_PER_MILLISECOND - 1);
  }
}
