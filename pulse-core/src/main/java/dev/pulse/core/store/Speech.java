package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;

/**
 * What the results of a stretch of time say about the time between the first and the last of them,
 * and which of them speaks on. One stretch after the other makes the same as all results at once,
 * however they are grouped. Confine to one thread.
 */
final class Speech {
  private long first;
  private long last;
  private long up;
  private long down;
  private long maintenance;
  private Speaks speaks;
  private long validFor;

  private Speech(long started, Speaks speaks, long validForMillis) {
    first = started;
    last = started;
    this.speaks = speaks;
    validFor = validForMillis;
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
    return speech;
  }

  Speech copy() {
    return of(first, up, down, maintenance, last, speaks, validFor);
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

  /** Goes on with what began when the last result did, or later. */
  void append(Speech next) {
    append(next.first, next.speaks, next.validFor);
    up += next.up;
    down += next.down;
    maintenance += next.maintenance;
    last = next.last;
  }

  /** Goes on with one result that began when the last one did, or later. */
  void append(long started, Speaks nextSpeaks, long nextValidFor) {
    long gap = started - last;
    // A gap that a long cannot count is longer than any validity.
    long spoken = gap < 0 ? validFor : Math.min(gap, validFor);
    switch (speaks) {
      case UP -> up += spoken;
      case DOWN -> down += spoken;
      case MAINTENANCE -> maintenance += spoken;
      case UNKNOWN -> {}
    }
    last = started;
    speaks = nextSpeaks;
    validFor = nextValidFor;
  }
}
