package dev.pulse.core.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Results of one registration as a row of the table {@code block}, body and all. Immutable. */
final class SealedBlock {
  /** Blocks of very long texts have fewer results, so that one can be held in memory. */
  private static final int LARGEST = 1 << 20;

  /**
   * The body that fills a page of 4,096 bytes with the rest of the row: what is longer takes a page
   * more, and what is shorter by much leaves the rest of the page empty.
   */
  static final int FULL = 3_990;

  /** Fewer are not worth a block of their own, however long their texts are. */
  private static final int FEWEST = 60;

  private final long registration;
  private final long firstStarted;
  private final long lastStarted;
  private final long firstRunId;
  private final long lastRunId;
  private final int count;
  private final int statuses;
  private final byte[] body;

  /** Seals results that are ordered by run id. */
  private SealedBlock(long registration, List<StoredResult> results) {
    this.registration = registration;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    int mask = 0;
    for (StoredResult result : results) {
      first = Math.min(first, result.started);
      last = Math.max(last, result.started);
      mask |= 1 << result.status;
    }
    firstStarted = first;
    lastStarted = last;
    firstRunId = results.get(0).runId;
    lastRunId = results.get(results.size() - 1).runId;
    count = results.size();
    statuses = mask;
    body = Block.seal(results);
  }

  /** Seals results in any order, in as many blocks as they need. */
  static List<SealedBlock> of(long registration, List<StoredResult> results, int most) {
    var ordered = new ArrayList<>(results);
    ordered.sort(Comparator.comparingLong(result -> result.runId));
    var blocks = new ArrayList<SealedBlock>();
    int from = 0;
    while (from < ordered.size()) {
      var block = fitting(registration, ordered.subList(from, endOf(ordered, from, most)));
      blocks.add(block);
      from += block.count;
    }
    return blocks;
  }

  /** How far a block could reach at most. */
  private static int endOf(List<StoredResult> ordered, int from, int most) {
    long size = sizeOf(ordered.get(from));
    int end = from + 1;
    while (end < ordered.size() && end - from < most) {
      size += sizeOf(ordered.get(end));
      if (size > LARGEST) {
        break;
      }
      end++;
    }
    return end;
  }

  /** Seals the first of some results, as many as fill a page. */
  private static SealedBlock fitting(long registration, List<StoredResult> results) {
    var block = new SealedBlock(registration, results);
    while (block.body.length > FULL && block.count > FEWEST) {
      long fitting = (long) block.count * FULL / block.body.length;
      int fewer = (int) Math.max(FEWEST, Math.min(fitting, block.count - 1));
      block = new SealedBlock(registration, results.subList(0, fewer));
    }
    return block;
  }

  private static long sizeOf(StoredResult result) {
    long extra = result.extra == null ? 0 : result.extra.length();
    return 100L + result.summary.length() + result.numbers.length + extra;
  }

  void insert(Session session) throws SQLException {
    session.update(
        "INSERT INTO block (registration, first_started, last_started, first_run_id, last_run_id,"
            + " count, statuses, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        registration,
        firstStarted,
        lastStarted,
        firstRunId,
        lastRunId,
        count,
        statuses,
        body);
  }
}
