package dev.pulse.core.internal.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit.DocumentChange;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers notifications: at least once, in order within a channel, channels beside each other. A
 * message is in the store before it is sent and until it is delivered or given up, so that neither
 * a receiver that is away nor the end of this process loses one. Thread-safe.
 *
 * <p>One message of a channel is under way at a time, on the executor. What became of it is stored
 * before the next one begins; a crash between its delivery and that moment sends it once more,
 * under the same id. After a failure the channel is left alone for a growing while, and then tried
 * with the same message, until it is delivered, the failure is one that stays, or it is too old.
 *
 * <p>Every method that changes something throws {@link StoreException} when the store does not take
 * it; nothing has changed then.
 */
public final class Outbox implements AutoCloseable {
  /** How many documents are removed at once when a process begins. */
  private static final int GROUP = 1_000;

  private static final int MOST_DELIVERED = 10_000;
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final Store store;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Lanes lanes;
  private final Courier courier;

  /**
   * An outbox that knows nothing yet; {@link #restore} comes first.
   *
   * @param executor runs deliveries; borrowed. It decides how many channels work at once
   * @param channels all that messages may be for
   * @throws IllegalArgumentException when two different channels have one name
   */
  public Outbox(
      Store store,
      InstantSource clock,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random,
      Collection<Channel> channels) {
    this(store, clock, scheduler, executor, random, channels, MOST_DELIVERED);
  }

  Outbox(
      Store store,
      InstantSource clock,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random,
      Collection<Channel> channels,
      int mostDelivered) {
    this.store = requireNonNull(store, "store");
    this.clock = requireNonNull(clock, "clock");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.lanes = new Lanes(channels, mostDelivered);
    this.courier =
        new Courier(
            lanes,
            store,
            clock,
            scheduler,
            requireNonNull(executor, "executor"),
            requireNonNull(random, "random"));
  }

  /** Tells somebody what becomes of messages from now on. */
  public void addListener(DeliveryListener listener) {
    courier.news().listeners().add(requireNonNull(listener, "listener"));
  }

  /** Tells somebody no more. */
  public void removeListener(DeliveryListener listener) {
    courier.news().listeners().remove(listener);
  }

  /**
   * Takes over what a process before has left. Nothing is sent before {@link #dispatch}.
   *
   * @throws StoreException when the store does not answer
   */
  public void restore() {
    lanes.locked(this::takeOver);
  }

  private boolean takeOver() {
    var now = clock.instant();
    var archive = lanes.archive();
    var found = new Restoration(store).read();
    found.dead().forEach(archive::add);
    archive.restore(found.delivered());
    found.pending().forEach(message -> lanes.of(message).pending().put(message.id(), message));
    found.attempts().forEach((channel, attempts) -> goOnAfter(channel, attempts, now));
    var surplus = new ArrayList<>(found.surplus());
    surplus.addAll(lanes.threads().restore(found.threads(), now));
    surplus.addAll(archive.prune(now, Integer.MAX_VALUE));
    remove(surplus);
    return lanes.ready().addAll(lanes.all());
  }

  /** A restart is a reason to try again at once, unless the receiver wanted to be left alone. */
  private void goOnAfter(String channel, Records.Attempts attempts, Instant now) {
    lanes.find(channel).ifPresent(lane -> goOnAfter(lane, attempts, now));
  }

  private void goOnAfter(Lane lane, Records.Attempts attempts, Instant now) {
    lane.pending()
        .computeIfPresent(
            attempts.message(),
            (id, message) ->
                message.tried(attempts.attempts(), attempts.error(), attempts.tried()));
    var notBefore = attempts.notBefore();
    if (notBefore != null && notBefore.isAfter(now)) {
      // What the receiver asked for, at most: since then the clock may have been set back.
      var asked = Duration.between(attempts.tried(), notBefore);
      var wait =
          Stream.of(Duration.between(now, notBefore), asked, lane.maxAge())
              .min(Comparator.naturalOrder())
              .orElseThrow();
      lane.notBefore(notBefore);
      lane.pause(wait, scheduler.nanoTime(), now);
    }
  }

  private void remove(List<DocumentChange> surplus) {
    for (int from = 0; from < surplus.size(); from += GROUP) {
      var some = surplus.subList(from, Math.min(from + GROUP, surplus.size()));
      store.commit(Records.commit(some));
    }
  }

  /** What belongs into the commit that decides upon messages. */
  public List<DocumentChange> documents(List<Notification> messages) {
    return messages.stream()
        .map(
            message ->
                Records.written(Records.MESSAGES, message.id(), StoredNotification.textOf(message)))
        .toList();
  }

  /**
   * Puts messages into the queues of their channels; their {@link #documents} are in the store.
   * Sends nothing, so that it may be called under a lock; {@link #dispatch} comes after it.
   */
  public void add(List<Notification> messages) {
    lanes.locked(
        () -> {
          // When it is closed they are in the store, and sent after the next start.
          if (!lanes.isClosed()) {
            messages.forEach(lanes::add);
          }
          return true;
        });
  }

  /**
   * Begins to send what waits. An executor that runs tasks on the spot delivers in here, so this is
   * called without any lock.
   */
  public void dispatch() {
    courier.dispatch();
  }

  /** The highest id of all messages that are pending, dead or delivered; ids grow with time. */
  public Optional<String> newestId() {
    return lanes.locked(() -> known().map(Message::id).max(Comparator.naturalOrder()));
  }

  /** The messages that wait, in the order of their ids. */
  public List<Message> pending() {
    return lanes.locked(
        () ->
            lanes.all().stream()
                .flatMap(lane -> lane.pending().values().stream())
                .sorted(Comparator.comparing(Message::id))
                .toList());
  }

  /** The messages that were given up in the last 30 days, in the order of their ids. */
  public List<Message> dead() {
    return lanes.locked(lanes.archive()::dead);
  }

  /** The messages that were delivered in the last 7 days, 10,000 at most, in that order. */
  public List<Message> delivered() {
    return lanes.locked(lanes.archive()::delivered);
  }

  /** A message, whatever became of it. */
  public Optional<Message> find(String id) {
    requireNonNull(id, "id");
    return lanes.locked(
        () ->
            lanes.all().stream()
                .flatMap(lane -> Stream.ofNullable(lane.pending().get(id)))
                .findFirst()
                .or(() -> lanes.archive().find(id)));
  }

  /** All messages that carry an incident, whatever became of them, in the order of their ids. */
  public List<Message> about(long incident) {
    return lanes.locked(
        () ->
            known()
                .filter(message -> message.incidents().contains(incident))
                .sorted(Comparator.comparing(Message::id))
                .toList());
  }

  private Stream<Message> known() {
    return Stream.concat(
        lanes.all().stream().flatMap(lane -> lane.pending().values().stream()),
        lanes.archive().all());
  }

  /** When a channel that failed is tried again; empty when it is not left alone. */
  public Optional<Instant> nextTry(String channel) {
    requireNonNull(channel, "channel");
    return lanes.locked(() -> lanes.find(channel).flatMap(Lane::nextTry));
  }

  /** How many messages of a channel wait. */
  public int pending(String channel) {
    requireNonNull(channel, "channel");
    return lanes.locked(() -> lanes.find(channel).map(lane -> lane.pending().size()).orElse(0));
  }

  /** How many messages of a channel were given up in the last 30 days. */
  public int dead(String channel) {
    requireNonNull(channel, "channel");
    return lanes.locked(
        () ->
            (int)
                lanes
                    .archive()
                    .all()
                    .filter(message -> message.state() == Message.State.DEAD)
                    .filter(message -> message.channel().equals(channel))
                    .count());
  }

  /**
   * What a message that is pending or dead says.
   *
   * @return empty when there is no such message
   */
  public Optional<Notification> notification(String id) {
    return store
        .documents(Records.MESSAGES)
        .find(requireNonNull(id, "id"))
        .map(document -> StoredNotification.parse(id, document.value()));
  }

  /** Sends a dead message after all, as if it were new; false when there is none of that id. */
  public boolean replay(String id) {
    requireNonNull(id, "id");
    boolean found = courier.writer().alone(() -> queueAgain(id));
    courier.dispatch();
    return found;
  }

  private boolean queueAgain(String id) {
    var dead = lanes.locked(() -> lanes.archive().findDead(id));
    if (dead.isEmpty()) {
      return false;
    }
    var message = dead.get().queuedAgain(clock.instant());
    store.commit(Records.commit(List.of(Records.queuedAgain(message))));
    lanes.locked(
        () -> {
          lanes.archive().removeDead(id);
          var lane = lanes.of(message);
          lane.pending().put(id, message);
          return lanes.ready().add(lane);
        });
    return true;
  }

  /**
   * Removes a message that is dead, or that is pending and not under way, without sending it.
   *
   * @return false when there is no such message
   */
  public boolean discard(String id) {
    requireNonNull(id, "id");
    boolean found = courier.writer().alone(() -> remove(id));
    courier.dispatch();
    return found;
  }

  private boolean remove(String id) {
    var message = lanes.locked(() -> lanes.archive().findDead(id).or(() -> withdrawn(id)));
    if (message.isEmpty()) {
      return false;
    }
    boolean gone = false;
    try {
      store.commit(Records.commit(Records.without(message.get())));
      gone = true;
    } finally {
      boolean removed = gone;
      lanes.locked(() -> settleRemoval(message.get(), removed));
    }
    return true;
  }

  /** Takes a pending message out of its queue, so that nobody begins to send it. */
  private Optional<Message> withdrawn(String id) {
    for (Lane lane : lanes.all()) {
      if (!lane.isHandling(id)) {
        var message = lane.pending().remove(id);
        if (message != null) {
          return Optional.of(message);
        }
      }
    }
    return Optional.empty();
  }

  private boolean settleRemoval(Message message, boolean removed) {
    if (removed) {
      lanes.archive().removeDead(message.id());
      lanes.dropText(message.id());
    } else if (message.state() == Message.State.PENDING) {
      lanes.of(message).pending().put(message.id(), message);
    }
    return lanes.ready().add(lanes.of(message));
  }

  /** Closes with a grace of 5 seconds. */
  @Override
  public void close() {
    close(CLOSE_GRACE);
  }

  /**
   * Begins no delivery any more, waits for those under way, interrupts them after the grace, and
   * leaves what is not delivered to the next start. A second call does nothing.
   */
  public void close(Duration grace) {
    if (lanes.locked(() -> end(grace))) {
      courier.writer().close();
      courier.news().tell();
    }
  }

  private boolean end(Duration grace) {
    if (!lanes.close()) {
      return false;
    }
    if (!lanes.awaitIdle(grace)) {
      lanes.underWay().forEach(Delivery::cancel);
      lanes.awaitIdle(Delivery.GRACE);
    }
    int left = lanes.underWay().size();
    if (left > 0) {
      log.warn("Closing with {} deliveries still under way; they are repeated", left);
    }
    return true;
  }
}
