package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an outbox has in memory, and the lock that guards it: whoever calls another
 * method than {@link #locked} does so inside of it.
 */
final class Lanes {
  /** How many messages wait with their text at hand; others are read when it is their turn. */
  private static final int MOST_TEXTS = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Set<Lane> ready = new LinkedHashSet<>();
  private final Set<Lane> unsaved = new LinkedHashSet<>();
  private final Map<String, Notification> texts = new HashMap<>();
  private final Threads threads = new Threads();
  private final Archive archive;
  private boolean closed;

  /**
   * Lanes without messages.
   *
   * @throws IllegalArgumentException when two different channels have one name
   */
  Lanes(Collection<Channel> channels, int mostDelivered) {
    this.archive = new Archive(mostDelivered);
    for (Channel channel : channels) {
      var other = lanes.putIfAbsent(channel.name(), new Lane(channel.name(), channel));
      if (other != null && !other.channel().equals(Optional.of(channel))) {
        throw new IllegalArgumentException(
            "two different channels are called \"" + channel.name() + "\"; names are unique");
      }
    }
  }

  /** Does something that nobody must see half done. */
  <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** The lane of a message; of a channel that is not configured, too. */
  Lane of(Message message) {
    return lanes.computeIfAbsent(message.channel(), name -> new Lane(name, null));
  }

  Optional<Lane> find(String channel) {
    return Optional.ofNullable(lanes.get(channel));
  }

  Collection<Lane> all() {
    return lanes.values();
  }

  /** Those that may have something to begin with. */
  Set<Lane> ready() {
    return ready;
  }

  /** Those of which something is not in the store yet. */
  Set<Lane> unsaved() {
    return unsaved;
  }

  Threads threads() {
    return threads;
  }

  Archive archive() {
    return archive;
  }

  /** Puts a message into its queue, unless it is there. */
  void add(Notification notification) {
    var message = Message.of(notification);
    var lane = of(message);
    lane.pending().putIfAbsent(message.id(), message);
    if (texts.size() < MOST_TEXTS) {
      texts.put(message.id(), notification);
    }
    ready.add(lane);
  }

  /** The text of a message, if it is at hand. */
  Optional<Notification> text(String id) {
    return Optional.ofNullable(texts.get(id));
  }

  /** The text is needed no more. */
  void dropText(String id) {
    texts.remove(id);
  }

  boolean isClosed() {
    return closed;
  }

  /** From now on nothing begins; false when it was so before. */
  boolean close() {
    boolean before = closed;
    closed = true;
    all().forEach(lane -> lane.arm(null));
    return !before;
  }

  List<Delivery> underWay() {
    return all().stream().flatMap(lane -> lane.underWay().stream()).toList();
  }

  /** A delivery of the lane has ended. */
  void ended(Lane lane) {
    lane.end();
    idle.signalAll();
  }

  /** Waits, without the lock, until no delivery is under way; false when that takes too long. */
  boolean awaitIdle(Duration bound) {
    long left = TimeUnit.NANOSECONDS.convert(bound);
    try {
      while (all().stream().anyMatch(Lane::isAtWork)) {
        if (left <= 0) {
          return false;
        }
        left = idle.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
