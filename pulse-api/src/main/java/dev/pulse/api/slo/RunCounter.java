package dev.pulse.api.slo;

import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the runs of a stretch, and adds up its time, from slices of whole days: few, and cheap to
 * sum up ahead. A slice does not say which of its runs fell into announced maintenance, so those
 * that have some are cut finer, down to minutes. Confine to one thread.
 */
final class RunCounter {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Journal journal;
  private final String check;
  private final Signal signal;
  private final @Nullable Duration bound;
  private Runs runs = Runs.NONE;
  private Uptime time = Uptime.NONE;

  /**
   * A counter that has seen nothing.
   *
   * @param bound the longest latency of a good run; null when any will do
   */
  RunCounter(Journal journal, String check, @Nullable Duration bound) {
    this.journal = journal;
    this.check = check;
    this.bound = bound;
    this.signal = bound == null ? Signal.failures() : Signal.latency();
  }

  /** Adds a stretch, which may be empty. */
  RunCounter add(Instant from, Instant to) {
    if (from.isBefore(to)) {
      for (Slice slice : read(Windows.days(from, to, ZoneOffset.UTC))) {
        time = time.plus(slice.uptime());
        add(slice);
      }
    }
    return this;
  }

  Runs runs() {
    return runs;
  }

  Uptime time() {
    return time;
  }

  private List<Slice> read(Windows windows) {
    return journal.history(check, signal, windows);
  }

  private void add(Slice slice) {
    var length = Duration.between(slice.start(), slice.end());
    var maintenance = slice.uptime().maintenance();
    if (slice.count() == 0 || maintenance.equals(length)) {
      return;
    }
    if (maintenance.isZero()) {
      runs = runs.plus(of(slice));
    } else if (length.compareTo(MINUTE) > 0) {
      cut(slice.start(), slice.end(), length.compareTo(HOUR) > 0 ? HOUR : MINUTE);
    } else if (maintenance.compareTo(length.dividedBy(2)) < 0) {
      runs = runs.plus(of(slice));
    }
  }

  /** Counts by parts that begin at whole hours or minutes, as announcements do. */
  private void cut(Instant from, Instant to, Duration part) {
    var first = whole(from.plus(part).minusNanos(1), part);
    var last = whole(to, part);
    if (first.isAfter(last)) {
      addEqual(from, to, 1);
      return;
    }
    addEqual(from, first, 1);
    addEqual(first, last, (int) Duration.between(first, last).dividedBy(part));
    addEqual(last, to, 1);
  }

  private void addEqual(Instant from, Instant to, int count) {
    if (from.isBefore(to)) {
      read(Windows.equal(from, to, count)).forEach(this::add);
    }
  }

  private static Instant whole(Instant instant, Duration part) {
    return Instant.ofEpochSecond(
        Math.floorDiv(instant.getEpochSecond(), part.toSeconds()) * part.toSeconds());
  }

  private Runs of(Slice slice) {
    long failed = slice.runs().getOrDefault(Status.FAIL, 0L);
    long up =
        slice.runs().getOrDefault(Status.PASS, 0L) + slice.runs().getOrDefault(Status.WARN, 0L);
    if (bound == null) {
      return new Runs(up, failed);
    }
    long measured = Math.min(up, slice.values().count());
    if (measured == 0 && up > 0) {
      // The check measures no latency, at least not then: nobody can tell of these runs.
      return Runs.NONE;
    }
    long inTime =
        Math.round(
            slice.values().shareAtMost((double) bound.toMillis()).orElse(0)
                * slice.values().count());
    // Failed runs may have been answered in time as well; at most as many are good as were up.
    long good = Math.min(measured, inTime);
    return new Runs(good, failed + measured - good);
  }
}
