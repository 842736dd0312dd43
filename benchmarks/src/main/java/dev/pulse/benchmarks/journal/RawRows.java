package dev.pulse.benchmarks.journal;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import dev.pulse.benchmarks.fleet.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limit: the same results as bare rows of one table without an index, a hundred to an INSERT, a
 * transaction for each commit of the other side. A plain row has seven integers; one of an HTTP
 * check has its text and seven numbers besides. Confine to one thread.
 */
final class RawRows implements AutoCloseable {
  private static final int ROWS = 100;
  private static final List<String> PLAIN =
      List.of("registration", "run_id", "started", "status", "latency", "took", "late");
  private static final List<String> HTTP =
      List.of("summary", "code", "redirects", "bytes", "dns", "connect", "first_byte", "total");

  private final Connection connection;
  private final PreparedStatement insert;
  private final int columns;
  private final boolean withSamples;
  private final Map<String, Integer> registrations = new HashMap<>();
  private int parameter;

  /**
   * Rows of a table that is made here.
   *
   * @param connection closed with the rows
   */
  RawRows(Connection connection, Kind kind) throws SQLException {
    this.connection = connection;
    this.withSamples = kind == Kind.HTTP;
    this.columns = PLAIN.size() + (withSamples ? HTTP.size() : 0);
    var names =
        String.join(" bigint, ", PLAIN)
            + " bigint"
            + (withSamples ? ", " + String.join(" double precision, ", HTTP) : "")
            + (withSamples ? " double precision" : "");
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE result ("
              + names.replace("summary double precision", "summary text")
              + ")");
    }
    connection.setAutoCommit(false);
    var row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    this.insert =
        connection.prepareStatement(
            "INSERT INTO result VALUES " + String.join(", ", Collections.nCopies(ROWS, row)));
  }

  /** Writes results in one transaction; their number is a multiple of a hundred. */
  void commit(List<Outcome> outcomes) throws SQLException {
    if (outcomes.size() % ROWS != 0) {
      throw new IllegalArgumentException(outcomes.size() + " is no multiple of " + ROWS);
    }
    parameter = 0;
    for (Outcome outcome : outcomes) {
      bind(outcome);
      if (parameter == columns * ROWS) {
        insert.executeUpdate();
        parameter = 0;
      }
    }
    connection.commit();
  }

  private void bind(Outcome outcome) throws SQLException {
    insert.setInt(
        ++parameter,
        registrations.computeIfAbsent(outcome.check(), name -> registrations.size() + 1));
    insert.setLong(++parameter, outcome.runId());
    insert.setLong(++parameter, outcome.started().toEpochMilli());
    insert.setInt(++parameter, number(outcome.status()));
    insert.setLong(++parameter, outcome.result().latency().map(Duration::toNanos).orElse(-1L));
    insert.setLong(++parameter, outcome.took().toNanos() / 1_000);
    insert.setLong(++parameter, outcome.late().toNanos() / 1_000);
    if (withSamples) {
      insert.setString(++parameter, outcome.result().summary());
      var samples = outcome.result().samples();
      for (int i = 0; i < HTTP.size() - 1; i++) {
        if (i < samples.size()) {
          insert.setDouble(++parameter, samples.get(i).value());
        } else {
          insert.setNull(++parameter, Types.REAL);
        }
      }
    }
  }

  private static int number(Status status) {
    return switch (status) {
      case PASS -> 0;
      case WARN -> 1;
      case UNKNOWN -> 2;
      case FAIL -> 3;
    };
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    connection.close();
  }
}
