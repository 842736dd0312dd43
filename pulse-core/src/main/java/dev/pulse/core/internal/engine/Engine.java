package dev.pulse.core.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Dependencies;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.internal.alert.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings registrations, time and threads together: looks when something is due, runs it within its
 * deadline, tries again where that is wanted, and hands the outcome to the rules and the recorder.
 * Thread-safe.
 */
public final class Engine {
  private static final Duration PRUNE_EVERY = Duration.ofHours(1);
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final Parts parts;
  private final Listeners listeners;
  private final Recorder recorder;
  private final Dispatcher dispatcher;
  private final Map<String, Slot> slots = Collections.synchronizedMap(new LinkedHashMap<>());

  /** Names whose open incidents are being read, and so belong to somebody; with {@link #slots}. */
  private final Set<String> arriving = new HashSet<>();

  private final Admission admission;
  private final Runner runner;
  private final AtomicBoolean pruning = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * An engine that runs nothing yet.
   *
   * @throws StoreException when the store does not answer
   */
  public Engine(Parts parts, List<PulseListener> listeners) {
    this.parts = parts;
    var ids = new Ids(parts.clock(), parts.store().lastId());
    this.listeners = new Listeners(listeners);
    this.recorder =
        new Recorder(parts.store(), parts.scheduler(), parts.recordingExecutor(), this.listeners);
    this.dispatcher = new Dispatcher(parts.executor(), parts.concurrency());
    var doubts = new Doubts(parts.scheduler(), parts.references(), slots::get, this::ask);
    this.runner =
        new Runner(
            parts, ids, this.listeners, recorder, dispatcher, this::latest, doubts, this::rearm);
    this.admission = new Admission(parts, ids, recorder);
  }

  /**
   * Registers all, then begins; first runs are spread.
   *
   * @throws RuntimeException when one of them cannot be registered; nothing runs then
   */
  public void start(List<Registration> registrations) {
    try {
      begin(registrations);
    } catch (RuntimeException e) {
      closed = true;
      runner.stop();
      dispatcher.close();
      parts.stopThreads();
      throw e;
    }
  }

  private void begin(List<Registration> registrations) {
    addAll(registrations);
    parts.retention().ifPresent(this::pruneRegularly);
    lookForStrays(Strays.PATIENCE);
  }

  /**
   * Adds one; its first run is due at once.
   *
   * @throws IllegalArgumentException when the name is taken or the schedule never fires
   */
  public void add(Registration registration) {
    addAll(List.of(registration));
  }

  /**
   * Adds several, or none; first runs are spread.
   *
   * @throws IllegalArgumentException when a name is taken or a schedule never fires
   */
  public void addAll(List<Registration> registrations) {
    requireOpen();
    requireSound(registrations);
    var added = new ArrayList<Slot>();
    try {
      for (Registration registration : registrations) {
        added.add(admit(registration));
      }
    } catch (RuntimeException e) {
      added.forEach(this::withdraw);
      throw e;
    }
    for (Slot slot : added) {
      listeners.tell(listener -> listener.onRegistered(slot.registration()));
    }
    for (int i = 0; i < added.size(); i++) {
      begin(added.get(i), phase(i, added.size(), added.get(i).registration()));
    }
    dispatcher.dispatch();
  }

  private void requireSound(List<Registration> added) {
    if (added.stream()
        .allMatch(
            registration ->
                registration.dependencies().isEmpty()
                    && registration.check().unwrapped().judges().isEmpty())) {
      return;
    }
    var problems = Dependencies.problems(added, registrations());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.entrySet().stream()
              .map(problem -> "registration \"" + problem.getKey() + "\" " + problem.getValue())
              .collect(Collectors.joining("; ")));
    }
  }

  private Slot admit(Registration registration) {
    requireNonNull(registration, "registration");
    var name = registration.name();
    requireFiring(registration);
    if (slots.containsKey(name)) {
      throw nameTaken(name);
    }
    synchronized (slots) {
      arriving.add(name);
    }
    try {
      var slot = admission.open(registration);
      synchronized (slots) {
        // Closing ends the slots it finds; one that came later would be there for ever.
        requireOpen();
        if (slots.putIfAbsent(name, slot) != null) {
          throw nameTaken(name);
        }
      }
      return slot;
    } finally {
      synchronized (slots) {
        arriving.remove(name);
      }
    }
  }

  private void requireFiring(Registration registration) {
    if (registration.schedule().next(parts.clock().instant()).isEmpty()) {
      throw new IllegalArgumentException(
          "registration \""
              + registration.name()
              + "\": the schedule never fires: "
              + registration.schedule());
    }
  }

  private void withdraw(Slot slot) {
    slots.remove(slot.registration().name());
    slot.remove().ifPresent(this::end);
  }

  /** Interrupts a run, and tells who waits for it at once, also where it has not begun. */
  private void end(Run run) {
    run.cancel();
    run.fail(Runner.stopped(run));
  }

  private static IllegalArgumentException nameTaken(String name) {
    return new IllegalArgumentException(
        "registration \"" + name + "\": the name is taken; names are unique");
  }

  private void begin(Slot slot, Duration phase) {
    slot.arm(
        timetable -> {
          timetable.begin(phase);
          return null;
        });
    wake(slot);
  }

  /** The distance of one start from the first, so that a thousand checks do not begin at once. */
  private Duration phase(int index, int count, Registration registration) {
    if (!(registration.schedule() instanceof Interval interval)) {
      return Duration.ZERO;
    }
    var share = interval.period().dividedBy(count);
    var distance = parts.startSpread().compareTo(share) < 0 ? parts.startSpread() : share;
    return distance.multipliedBy(index);
  }

  /** Called by the timer of a slot, and once at its beginning. */
  private void wake(Slot slot) {
    var look = slot.look();
    rearm(slot);
    if (look.missed() || look.woken() == Slot.Woken.SKIPPED) {
      listeners.tell(listener -> listener.onSkipped(slot.registration()));
    }
    if (look.run() != null) {
      runner.begin(look.run());
    }
  }

  private void rearm(Slot slot) {
    slot.arm(
        timetable ->
            timetable
                .untilNext()
                .map(wait -> parts.scheduler().schedule(wait, () -> wakeAndDispatch(slot)))
                .orElse(null));
  }

  private void wakeAndDispatch(Slot slot) {
    if (!closed) {
      wake(slot);
      dispatcher.dispatch();
    }
  }

  /** Puts one in the place of another with its name; false when there is none. */
  public boolean replace(Registration registration) {
    requireOpen();
    var name = registration.name();
    var old = slots.get(name);
    if (old == null) {
      return false;
    }
    requireSound(List.of(registration));
    requireFiring(registration);
    // While the old one still runs: a store that takes nothing must not cost it its place.
    recorder.settle(name);
    old.standAside();
    Slot fresh;
    try {
      fresh = admission.open(registration);
    } catch (RuntimeException | Error e) {
      // Nobody would ask otherwise, and what is open would be open for ever.
      old.comeBack();
      rearm(old);
      throw e;
    }
    synchronized (slots) {
      requireOpen();
      if (!slots.replace(name, old, fresh)) {
        return false;
      }
    }
    old.remove().ifPresent(this::end);
    listeners.tell(listener -> listener.onRemoved(old.registration()));
    listeners.tell(listener -> listener.onRegistered(registration));
    begin(fresh, Duration.ZERO);
    dispatcher.dispatch();
    return true;
  }

  /** Removes one; false when there is none. */
  public boolean remove(String name, String resolution) {
    var slot = slots.get(name);
    if (slot == null) {
      return false;
    }
    slot.remove().ifPresent(this::end);
    // Before the name is free: whoever takes it next must not find the incidents open.
    resolve(slot, resolution);
    if (!slots.remove(name, slot)) {
      return false;
    }
    listeners.tell(listener -> listener.onRemoved(slot.registration()));
    return true;
  }

  /** Pauses one; false when there is none. */
  public boolean pause(String name) {
    var slot = slots.get(name);
    if (slot != null) {
      slot.pause();
    }
    return slot != null;
  }

  /** Resumes one; false when there is none. */
  public boolean resume(String name) {
    var slot = slots.get(name);
    if (slot != null && slot.resume()) {
      begin(slot, Duration.ZERO);
      dispatcher.dispatch();
    }
    return slot != null;
  }

  /** Runs one now, or joins its run. */
  public CompletableFuture<Outcome> runNow(String name) {
    requireOpen();
    var slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("there is no registration \"" + name + "\"");
    }
    return ask(slot);
  }

  private CompletableFuture<Outcome> ask(Slot slot) {
    var answer = new CompletableFuture<Outcome>();
    long now = parts.scheduler().nanoTime();
    slot.join(now, answer)
        .ifPresent(
            run -> {
              runner.begin(run);
              dispatcher.dispatch();
            });
    return answer;
  }

  /** Closes the open incidents of one by hand. */
  public int resolveIncidents(String name, String resolution) {
    var slot = slots.get(name);
    return slot == null ? 0 : resolve(slot, resolution);
  }

  /**
   * Does something to one open incident. When this returns it is stored, with what the rules know
   * then, and listeners were told.
   *
   * @return the incident after it; empty when no such incident of that registration is open
   * @throws IllegalStateException when the change is refused
   * @throws StoreException when the store does not take it; it has happened all the same, and is
   *     stored when the store takes results again
   */
  public Optional<Incident> changeIncident(String check, long incident, Change change) {
    var slot = slots.get(check);
    var changed =
        slot == null
            ? changeStray(check, incident, change)
            : slot.change(incident, change, judged -> runner.keep(slot, null, judged));
    if (changed.isPresent()) {
      try {
        recorder.flush();
      } finally {
        recorder.kick(); // What could not be stored is tried again soon.
      }
    }
    return changed;
  }

  /** An incident whose registration is gone is still one that people can work on. */
  private Optional<Incident> changeStray(String check, long id, Change change) {
    recorder.flush();
    var event =
        parts
            .store()
            .incidents()
            .find(id)
            .filter(found -> found.isOpen() && found.check().equals(check))
            .map(change::of);
    event.ifPresent(this::recordStray);
    return event.map(IncidentEvent::incident);
  }

  private void recordStray(IncidentEvent event) {
    var name = event.incident().check();
    synchronized (slots) {
      if (!slots.containsKey(name) && !arriving.contains(name)) {
        recorder.add(new Recorder.Entry(name, null, null, List.of(event)));
      }
    }
  }

  private int resolve(Slot slot, String resolution) {
    var now = parts.clock().instant();
    int closed = slot.resolve(now, resolution, judged -> runner.keep(slot, null, judged));
    recorder.kick();
    return closed;
  }

  /** Deletes what the store knows of one that was removed. */
  public void forget(String name) {
    if (slots.containsKey(name)) {
      throw new IllegalStateException(
          "registration \"" + name + "\" must be removed before it can be forgotten");
    }
    recorder.flush();
    // Whoever was told of an incident is told of its end, though nothing else will be known of it.
    Strays.of(parts.store(), name::equals, parts.clock().instant()).forEach(this::recordStray);
    recorder.flush();
    parts.store().forget(name);
  }

  /** Waits until everything so far is stored. */
  public void flush() {
    recorder.flush();
  }

  /**
   * Finds out whether the store answers. One that did not take results is asked to take them: a
   * full disk can still be read.
   */
  public void ping() {
    parts.store().ping();
    if (recorder.isFailing()) {
      recorder.flush();
    }
  }

  /** Adds a listener. */
  public void addListener(PulseListener listener) {
    listeners.add(listener);
  }

  /** Removes a listener. */
  public void removeListener(PulseListener listener) {
    listeners.remove(listener);
  }

  /** Tells all listeners of something; what one throws is logged. */
  public void tell(Consumer<PulseListener> event) {
    listeners.tell(event);
  }

  /** How one stands. */
  public Optional<SlotState> state(String name) {
    return Optional.ofNullable(slots.get(name)).map(SlotState::of);
  }

  private Optional<Outcome> latest(String name) {
    return Optional.ofNullable(slots.get(name)).map(Slot::latest);
  }

  /** How all stand, in the order of registration. */
  public List<SlotState> states() {
    synchronized (slots) {
      return slots.values().stream().map(SlotState::of).toList();
    }
  }

  private List<Registration> registrations() {
    synchronized (slots) {
      return slots.values().stream().map(Slot::registration).toList();
    }
  }

  /** Which registrations are excused at the moment, by the one that fails instead of them. */
  public Map<String, List<String>> excused() {
    var excused = new HashMap<String, List<String>>();
    synchronized (slots) {
      for (Slot slot : slots.values()) {
        Optional.ofNullable(slot.latest())
            .flatMap(outcome -> Doubts.rootCause(outcome.result()))
            .ifPresent(
                root ->
                    excused
                        .computeIfAbsent(root, key -> new ArrayList<>())
                        .add(slot.registration().name()));
      }
    }
    return excused;
  }

  /** How many registrations there are. */
  public int registered() {
    return slots.size();
  }

  /** How many runs are under way. */
  public int running() {
    return dispatcher.running();
  }

  /** How many runs wait for a place. */
  public int queued() {
    return dispatcher.queued();
  }

  /** How many threads are held by checks that were given up. */
  public int abandoned() {
    return runner.abandoned();
  }

  /** How many results wait to be written. */
  public int unstored() {
    return recorder.unstored();
  }

  private void pruneRegularly(Retention retention) {
    parts
        .scheduler()
        .schedule(
            PRUNE_EVERY,
            () -> {
              if (!closed) {
                pruneRegularly(retention);
                if (pruning.compareAndSet(false, true)) {
                  parts.upkeepExecutor().execute(() -> prune(retention));
                }
              }
            });
  }

  private void prune(Retention retention) {
    try {
      parts.store().prune(retention, parts.clock().instant());
    } catch (RuntimeException e) {
      if (!closed) {
        log.warn("Old results could not be removed; tried again in an hour", e);
      }
    } finally {
      pruning.set(false);
    }
  }

  private void closeStrays() {
    if (closed) {
      return;
    }
    try {
      recorder.flush();
      Strays.of(parts.store(), name -> !slots.containsKey(name), parts.clock().instant())
          .forEach(this::recordStray);
      recorder.kick();
    } catch (RuntimeException e) {
      if (!closed) {
        log.warn("Incidents of registrations that are gone are closed later", e);
        lookForStrays(Duration.ofMinutes(1));
      }
    }
  }

  private void lookForStrays(Duration wait) {
    parts.scheduler().schedule(wait, () -> parts.upkeepExecutor().execute(this::closeStrays));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("Pulse is closed");
    }
  }

  /**
   * Stops everything in order; false when it was stopped already.
   *
   * @param afterLastResult done when everything is stored that will be, while the store is open
   */
  public boolean close(Runnable afterLastResult) {
    var underWay = new ArrayList<Run>();
    synchronized (slots) {
      if (closed) {
        return false;
      }
      closed = true;
      runner.stop();
      dispatcher.close();
      slots.values().forEach(slot -> slot.remove().ifPresent(underWay::add));
    }
    underWay.forEach(Run::cancel);
    if (!dispatcher.awaitIdle(parts.closeTimeout())) {
      log.warn("Closing with {} runs still under way", dispatcher.running());
    }
    underWay.forEach(run -> run.fail(Runner.stopped(run)));
    // Threads go last: closing may be called from one of them, which must not be interrupted in it.
    try {
      recorder.close(parts.closeTimeout());
      afterLastResult.run();
    } finally {
      try {
        parts.closeStore();
      } finally {
        parts.stopThreads();
      }
    }
    return true;
  }
}
