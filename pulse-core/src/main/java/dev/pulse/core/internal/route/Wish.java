package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a channel should hear of a group now.
 *
 * @param kind why; null to change what it knows without a word
 * @param alerts about which
 * @param after what it knows then
 */
record Wish(Notification.@Nullable Kind kind, List<Alert> alerts, Memory after) {
  /**
   * What a channel that belongs to the group should hear.
   *
   * @param visible the alerts that fire and are not kept back
   * @param now the time of the look, in milliseconds since 1970
   * @param repeat after which time it is reminded, in milliseconds
   */
  static Optional<Wish> of(
      Group group, Channel channel, Memory memory, List<Alert> visible, long now, long repeat) {
    if (memory.told().isEmpty()) {
      return visible.isEmpty()
          ? Optional.empty()
          : wish(Notification.Kind.FIRST, visible, memory.after(visible, List.of(), now, false));
    }
    var over = over(group, memory);
    boolean escalated = memory.escalated();
    var fresh = hasNews(memory, visible);
    if (over.size() == memory.told().size() && visible.isEmpty()) {
      return ended(channel, over, now);
    }
    if (fresh || (!over.isEmpty() && channel.sendsResolved())) {
      var alerts = new ArrayList<>(visible);
      if (channel.sendsResolved()) {
        alerts.addAll(over);
      }
      return wish(Notification.Kind.CHANGED, alerts, memory.after(visible, over, now, escalated));
    }
    if (!over.isEmpty()) {
      return wish(null, List.of(), memory.without(over));
    }
    boolean everybodyKnows = visible.stream().allMatch(a -> a.acknowledgement().isPresent());
    return everybodyKnows || now - memory.at() < repeat
        ? Optional.empty()
        : wish(Notification.Kind.REPEAT, visible, memory.after(visible, over, now, escalated));
  }

  /** What a channel hears that does not belong to the group any more: that all is over for it. */
  static Optional<Wish> farewell(Group group, Channel channel, Memory memory, long now) {
    var over = new ArrayList<Alert>();
    for (long incident : memory.told().keySet()) {
      group.alert(incident).map(alert -> elsewhere(alert, now)).ifPresent(over::add);
    }
    return memory.isNothing() ? Optional.empty() : ended(channel, over, now);
  }

  /** An alert as one that is over for the group, though it still fires. */
  static Alert elsewhere(Alert alert, long now) {
    return alert.isFiring()
        ? alert.ended(Instant.ofEpochMilli(now), "told elsewhere from now on")
        : alert;
  }

  /** What a channel hears that is drawn in because nobody acknowledged. */
  static Optional<Wish> escalation(Memory memory, List<Alert> visible, long now) {
    return wish(Notification.Kind.ESCALATED, visible, memory.after(visible, List.of(), now, true));
  }

  private static Optional<Wish> ended(Channel channel, List<Alert> over, long now) {
    boolean silently = over.isEmpty() || !channel.sendsResolved();
    return wish(
        silently ? null : Notification.Kind.RESOLVED,
        over,
        new Memory(Map.of(), now, false, false, false));
  }

  private static Optional<Wish> wish(
      Notification.@Nullable Kind kind, List<Alert> alerts, Memory after) {
    return Optional.of(new Wish(kind, List.copyOf(alerts), after));
  }

  /** Those it was told of that are over. */
  static List<Alert> over(Group group, Memory memory) {
    var over = new ArrayList<Alert>();
    for (long incident : memory.told().keySet()) {
      group.alert(incident).filter(alert -> !alert.isFiring()).ifPresent(over::add);
    }
    return over;
  }

  /** Whether one of some alerts was not told yet, or mattered less when it was. */
  static boolean hasNews(Memory memory, List<Alert> firing) {
    for (Alert alert : firing) {
      var told = memory.told().get(alert.incident());
      if (told == null || told.severity().compareTo(alert.severity()) < 0) {
        return true;
      }
    }
    return false;
  }
}
