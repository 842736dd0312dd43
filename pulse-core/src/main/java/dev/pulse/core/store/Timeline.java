package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Starts and statuses of results, put into their order in time. Confine to one thread. */
final class Timeline {
  private long[] started = new long[256];
  private long[] runIds = new long[256];
  private byte[] statuses = new byte[256];
  private int count;
  private boolean ordered = true;

  void add(long startedMillis, long runId, int status) {
    if (count == started.length) {
      started = Arrays.copyOf(started, count * 2);
      runIds = Arrays.copyOf(runIds, count * 2);
      statuses = Arrays.copyOf(statuses, count * 2);
    }
    started[count] = startedMillis;
    runIds[count] = runId;
    statuses[count] = (byte) status;
    ordered &= count == 0 || compare(count - 1, count) <= 0;
    count++;
  }

  private int compare(int one, int other) {
    int byStart = Long.compare(started[one], started[other]);
    return byStart != 0 ? byStart : Long.compare(runIds[one], runIds[other]);
  }

  /** Gives everything to a meter, by start and then by run id. */
  void giveTo(UptimeMeter meter) throws SQLException {
    // Blocks come in the order of time unless the clock was set back.
    int[] order =
        ordered
            ? null
            : IntStream.range(0, count).boxed().sorted(this::compare).mapToInt(i -> i).toArray();
    for (int i = 0; i < count; i++) {
      int row = order == null ? i : order[i];
      meter.add(started[row], StatusNumbers.status(statuses[row]));
    }
  }
}
