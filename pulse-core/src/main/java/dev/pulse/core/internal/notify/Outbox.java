package dev.pulse.core.internal.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Durations;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Commit.DocumentChange;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
  /** How many threads of a channel may hang in deliveries before no other one is begun. */
  static final int MOST_ABANDONED = 3;

  /**
   * How many messages wait with their text in memory; further ones are read when it is their turn.
   */
  private static final int MOST_TEXTS = 1_000;

  /** How many messages a commit ends, or forgets, at most. */
  private static final int GROUP = 1_000;

  private static final int MOST_DELIVERED = 10_000;
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final Store store;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Executor executor;
  private final RandomGenerator random;
  private final List<DeliveryListener> listeners = new CopyOnWriteArrayList<>();
  private final GroupWriter writer;
  private final Archive archive;
  private final Threads threads = new Threads();
  private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();

  // Guarded by the lock.
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Set<Lane> ready = new LinkedHashSet<>();
  private final Set<Lane> unsaved = new LinkedHashSet<>();
  private final Map<String, Notification> texts = new HashMap<>();
  private boolean closed;

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
    this.executor = requireNonNull(executor, "executor");
    this.random = requireNonNull(random, "random");
    this.archive = new Archive(mostDelivered);
    this.writer = new GroupWriter(store, scheduler, new Changes());
    for (Channel channel : channels) {
      var other = lanes.putIfAbsent(channel.name(), new Lane(channel.name(), channel));
      if (other != null && !other.channel().equals(Optional.of(channel))) {
        throw new IllegalArgumentException(
            "two different channels are called \"" + channel.name() + "\"; names are unique");
      }
    }
  }

  /** Tells somebody what becomes of messages from now on. */
  public void addListener(DeliveryListener listener) {
    listeners.add(requireNonNull(listener, "listener"));
  }

  /** Tells somebody no more. */
  public void removeListener(DeliveryListener listener) {
    listeners.remove(listener);
  }

  /**
   * Takes over what a process before has left, and goes on with it.
   *
   * @throws StoreException when the store does not answer
   */
  public void restore() {
    lock.lock();
    try {
      var now = clock.instant();
      var found = new Restoration(store).read();
      found.dead().forEach(archive::add);
      archive.restore(found.delivered());
      found.pending().forEach(message -> lane(message).pending().put(message.id(), message));
      found.attempts().forEach((channel, attempts) -> goOnAfter(channel, attempts, now));
      var surplus = new ArrayList<>(found.surplus());
      surplus.addAll(threads.restore(found.threads(), now));
      surplus.addAll(archive.prune(now, Integer.MAX_VALUE));
      remove(surplus);
      ready.addAll(lanes.values());
    } finally {
      lock.unlock();
    }
    dispatch();
  }

  /** A restart is a reason to try again at once, unless the receiver wanted to be left alone. */
  private void goOnAfter(String channel, Records.Attempts attempts, Instant now) {
    var lane = lanes.get(channel);
    if (lane == null) {
      return;
    }
    lane.pending()
        .computeIfPresent(
            attempts.message(),
            (id, message) ->
                message.tried(attempts.attempts(), attempts.error(), attempts.tried()));
    if (attempts.notBefore() != null && attempts.notBefore().isAfter(now)) {
      lane.notBefore(attempts.notBefore());
      lane.pause(
          shorter(Duration.between(now, attempts.notBefore()), lane.maxAge()),
          scheduler.nanoTime(),
          now);
    }
  }

  private void remove(List<DocumentChange> surplus) {
    for (int from = 0; from < surplus.size(); from += GROUP) {
      var some = surplus.subList(from, Math.min(from + GROUP, surplus.size()));
      store.commit(commit(some));
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

  /** Sends messages; their {@link #documents} are in the store. Waits for nothing. */
  public void enqueue(List<Notification> messages) {
    lock.lock();
    try {
      if (closed) {
        return; // They are in the store, and sent after the next start.
      }
      for (Notification notification : messages) {
        var message = Message.of(notification);
        var lane = lane(message);
        lane.pending().putIfAbsent(message.id(), message);
        if (texts.size() < MOST_TEXTS) {
          texts.put(message.id(), notification);
        }
        ready.add(lane);
      }
    } finally {
      lock.unlock();
    }
    dispatch();
  }

  private Lane lane(Message message) {
    return lanes.computeIfAbsent(message.channel(), name -> new Lane(name, null));
  }

  /** The messages that wait, in the order of their ids. */
  public List<Message> pending() {
    return locked(
        () ->
            lanes.values().stream()
                .flatMap(lane -> lane.pending().values().stream())
                .sorted(Comparator.comparing(Message::id))
                .toList());
  }

  /** The messages that were given up in the last 30 days, in the order of their ids. */
  public List<Message> dead() {
    return locked(archive::dead);
  }

  /** The messages that were delivered in the last 7 days, 10,000 at most, in that order. */
  public List<Message> delivered() {
    return locked(archive::delivered);
  }

  /** A message, whatever became of it. */
  public Optional<Message> find(String id) {
    requireNonNull(id, "id");
    return locked(
        () ->
            lanes.values().stream()
                .flatMap(lane -> Stream.ofNullable(lane.pending().get(id)))
                .findFirst()
                .or(() -> archive.find(id)));
  }

  /** All messages that carry an incident, whatever became of them, in the order of their ids. */
  public List<Message> about(long incident) {
    return locked(
        () ->
            Stream.concat(
                    lanes.values().stream().flatMap(lane -> lane.pending().values().stream()),
                    archive.all())
                .filter(message -> message.incidents().contains(incident))
                .sorted(Comparator.comparing(Message::id))
                .toList());
  }

  /** When a channel that failed is tried again; empty when it is not left alone. */
  public Optional<Instant> nextTry(String channel) {
    requireNonNull(channel, "channel");
    return locked(() -> Optional.ofNullable(lanes.get(channel)).flatMap(Lane::nextTry));
  }

  /** How many messages of a channel wait. */
  public int pending(String channel) {
    requireNonNull(channel, "channel");
    return locked(
        () -> Optional.ofNullable(lanes.get(channel)).map(lane -> lane.pending().size()).orElse(0));
  }

  /** How many messages of a channel were given up in the last 30 days. */
  public int dead(String channel) {
    requireNonNull(channel, "channel");
    return locked(
        () ->
            (int)
                archive
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
    boolean found = writer.alone(() -> queueAgain(id));
    dispatch();
    return found;
  }

  private boolean queueAgain(String id) {
    var dead = locked(() -> archive.findDead(id));
    if (dead.isEmpty()) {
      return false;
    }
    var message = dead.get().queuedAgain(clock.instant());
    store.commit(commit(List.of(Records.queuedAgain(message))));
    locked(
        () -> {
          archive.removeDead(id);
          var lane = lane(message);
          lane.pending().put(id, message);
          return ready.add(lane);
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
    boolean found = writer.alone(() -> remove(id));
    dispatch();
    return found;
  }

  private boolean remove(String id) {
    var message = locked(() -> archive.findDead(id).or(() -> withdrawn(id)));
    if (message.isEmpty()) {
      return false;
    }
    boolean gone = false;
    try {
      store.commit(commit(Records.without(message.get())));
      gone = true;
    } finally {
      boolean removed = gone;
      locked(() -> settleRemoval(message.get(), removed));
    }
    return true;
  }

  /** Takes a pending message out of its queue, so that nobody begins to send it. */
  private Optional<Message> withdrawn(String id) {
    for (Lane lane : lanes.values()) {
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
      archive.removeDead(message.id());
      texts.remove(message.id());
    } else if (message.state() == Message.State.PENDING) {
      lane(message).pending().put(message.id(), message);
    }
    return ready.add(lane(message));
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
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      lanes.values().forEach(lane -> lane.arm(null));
      if (!awaitIdle(grace)) {
        underWay().forEach(Delivery::cancel);
        awaitIdle(Delivery.GRACE);
      }
      int left = underWay().size();
      if (left > 0) {
        log.warn("Closing with {} deliveries still under way; they are repeated", left);
      }
    } finally {
      lock.unlock();
    }
    writer.close();
  }

  private List<Delivery> underWay() {
    return lanes.values().stream().flatMap(lane -> lane.underWay().stream()).toList();
  }

  private boolean awaitIdle(Duration bound) {
    long left = TimeUnit.NANOSECONDS.convert(bound);
    try {
      while (lanes.values().stream().anyMatch(Lane::isAtWork)) {
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

  /**
   * Begins what can begin. An executor that runs on the spot would make this call itself deeper and
   * deeper, so the outermost call of a thread does all the work.
   */
  private void dispatch() {
    if (dispatching.get()) {
      return;
    }
    dispatching.set(true);
    try {
      for (Delivery next = take(); next != null; next = take()) {
        start(next);
      }
    } finally {
      dispatching.remove();
    }
    if (locked(() -> !unsaved.isEmpty())) {
      onWorker(writer::write);
    }
  }

  private @Nullable Delivery take() {
    return this.<@Nullable Delivery>locked(
        () -> {
          while (!closed && !ready.isEmpty()) {
            var lane = ready.iterator().next();
            ready.remove(lane);
            var next = look(lane);
            if (next != null) {
              lane.begin(next);
              return next;
            }
          }
          return null;
        });
  }

  /** What a channel can begin with; where it is nothing yet, it is looked at again in time. */
  private @Nullable Delivery look(Lane lane) {
    if (lane.isBlocked()) {
      return null;
    }
    giveUpWhatIsTooOld(lane);
    var head = lane.head();
    if (lane.isBlocked() || head == null) {
      return null;
    }
    var channel = lane.channel();
    var pause = lane.pauseLeft(scheduler.nanoTime());
    if (channel.isPresent() && lane.abandoned() < MOST_ABANDONED && !isPositive(pause)) {
      return new Delivery(head, channel.get(), () -> text(head), scheduler, new Endings(lane));
    }
    var left = lane.ageLeft(head, clock.instant());
    lookAgain(lane, isPositive(pause) ? shorter(pause, left) : left);
    return null;
  }

  private void lookAgain(Lane lane, Duration wait) {
    lane.arm(scheduler.schedule(wait, () -> onWorker(() -> goOn(lane))));
  }

  private void goOn(Lane lane) {
    locked(() -> ready.add(lane));
    dispatch();
  }

  private void giveUpWhatIsTooOld(Lane lane) {
    var now = clock.instant();
    for (Message message : lane.pending().values()) {
      if (isPositive(lane.ageLeft(message, now)) || lane.ends().size() == GROUP) {
        return;
      }
      end(lane, message.dead(now, message.attempts(), tooOld(lane, message)), Duration.ZERO);
    }
  }

  private static String tooOld(Lane lane, Message message) {
    var age = "not delivered within " + Durations.format(lane.maxAge());
    if (lane.channel().isEmpty()) {
      return age + ": there is no channel \"" + lane.name() + "\" in the configuration";
    }
    return age + message.error().map(error -> ": " + error).orElse("");
  }

  private Notification text(Message message) {
    var fresh = locked(() -> Optional.ofNullable(texts.get(message.id())));
    var text = fresh.isPresent() ? fresh.get() : stored(message.id());
    return locked(() -> threads.continuedBy(message)).map(text::continuing).orElse(text);
  }

  private Notification stored(String id) {
    var document = store.documents(Records.MESSAGES).find(id);
    if (document.isEmpty()) {
      throw NotifyException.lasting("its text is not in the store any more", null);
    }
    try {
      return StoredNotification.parse(id, document.get().value());
    } catch (StoreException e) {
      throw NotifyException.lasting("its text in the store is damaged", e);
    }
  }

  private void start(Delivery delivery) {
    var begun = new AtomicBoolean();
    try {
      executor.execute(
          () -> {
            begun.set(true);
            delivery.run();
          });
    } catch (RuntimeException | Error e) {
      // An error is what a JVM that cannot have another thread answers with.
      if (begun.get()) {
        throw e;
      }
      log.error("The executor refuses to deliver messages; they are kept and tried again", e);
      locked(
          () -> {
            var lane = lane(delivery.message());
            lane.end();
            idle.signalAll();
            pause(lane, RETRY);
            return ready.add(lane);
          });
    }
  }

  private void onWorker(Runnable task) {
    var begun = new AtomicBoolean();
    try {
      executor.execute(
          () -> {
            begun.set(true);
            task.run();
          });
    } catch (RuntimeException | Error e) {
      if (begun.get()) {
        throw e;
      }
      log.error("The executor refuses to look after messages; it is asked again", e);
      if (!locked(() -> closed)) {
        scheduler.schedule(RETRY, () -> onWorker(task));
      }
    }
  }

  private void pause(Lane lane, Duration time) {
    lane.pause(time, scheduler.nanoTime(), clock.instant());
  }

  private void end(Lane lane, Message message, Duration took) {
    Optional<DocumentChange> thread =
        message.state() == Message.State.DELIVERED ? threads.after(message) : Optional.empty();
    lane.ends().add(new Lane.End(message, took, thread));
    unsaved.add(lane);
  }

  private void refused(Lane lane, Message message, Result.Refused refusal) {
    var now = clock.instant();
    var failed = message.failed(now, refusal.error());
    lane.pending().replace(message.id(), failed);
    if (refusal.lasting()) {
      end(lane, failed.dead(now, failed.attempts(), refusal.error()), Duration.ZERO);
      return;
    }
    var asked = shorter(refusal.retryAfter(), lane.maxAge());
    var pause = Backoff.after(lane.failed(), random);
    pause(lane, pause.compareTo(asked) < 0 ? asked : pause);
    lane.notBefore(isPositive(asked) ? now.plus(asked) : null);
    lane.attemptsChanged(true);
    unsaved.add(lane);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Commit commit(List<DocumentChange> changes) {
    var commit = Commit.builder();
    for (DocumentChange change : changes) {
      if (change.body().isPresent()) {
        commit.document(change.collection(), change.id(), change.body().get());
      } else {
        commit.withoutDocument(change.collection(), change.id());
      }
    }
    return commit.build();
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void tell(Consumer<DeliveryListener> event) {
    for (DeliveryListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        log.error("A listener of deliveries failed", e);
      }
    }
  }

  /** What happens when a delivery of a channel ends. */
  private final class Endings implements Delivery.Ending {
    private final Lane lane;

    Endings(Lane lane) {
      this.lane = lane;
    }

    @Override
    public void over(Delivery delivery, Result result, boolean abandoned) {
      locked(() -> conclude(delivery, result, abandoned));
      if (result instanceof Result.Refused refused) {
        var failed = delivery.message().failed(clock.instant(), refused.error());
        tell(listener -> listener.onFailed(failed));
      }
      if (abandoned) {
        tell(listener -> listener.onAbandoned(delivery.message()));
        onWorker(this::goOn);
      } else {
        goOn();
      }
    }

    private boolean conclude(Delivery delivery, Result result, boolean abandoned) {
      var message = delivery.message();
      lane.end();
      idle.signalAll();
      if (abandoned) {
        lane.abandoned(1);
      }
      if (result instanceof Result.Taken taken) {
        taken(message, taken.receipt(), delivery.took());
      } else if (result instanceof Result.Refused refusal) {
        refused(lane, message, refusal);
      } else if (result instanceof Result.Unread unread) {
        if (lane.isNewlyUnread()) {
          log.error("Message {} cannot be read; it is tried again", message.id(), unread.reason());
        }
        pause(lane, RETRY);
      }
      return ready.add(lane);
    }

    private void taken(Message message, Receipt receipt, Duration took) {
      lane.succeeded();
      end(lane, message.delivered(clock.instant(), receipt), took);
    }

    @Override
    public void returned(Delivery delivery, Optional<Receipt> receipt) {
      locked(
          () -> {
            lane.abandoned(-1);
            var message = lane.pending().get(delivery.message().id());
            // It was counted as failed. If nobody has begun to send it again, nobody needs to.
            if (receipt.isPresent() && message != null && !lane.isBlocked()) {
              taken(message, receipt.get(), delivery.took());
            }
            return ready.add(lane);
          });
      onWorker(this::goOn);
    }

    private void goOn() {
      writer.write();
      dispatch();
    }
  }

  /** What the writer asks for. */
  private final class Changes implements GroupWriter.Source {
    @Override
    public Optional<GroupWriter.Group> next() {
      return locked(
          () -> {
            if (unsaved.isEmpty()) {
              return Optional.empty();
            }
            var ended = new LinkedHashMap<Lane, List<Lane.End>>();
            var changes = new ArrayList<DocumentChange>();
            for (Lane lane : unsaved) {
              var ends = List.copyOf(lane.ends());
              ended.put(lane, ends);
              ends.forEach(end -> changes.addAll(end.changes()));
              lane.attempts().ifPresent(changes::add);
              lane.attemptsChanged(false);
            }
            unsaved.clear();
            changes.addAll(archive.prune(clock.instant(), GROUP));
            return Optional.of(
                new GroupWriter.Group(
                    commit(changes), () -> written(ended), () -> refused(ended.keySet())));
          });
    }

    private void written(Map<Lane, List<Lane.End>> ended) {
      locked(
          () -> {
            ended.forEach(
                (lane, ends) -> {
                  for (Lane.End end : ends) {
                    lane.pending().remove(end.message().id());
                    texts.remove(end.message().id());
                    archive.add(end.message());
                  }
                  lane.ends().removeAll(ends);
                });
            return ready.addAll(ended.keySet());
          });
      ended.values().forEach(ends -> ends.forEach(this::tellEnd));
    }

    private void tellEnd(Lane.End end) {
      var message = end.message();
      if (message.state() == Message.State.DELIVERED) {
        tell(listener -> listener.onDelivered(message, end.took()));
      } else {
        log.error(
            "Message {} to channel {} was given up: {}",
            message.id(),
            message.channel(),
            message.error().orElse(""));
        tell(listener -> listener.onDead(message));
      }
    }

    private void refused(Set<Lane> lanes) {
      locked(
          () -> {
            lanes.forEach(lane -> lane.attemptsChanged(true));
            return unsaved.addAll(lanes);
          });
    }

    @Override
    public void goOn() {
      dispatch();
    }

    @Override
    public void onWorker(Runnable task) {
      Outbox.this.onWorker(task);
    }
  }
}
