package dev.pulse.core.store;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What results say of the time they speak for, put into their order. Confine to one thread. */
final class Timeline {
  private long[] started = new long[256];
  private long[] runIds = new long[256];
  private long[] validities = new long[256];
  private Speaks[] speaks = new Speaks[256];
  private int count;
  private boolean ordered = true;

  void add(long startedMillis, long runId, Speaks speaking, long validForMillis) {
    if (count == started.length) {
      started = Arrays.copyOf(started, count * 2);
      runIds = Arrays.copyOf(runIds, count * 2);
      validities = Arrays.copyOf(validities, count * 2);
      speaks = Arrays.copyOf(speaks, count * 2);
    }
    started[count] = startedMillis;
    runIds[count] = runId;
    validities[count] = validForMillis;
    speaks[count] = speaking;
    ordered &= count == 0 || compare(count - 1, count) <= 0;
    count++;
  }

  private int compare(int one, int other) {
    int byStart = Long.compare(started[one], started[other]);
    return byStart != 0 ? byStart : Long.compare(runIds[one], runIds[other]);
  }

  /** Gives everything to a meter, by start and then by run id. */
  void giveTo(UptimeMeter meter) {
    // Blocks come in the order of time unless the clock was set back.
    int[] order =
        ordered
            ? null
            : IntStream.range(0, count).boxed().sorted(this::compare).mapToInt(i -> i).toArray();
    for (int i = 0; i < count; i++) {
      int row = order == null ? i : order[i];
      meter.add(started[row], speaks[row], validities[row]);
    }
  }
}
