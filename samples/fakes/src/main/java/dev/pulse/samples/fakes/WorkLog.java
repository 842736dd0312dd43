package dev.pulse.samples.fakes;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * What a validator notes in the SQLite file inside of its pod, and the {@code sqlite3} of that pod,
 * which needs no program of the machine: it answers {@code -json}, and refuses other forms as an
 * unknown option. Thread-safe.
 */
final class WorkLog implements AutoCloseable {
  private static final JsonAdapter<Object> JSON =
      new Moshi.Builder().build().adapter(Object.class).serializeNulls();
  private static final String SCHEMA =
      "CREATE TABLE EXECUTIONS(id TEXT PRIMARY KEY, state TEXT, start_block INTEGER,"
          + " end_block INTEGER, start_timestamp INTEGER, end_timestamp INTEGER, error TEXT)";

  /** How many executions it has at most. */
  static final int KEPT = 200;

  private final Object lock = new Object();
  private final String url;
  private final Connection connection;

  /** A row, as the validators have it. */
  record Execution(
      String id,
      String state,
      long startBlock,
      @Nullable Long endBlock,
      @Nullable Long startTimestamp,
      @Nullable Long endTimestamp,
      @Nullable String error) {}

  /** An empty log in a file that is not there yet. */
  WorkLog(Path file) {
    url = "jdbc:sqlite:" + file;
    try {
      connection = DriverManager.getConnection(url);
      try (var statement = connection.createStatement()) {
        // Nothing here has to survive the process.
        statement.execute("PRAGMA synchronous = OFF");
        statement.execute("PRAGMA journal_mode = MEMORY");
        statement.execute(SCHEMA);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Could not make the work log " + file, e);
    }
  }

  /** Notes executions, new ones and changed ones; the oldest are forgotten. */
  void write(Collection<Execution> executions) {
    synchronized (lock) {
      try {
        connection.setAutoCommit(false);
        try (var insert =
                connection.prepareStatement(
                    "INSERT OR REPLACE INTO EXECUTIONS VALUES (?, ?, ?, ?, ?, ?, ?)");
            var statement = connection.createStatement()) {
          for (var execution : executions) {
            insert(insert, execution);
          }
          forget(statement);
        }
        connection.commit();
      } catch (SQLException e) {
        throw new IllegalStateException("Could not write the work log", e);
      }
    }
  }

  private static void insert(PreparedStatement insert, Execution execution) throws SQLException {
    insert.setString(1, execution.id());
    insert.setString(2, execution.state());
    insert.setLong(3, execution.startBlock());
    insert.setObject(4, execution.endBlock());
    insert.setObject(5, execution.startTimestamp());
    insert.setObject(6, execution.endTimestamp());
    insert.setString(7, execution.error());
    insert.executeUpdate();
  }

  private static void forget(Statement statement) throws SQLException {
    statement.execute(
        "DELETE FROM EXECUTIONS WHERE id NOT IN"
            + " (SELECT id FROM EXECUTIONS ORDER BY start_block DESC LIMIT "
            + KEPT
            + ")");
  }

  /** What {@code sqlite3} says when it is started so in the pod. */
  ExecAnswer run(List<String> command) {
    int at = SqliteProgram.databaseAt(command).orElse(command.size());
    if (!command.contains("-json")) {
      return ExecAnswer.exiting(1, "", "sqlite3: Error: unknown option: this one knows -json\n");
    }
    if (at + 1 >= command.size() || !command.get(at).equals(FakePod.DATABASE)) {
      return ExecAnswer.exiting(1, "", "Error: unable to open database file\n");
    }
    synchronized (lock) {
      try {
        return ExecAnswer.printing(query(command.get(at + 1)));
      } catch (SQLException e) {
        return ExecAnswer.exiting(1, "", "Error: in prepare, " + e.getMessage() + "\n");
      }
    }
  }

  private String query(String sql) throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    try (var reading = config.createConnection(url);
        var statement = reading.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<Map<String, @Nullable Object>>();
      while (result.next()) {
        rows.add(row(result));
      }
      // As sqlite3 does: nothing at all where there is nothing.
      return rows.isEmpty() ? "" : JSON.toJson(rows) + "\n";
    }
  }

  private static Map<String, @Nullable Object> row(ResultSet result) throws SQLException {
    var row = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      var value = result.getObject(i);
      row.put(
          result.getMetaData().getColumnLabel(i),
          value instanceof Number number ? number : result.getString(i));
    }
    return row;
  }

  @Override
  public void close() {
    synchronized (lock) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException("Could not close the work log", e);
      }
    }
  }
}
