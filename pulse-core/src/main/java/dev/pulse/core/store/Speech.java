package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the results of a stretch of time say about the time between the first and the last of them,
 * and which of them speaks on. One stretch after the other makes the same as all results at once,
 * however they are grouped. Confine to one thread.
 *
 * <p>What was said when is known, too, unless that changed too often, or all that is left is how
 * long each was said.
 */
final class Speech {
  private long first;
  private long last;
  private long up;
  private long down;
  private long maintenance;
  private Speaks speaks;
  private long validFor;
  private @Nullable Turns turns;

  private Speech(long started, Speaks speaks, long validForMillis) {
    first = started;
    last = started;
    this.speaks = speaks;
    validFor = validForMillis;
    turns = new Turns(started);
  }

  /** What one result says that began at a time. */
  static Speech of(long started, Speaks speaks, long validForMillis) {
    return new Speech(started, speaks, validForMillis);
  }

  /** What several say: the last one, and how the time between them was spent. */
  static Speech of(
      long first,
      long up,
      long down,
      long maintenance,
      long last,
      Speaks speaks,
      long validForMillis) {
    var speech = new Speech(last, speaks, validForMillis);
    speech.first = first;
    speech.up = up;
    speech.down = down;
    speech.maintenance = maintenance;
    speech.turns = ofOneKind(first, up, down, maintenance, last);
    return speech;
  }

  /** What several say: the last one, and what was said between them, up to where it began. */
  static Speech of(long first, Turns turns, long last, Speaks speaks, long validForMillis) {
    var speech = new Speech(last, speaks, validForMillis);
    speech.first = first;
    turns.each((start, said, length) -> speech.count(said, length));
    speech.turns = turns;
    return speech;
  }

  /**
   * Sums tell what was said when if it was the same all the time. That nothing was said for long
   * does not tell it: what was good for no time can have been said in between.
   */
  private static @Nullable Turns ofOneKind(
      long first, long up, long down, long maintenance, long last) {
    var turns = new Turns(first);
    long whole = last - first;
    if (whole == 0) {
      return turns;
    }
    if (up != whole && down != whole && maintenance != whole) {
      return null;
    }
    turns.add(up == whole ? Speaks.UP : down == whole ? Speaks.DOWN : Speaks.MAINTENANCE, last);
    return turns;
  }

  Speech copy() {
    var copy = of(first, up, down, maintenance, last, speaks, validFor);
    copy.turns = turns == null ? null : turns.copy();
    return copy;
  }

  /** When the first result began. */
  long first() {
    return first;
  }

  /** When the last result began. */
  long last() {
    return last;
  }

  /** How long the target was up between the first and the last result, in milliseconds. */
  long up() {
    return up;
  }

  /** How long it was down between them. */
  long down() {
    return down;
  }

  /** How long maintenance was announced between them. */
  long maintenance() {
    return maintenance;
  }

  /** What the last result says. */
  Speaks speaks() {
    return speaks;
  }

  /** How long the last result speaks when none follows, in milliseconds. */
  long validFor() {
    return validFor;
  }

  /** What was said from the first to the last result, if that is known. */
  Optional<Turns> turns() {
    return Optional.ofNullable(turns);
  }

  /** Goes on with what began when the last one did, or later. */
  void append(Speech next) {
    append(next.first, next.speaks, next.validFor);
    up += next.up;
    down += next.down;
    maintenance += next.maintenance;
    last = next.last;
    if (turns != null) {
      if (next.turns == null) {
        turns = null;
      } else {
        turns.addAll(next.turns);
        forgetTooMany();
      }
    }
  }

  /** Goes on with one result that began when the last one did, or later. */
  void append(long started, Speaks nextSpeaks, long nextValidFor) {
    long gap = started - last;
    // A gap that a long cannot count is longer than any validity.
    long spoken = gap < 0 ? validFor : Math.min(gap, validFor);
    count(speaks, spoken);
    if (turns != null) {
      turns.add(speaks, last + spoken);
      if (spoken != gap) {
        turns.add(Speaks.UNKNOWN, started);
      }
      forgetTooMany();
    }
    last = started;
    speaks = nextSpeaks;
    validFor = nextValidFor;
  }

  private void count(Speaks said, long length) {
    switch (said) {
      case UP -> up += length;
      case DOWN -> down += length;
      case MAINTENANCE -> maintenance += length;
      case UNKNOWN -> {}
    }
  }

  private void forgetTooMany() {
    if (turns != null && turns.count() > Turns.MOST) {
      turns = null;
    }
  }
}
