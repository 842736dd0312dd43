package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.core.internal.alert.Change;
import dev.pulse.core.internal.alert.Pending;
import dev.pulse.core.internal.alert.RuleBook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The place of one registration in the engine: its timetable, the run that is under way, what its
 * rules know. Thread-safe; nothing foreign is called while the lock is held, but what only computes
 * (rules, schedules) and the scheduler, which only notes the task down.
 */
final class Slot {
  private final Registration registration;
  private final long rank;
  private final Timetable timetable;
  private final RuleBook rules;
  private final Object lock = new Object();

  private Scheduler.@Nullable Scheduled timer;
  private @Nullable Run run;
  private @Nullable Outcome latest;
  private boolean held;
  private boolean pace;
  private boolean paused;
  private boolean removed;
  private boolean aside;

  /** What a look at the clock came to. */
  enum Woken {
    /** Not yet. */
    NOTHING,
    /** A run was due, and began. */
    RUN,
    /** A run was due, but the previous one has not ended. */
    SKIPPED
  }

  /**
   * @param run the run that began, for {@link Woken#RUN}
   * @param missed whether earlier moments went by unused
   */
  record Look(Woken woken, @Nullable Run run, boolean missed) {}

  Slot(
      Registration registration,
      long rank,
      Timetable timetable,
      RuleBook rules,
      @Nullable Outcome latest) {
    this.registration = registration;
    this.rank = rank;
    this.timetable = timetable;
    this.rules = rules;
    this.latest = latest;
    this.paused = registration.beginsPaused();
  }

  Registration registration() {
    return registration;
  }

  /** What goes first at the same moment: the order of registration. */
  long rank() {
    return rank;
  }

  /** Does something with the timetable while nobody else does; the answer is the next timer. */
  void arm(Function<Timetable, Scheduler.@Nullable Scheduled> set) {
    synchronized (lock) {
      disarm();
      if (!paused && !isOut()) {
        timer = set.apply(timetable);
      }
    }
  }

  /** Looks at the clock, and begins a run when one is due and none is under way. */
  Look look() {
    synchronized (lock) {
      if (paused || isOut()) {
        return new Look(Woken.NOTHING, null, false);
      }
      var due = timetable.woke();
      if (due.isEmpty()) {
        return new Look(Woken.NOTHING, null, false);
      }
      boolean missed = due.get().missed() > 0;
      if (isBusy()) {
        return new Look(Woken.SKIPPED, null, missed);
      }
      run = new Run(this, due.get().nanos(), false);
      return new Look(Woken.RUN, run, missed);
    }
  }

  /**
   * Joins the run under way, or begins one.
   *
   * @param answer completed when that run ends
   * @return the run if it began just now
   */
  Optional<Run> join(long nowNanos, CompletableFuture<Outcome> answer) {
    synchronized (lock) {
      if (isOut() || held) {
        answer.completeExceptionally(
            new IllegalStateException(
                held
                    ? "the previous run of " + registration.name() + " still hangs"
                    : registration.name() + (removed ? " was removed" : " is being replaced")));
        return Optional.empty();
      }
      boolean begins = run == null;
      if (run == null) {
        run = new Run(this, nowNanos, true);
      }
      run.join(answer);
      return begins ? Optional.of(run) : Optional.empty();
    }
  }

  /**
   * A run ended: its rules judge it.
   *
   * @param keep takes what they made of it, in the order in which it happened; called while the
   *     slot is locked, so that a change by hand cannot overtake it
   * @return false when the registration was removed meanwhile, or another is to take its place
   */
  boolean end(Run ended, Outcome outcome, boolean stillHeld, Consumer<Judged> keep) {
    synchronized (lock) {
      drop(ended, stillHeld);
      if (isOut()) {
        return false;
      }
      latest = outcome;
      pace |= timetable.ended(isFailing(outcome));
      keep.accept(
          rules.isEmpty()
              ? new Judged(List.of(), null)
              : new Judged(rules.observe(outcome), rules.state()));
      return true;
    }
  }

  /** Whether the next look is at another time than the timer was set for; asked once. */
  boolean takePace() {
    synchronized (lock) {
      boolean taken = pace;
      pace = false;
      return taken;
    }
  }

  private static boolean isFailing(Outcome outcome) {
    return !outcome.status().isUp() && !Doubts.isBlameless(outcome.result());
  }

  /** A run ended without an outcome. */
  void drop(Run ended, boolean stillHeld) {
    synchronized (lock) {
      if (run == ended) {
        run = null;
      }
      held = stillHeld;
    }
  }

  /**
   * @param events what happened to incidents
   * @param state what the rules know now; none when there are no rules
   */
  @SuppressWarnings("ArrayRecordComponent") // opaque bytes, passed on and never compared
  record Judged(List<IncidentEvent> events, byte @Nullable [] state) {}

  /** The thread of an abandoned run came back. */
  void returned() {
    synchronized (lock) {
      held = false;
    }
  }

  /**
   * Closes the open incidents.
   *
   * @param keep as for {@link #end}
   * @return how many were closed
   */
  int resolve(Instant at, String resolution, Consumer<Judged> keep) {
    synchronized (lock) {
      if (rules.isEmpty()) {
        return 0;
      }
      var events = rules.resolveAll(at, resolution);
      keep.accept(new Judged(events, rules.state()));
      return events.size();
    }
  }

  /**
   * Does something to one open incident.
   *
   * @param keep as for {@link #end}
   * @return the incident after it; empty when it is not open here
   */
  Optional<Incident> change(long incident, Change change, Consumer<Judged> keep) {
    synchronized (lock) {
      var event = rules.change(incident, change);
      event.ifPresent(happened -> keep.accept(new Judged(List.of(happened), rules.state())));
      return event.map(IncidentEvent::incident);
    }
  }

  /** What is bad, but opens nothing yet. */
  List<Pending> pending() {
    synchronized (lock) {
      return rules.pending();
    }
  }

  void pause() {
    synchronized (lock) {
      disarm();
      paused = true;
    }
  }

  /** Whether this changed anything. */
  boolean resume() {
    synchronized (lock) {
      boolean changed = paused;
      paused = false;
      return changed;
    }
  }

  /**
   * Begins nothing and learns nothing while another is made that is to take this place: follow with
   * {@link #remove}, or with {@link #comeBack} when there is none. A run that is under way goes on;
   * one that ends meanwhile is dropped.
   */
  void standAside() {
    synchronized (lock) {
      disarm();
      aside = true;
    }
  }

  /** Goes on after {@link #standAside}, unless it was removed; the timer is to be set anew. */
  void comeBack() {
    synchronized (lock) {
      aside = false;
    }
  }

  /** Ends everything; the run that was under way, if any. */
  Optional<Run> remove() {
    synchronized (lock) {
      disarm();
      removed = true;
      return Optional.ofNullable(run);
    }
  }

  /** Whether what ends now counts no more: it was removed, or another is to take its place. */
  boolean isOut() {
    synchronized (lock) {
      return removed || aside;
    }
  }

  boolean isPaused() {
    synchronized (lock) {
      return paused;
    }
  }

  boolean isRunning() {
    synchronized (lock) {
      return run != null;
    }
  }

  @Nullable Outcome latest() {
    synchronized (lock) {
      return latest;
    }
  }

  List<Incident> openIncidents() {
    synchronized (lock) {
      return rules.openIncidents();
    }
  }

  private boolean isBusy() {
    return run != null || held;
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
