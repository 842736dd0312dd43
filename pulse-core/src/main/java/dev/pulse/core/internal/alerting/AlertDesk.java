package dev.pulse.core.internal.alerting;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.maintenance.Announcement;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.route.Silence;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.Store;
import dev.pulse.core.alerting.Delivery;
import dev.pulse.core.internal.notify.Message;
import dev.pulse.core.internal.notify.Outbox;
import dev.pulse.core.internal.route.Router;
import dev.pulse.core.internal.route.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where incidents arrive and messages leave: tells the router of what has changed, asks it in time
 * what there is to say, writes that down in one commit together with what the router remembers of
 * it, and hands it to the outbox. Incidents that are stored and not told yet are found again after
 * a crash, because the router starts from the store. Thread-safe.
 */
public final class AlertDesk implements PulseListener {
  private static final Logger log = LoggerFactory.getLogger(AlertDesk.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final int PAGE = 10_000;

  private final Store store;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final Executor executor;
  private final @Nullable Router router;
  private final Outbox outbox;
  private final Silences silences;
  private final Announcements announcements;
  private final Supplier<Map<String, List<String>>> excused;
  private final Notes notes;
  // No monitor: a virtual thread that waits for the store inside one would keep its carrier.
  private final ReentrantLock lock = new ReentrantLock();

  private Scheduler.@Nullable Scheduled timer;
  private @Nullable Instant timerAt;
  private @Nullable Round unwritten;
  private final Map<Long, String> unnoted = new LinkedHashMap<>();
  private boolean failing;
  private boolean closed;

  /** What the router wants to say, and the messages made of it. */
  private record Round(Step step, List<Notification> messages) {}

  /** Adds a line to the timeline of an open incident. */
  @FunctionalInterface
  public interface Notes {
    /** Adds it, if the incident is open. */
    void add(Incident incident, String text);
  }

  /**
   * A desk that is not at work yet.
   *
   * @param router null when nobody is told
   * @param excused which registrations are excused at the moment, by the one that fails instead
   */
  public AlertDesk(
      Store store,
      InstantSource clock,
      Scheduler scheduler,
      Executor executor,
      @Nullable Router router,
      Outbox outbox,
      List<Maintenance> maintenances,
      Supplier<Map<String, List<String>>> excused,
      Notes notes) {
    this.store = store;
    this.clock = clock;
    this.scheduler = scheduler;
    this.executor = executor;
    this.router = router;
    this.outbox = outbox;
    this.silences = new Silences(store);
    this.announcements = new Announcements(store, maintenances);
    this.excused = excused;
    this.notes = notes;
  }

  /** Takes up where the last process stopped. */
  public void start() {
    locked(
        () -> {
          outbox.restore();
          if (router != null) {
            router.restore(
                collection -> store.documents(collection).list(),
                id -> store.incidents().find(id).map(Incident::alert),
                openAlerts(),
                silences.list(),
                outbox.newestId(),
                clock.instant());
          }
          rearm();
          return true;
        });
    outbox.dispatch();
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private List<Alert> openAlerts() {
    var open = new ArrayList<Alert>();
    var query = IncidentQuery.all().open(true).limit(PAGE);
    OptionalLong next;
    do {
      var page = store.incidents().list(query);
      page.items().forEach(incident -> open.add(incident.alert()));
      next = page.next();
      if (next.isPresent()) {
        query = query.before(next.getAsLong());
      }
    } while (next.isPresent());
    return open;
  }

  @Override
  public void onIncident(IncidentEvent event) {
    lock.lock();
    try {
      if (!closed && router != null) {
        router.alert(event.incident().alert(), clock.instant());
        rearm();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The work that is going on for a registration. */
  public Optional<Maintenance> maintenance(Registration registration, Instant at) {
    return announcements.at(registration, at);
  }

  /** The work that the configuration announces. */
  public List<Maintenance> maintenances() {
    return announcements.configured();
  }

  /** All work that people have announced, the oldest first. */
  public List<Announcement> announcements() {
    return announcements.list();
  }

  /** Announces work. */
  public Announcement announce(Announcement announcement) {
    return announcements.add(announcement, clock.instant());
  }

  /** Ends announced work; false when there is none of that id. */
  public boolean endAnnouncement(String id) {
    return announcements.end(id, clock.instant());
  }

  /** All silences, the oldest first. */
  public List<Silence> silences() {
    return locked(silences::list);
  }

  /** Puts a silence to work. */
  public Silence silence(Silence silence) {
    Router.check(silence);
    return locked(
        () -> {
          silences.add(silence, clock.instant());
          silencesChanged();
          return silence;
        });
  }

  /** Ends a silence; empty when there is none of that id. */
  public Optional<Silence> expire(String id) {
    return locked(
        () -> {
          var over = silences.expire(id, clock.instant());
          silencesChanged();
          return over;
        });
  }

  private void silencesChanged() {
    if (router != null) {
      router.silences(silences.list(), clock.instant());
      rearm();
    }
  }

  /** Something of the router, while nobody else uses it; empty when nobody is told. */
  public <T> Optional<T> router(Function<Router, T> use) {
    return locked(() -> Optional.ofNullable(router).map(use));
  }

  /** The messages of a state, the oldest first. */
  public List<Delivery> deliveries(Delivery.State state) {
    var messages =
        switch (state) {
          case PENDING -> outbox.pending();
          case DELIVERED -> outbox.delivered();
          case DEAD -> outbox.dead();
        };
    return messages.stream().map(AlertDesk::delivery).toList();
  }

  /** The messages about an incident, the oldest first. */
  public List<Delivery> deliveriesAbout(long incident) {
    return outbox.about(incident).stream().map(AlertDesk::delivery).toList();
  }

  private static Delivery delivery(Message message) {
    return new Delivery(
        message.id(),
        message.kind(),
        message.channel(),
        message.group(),
        message.incidents(),
        message.at(),
        switch (message.state()) {
          case PENDING -> Delivery.State.PENDING;
          case DELIVERED -> Delivery.State.DELIVERED;
          case DEAD -> Delivery.State.DEAD;
        },
        message.attempts(),
        message.error(),
        message.triedAt());
  }

  /** The messages. */
  public Outbox outbox() {
    return outbox;
  }

  /** Sets the timer to what the router waits for; only under the lock. */
  private void rearm() {
    if (failing && !closed) {
      return; // The timer is set to the next try.
    }
    var next = closed ? Optional.<Instant>empty() : next();
    if (next.isPresent() && next.get().equals(timerAt)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    timerAt = next.orElse(null);
    next.ifPresent(at -> timer = scheduler.schedule(until(at), this::due));
  }

  private Optional<Instant> next() {
    return router == null ? Optional.empty() : router.next();
  }

  /** Not all of a long time at once: the clock may be set meanwhile, or the machine sleep. */
  private Duration until(Instant at) {
    var wait = Duration.between(clock.instant(), at);
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private void due() {
    lock.lock();
    try {
      timer = null;
      timerAt = null;
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(this::say);
    } catch (RuntimeException | Error e) {
      retryLater("The executor refuses to send messages; they are kept and tried again", e);
    }
  }

  /** Says everything that is due. */
  private void say() {
    try {
      locked(this::sayUnderLock);
    } catch (RuntimeException | Error e) {
      retryLater("Messages could not be stored; they are kept and tried again", e);
    } finally {
      // Not under the lock: what delivers and who is told of notes may call Pulse.
      outbox.dispatch();
      note();
    }
  }

  private boolean sayUnderLock() {
    if (closed || router == null) {
      return false;
    }
    // Once in any case: only then does the router notice that somebody has set the clock back.
    do {
      var round = unwritten == null ? ask(router) : unwritten;
      // What may have been written is written again as it was, or it would be said twice.
      unwritten = round;
      write(round.step(), round.messages());
      unwritten = null;
      router.done(round.step());
      outbox.add(round.messages());
      unnoted.putAll(round.step().notes());
    } while (next().filter(at -> !at.isAfter(clock.instant())).isPresent());
    if (failing) {
      failing = false;
      log.info("Messages are stored again");
    }
    rearm();
    return true;
  }

  private Round ask(Router router) {
    var step = router.step(clock.instant());
    return new Round(step, withDependents(step.notifications()));
  }

  /** Adds to timelines why something is kept back. What cannot be added is no message lost. */
  private void note() {
    var all =
        locked(
            () -> {
              var taken = new LinkedHashMap<>(unnoted);
              unnoted.clear();
              return taken;
            });
    all.forEach(
        (id, text) -> {
          try {
            store.incidents().find(id).ifPresent(incident -> notes.add(incident, text));
          } catch (RuntimeException e) {
            log.warn("The timeline of incident {} does not say: {}", id, text, e);
          }
        });
  }

  private void write(Step step, List<Notification> messages) {
    var changes = new ArrayList<>(step.documents());
    changes.addAll(outbox.documents(messages));
    if (!changes.isEmpty()) {
      store.commit(Commit.builder().documents(changes).build());
    }
  }

  /** Says of a cause how much depends on it: that is all people hear of those. */
  private List<Notification> withDependents(List<Notification> messages) {
    var byCause = messages.isEmpty() ? Map.<String, List<String>>of() : excused.get();
    return byCause.isEmpty()
        ? messages
        : messages.stream().map(message -> withDependents(message, byCause)).toList();
  }

  private static Notification withDependents(
      Notification message, Map<String, List<String>> byCause) {
    return message.withAlerts(
        message.alerts().stream()
            .map(
                alert -> {
                  var names = byCause.get(alert.check());
                  return names == null || !alert.isFiring()
                      ? alert
                      : alert.annotated("dependents", Dependents.text(names));
                })
            .toList());
  }

  private void retryLater(String message, Throwable reason) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (!failing) {
        log.error(message, reason);
      }
      failing = true;
      if (timer != null) {
        timer.cancel();
      }
      timerAt = null;
      timer = scheduler.schedule(RETRY, this::due);
    } finally {
      lock.unlock();
    }
  }

  /** Says nothing more, and gives deliveries under way some time. What waits is kept. */
  public void close(Duration grace) {
    lock.lock();
    try {
      closed = true;
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
    } finally {
      lock.unlock();
    }
    outbox.close(grace);
  }
}
