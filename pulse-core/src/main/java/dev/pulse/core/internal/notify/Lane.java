package dev.pulse.core.internal.notify;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit.DocumentChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one channel: its messages in the order of their ids, of which only the first one is
 * ever delivered. Not thread-safe: the outbox holds its lock.
 */
final class Lane {
  /** How long messages of a channel that is not configured any more are kept. */
  private static final Duration UNCONFIGURED = Duration.ofDays(3);

  private final String name;
  private final @Nullable Channel channel;
  private final NavigableMap<String, Message> pending = new TreeMap<>();
  private final List<End> ends = new ArrayList<>();
  private @Nullable Delivery underWay;
  private int abandoned;
  private int failures;
  private boolean pausing;
  private long pauseEndNanos;
  private @Nullable Instant nextTry;
  private @Nullable Instant notBefore;
  private boolean attemptsUnsaved;
  private boolean unbegun;
  private Scheduler.@Nullable Scheduled timer;

  /**
   * What is decided about a message, and not in the store yet. Until it is, nothing else of the
   * channel is sent: a crash repeats one message of a channel at most, and never out of order.
   *
   * @param took how long the delivery took
   * @param thread what it changes about the thread of its group
   */
  record End(Message message, Duration took, Optional<DocumentChange> thread) {
    List<DocumentChange> changes() {
      var changes = new ArrayList<DocumentChange>();
      if (message.state() == Message.State.DELIVERED) {
        changes.addAll(Records.without(message));
        changes.add(Records.delivered(message));
        thread.ifPresent(changes::add);
      } else {
        changes.add(Records.dead(message));
      }
      return changes;
    }
  }

  Lane(String name, @Nullable Channel channel) {
    this.name = name;
    this.channel = channel;
  }

  String name() {
    return name;
  }

  /** Who delivers; empty when the configuration has no such channel. */
  Optional<Channel> channel() {
    return Optional.ofNullable(channel);
  }

  Duration maxAge() {
    return channel == null ? UNCONFIGURED : channel.maxAge();
  }

  NavigableMap<String, Message> pending() {
    return pending;
  }

  @Nullable Message head() {
    return pending.isEmpty() ? null : pending.firstEntry().getValue();
  }

  boolean isAtWork() {
    return underWay != null;
  }

  /** Whether a message is in the middle of something, so that nobody else may touch it. */
  boolean isHandling(String id) {
    return (underWay != null && underWay.message().id().equals(id))
        || ends.stream().anyMatch(end -> end.message().id().equals(id));
  }

  /** Whether nothing can begin before something ends, or is stored. */
  boolean isBlocked() {
    return underWay != null || !ends.isEmpty();
  }

  Optional<Delivery> underWay() {
    return Optional.ofNullable(underWay);
  }

  void begin(Delivery delivery) {
    underWay = delivery;
    nextTry = null;
  }

  void end() {
    underWay = null;
  }

  int abandoned() {
    return abandoned;
  }

  void abandoned(int change) {
    abandoned += change;
  }

  List<End> ends() {
    return ends;
  }

  /** The channel works: what comes next is sent at once. */
  void succeeded() {
    failures = 0;
    unbegun = false;
    pausing = false;
    nextTry = null;
    notBefore = null;
  }

  /** One failure more in a row; tells how many these are. */
  int failed() {
    return ++failures;
  }

  /**
   * Whether messages may be given up for their age: only when the receiver did not take what this
   * process has tried last. Nothing is given up untried because Pulse was down for days, or because
   * the clock is wrong.
   */
  boolean mayGiveUp() {
    return channel == null || failures > 0;
  }

  /** That a delivery could not begin; false when it was so the last time. */
  boolean isNewlyUnbegun() {
    boolean before = unbegun;
    unbegun = true;
    return !before;
  }

  /** Leaves the channel alone for a while. */
  void pause(Duration time, long nowNanos, Instant now) {
    pausing = true;
    pauseEndNanos = nowNanos + time.toNanos();
    nextTry = now.plus(time);
  }

  /** That the receiver itself wants to be left alone, which also holds after a restart. */
  void notBefore(@Nullable Instant time) {
    notBefore = time;
  }

  Optional<Instant> nextTry() {
    return Optional.ofNullable(nextTry);
  }

  /** How long the channel is still left alone; negative when it is not. */
  Duration pauseLeft(long nowNanos) {
    return pausing ? Duration.ofNanos(pauseEndNanos - nowNanos) : Duration.ofNanos(-1);
  }

  /** How long until a message is given up; negative when it is due. */
  Duration ageLeft(Message message, Instant now) {
    return Duration.between(now, message.queuedAt().plus(maxAge()));
  }

  void attemptsChanged(boolean unsaved) {
    attemptsUnsaved = unsaved;
  }

  /** The attempts at the message whose turn it is, if they are not written down yet. */
  Optional<DocumentChange> attempts() {
    var head = head();
    return attemptsUnsaved && head != null && head.triedAt().isPresent()
        ? Optional.of(Records.attempts(head, notBefore))
        : Optional.empty();
  }

  void arm(Scheduler.@Nullable Scheduled next) {
    if (timer != null) {
      timer.cancel();
    }
    timer = next;
  }
}
