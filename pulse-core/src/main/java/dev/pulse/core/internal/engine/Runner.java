package dev.pulse.core.internal.engine;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger abandoned = new AtomicInteger();
  private volatile boolean stopped;

  Runner(
      Parts parts,
      Ids ids,
      Listeners listeners,
      Recorder recorder,
      Dispatcher dispatcher,
      Function<String, Optional<Outcome>> latest) {
    this.parts = parts;
    this.ids = ids;
    this.listeners = listeners;
    this.recorder = recorder;
    this.dispatcher = dispatcher;
    this.latest = latest;
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
            parts.clock(),
            parts.scheduler(),
            number,
            slot.latest(),
            latest,
            new Ending(run));
    run.begin(attempt, parts.scheduler().nanoTime());
    if (number == 1 && !run.isCancelled()) {
      listeners.tell(listener -> listener.onStarted(slot.registration()));
    }
    attempt.run();
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
            && !stillHeld) {
          retry(attempt);
        } else {
          conclude(run, attempt, result, stillHeld);
        }
      } catch (RuntimeException | Error e) {
        // Nothing may leave the run behind: it would be under way for ever, and never begin again.
        slot.drop(run, stillHeld);
        run.fail(new IllegalStateException("the run of " + slot.registration() + " broke", e));
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

  private void conclude(Run run, Attempt attempt, CheckResult result, boolean stillHeld) {
    var slot = run.slot();
    var registration = slot.registration();
    var outcome =
        Outcome.builder(registration.name(), ids.next(), attempt.started(), result)
            .took(attempt.took())
            .late(Duration.ofNanos(run.lateNanos()))
            .attempt(attempt.number())
            .instance(parts.instance())
            .log(attempt.notes().lines())
            .build();
    if (!slot.isRemoved()) {
      listeners.tell(listener -> listener.onOutcome(registration, outcome));
    }
    if (slot.end(run, outcome, stillHeld, judged -> keep(slot, outcome, judged))) {
      recorder.kick();
      run.answer(outcome);
    } else {
      run.fail(stopped(run));
    }
  }

  /** Hands the recorder what the rules made of an outcome, or of a change by hand. */
  void keep(Slot slot, @Nullable Outcome outcome, Slot.Judged judged) {
    var name = slot.registration().name();
    recorder.add(new Recorder.Entry(name, outcome, judged.state(), judged.events()));
  }
}
