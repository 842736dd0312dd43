package dev.pulse.core.internal.route;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import java.time.Duration;

/** Reckons when a group must be looked at again. Times are in milliseconds since 1970. */
final class Timetable {
  private static final long NEVER = Timed.NEVER;

  private Timetable() {}

  /** When the channels of a group must be looked at next: at once, on its grid, or not at all. */
  static long nextTick(Group group, long now) {
    var ledger = group.ledger();
    if (!ledger.isAnchored()) {
      return group.firstLook();
    }
    if (!group.fires() || hasNews(group)) {
      return group.gridAfter(now);
    }
    long repeat = group.node().map(node -> node.options().repeat().toMillis()).orElse(NEVER);
    long next = NEVER;
    for (Memory memory : ledger.memories().values()) {
      if (!memory.told().isEmpty() && needsReminder(group, memory)) {
        next = Math.min(next, group.gridAfter(Math.max(now, memory.at() + repeat)));
      }
    }
    return next;
  }

  /** Whether a channel may have to hear of something, now or when nothing keeps it back. */
  private static boolean hasNews(Group group) {
    var ledger = group.ledger();
    for (Channel channel : group.channels()) {
      if (hasNews(group, ledger.memory(channel.name()))) {
        return true;
      }
    }
    for (var entry : ledger.memories().entrySet()) {
      var memory = entry.getValue();
      boolean belongs = group.channels().stream().anyMatch(c -> c.name().equals(entry.getKey()));
      if (!belongs
          && !memory.told().isEmpty()
          && (!isEscalation(group, entry.getKey()) || hasNews(group, memory))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasNews(Group group, Memory memory) {
    for (Alert alert : group.alerts()) {
      var told = memory.told().get(alert.incident());
      boolean news =
          alert.isFiring()
              ? told == null || told.severity().compareTo(alert.severity()) < 0
              : told != null;
      if (news) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEscalation(Group group, String channel) {
    return group
        .node()
        .flatMap(Node::escalation)
        .filter(e -> e.channels().stream().anyMatch(c -> c.name().equals(channel)))
        .isPresent();
  }

  private static boolean needsReminder(Group group, Memory memory) {
    for (long incident : memory.told().keySet()) {
      var alert = group.alert(incident);
      if (alert.isPresent() && alert.get().isFiring() && alert.get().acknowledgement().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** When the channels of the escalation of a group must be looked at next. */
  static long nextEscalation(Group group, long now) {
    var escalation = group.node().flatMap(Node::escalation);
    if (escalation.isEmpty() || !group.ledger().isAnchored()) {
      return NEVER;
    }
    long due = NEVER;
    if (lacksEscalation(group, escalation.get())) {
      for (Channel channel : group.channels()) {
        due = Math.min(due, overdue(group, channel, escalation.get().after()));
      }
    }
    return due <= now && group.ledger().escalationKept() ? group.gridAfter(now + 1) : due;
  }

  /** Those that the storm cap keeps waiting are told with its summary. */
  private static boolean lacksEscalation(Group group, Route.Escalation escalation) {
    for (Channel channel : escalation.channels()) {
      if (group.ledger().memory(channel.name()).isNothing()) {
        return true;
      }
    }
    return false;
  }

  private static long overdue(Group group, Channel channel, Duration after) {
    long due = NEVER;
    for (var told : group.ledger().memory(channel.name()).told().entrySet()) {
      var alert = group.alert(told.getKey());
      if (alert.isPresent() && alert.get().isFiring() && alert.get().acknowledgement().isEmpty()) {
        due = Math.min(due, told.getValue().since() + after.toMillis());
      }
    }
    return due;
  }

  /**
   * Whether a look at a group was missed because nobody was there: something happened before a time
   * of its grid that has passed, and no look since took note of it.
   */
  static boolean missedTick(Group group, long now) {
    if (!group.ledger().isAnchored()) {
      return false;
    }
    long tick = group.gridBefore(now);
    if (tick <= group.lastTick()) {
      return false;
    }
    for (Alert alert : group.alerts()) {
      var happened = alert.endsAt().orElse(alert.startsAt()).toEpochMilli();
      if (happened < tick && isNews(group, alert)) {
        return true;
      }
    }
    return false;
  }

  /** Whether somebody has not heard of an alert whom nothing is known to keep from it. */
  private static boolean isNews(Group group, Alert alert) {
    var ledger = group.ledger();
    if (!alert.isFiring()) {
      return ledger.memories().values().stream()
          .anyMatch(memory -> !memory.waits() && memory.told().containsKey(alert.incident()));
    }
    if (ledger.kept().containsKey(alert.incident())) {
      return false;
    }
    return group.channels().stream()
        .map(channel -> ledger.memory(channel.name()))
        .anyMatch(memory -> !memory.waits() && !memory.told().containsKey(alert.incident()));
  }
}
