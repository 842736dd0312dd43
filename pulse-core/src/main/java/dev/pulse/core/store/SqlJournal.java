package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Downtime;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import dev.pulse.core.store.UptimeMeter.Speaks;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads history from blocks and from what is not sealed yet. Thread-safe. */
final class SqlJournal implements Journal {
  private final Database database;
  private final JournalLog log;
  private final int fewResults;

  /**
   * A journal.
   *
   * @param fewResults how many results of a query are read one by one
   */
  SqlJournal(Database database, JournalLog log, int fewResults) {
    this.database = database;
    this.log = log;
    this.fewResults = fewResults;
  }

  @Override
  public Optional<Outcome> latest(String check) {
    requireNonNull(check, "check");
    log.requireMirror();
    return database.read("read the latest outcome", session -> latest(session, check));
  }

  private Optional<Outcome> latest(Session session, String check) throws SQLException {
    var snapshot = log.snapshot(session, check);
    if (snapshot.pinned().isEmpty()) {
      return Optional.empty();
    }
    long registration = snapshot.pinned().get().registration();
    @Nullable StoredResult latest = null;
    for (Tail.Seen tail : snapshot.tails()) {
      for (StoredResult result : tail.results()) {
        latest = latest == null || result.runId > latest.runId ? result : latest;
      }
    }
    try (var rows =
        session.query(
            "SELECT last_run_id, body FROM block INDEXED BY block_by_run WHERE registration = ?"
                + " ORDER BY last_run_id DESC LIMIT 1",
            registration)) {
      if (rows.next() && (latest == null || rows.getLong(1) > latest.runId)) {
        var block = Block.open(rows.getBytes(2));
        latest = block.result(block.count() - 1);
      }
    }
    return latest == null
        ? Optional.empty()
        : Optional.of(new OutcomeReader(session).outcome(registration, latest));
  }

  @Override
  public Page<Outcome> outcomes(OutcomeQuery query) {
    log.requireMirror();
    return database.read(
        "read outcomes", session -> new OutcomePages(session, query).read(log.tails()));
  }

  /** Compares beginnings byte by byte: LIKE would fold case and read % and _ as wildcards. */
  static void addPrefix(String prefix, StringBuilder sql, List<Object> values) {
    if (!prefix.isEmpty()) {
      add(
          " AND registration IN (SELECT id FROM registration WHERE instr(name, ?) = 1)",
          prefix,
          sql,
          values);
    }
  }

  static void add(String condition, Object value, StringBuilder sql, List<Object> values) {
    sql.append(condition);
    values.add(value);
  }

  @Override
  public List<Slice> history(String check, Signal signal, Windows windows) {
    requireNonNull(signal, "signal");
    var boundaries = Boundaries.of(windows);
    var slices = new Slices(boundaries, signal);
    var meter = new UptimeMeter(boundaries);
    return read(
        "read history",
        check,
        (session, series) -> {
          var summaries = new Summaries(session, series, boundaries, signal, false, slices, meter);
          if (summaries.areNeeded(fewResults)) {
            summaries.read();
            return;
          }
          var timeline = new Timeline();
          summaries.speechBefore().ifPresent(meter::add);
          var signals = new SignalReader(signal, session);
          series.each(
              series.before(boundaries.start()),
              boundaries.end(),
              (block, inside) -> {
                add(block, inside, timeline);
                add(block, boundaries, signals.values(block), slices);
              },
              result -> {
                timeline.add(result);
                if (boundaries.include(result.started)) {
                  slices.add(result.started, result.status, signals.value(result));
                }
              });
          timeline.giveBefore(boundaries.end(), meter::add);
        },
        () -> slices.list(meter.result()));
  }

  private static void add(Block block, Boundaries boundaries, double[] values, Slices slices)
      throws SQLException {
    long[] started = block.started();
    long[] statuses = block.statuses();
    for (int i = 0; i < values.length; i++) {
      if (boundaries.include(started[i])) {
        slices.add(started[i], (int) statuses[i], values[i]);
      }
    }
  }

  @Override
  public Uptime uptime(String check, Instant from, Instant to) {
    return uptimes(check, Boundaries.of(from, to)).get(0);
  }

  @Override
  public List<Uptime> uptimes(String check, Windows windows) {
    return uptimes(check, Boundaries.of(windows));
  }

  private List<Uptime> uptimes(String check, Boundaries boundaries) {
    var slices = new Slices(boundaries, Signal.failures());
    var meter = new UptimeMeter(boundaries);
    return read(
        "read uptime",
        check,
        (session, series) -> {
          var summaries =
              new Summaries(session, series, boundaries, Signal.failures(), true, slices, meter);
          if (summaries.areNeeded(fewResults)) {
            summaries.read();
            return;
          }
          var timeline = new Timeline();
          summaries.speechBefore().ifPresent(meter::add);
          series.each(
              series.before(boundaries.start()),
              boundaries.end(),
              (block, inside) -> add(block, inside, timeline),
              timeline::add);
          timeline.giveBefore(boundaries.end(), meter::add);
        },
        meter::result);
  }

  @Override
  public Downtime downtime(String check, Instant from, Instant to) {
    var boundaries = Boundaries.of(from, to);
    var meter = new DowntimeMeter(boundaries);
    return read(
        "read down time",
        check,
        (session, series) -> new DowntimeReader(session, series, boundaries, meter).read(),
        meter::result);
  }

  private static void add(Block block, SeriesReader.Rows inside, Timeline timeline)
      throws SQLException {
    long[] started = block.started();
    long[] runIds = block.runIds();
    long[] statuses = block.statuses();
    long[] validities = block.validities();
    long[] maintenances = block.maintenances();
    for (int i = 0; i < started.length; i++) {
      if (inside.has(i)) {
        var status = StatusNumbers.status((int) statuses[i]);
        timeline.add(started[i], runIds[i], Speaks.of(status, maintenances[i] != 0), validities[i]);
      }
    }
  }

  @Override
  public Distribution distribution(String check, Signal signal, Instant from, Instant to) {
    var boundaries = Boundaries.of(from, to);
    requireNonNull(signal, "signal");
    var slices = new Slices(boundaries, signal);
    var meter = new UptimeMeter(boundaries);
    return read(
        "read a distribution",
        check,
        (session, series) -> {
          var summaries = new Summaries(session, series, boundaries, signal, false, slices, meter);
          if (summaries.areNeeded(fewResults)) {
            summaries.read();
            return;
          }
          var signals = new SignalReader(signal, session);
          series.each(
              boundaries.start(),
              boundaries.end(),
              (block, inside) -> add(block, boundaries, signals.values(block), slices),
              result -> slices.add(result.started, result.status, signals.value(result)));
        },
        () -> slices.list(meter.result()).get(0).values());
  }

  /** Goes through the results of one registration. */
  @FunctionalInterface
  private interface Work {
    void run(Session session, SeriesReader series) throws SQLException;
  }

  private <T> T read(String what, String check, Work work, Supplier<T> result) {
    requireNonNull(check, "check");
    log.requireMirror();
    return database.read(
        what,
        session -> {
          var snapshot = log.snapshot(session, check);
          if (snapshot.pinned().isPresent()) {
            long registration = snapshot.pinned().get().registration();
            work.run(session, new SeriesReader(session, registration, snapshot.tails()));
          }
          return result.get();
        });
  }
}
