package dev.pulse.core.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.RunLog;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.Journal;
import dev.pulse.core.internal.text.Faults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a check: with a deadline at which its thread is interrupted, and a moment after it at
 * which its answer is no longer waited for. Whatever happens, exactly one result is handed to the
 * receiver, on whichever thread settles it.
 */
final class Attempt {
  /** How long an interrupted check may take to clean up and answer. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  private final Registration registration;
  private final Check question;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final int number;
  private final @Nullable Outcome previous;
  private final Function<String, Optional<Outcome>> latest;
  private final Supplier<Journal> journal;
  private final Receiver receiver;
  private final Notes notes = new Notes();
  private final Object lock = new Object();

  private Scheduler.@Nullable Scheduled timer;
  private @Nullable Thread thread;
  private Instant started = Instant.EPOCH;
  private long startedNanos;
  private boolean settled;
  private boolean abandonmentTold;
  private boolean back;
  private boolean cancelled;

  /** Who is told how it ended. */
  interface Receiver {
    /**
     * The one result of the attempt.
     *
     * @param abandoned whether the check still holds its thread
     */
    void settled(Attempt attempt, CheckResult result, boolean abandoned);

    /** The thread of an abandoned check came back; always after it was told as abandoned. */
    void returned(Attempt attempt);
  }

  Attempt(
      Registration registration,
      Check question,
      InstantSource clock,
      Scheduler scheduler,
      int number,
      @Nullable Outcome previous,
      Function<String, Optional<Outcome>> latest,
      Supplier<Journal> journal,
      Receiver receiver) {
    this.registration = registration;
    this.question = question;
    this.clock = clock;
    this.scheduler = scheduler;
    this.number = number;
    this.previous = previous;
    this.latest = latest;
    this.journal = journal;
    this.receiver = receiver;
  }

  /** Runs the check on the calling thread. */
  void run() {
    boolean tooLate;
    synchronized (lock) {
      started = clock.instant();
      startedNanos = scheduler.nanoTime();
      tooLate = cancelled;
      if (!tooLate) {
        thread = Thread.currentThread();
        timer = scheduler.schedule(registration.timeout(), this::expire);
      }
    }
    if (tooLate) {
      receiver.settled(this, cancelledResult(), false);
      return;
    }
    var result = ask();
    boolean late;
    boolean returned;
    synchronized (lock) {
      thread = null;
      late = settled;
      settled = true;
      back = true;
      returned = late && abandonmentTold;
      cancelTimer();
    }
    // The deadline may have struck between the answer and the lock; the thread goes back clean.
    Thread.interrupted();
    if (returned) {
      receiver.returned(this);
    } else if (!late) {
      receiver.settled(this, result, false);
    }
  }

  /** Interrupts the check, because nobody wants its answer any more. */
  void cancel() {
    synchronized (lock) {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  boolean cancelled() {
    synchronized (lock) {
      return cancelled;
    }
  }

  int number() {
    return number;
  }

  Instant started() {
    return started;
  }

  long startedNanos() {
    return startedNanos;
  }

  Duration took() {
    return Duration.ofNanos(scheduler.nanoTime() - startedNanos);
  }

  Notes notes() {
    return notes;
  }

  private CheckResult ask() {
    try {
      @Nullable CheckResult result = question.run(new Context());
      return result != null
          ? result
          : CheckResult.unknown(Reason.ERROR, "the check returned no result");
    } catch (InterruptedException e) {
      return cancelled() ? cancelledResult() : timedOut("");
    } catch (Exception e) {
      log.debug("Check {} threw", registration.name(), e);
      return CheckResult.unknown(Reason.ERROR, "the check threw " + Faults.describe(e));
    } catch (Throwable e) {
      // Also what the JVM itself throws: an error that went on from here would end a pooled thread
      // that nobody watches, and the run with its place would hang for ever.
      log.error("Check {} is broken", registration.name(), e);
      return CheckResult.unknown(Reason.ERROR, "the check is broken: " + Faults.describe(e));
    }
  }

  private void expire() {
    synchronized (lock) {
      if (settled || thread == null) {
        return;
      }
      thread.interrupt();
      timer = scheduler.schedule(GRACE, this::abandon);
    }
  }

  private void abandon() {
    synchronized (lock) {
      if (settled || thread == null) {
        return;
      }
      settled = true;
    }
    boolean returned;
    try {
      receiver.settled(this, timedOut(" and ignored its interruption"), true);
    } finally {
      // The check may have come back in the meantime; then it was left to this thread to say so.
      synchronized (lock) {
        abandonmentTold = true;
        returned = back;
      }
    }
    if (returned) {
      receiver.returned(this);
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private CheckResult timedOut(String addition) {
    return CheckResult.unknown(
        Reason.TIMEOUT, "the check did not answer within " + seconds() + " s" + addition);
  }

  private String seconds() {
    long millis = registration.timeout().toMillis();
    return millis % 1000 == 0 ? String.valueOf(millis / 1000) : String.valueOf(millis / 1000.0);
  }

  private static CheckResult cancelledResult() {
    return CheckResult.unknown(Reason.CANCELLED, "cancelled");
  }

  /** What the check sees. */
  private final class Context implements CheckContext {
    @Override
    public Target target() {
      return registration.target();
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public Duration remaining() {
      var left = registration.timeout().minusNanos(scheduler.nanoTime() - startedNanos);
      return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public RunLog log() {
      return notes;
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
      return type == Journal.class ? Optional.of(type.cast(journal.get())) : Optional.empty();
    }

    @Override
    public Optional<Outcome> previous() {
      return Optional.ofNullable(previous);
    }

    @Override
    public Optional<Outcome> latest(String check) {
      return latest.apply(requireNonNull(check, "check"));
    }

    @Override
    public boolean bodyWanted() {
      return false;
    }

    @Override
    public int attempt() {
      return number;
    }
  }
}
