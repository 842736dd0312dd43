package dev.pulse.core.internal.notify;

import dev.pulse.api.config.Durations;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit.DocumentChange;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins deliveries when their time has come, and decides what their ends mean: delivered, given
 * up, or to be tried again after a while. Thread-safe.
 */
final class Courier {
  /** How many threads of a channel may hang in deliveries before no other one is begun. */
  static final int MOST_ABANDONED = 3;

  /** How many messages a commit ends, or forgets, at most. */
  private static final int GROUP = 1_000;

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  private final Lanes lanes;
  private final Store store;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Executor executor;
  private final RandomGenerator random;
  private final News news = new News();
  private final GroupWriter writer;
  private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);

  Courier(
      Lanes lanes,
      Store store,
      InstantSource clock,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random) {
    this.lanes = lanes;
    this.store = store;
    this.clock = clock;
    this.scheduler = scheduler;
    this.executor = executor;
    this.random = random;
    this.writer = new GroupWriter(store, scheduler, new Changes());
  }

  /** What listeners are told about messages. */
  News news() {
    return news;
  }

  /** Writes what becomes of messages. */
  GroupWriter writer() {
    return writer;
  }

  /**
   * Begins what can begin. An executor that runs on the spot would make this call itself deeper and
   * deeper, so the outermost call of a thread does all the work.
   */
  void dispatch() {
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
    if (lanes.locked(() -> !lanes.unsaved().isEmpty())) {
      onWorker(this::write);
    }
  }

  private void write() {
    writer.write();
    news.tell();
  }

  private @Nullable Delivery take() {
    return lanes.<@Nullable Delivery>locked(
        () -> {
          while (!lanes.isClosed() && !lanes.ready().isEmpty()) {
            var next = look(lanes.ready().iterator().next());
            if (next != null) {
              return next;
            }
          }
          return null;
        });
  }

  private @Nullable Delivery look(Lane lane) {
    lanes.ready().remove(lane);
    boolean looked = false;
    try {
      var next = delivery(lane);
      if (next != null) {
        lane.begin(next);
      }
      looked = true;
      return next;
    } finally {
      if (!looked) {
        // Without a timer only the next dispatch can look at it again: behind all others.
        lanes.ready().add(lane);
      }
    }
  }

  /** What a channel can begin with; where it is nothing yet, it is looked at again in time. */
  private @Nullable Delivery delivery(Lane lane) {
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
    lookAgain(lane, lane.mayGiveUp() && isPositive(left) ? sooner(pause, left) : atLeast(pause));
    return null;
  }

  private static Duration sooner(Duration pause, Duration left) {
    return isPositive(pause) ? shorter(pause, left) : left;
  }

  private static Duration atLeast(Duration pause) {
    return isPositive(pause) ? pause : RETRY;
  }

  private void lookAgain(Lane lane, Duration wait) {
    lane.arm(scheduler.schedule(wait, () -> onWorker(() -> goOn(lane))));
  }

  private void goOn(Lane lane) {
    lanes.locked(() -> lanes.ready().add(lane));
    dispatch();
  }

  private void giveUpWhatIsTooOld(Lane lane) {
    if (!lane.mayGiveUp()) {
      return;
    }
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
    var fresh = lanes.locked(() -> lanes.text(message.id()));
    var text = fresh.isPresent() ? fresh.get() : stored(message.id());
    return lanes
        .locked(() -> lanes.threads().continuedBy(message))
        .map(text::continuing)
        .orElse(text);
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
      lanes.locked(
          () -> {
            var lane = lanes.of(delivery.message());
            lanes.ended(lane);
            pause(lane, RETRY);
            return lanes.ready().add(lane);
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
      if (!lanes.locked(lanes::isClosed)) {
        scheduler.schedule(RETRY, () -> onWorker(task));
      }
    }
  }

  private void pause(Lane lane, Duration time) {
    lane.pause(time, scheduler.nanoTime(), clock.instant());
  }

  private void end(Lane lane, Message message, Duration took) {
    Optional<DocumentChange> thread =
        message.state() == Message.State.DELIVERED
            ? lanes.threads().after(message)
            : Optional.empty();
    lane.ends().add(new Lane.End(message, took, thread));
    lanes.unsaved().add(lane);
  }

  private void refused(Lane lane, Message message, Result.Refused refusal) {
    var now = clock.instant();
    var failed = message.failed(now, refusal.error());
    news.add(listener -> listener.onFailed(failed));
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
    lanes.unsaved().add(lane);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** What happens when a delivery of a channel ends. */
  private final class Endings implements Delivery.Ending {
    private final Lane lane;

    Endings(Lane lane) {
      this.lane = lane;
    }

    @Override
    public void over(Delivery delivery, Result result, boolean abandoned) {
      lanes.locked(() -> conclude(delivery, result, abandoned));
      if (abandoned) {
        onWorker(this::goOn);
      } else {
        goOn();
      }
    }

    private boolean conclude(Delivery delivery, Result result, boolean abandoned) {
      var message = delivery.message();
      lanes.ended(lane);
      if (abandoned) {
        lane.abandoned(1);
      }
      if (result instanceof Result.Taken taken) {
        taken(message, taken.receipt(), delivery.took());
      } else if (result instanceof Result.Refused refusal) {
        refused(lane, message, refusal);
      } else if (result instanceof Result.Unbegun unbegun) {
        if (lane.isNewlyUnbegun()) {
          log.error(
              "Message {} cannot be sent yet; it is tried again", message.id(), unbegun.reason());
        }
        pause(lane, RETRY);
      }
      if (abandoned) {
        news.add(listener -> listener.onAbandoned(message));
      }
      return lanes.ready().add(lane);
    }

    private void taken(Message message, Receipt receipt, Duration took) {
      lane.succeeded();
      end(lane, message.delivered(clock.instant(), receipt), took);
    }

    @Override
    public void returned(Delivery delivery, Optional<Receipt> receipt) {
      lanes.locked(
          () -> {
            lane.abandoned(-1);
            var message = lane.pending().get(delivery.message().id());
            // It was counted as failed. If nobody has begun to send it again, nobody needs to.
            if (receipt.isPresent() && message != null && !lane.isBlocked()) {
              taken(message, receipt.get(), delivery.took());
            }
            return lanes.ready().add(lane);
          });
      onWorker(this::goOn);
    }

    private void goOn() {
      writer.write();
      dispatch();
      news.tell();
    }
  }

  /** What the writer asks for. */
  private final class Changes implements GroupWriter.Source {
    @Override
    public Optional<GroupWriter.Group> next() {
      return lanes.locked(
          () -> {
            if (lanes.unsaved().isEmpty()) {
              return Optional.empty();
            }
            var ended = new LinkedHashMap<Lane, List<Lane.End>>();
            var changes = new ArrayList<DocumentChange>();
            for (Lane lane : lanes.unsaved()) {
              var ends = List.copyOf(lane.ends());
              ended.put(lane, ends);
              ends.forEach(end -> changes.addAll(end.changes()));
              lane.attempts().ifPresent(changes::add);
              lane.attemptsChanged(false);
            }
            lanes.unsaved().clear();
            changes.addAll(lanes.archive().prune(clock.instant(), GROUP));
            return Optional.of(
                new GroupWriter.Group(
                    Records.commit(changes), () -> written(ended), () -> refused(ended.keySet())));
          });
    }

    private void written(Map<Lane, List<Lane.End>> ended) {
      lanes.locked(
          () -> {
            ended.forEach(
                (lane, ends) -> {
                  for (Lane.End end : ends) {
                    lane.pending().remove(end.message().id());
                    lanes.dropText(end.message().id());
                    lanes.archive().add(end.message());
                    news.add(listener -> tell(listener, end));
                  }
                  lane.ends().removeAll(ends);
                });
            return lanes.ready().addAll(ended.keySet());
          });
      ended.values().forEach(ends -> ends.forEach(end -> complain(end.message())));
    }

    private void complain(Message message) {
      if (message.state() == Message.State.DEAD) {
        log.error(
            "Message {} to channel {} was given up: {}",
            message.id(),
            message.channel(),
            message.error().orElse(""));
      }
    }

    private void tell(DeliveryListener listener, Lane.End end) {
      if (end.message().state() == Message.State.DELIVERED) {
        listener.onDelivered(end.message(), end.took());
      } else {
        listener.onDead(end.message());
      }
    }

    private void refused(Set<Lane> tried) {
      lanes.locked(
          () -> {
            tried.forEach(lane -> lane.attemptsChanged(true));
            return lanes.unsaved().addAll(tried);
          });
    }

    @Override
    public void goOn() {
      dispatch();
    }

    @Override
    public void onWorker(Runnable task) {
      Courier.this.onWorker(
          () -> {
            task.run();
            news.tell();
          });
    }
  }
}
