package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.util.Arrays;

/**
 * What was said of a stretch of time, in pieces that follow each other: each says something else
 * than the one before. A piece can have no length, when what was said was good for no time. Confine
 * to one thread.
 */
final class Turns {
  /**
   * How many pieces are kept of a stretch. A target that changes its mind more often than once in a
   * quarter of an hour for a month is better looked at day by day.
   */
  static final int MOST = 3_000;

  private final long start;
  private long[] ends = new long[2];
  private Speaks[] kinds = new Speaks[2];
  private int count;

  /** Takes a piece. */
  @FunctionalInterface
  interface Taker {
    void take(long start, Speaks speaking, long length);
  }

  /** Without pieces, from a time on. */
  Turns(long start) {
    this.start = start;
  }

  Turns copy() {
    var copy = new Turns(start);
    copy.ends = ends.clone();
    copy.kinds = kinds.clone();
    copy.count = count;
    return copy;
  }

  /** How many pieces there are. */
  int count() {
    return count;
  }

  /** Where the last piece ends. */
  long end() {
    return count == 0 ? start : ends[count - 1];
  }

  /** Goes on until a time, which is not before the end. */
  void add(Speaks speaking, long end) {
    if (count > 0 && kinds[count - 1] == speaking) {
      ends[count - 1] = end;
      return;
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
      kinds = Arrays.copyOf(kinds, count * 2);
    }
    ends[count] = end;
    kinds[count++] = speaking;
  }

  /** Goes on with pieces that begin where these end. */
  void addAll(Turns next) {
    for (int i = 0; i < next.count; i++) {
      add(next.kinds[i], next.ends[i]);
    }
  }

  /** Gives all pieces, in order. */
  void each(Taker taker) {
    long from = start;
    for (int i = 0; i < count; i++) {
      taker.take(from, kinds[i], ends[i] - from);
      from = ends[i];
    }
  }
}
