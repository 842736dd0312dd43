package dev.pulse.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection with the statements that were prepared on it. Whoever holds a session is its only
 * user; a statement must not be used again before its last result was read.
 */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final long lease;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Ids ids = new Ids(this);

  /** Reads a row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes a row. */
  @FunctionalInterface
  interface Rows {
    void take(ResultSet row) throws SQLException;
  }

  /** Of a file of SQLite. */
  Session(Connection connection) {
    this(connection, Dialect.SQLITE, 0);
  }

  /**
   * A session.
   *
   * @param lease as {@link Connector#lease()} was when the connection was made
   */
  Session(Connection connection, Dialect dialect, long lease) {
    this.connection = connection;
    this.dialect = dialect;
    this.lease = lease;
  }

  /** Under which right to write this connection was made. */
  long lease() {
    return lease;
  }

  /** A statement whose values are set by the caller; prepared once. */
  PreparedStatement statement(String sql) throws SQLException {
    var statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(dialect.sql(sql));
      statements.put(sql, statement);
    }
    return statement;
  }

  /** Changes rows; tells how many. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    return bind(sql, values).executeUpdate();
  }

  /** The first row, if there is one. */
  <T> Optional<T> first(String sql, Row<T> reader, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bind(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  /** Rows that the caller steps through and closes. */
  ResultSet query(String sql, @Nullable Object... values) throws SQLException {
    return bind(sql, values).executeQuery();
  }

  /** Gives every row to a taker. */
  void each(String sql, Rows taker, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bind(sql, values).executeQuery()) {
      while (rows.next()) {
        taker.take(rows);
      }
    }
  }

  /** The text in a column, as it was given. Columns of texts must be read with this. */
  String text(ResultSet row, int column) throws SQLException {
    var text = textIfAny(row, column);
    if (text == null) {
      throw new SQLException("there is no text in column " + column);
    }
    return text;
  }

  /** The same, of a column that may have none. */
  @Nullable String textIfAny(ResultSet row, int column) throws SQLException {
    return dialect.text(row.getString(column));
  }

  /** Makes the table for what cannot be read of the log, if it is not there. */
  void createDamagedLog() throws SQLException {
    run(dialect.damagedLog());
  }

  /** Runs SQL of our own that has no values, several statements if need be. */
  void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The ids of names and texts, as far as this session has looked them up. */
  Ids ids() {
    return ids;
  }

  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  void rollback() throws SQLException {
    ids.clear();
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** Whether the other side is still there. */
  boolean answers() throws SQLException {
    return connection.isValid(5);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
    var statement = statement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, dialect.value(values[i]));
    }
    return statement;
  }
}
