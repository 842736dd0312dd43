package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What results say of the time they speak for, put into their order: by start, and by run id where
 * two began together. Confine to one thread.
 */
final class Timeline {
  private static final int ROOM = 256;

  private long[] started = new long[ROOM];
  private long[] runIds = new long[ROOM];
  private long[] validities = new long[ROOM];
  private Speaks[] speaks = new Speaks[ROOM];
  private int count;
  private int given;
  private boolean ordered = true;

  /** Takes what one result says. */
  @FunctionalInterface
  interface Taker {
    void take(long startedMillis, Speaks speaking, long validForMillis);
  }

  void add(StoredResult result) throws SQLException {
    add(result.started, result.runId, Cell.speaks(result), result.validFor);
  }

  void add(long startedMillis, long runId, Speaks speaking, long validForMillis) {
    if (count == started.length) {
      int room = Math.max(ROOM, count * 2);
      started = Arrays.copyOf(started, room);
      runIds = Arrays.copyOf(runIds, room);
      validities = Arrays.copyOf(validities, room);
      speaks = Arrays.copyOf(speaks, room);
    }
    started[count] = startedMillis;
    runIds[count] = runId;
    validities[count] = validForMillis;
    speaks[count] = speaking;
    ordered &= count == given || compare(count - 1, count) <= 0;
    count++;
  }

  private int compare(int one, int other) {
    int byStart = Long.compare(started[one], started[other]);
    return byStart != 0 ? byStart : Long.compare(runIds[one], runIds[other]);
  }

  /** How many are to be given yet. */
  int size() {
    return count - given;
  }

  /** Whether one that is to be given yet began in a stretch of time, its ends included. */
  boolean hasWithin(long first, long last) {
    order();
    int place = Arrays.binarySearch(started, given, count, first);
    int next = place < 0 ? -place - 1 : place;
    return next < count && started[next] <= last;
  }

  /** Gives those that began before a time, in their order. */
  void giveBefore(long end, Taker taker) {
    order();
    while (given < count && started[given] < end) {
      taker.take(started[given], speaks[given], validities[given]);
      given++;
    }
  }

  /** What all of them say that are to be given yet, of which there is one at least; gives them. */
  Speech speech() {
    order();
    var speech = Speech.of(started[given], speaks[given], validities[given]);
    for (given++; given < count; given++) {
      speech.append(started[given], speaks[given], validities[given]);
    }
    return speech;
  }

  /** Moves those that began at a time or before into another timeline. */
  void moveUpTo(long last, Timeline other) {
    order();
    while (given < count && started[given] <= last) {
      other.add(started[given], runIds[given], speaks[given], validities[given]);
      given++;
    }
  }

  private void order() {
    // Blocks come in the order of time unless the clock was set back.
    if (ordered) {
      return;
    }
    int[] rows =
        IntStream.range(given, count).boxed().sorted(this::compare).mapToInt(i -> i).toArray();
    started = IntStream.of(rows).mapToLong(row -> started[row]).toArray();
    runIds = IntStream.of(rows).mapToLong(row -> runIds[row]).toArray();
    validities = IntStream.of(rows).mapToLong(row -> validities[row]).toArray();
    speaks = IntStream.of(rows).mapToObj(row -> speaks[row]).toArray(Speaks[]::new);
    count = rows.length;
    given = 0;
    ordered = true;
  }
}
