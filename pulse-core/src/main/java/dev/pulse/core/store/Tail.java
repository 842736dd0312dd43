package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest results of one registration, which the log has and no block yet. Guarded by the lock
 * of its {@link Tails}; a {@link Seen} stays as it was and may leave the lock, because results are
 * only ever added behind it.
 */
final class Tail {
  final long registration;
  private ByteWriter rows = new ByteWriter();
  private int count;
  private int statuses;
  private long firstSeq;
  private long lastSeq;
  private long lastRunId = Long.MIN_VALUE;
  private long firstStarted = Long.MAX_VALUE;
  // The newest chunk whose results are being sealed, and how long the rows were then.
  private long sealingSeq;
  private int sealingLength;

  /**
   * What a tail was at a moment. Immutable.
   *
   * @param lastSeq the newest chunk that a result came from
   * @param statuses bit n is set when a result has status number n
   * @param lastRunId the largest run id
   * @param firstStarted the earliest start
   */
  record Seen(
      long registration,
      ByteReader rows,
      int count,
      long firstSeq,
      long lastSeq,
      int statuses,
      long lastRunId,
      long firstStarted) {
    /** The results in the order of their run ids, unpacked one by one. */
    TailRows byRunId() throws SQLException {
      return new TailRows(rows, count);
    }

    List<StoredResult> results() throws SQLException {
      try {
        var in = rows.again();
        var results = new ArrayList<StoredResult>(count);
        while (in.hasMore()) {
          results.add(StoredResult.read(in));
        }
        return OldValidity.addTo(results);
      } catch (RuntimeException e) {
        throw new DamagedException("the log of results", e);
      }
    }
  }

  Tail(long registration) {
    this.registration = registration;
  }

  /** Adds a result of a chunk. */
  void add(long seq, ByteReader row) {
    firstSeq = count == 0 ? seq : firstSeq;
    lastSeq = seq;
    note(row.again());
    row.copyTo(rows);
    count++;
  }

  private void note(ByteReader row) {
    int status = row.get() & 3;
    long started = row.signed();
    long runId = row.signed() + StoredResult.idAt(started);
    statuses |= 1 << status;
    lastRunId = Math.max(lastRunId, runId);
    firstStarted = Math.min(firstStarted, started);
  }

  int count() {
    return count;
  }

  int bytes() {
    return rows.length();
  }

  long firstSeq() {
    return firstSeq;
  }

  /**
   * What it has now.
   *
   * @param sealed up to which chunk the reader's snapshot has the results in blocks
   */
  Seen seen(long sealed) {
    int from = sealingSeq > 0 && sealed >= sealingSeq ? sealingLength : 0;
    return new Seen(
        registration,
        new ByteReader(rows.array(), from, rows.length()),
        count,
        firstSeq,
        lastSeq,
        statuses,
        lastRunId,
        firstStarted);
  }

  /** Notes that a packer is about to write what it has seen into blocks. */
  void sealing(Seen seen) {
    sealingSeq = seen.lastSeq;
    sealingLength = seen.rows.length();
  }

  /** Drops what is in blocks now. */
  void sealed(Seen seen) {
    int dropped = seen.rows.length();
    var left = new ByteReader(rows.array(), dropped, rows.length());
    int rest = count - seen.count;
    rows = new ByteWriter();
    count = 0;
    statuses = 0;
    lastRunId = Long.MIN_VALUE;
    firstStarted = Long.MAX_VALUE;
    firstSeq = seen.lastSeq + 1;
    sealingSeq = 0;
    left.copyTo(rows);
    var in = left.again();
    for (int i = 0; i < rest; i++) {
      var result = StoredResult.read(in);
      statuses |= 1 << result.status;
      lastRunId = Math.max(lastRunId, result.runId);
      firstStarted = Math.min(firstStarted, result.started);
      count++;
    }
  }
}
