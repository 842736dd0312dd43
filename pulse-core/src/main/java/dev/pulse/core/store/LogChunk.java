package dev.pulse.core.store;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.zip.CRC32C;

/**
 * The results of one commit as they stand in the log: a version, a checksum, and the results, each
 * with its registration and its length, in the order of the commit. Immutable.
 *
 * @param seq which commit; later ones have larger numbers
 * @param firstRunId the smallest run id
 * @param lastRunId the largest run id
 * @param body the results
 */
record LogChunk(long seq, long firstRunId, long lastRunId, ByteReader body) {
  private static final int VERSION = 2;
  // A version and the checksum of the rest.
  private static final int HEAD = 5;
  // The form that had no checksum.
  private static final int OLD_VERSION = 1;

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
      out.put(new byte[HEAD - 1]);
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
      byte[] body = out.toArray();
      ByteBuffer.wrap(body).putInt(1, checksum(body));
      return new LogChunk(seq, first, last, new ByteReader(body));
    }
  }

  private static int checksum(byte[] body) {
    var crc = new CRC32C();
    crc.update(body, HEAD, body.length - HEAD);
    return (int) crc.getValue();
  }

  static LogChunk of(long seq, long firstRunId, long lastRunId, byte[] body) {
    return new LogChunk(seq, firstRunId, lastRunId, new ByteReader(body));
  }

  /** Refuses a chunk of which anything is not as it was written. */
  void requireWhole() throws SQLException {
    byte[] bytes = body.copy();
    if (bytes.length < HEAD || bytes[0] != VERSION) {
      // Without a checksum, what can be read as results is taken for them.
      each((registration, row) -> StoredResult.read(row));
    } else if (ByteBuffer.wrap(bytes).getInt(1) != checksum(bytes)) {
      throw new DamagedException("the log of results");
    }
  }

  /** How many results there are, as far as that can be seen when it is damaged. */
  int count() {
    int[] count = {0};
    try {
      each((registration, row) -> count[0]++);
    } catch (SQLException e) {
      // Up to here.
    }
    return count[0];
  }

  void each(Taker taker) throws SQLException {
    try {
      var in = body.again();
      int version = in.get();
      if (version != VERSION && version != OLD_VERSION) {
        throw new IllegalArgumentException("another version");
      }
      if (version == VERSION) {
        in.part(HEAD - 1);
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
