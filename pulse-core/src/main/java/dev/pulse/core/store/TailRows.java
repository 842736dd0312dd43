package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The results of a tail in the order of their run ids, of which only those are unpacked that are
 * asked for: a page of outcomes takes one of each tail. Confine to one thread.
 */
final class TailRows {
  private final ByteReader rows;
  private final long[] started;
  private final int[] statuses;
  private final int[] places;
  private final long[] runIds;
  private final int[] order;

  /**
   * The rows of a tail.
   *
   * @param rows as {@link StoredResult#write} wrote them
   * @param most how many there are at most
   */
  TailRows(ByteReader rows, int most) throws SQLException {
    this.rows = rows;
    started = new long[most];
    statuses = new int[most];
    places = new int[most];
    runIds = new long[most];
    try {
      var in = rows.again();
      boolean rise = true;
      int count = 0;
      for (int i = 0; in.hasMore(); i++) {
        count++;
        places[i] = in.position();
        statuses[i] = StoredResult.statusOf(in.get());
        started[i] = in.signed();
        runIds[i] = in.signed() + StoredResult.idAt(started[i]);
        in.position(places[i]);
        StoredResult.skip(in);
        rise &= i == 0 || runIds[i - 1] < runIds[i];
      }
      var indexes = IntStream.range(0, count);
      order =
          rise
              ? indexes.toArray()
              : indexes
                  .boxed()
                  .sorted(Comparator.comparingLong(i -> runIds[i]))
                  .mapToInt(i -> i)
                  .toArray();
    } catch (RuntimeException e) {
      throw new DamagedException("the log of results", e);
    }
  }

  int count() {
    return order.length;
  }

  long runId(int row) {
    return runIds[order[row]];
  }

  long started(int row) {
    return started[order[row]];
  }

  int status(int row) {
    return statuses[order[row]];
  }

  StoredResult result(int row) throws SQLException {
    try {
      var in = rows.again();
      in.position(places[order[row]]);
      var result = StoredResult.read(in);
      return result.validFor == StoredResult.NO_VALIDITY
          ? result.withValidFor(OldValidity.of(Arrays.copyOf(started, order.length)))
          : result;
    } catch (RuntimeException e) {
      throw new DamagedException("the log of results", e);
    }
  }
}
