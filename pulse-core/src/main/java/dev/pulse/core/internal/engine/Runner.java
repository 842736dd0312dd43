package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.maintenance.Maintenance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run from being due to its outcome: attempts, retries, the rules, the recorder.
 * Thread-safe.
 */
final class Runner {
  private final Parts parts;
  private final Ids ids;
  private final Listeners listeners;
  private final Recorder recorder;
  private final Dispatcher dispatcher;
  private final Function<String, Optional<Outcome>> latest;
  private final Doubts doubts;
  private final Consumer<Slot> rearm;
  private final AtomicInteger abandoned = new AtomicInteger();
  private volatile boolean stopped;

  Runner(
      Parts parts,
      Ids ids,
      Listeners listeners,
      Recorder recorder,
      Dispatcher dispatcher,
      Function<String, Optional<Outcome>> latest,
      Doubts doubts,
      Consumer<Slot> rearm) {
    this.parts = parts;
    this.ids = ids;
    this.listeners = listeners;
    this.recorder = recorder;
    this.dispatcher = dispatcher;
    this.latest = latest;
    this.doubts = doubts;
    this.rearm = rearm;
  }

  /** Queues the first attempt of a run; follow with {@link Dispatcher#dispatch}. */
  void begin(Run run) {
    queue(run, 1, run.plannedNanos());
  }

  /** From now on results are dropped. */
  void stop() {
    stopped = true;
  }

  /** How many threads are held by checks that were given up. */
  int abandoned() {
    return abandoned.get();
  }

  static CancellationException stopped(Run run) {
    return new CancellationException(run.slot().registration().name() + " was stopped");
  }

  private void queue(Run run, int attempt, long dueNanos) {
    dispatcher.add(new Dispatcher.Ready(dueNanos, run.slot().rank(), () -> attempt(run, attempt)));
  }

  private void attempt(Run run, int number) {
    var slot = run.slot();
    var attempt =
        new Attempt(
            slot.registration(),
            question(run, number),
            parts.clock(),
            parts.scheduler(),
            number,
            slot.latest(),
            latest,
            parts.store()::journal,
            new Ending(run));
    run.begin(attempt, parts.scheduler().nanoTime());
    if (number == 1 && !run.isCancelled()) {
      listeners.tell(listener -> listener.onStarted(slot.registration()));
    }
    attempt.run();
  }

  /** What is asked: the check, unless it is known to be in vain. */
  private Check question(Run run, int attempt) {
    var registration = run.slot().registration();
    if (attempt > 1 || run.isByHand()) {
      return registration.check();
    }
    return doubts
        .insteadOfAsking(registration)
        .<Check>map(result -> context -> result)
        .orElse(registration.check());
  }

  /** What happens when an attempt of a run is over. */
  private final class Ending implements Attempt.Receiver {
    private final Run run;

    Ending(Run run) {
      this.run = run;
    }

    @Override
    public void settled(Attempt attempt, CheckResult result, boolean stillHeld) {
      var slot = run.slot();
      var took = attempt.took();
      if (stillHeld) {
        abandoned.incrementAndGet();
        listeners.tell(listener -> listener.onAbandoned(slot.registration(), Attempt.GRACE));
      }
      try {
        if (run.isCancelled() || stopped) {
          slot.drop(run, stillHeld);
          run.fail(stopped(run));
        } else if (!result.status().isUp()
            && attempt.number() <= slot.registration().retries()
            && !stillHeld
            && !Doubts.isBlameless(result)) {
          retry(attempt);
        } else {
          weigh(attempt, took, result, stillHeld);
        }
      } catch (RuntimeException | Error e) {
        leave(stillHeld, e);
        throw e;
      } finally {
        dispatcher.release();
      }
    }

    @Override
    public void returned(Attempt attempt) {
      abandoned.decrementAndGet();
      run.slot().returned();
    }

    /** Others may have to be asked first; the place is free meanwhile. */
    private void weigh(Attempt attempt, Duration took, CheckResult result, boolean stillHeld) {
      var registration = run.slot().registration();
      doubts.judge(
          registration,
          attempt.started(),
          result,
          worth -> {
            try {
              conclude(run, attempt, took, worth, stillHeld);
            } catch (RuntimeException | Error e) {
              leave(stillHeld, e);
              throw e;
            }
          });
    }

    /** Nothing may leave the run behind: it would be under way for ever, and never begin again. */
    private void leave(boolean stillHeld, Throwable reason) {
      run.slot().drop(run, stillHeld);
      run.fail(
          new IllegalStateException("the run of " + run.slot().registration() + " broke", reason));
    }

    private void retry(Attempt attempt) {
      var wait = run.slot().registration().retryInterval();
      run.waitFor(
          parts
              .scheduler()
              .schedule(
                  wait,
                  () -> {
                    queue(run, attempt.number() + 1, parts.scheduler().nanoTime());
                    dispatcher.dispatch();
                  }));
    }
  }

  private void conclude(
      Run run, Attempt attempt, Duration took, CheckResult result, boolean stillHeld) {
    var slot = run.slot();
    var registration = slot.registration();
    var validity = Validity.of(registration, attempt.started());
    var building =
        Outcome.builder(registration.name(), ids.next(), attempt.started(), result)
            .took(took)
            .late(Duration.ofNanos(run.lateNanos()))
            .attempt(attempt.number())
            .instance(parts.instance())
            .log(attempt.notes().lines())
            .validFor(validity);
    parts
        .maintenance(registration, attempt.started())
        .ifPresent(work -> announce(building, work, attempt.started(), validity));
    var outcome = building.build();
    if (!slot.isOut()) {
      listeners.tell(listener -> listener.onOutcome(registration, outcome));
    }
    if (slot.end(run, outcome, stillHeld, judged -> keep(slot, outcome, judged))) {
      recorder.kick();
      if (slot.takePace()) {
        rearm.accept(slot);
      }
      run.answer(outcome);
    } else {
      run.fail(stopped(run));
    }
  }

  /** What is said during the work holds until the work is over. */
  private static void announce(
      Outcome.Builder outcome, Maintenance work, Instant started, Duration usual) {
    outcome.maintenance(work.name());
    work.endAt(started)
        .map(end -> Duration.between(started, end))
        .filter(left -> left.compareTo(usual) < 0)
        .ifPresent(outcome::validFor);
  }

  /** Hands the recorder what the rules made of an outcome, or of a change by hand. */
  void keep(Slot slot, @Nullable Outcome outcome, Slot.Judged judged) {
    var name = slot.registration().name();
    recorder.add(new Recorder.Entry(name, outcome, judged.state(), judged.events()));
  }
}
