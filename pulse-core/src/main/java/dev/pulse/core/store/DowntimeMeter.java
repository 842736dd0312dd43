package dev.pulse.core.store;

import dev.pulse.api.store.Downtime;
import dev.pulse.api.store.Downtime.Stretch;
import dev.pulse.core.store.UptimeMeter.Speaks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells when a target was down in one window. Counts as an {@link UptimeMeter} does and takes the
 * same: outcomes ordered by start, and by run id where two began together. Confine to one thread.
 */
final class DowntimeMeter {
  private final Boundaries boundaries;
  private final List<Stretch> stretches = new ArrayList<>();
  private long untold;
  private Speaks speaking = Speaks.UNKNOWN;
  private long since = Long.MIN_VALUE;
  private long validFor;
  // The last stretch, which may go on; empty before the first.
  private long downFrom;
  private long downTo;
  private boolean recovered;

  DowntimeMeter(Boundaries boundaries) {
    this.boundaries = boundaries;
  }

  /** Takes the next outcome; those before the window matter, too. */
  void add(long started, Speaks speaks, long validForMillis) {
    if (started < since) {
      // In the midst of a stretch that nobody can divide any more.
      return;
    }
    settle(started);
    notice(started, speaks == Speaks.UP);
    speaking = speaks;
    since = started;
    validFor = validForMillis;
  }

  /** Takes several outcomes that follow each other. */
  void add(Speech speech) {
    var turns = speech.turns();
    if (turns.isPresent()) {
      turns.get().each(this::add);
      add(speech.last(), speech.speaks(), speech.validFor());
      return;
    }
    settle(speech.first());
    // Neither all up nor all down: whether it was up at first is not known.
    notice(speech.first(), false);
    long whole = speech.last() - speech.first();
    long from = Math.max(speech.first(), boundaries.start());
    long to = Math.min(speech.last(), boundaries.end());
    if (from < to) {
      untold += UptimeMeter.share(speech.down(), to - from, whole);
    }
    if (speech.last() >= since) {
      speaking = speech.speaks();
      since = speech.last();
      validFor = speech.validFor();
    }
  }

  /** Whether what was taken says that the target was down right until a time. */
  boolean isDownUntil(long time) {
    return speaking == Speaks.DOWN && since + validFor >= time;
  }

  /** Gives the time until then to the outcome that speaks. */
  private void settle(long until) {
    if (speaking == Speaks.DOWN) {
      long end = Math.min(Math.min(until, boundaries.end()), since + validFor);
      addDown(Math.max(since, boundaries.start()), end);
    }
  }

  private void addDown(long from, long to) {
    if (from >= to) {
      return;
    }
    if (downFrom == downTo || from > downTo) {
      finish();
      downFrom = from;
    }
    downTo = to;
    recovered = false;
  }

  /** What was seen right at the end of a stretch tells whether the target recovered. */
  private void notice(long time, boolean up) {
    if (time == downTo && time < boundaries.end()) {
      recovered = up;
    }
  }

  private void finish() {
    if (downFrom < downTo) {
      stretches.add(new Stretch(instant(downFrom), instant(downTo), recovered));
    }
  }

  /** A window may begin and end between two milliseconds. */
  private Instant instant(long millis) {
    return millis == boundaries.start()
        ? boundaries.from(0)
        : millis == boundaries.end() ? boundaries.to(0) : Instant.ofEpochMilli(millis);
  }

  /** When the target was down; takes no more outcomes. */
  Downtime result() {
    settle(boundaries.end());
    speaking = Speaks.UNKNOWN;
    finish();
    return Downtime.of(stretches, Duration.ofMillis(untold));
  }
}
