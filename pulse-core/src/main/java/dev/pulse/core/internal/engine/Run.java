package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.schedule.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run of a slot: from being due to its outcome, over one or several attempts. Thread-safe. */
final class Run {
  private final Slot slot;
  private final long plannedNanos;
  private final boolean byHand;
  private final Object lock = new Object();
  private final List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
  private @Nullable Attempt attempt;
  private Scheduler.@Nullable Scheduled nextAttempt;
  private long lateNanos;
  private boolean cancelled;

  Run(Slot slot, long plannedNanos, boolean byHand) {
    this.slot = slot;
    this.plannedNanos = plannedNanos;
    this.byHand = byHand;
  }

  Slot slot() {
    return slot;
  }

  long plannedNanos() {
    return plannedNanos;
  }

  /** Whether it was asked for outside of the schedule. */
  boolean isByHand() {
    return byHand;
  }

  /** How late the first attempt began; runs that were asked for by hand are never late. */
  long lateNanos() {
    synchronized (lock) {
      return byHand ? 0 : lateNanos;
    }
  }

  void join(CompletableFuture<Outcome> answer) {
    synchronized (lock) {
      waiting.add(answer);
    }
  }

  /** Begins an attempt. */
  void begin(Attempt next, long nowNanos) {
    synchronized (lock) {
      attempt = next;
      if (next.number() == 1) {
        lateNanos = Math.max(0, nowNanos - plannedNanos);
      }
      if (cancelled) {
        next.cancel();
      }
    }
  }

  /** Remembers the timer of the next attempt, so that it does not outlive the run. */
  void waitFor(Scheduler.Scheduled next) {
    synchronized (lock) {
      nextAttempt = next;
      if (cancelled) {
        next.cancel();
      }
    }
  }

  void cancel() {
    synchronized (lock) {
      cancelled = true;
      if (nextAttempt != null) {
        nextAttempt.cancel();
      }
      if (attempt != null) {
        attempt.cancel();
      }
    }
  }

  boolean isCancelled() {
    synchronized (lock) {
      return cancelled;
    }
  }

  void answer(Outcome outcome) {
    takeWaiting().forEach(answer -> answer.complete(outcome));
  }

  void fail(RuntimeException reason) {
    takeWaiting().forEach(answer -> answer.completeExceptionally(reason));
  }

  private List<CompletableFuture<Outcome>> takeWaiting() {
    synchronized (lock) {
      var taken = List.copyOf(waiting);
      waiting.clear();
      return taken;
    }
  }
}
