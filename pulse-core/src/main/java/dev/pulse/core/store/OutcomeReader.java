package dev.pulse.core.store;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Makes outcomes and values of rows, within one transaction. */
final class OutcomeReader {
  static final String COLUMNS =
      "run_id, (SELECT name FROM registration WHERE id = result.registration) AS name, started,"
          + " status, latency, took, late, attempt, instance, reason, summary, shape, numbers,"
          + " extra";

  private final Session session;
  private final Map<Long, String> texts = new HashMap<>();
  private final Map<Long, SampleShape> shapes = new HashMap<>();
  private final Map<Long, Integer> places = new HashMap<>();

  OutcomeReader(Session session) {
    this.session = session;
  }

  /** The outcome of a row of {@link #COLUMNS}. */
  Outcome outcome(ResultSet row) throws SQLException {
    try {
      return Outcome.builder(
              row.getString("name"),
              row.getLong("run_id"),
              Instant.ofEpochMilli(row.getLong("started")),
              result(row))
          .took(micros(row.getLong("took")))
          .late(micros(row.getLong("late")))
          .attempt(row.getInt("attempt"))
          .instance(text(row.getLong("instance")))
          .log(OutcomeExtra.parse(row.getString("extra")).log())
          .build();
    } catch (RuntimeException e) {
      throw new DamagedException("a result", e);
    }
  }

  private CheckResult result(ResultSet row) throws SQLException {
    var status = StatusNumbers.status(row.getInt("status"));
    var result = plain(row, status, row.getString("summary"));
    long latency = row.getLong("latency");
    if (!row.wasNull()) {
      result = result.withLatency(Duration.ofNanos(latency));
    }
    long shape = row.getLong("shape");
    if (!row.wasNull()) {
      result = result.withSamples(shape(shape).samples(row.getBytes("numbers")));
    }
    return OutcomeExtra.parse(row.getString("extra")).addTo(result);
  }

  private CheckResult plain(ResultSet row, Status status, String summary) throws SQLException {
    if (status == Status.PASS) {
      return CheckResult.pass(summary);
    }
    var reason = Reason.of(text(row.getLong("reason")));
    return switch (status) {
      case WARN -> CheckResult.warn(reason, summary);
      case FAIL -> CheckResult.fail(reason, summary);
      default -> CheckResult.unknown(reason, summary);
    };
  }

  /** What columns a query needs for {@link #value}, beside {@code status}. */
  static String columnsFor(Signal signal) {
    return switch (signal.kind()) {
      case LATENCY -> "latency";
      case FAILURES -> "status";
      case SAMPLE -> "shape, numbers";
    };
  }

  /** The value of a signal, from a row that has its columns. */
  OptionalDouble value(ResultSet row, Signal signal) throws SQLException {
    return switch (signal.kind()) {
      case LATENCY -> latency(row);
      case FAILURES -> failure(StatusNumbers.status(row.getInt("status")));
      case SAMPLE -> sample(row, signal);
    };
  }

  /** In whole milliseconds, as {@link Outcome#value} has it. */
  private static OptionalDouble latency(ResultSet row) throws SQLException {
    long millis = row.getLong("latency") / 1_000_000;
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of((double) millis);
  }

  private static OptionalDouble failure(Status status) {
    return status == Status.UNKNOWN
        ? OptionalDouble.empty()
        : OptionalDouble.of(status == Status.FAIL ? 1 : 0);
  }

  private OptionalDouble sample(ResultSet row, Signal signal) throws SQLException {
    long shape = row.getLong("shape");
    return row.wasNull()
        ? OptionalDouble.empty()
        : SampleShape.valueAt(place(shape, signal), row.getBytes("numbers"));
  }

  /** Where a shape has the series of a signal; a reader is asked for one signal only. */
  private int place(long shape, Signal signal) throws SQLException {
    Integer place = places.get(shape);
    if (place == null) {
      place = SampleShape.parse(text(shape)).indexOf(signal.name(), signal.labels());
      places.put(shape, place);
    }
    return place;
  }

  private SampleShape shape(long id) throws SQLException {
    var shape = shapes.get(id);
    if (shape == null) {
      shape = SampleShape.parse(text(id));
      shapes.put(id, shape);
    }
    return shape;
  }

  private String text(long term) throws SQLException {
    var text = texts.get(term);
    if (text == null) {
      text =
          session
              .first("SELECT text FROM term WHERE id = ?", row -> row.getString(1), term)
              .orElseThrow(() -> new DamagedException("a result"));
      texts.put(term, text);
    }
    return text;
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(Math.multiplyExact(micros, 1_000));
  }
}
