package dev.pulse.core.internal.notify;

import dev.pulse.api.store.Commit.DocumentChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The messages that wait for nothing any more: delivered ones for a week, ten thousand at most, and
 * dead ones for a month, in case somebody wants them sent again. Not thread-safe.
 */
final class Archive {
  private static final Duration DELIVERED_KEPT = Duration.ofDays(7);
  private static final Duration DEAD_KEPT = Duration.ofDays(30);

  private final int most;
  private final Map<String, Message> delivered = new LinkedHashMap<>();
  private final Map<String, Message> dead = new TreeMap<>();

  /**
   * An empty archive.
   *
   * @param most how many delivered messages it keeps
   */
  Archive(int most) {
    this.most = most;
  }

  /** Takes what was delivered before a restart. */
  void restore(Collection<Message> messages) {
    messages.stream()
        .sorted(Comparator.comparing((Message message) -> message.triedAt().orElseThrow()))
        .forEach(this::add);
  }

  void add(Message message) {
    if (message.state() == Message.State.DELIVERED) {
      delivered.put(message.id(), message);
    } else {
      dead.put(message.id(), message);
    }
  }

  /** The delivered ones, in the order of their delivery. */
  List<Message> delivered() {
    return List.copyOf(delivered.values());
  }

  /** The dead ones, in the order of their ids. */
  List<Message> dead() {
    return List.copyOf(dead.values());
  }

  Stream<Message> all() {
    return Stream.concat(delivered.values().stream(), dead.values().stream());
  }

  Optional<Message> find(String id) {
    return Optional.ofNullable(delivered.containsKey(id) ? delivered.get(id) : dead.get(id));
  }

  Optional<Message> findDead(String id) {
    return Optional.ofNullable(dead.get(id));
  }

  void removeDead(String id) {
    dead.remove(id);
  }

  /**
   * Forgets what is too old, or too much.
   *
   * @param atMost how many messages at once; the rest goes the next time
   * @return how to remove them from the store. Where that fails, they are found, and forgotten, at
   *     the next start
   */
  List<DocumentChange> prune(Instant now, int atMost) {
    var changes = new ArrayList<DocumentChange>();
    int left = atMost;
    var oldest = delivered.values().iterator();
    while (left > 0 && oldest.hasNext()) {
      var message = oldest.next();
      if (delivered.size() <= most && !isOlder(message, DELIVERED_KEPT, now)) {
        break;
      }
      oldest.remove();
      changes.add(Records.removed(Records.DELIVERED, message.id()));
      left--;
    }
    var deadOnes = dead.values().iterator();
    while (left > 0 && deadOnes.hasNext()) {
      var message = deadOnes.next();
      if (isOlder(message, DEAD_KEPT, now)) {
        deadOnes.remove();
        changes.addAll(Records.without(message));
        left--;
      }
    }
    return changes;
  }

  private static boolean isOlder(Message message, Duration kept, Instant now) {
    return message.triedAt().orElseThrow().plus(kept).isBefore(now);
  }
}
