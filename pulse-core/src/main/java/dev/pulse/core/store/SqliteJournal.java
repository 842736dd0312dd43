package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Distribution;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads history from a {@link Database}. Thread-safe. */
final class SqliteJournal implements Journal {
  // The indexes are named, because SQLite, which knows nothing of how the rows are spread, would
  // take the one by time and sort whenever a query mentions a time.
  private static final String RANGE =
      " FROM result INDEXED BY result_by_time"
          + " WHERE registration = (SELECT id FROM registration WHERE name = ?)"
          + " AND started >= ? AND started < ? ORDER BY started, run_id";
  private static final String LATEST =
      "SELECT "
          + OutcomeReader.COLUMNS
          + " FROM result INDEXED BY result_by_run"
          + " WHERE registration = (SELECT id FROM registration WHERE name = ?)"
          + " ORDER BY run_id DESC LIMIT 1";

  private final Database database;

  SqliteJournal(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Outcome> latest(String check) {
    requireNonNull(check, "check");
    return database.read(
        "read the latest outcome",
        session -> {
          var reader = new OutcomeReader(session);
          return session.first(LATEST, reader::outcome, check);
        });
  }

  @Override
  public Page<Outcome> outcomes(OutcomeQuery query) {
    var sql = new StringBuilder("SELECT ").append(OutcomeReader.COLUMNS);
    var values = new ArrayList<Object>();
    boolean troubleOnly = !query.statuses().contains(Status.PASS);
    if (query.check().isPresent()) {
      sql.append(" FROM result INDEXED BY result_by_run")
          .append(" WHERE registration = (SELECT id FROM registration WHERE name = ?)");
      values.add(query.check().get());
    } else if (troubleOnly) {
      sql.append(" FROM result INDEXED BY result_trouble WHERE status <> 0");
    } else {
      sql.append(" FROM result NOT INDEXED WHERE true");
    }
    addPrefix(query.prefix(), sql, values);
    if (query.statuses().size() < Status.values().length) {
      sql.append(" AND (1 << status) & ? <> 0");
      values.add(StatusNumbers.mask(query.statuses()));
    }
    query.from().ifPresent(from -> add(" AND started >= ?", Window.millisFrom(from), sql, values));
    query.to().ifPresent(to -> add(" AND started < ?", Window.millisFrom(to), sql, values));
    query.before().ifPresent(before -> add(" AND run_id < ?", before, sql, values));
    add(" ORDER BY run_id DESC LIMIT ?", query.limit() + 1, sql, values);
    return database.read(
        "read outcomes",
        session -> {
          var reader = new OutcomeReader(session);
          var found = new ArrayList<Outcome>();
          session.each(sql.toString(), row -> found.add(reader.outcome(row)), values.toArray());
          return page(found, query.limit());
        });
  }

  private static Page<Outcome> page(List<Outcome> found, int limit) {
    return found.size() <= limit
        ? new Page<>(found, OptionalLong.empty())
        : new Page<>(found.subList(0, limit), OptionalLong.of(found.get(limit - 1).runId()));
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
  public List<Slice> history(String check, Signal signal, Instant from, Instant to, int points) {
    var window = Window.nonEmpty(from, to);
    var slices = new Slices(window, points);
    requireNonNull(check, "check");
    return database.read(
        "read history",
        session -> {
          var reader = new OutcomeReader(session);
          session.each(
              "SELECT started, status, " + OutcomeReader.columnsFor(signal) + RANGE,
              row ->
                  slices.add(
                      row.getLong("started"),
                      StatusNumbers.status(row.getInt("status")),
                      reader.value(row, signal)),
              check,
              window.firstMillis(),
              window.endMillis());
          return slices.list();
        });
  }

  @Override
  public Uptime uptime(String check, Instant from, Instant to, Duration validity) {
    var window = new Window(from, to);
    var meter = new UptimeMeter(window, validity);
    requireNonNull(check, "check");
    return database.read(
        "read uptime",
        session -> {
          session.each(
              "SELECT started, status" + RANGE,
              row -> meter.add(row.getLong(1), StatusNumbers.status(row.getInt(2))),
              check,
              meter.firstMillis(),
              window.endMillis());
          return meter.result();
        });
  }

  @Override
  public Distribution distribution(String check, Signal signal, Instant from, Instant to) {
    var window = new Window(from, to);
    requireNonNull(check, "check");
    return database.read(
        "read a distribution",
        session -> {
          var reader = new OutcomeReader(session);
          var values = new Values();
          session.each(
              "SELECT " + OutcomeReader.columnsFor(signal) + RANGE,
              row -> reader.value(row, signal).ifPresent(values::add),
              check,
              window.firstMillis(),
              window.endMillis());
          return values.distribution();
        });
  }
}
