package dev.pulse.core.internal.engine;

import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Interval;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When one slot is due. Confined to the lock of its slot. */
abstract class Timetable {
  private static final Logger log = LoggerFactory.getLogger(Timetable.class);

  /**
   * A moment at which a run was planned.
   *
   * @param nanos by the monotonic clock
   * @param missed how many earlier moments went by unused, because nobody woke up for them
   */
  record Due(long nanos, long missed) {}

  static Timetable of(
      Schedule schedule, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
    return schedule instanceof Interval interval
        ? new Grid(interval, scheduler, random)
        : new WallClock(schedule, clock, scheduler);
  }

  /** A timetable that has a look in between while its registration fails. */
  static Timetable of(
      Registration registration, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
    var regular = of(registration.schedule(), clock, scheduler, random);
    return registration
        .whileFailing()
        .<Timetable>map(delay -> new Hastened(regular, delay, scheduler))
        .orElse(regular);
  }

  /**
   * A run has ended.
   *
   * @param failing whether the next one is wanted soon
   * @return whether the next look is at another time now
   */
  boolean ended(boolean failing) {
    return false;
  }

  /** Begins anew from this moment. */
  abstract void begin(Duration phase);

  /** How long to sleep until the next look; empty when nothing is due ever again. */
  abstract Optional<Duration> untilNext();

  /** Looks at the clock: what is due now, if anything. */
  abstract Optional<Due> woke();

  /** A fixed distance on the monotonic clock, which does not notice when the wall clock is set. */
  private static final class Grid extends Timetable {
    private final Interval interval;
    private final long period;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private long point;
    private long planned;

    Grid(Interval interval, Scheduler scheduler, RandomGenerator random) {
      this.interval = interval;
      this.period = interval.period().toNanos();
      this.scheduler = scheduler;
      this.random = random;
    }

    @Override
    void begin(Duration phase) {
      plan(scheduler.nanoTime() + phase.toNanos());
    }

    @Override
    Optional<Duration> untilNext() {
      return Optional.of(Duration.ofNanos(planned - scheduler.nanoTime()));
    }

    @Override
    Optional<Due> woke() {
      long now = scheduler.nanoTime();
      if (now - planned < 0) {
        return Optional.empty();
      }
      long missed = Math.max(0, (now - point) / period);
      var due = new Due(missed == 0 ? planned : point + missed * period, missed);
      plan(point + (missed + 1) * period);
      return Optional.of(due);
    }

    private void plan(long point) {
      this.point = point;
      long jitter = interval.jitter().toNanos();
      this.planned = point + (jitter == 0 ? 0 : random.nextLong(jitter));
    }
  }

  /** A regular timetable, with another run soon after each that failed. */
  private static final class Hastened extends Timetable {
    private final Timetable regular;
    private final long delay;
    private final Scheduler scheduler;
    private boolean hastened;
    private long soon;

    Hastened(Timetable regular, Duration delay, Scheduler scheduler) {
      this.regular = regular;
      this.delay = delay.toNanos();
      this.scheduler = scheduler;
    }

    @Override
    void begin(Duration phase) {
      hastened = false;
      regular.begin(phase);
    }

    @Override
    boolean ended(boolean failing) {
      boolean changed = hastened || failing;
      hastened = failing;
      soon = scheduler.nanoTime() + delay;
      return changed;
    }

    @Override
    Optional<Duration> untilNext() {
      var next = regular.untilNext();
      if (!hastened) {
        return next;
      }
      var wait = Duration.ofNanos(soon - scheduler.nanoTime());
      return next.filter(planned -> planned.compareTo(wait) <= 0).or(() -> Optional.of(wait));
    }

    @Override
    Optional<Due> woke() {
      var due = regular.woke();
      if (due.isPresent()) {
        hastened = false;
        return due;
      }
      if (hastened && scheduler.nanoTime() - soon >= 0) {
        hastened = false;
        return Optional.of(new Due(soon, 0));
      }
      return due;
    }
  }

  /** Times of day. Looks at the clock often enough to notice when somebody has set it. */
  private static final class WallClock extends Timetable {
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** How far the two clocks may part between two looks before the wall clock counts as set. */
    private static final Duration SET = Duration.ofSeconds(1);

    private final Schedule schedule;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private @Nullable Instant next;
    private @Nullable Instant last;
    private Instant looked = Instant.MIN;
    private long lookedNanos;
    private boolean broken;

    WallClock(Schedule schedule, InstantSource clock, Scheduler scheduler) {
      this.schedule = schedule;
      this.clock = clock;
      this.scheduler = scheduler;
    }

    @Override
    void begin(Duration phase) {
      looked = clock.instant();
      lookedNanos = scheduler.nanoTime();
      plan(looked);
    }

    @Override
    Optional<Duration> untilNext() {
      if (broken) {
        return Optional.of(LOOK);
      }
      if (next == null) {
        return Optional.empty();
      }
      var wait = Duration.between(clock.instant(), next);
      return Optional.of(wait.compareTo(LOOK) > 0 ? LOOK : wait);
    }

    @Override
    Optional<Due> woke() {
      var now = clock.instant();
      boolean clockWasSet = wasSet(now);
      if (next == null || now.isBefore(next)) {
        // Only then: a schedule that counts from the time it is asked would never come closer.
        if (clockWasSet || broken) {
          plan(now);
        }
        return Optional.empty();
      }
      long lateNanos = Duration.between(next, now).toNanos();
      last = next;
      plan(now);
      return Optional.of(new Due(scheduler.nanoTime() - lateNanos, 0));
    }

    private boolean wasSet(Instant now) {
      long nanos = scheduler.nanoTime();
      var parted = Duration.between(looked, now).minusNanos(nanos - lookedNanos).abs();
      looked = now;
      lookedNanos = nanos;
      return parted.compareTo(SET) > 0;
    }

    /**
     * A time that has been used comes again when the clock is set back. It is passed over where the
     * schedule is sparser than the clock was set back by, so that a daily check is not run twice;
     * otherwise it is used again, because a check of every minute would be silent for an hour.
     */
    private void plan(Instant now) {
      next = after(now);
      if (next == null || last == null || next.isAfter(last)) {
        return;
      }
      var fresh = after(last);
      if (fresh == null
          || Duration.between(last, fresh).compareTo(Duration.between(now, last)) > 0) {
        next = fresh;
      }
    }

    /** A schedule may be anybody's: one that breaks is asked again, and must not end the check. */
    private @Nullable Instant after(Instant time) {
      try {
        var answer = schedule.next(time);
        broken = answer.isPresent() && !answer.get().isAfter(time);
        if (broken) {
          log.error("Schedule {} has nothing after {}, but {}", schedule, time, answer.get());
        }
        return broken ? null : answer.orElse(null);
      } catch (RuntimeException e) {
        broken = true;
        log.error("Schedule {} failed; it is asked again in {}", schedule, LOOK, e);
        return null;
      }
    }
  }
}
