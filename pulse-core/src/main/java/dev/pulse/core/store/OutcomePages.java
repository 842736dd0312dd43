package dev.pulse.core.store;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Reads a page of outcomes, newest first. Blocks and tails are opened in the order of their largest
 * run id, and only when the page reaches it; what they have is merged by run id. Belongs to one
 * transaction.
 */
final class OutcomePages {
  /** For so many registrations, looking at each one's blocks beats looking at all blocks. */
  private static final int FEW = 50;

  private final Session session;
  private final OutcomeQuery query;
  private final int mask;
  private final long from;
  private final long end;
  private final long before;
  private final PriorityQueue<Cursor> open =
      new PriorityQueue<>(Comparator.comparingLong(Cursor::runId).reversed());
  private final Deque<Tail.Seen> tails = new ArrayDeque<>();

  OutcomePages(Session session, OutcomeQuery query) {
    this.session = session;
    this.query = query;
    mask = StatusNumbers.mask(query.statuses());
    from = query.from().map(Boundaries::millisFrom).orElse(Long.MIN_VALUE);
    end = query.to().map(Boundaries::millisFrom).orElse(Long.MAX_VALUE);
    before = query.before().orElse(Long.MAX_VALUE);
  }

  /** Where results come from, from the largest run id to the smallest. */
  private abstract static class Cursor {
    final long registration;
    int row;

    Cursor(long registration, int last) {
      this.registration = registration;
      this.row = last;
    }

    abstract long runId();

    abstract boolean isWanted(OutcomePages page) throws SQLException;

    abstract StoredResult result() throws SQLException;

    /** Steps to the next result that is wanted, beginning with the present one. */
    boolean settle(OutcomePages page) throws SQLException {
      while (row >= 0 && !isWanted(page)) {
        row--;
      }
      return row >= 0;
    }
  }

  private static final class TailCursor extends Cursor {
    private final TailRows rows;

    TailCursor(Tail.Seen tail) throws SQLException {
      this(tail.registration(), tail.byRunId());
    }

    private TailCursor(long registration, TailRows rows) {
      super(registration, rows.count() - 1);
      this.rows = rows;
    }

    @Override
    long runId() {
      return rows.runId(row);
    }

    @Override
    boolean isWanted(OutcomePages page) {
      return page.isWanted(rows.runId(row), rows.started(row), rows.status(row));
    }

    @Override
    StoredResult result() throws SQLException {
      return rows.result(row);
    }
  }

  private static final class BlockCursor extends Cursor {
    private final Block block;
    private final long[] runIds;
    private final long[] started;
    private final long[] statuses;

    BlockCursor(long registration, Block block) throws SQLException {
      super(registration, block.count() - 1);
      this.block = block;
      this.runIds = block.runIds();
      this.started = block.started();
      this.statuses = block.statuses();
    }

    @Override
    long runId() {
      return runIds[row];
    }

    @Override
    boolean isWanted(OutcomePages page) {
      return page.isWanted(runIds[row], started[row], (int) statuses[row]);
    }

    @Override
    StoredResult result() throws SQLException {
      return block.result(row);
    }
  }

  private boolean isWanted(long runId, long started, int status) {
    return runId < before && started >= from && started < end && (mask & 1 << status) != 0;
  }

  /** The page. */
  Page<Outcome> read(Tails all) throws SQLException {
    var snapshot = all.all(this::registrations);
    var wanted = snapshot.pinned();
    snapshot.tails().stream()
        .filter(tail -> wanted.map(ids -> ids.contains(tail.registration())).orElse(true))
        .filter(tail -> (tail.statuses() & mask) != 0)
        .sorted(Comparator.comparingLong(Tail.Seen::lastRunId).reversed())
        .forEach(tails::add);
    return wanted.isPresent() && wanted.get().isEmpty()
        ? new Page<>(List.of(), OptionalLong.empty())
        : read(wanted);
  }

  /** The registrations that are wanted; empty when all are. */
  private Optional<Set<Long>> registrations() throws SQLException {
    var ids = new HashSet<Long>();
    if (query.check().isPresent()) {
      session.each(
          "SELECT id FROM registration WHERE name = ? AND instr(name, ?) = 1",
          row -> ids.add(row.getLong(1)),
          query.check().get(),
          query.prefix());
    } else if (query.prefix().isEmpty()) {
      // Fixes the snapshot all the same.
      session.first("SELECT last_id FROM high_water", row -> true);
      return Optional.empty();
    } else {
      session.each(
          "SELECT id FROM registration WHERE instr(name, ?) = 1",
          row -> ids.add(row.getLong(1)),
          query.prefix());
    }
    return Optional.of(ids);
  }

  private Page<Outcome> read(Optional<Set<Long>> wanted) throws SQLException {
    var values = new ArrayList<Object>();
    var sql = select(wanted, values);
    var reader = new OutcomeReader(session);
    var found = new ArrayList<Outcome>();
    try (var blocks = session.query(sql, values.toArray())) {
      boolean more = blocks.next();
      while (found.size() <= query.limit()) {
        more = openReached(blocks, more);
        var newest = open.poll();
        if (newest == null) {
          break;
        }
        long runId = newest.runId();
        // What was being sealed is in its tail and in a block.
        if (found.isEmpty() || found.get(found.size() - 1).runId() != runId) {
          found.add(reader.outcome(newest.registration, newest.result()));
        }
        newest.row--;
        push(newest);
      }
    }
    return found.size() <= query.limit()
        ? new Page<>(found, OptionalLong.empty())
        : new Page<>(
            found.subList(0, query.limit()), OptionalLong.of(found.get(query.limit() - 1).runId()));
  }

  /** Opens everything that can have a larger run id than what is open; tells of more blocks. */
  private boolean openReached(ResultSet blocks, boolean more) throws SQLException {
    boolean left = more;
    while (true) {
      var tail = tails.peek();
      if (tail != null && isReached(tail.lastRunId())) {
        tails.remove();
        push(new TailCursor(tail));
      } else if (left && isReached(blocks.getLong("last_run_id"))) {
        var block = Block.open(body(blocks.getLong("id")));
        push(new BlockCursor(blocks.getLong("registration"), block));
        left = blocks.next();
      } else {
        return left;
      }
    }
  }

  private boolean isReached(long lastRunId) {
    var newest = open.peek();
    return newest == null || lastRunId >= newest.runId();
  }

  private void push(Cursor cursor) throws SQLException {
    if (cursor.settle(this)) {
      open.add(cursor);
    }
  }

  private byte[] body(long id) throws SQLException {
    return session
        .first("SELECT body FROM block WHERE id = ?", row -> row.getBytes(1), id)
        .orElseThrow(() -> new DamagedException("a block of results"));
  }

  /** The blocks that can have something, by their largest run id. */
  private String select(Optional<Set<Long>> wanted, List<Object> values) {
    var sql = new StringBuilder("SELECT id, registration, last_run_id FROM block INDEXED BY ");
    if (query.check().isPresent()) {
      sql.append("block_by_run WHERE registration = ?");
      values.addAll(wanted.orElseThrow());
    } else if (wanted.map(ids -> ids.size() <= FEW).orElse(false)) {
      // Sorted by what the index has; the blocks themselves are read when the page reaches them.
      sql.append("block_by_run WHERE true");
      SqlJournal.addPrefix(query.prefix(), sql, values);
    } else {
      boolean troubleOnly = !query.statuses().contains(Status.PASS);
      sql.append(troubleOnly ? "block_trouble WHERE statuses <> 1" : "block_newest WHERE true");
      SqlJournal.addPrefix(query.prefix(), sql, values);
    }
    if (query.statuses().size() < Status.values().length) {
      SqlJournal.add(" AND statuses & ? <> 0", mask, sql, values);
    }
    if (query.from().isPresent() || query.to().isPresent()) {
      SqlJournal.add(" AND last_started >= ?", from, sql, values);
      SqlJournal.add(" AND first_started < ?", end, sql, values);
    }
    if (query.before().isPresent()) {
      SqlJournal.add(" AND first_run_id < ?", before, sql, values);
    }
    return sql.append(" ORDER BY last_run_id DESC").toString();
  }
}
