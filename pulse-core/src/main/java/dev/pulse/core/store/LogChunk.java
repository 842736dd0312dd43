package dev.pulse.core.store;

import java.sql.SQLException;

/**
 * The results of one commit as they stand in the log: each with its registration and its length, in
 * the order of the commit. Immutable.
 *
 * @param seq which commit; later ones have larger numbers
 * @param firstRunId the smallest run id
 * @param lastRunId the largest run id
 * @param body the results
 */
record LogChunk(long seq, long firstRunId, long lastRunId, ByteReader body) {
  private static final int VERSION = 1;

  /** Takes the results one after the other. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes a result.
     *
     * @param row the result as {@link StoredResult#read} reads it
     */
    void take(long registration, ByteReader row) throws SQLException;
  }

  /** Writes a chunk. Confine to one thread. */
  static final class Writer {
    private final ByteWriter out = new ByteWriter();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    Writer() {
      out.put(VERSION);
    }

    boolean isEmpty() {
      return last == Long.MIN_VALUE;
    }

    void add(long registration, long runId, ByteWriter row) {
      out.unsigned(registration);
      out.unsigned(row.length());
      out.put(row.array(), 0, row.length());
      first = Math.min(first, runId);
      last = Math.max(last, runId);
    }

    LogChunk chunk(long seq) {
      return new LogChunk(seq, first, last, new ByteReader(out.toArray()));
    }
  }

  static LogChunk of(long seq, long firstRunId, long lastRunId, byte[] body) {
    return new LogChunk(seq, firstRunId, lastRunId, new ByteReader(body));
  }

  void each(Taker taker) throws SQLException {
    try {
      var in = body.again();
      if (in.get() != VERSION) {
        throw new IllegalArgumentException("another version");
      }
      while (in.hasMore()) {
        long registration = in.unsigned();
        taker.take(registration, in.part(in.count()));
      }
    } catch (RuntimeException e) {
      throw new DamagedException("the log of results", e);
    }
  }
}
