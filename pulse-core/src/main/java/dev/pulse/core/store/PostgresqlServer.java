package dev.pulse.core.store;

import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.StoreInUseException;
import dev.pulse.core.store.Database.Durability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Connects to a schema on a server of PostgreSQL.
 *
 * <p>The right to write is an advisory lock of the connection that writes. It goes with that
 * connection, however it ends: who is not sure of the lock has nothing to write with.
 */
final class PostgresqlServer implements Connector {
  /** The first half of the lock; the second one stands for the schema. */
  static final int LOCK = 0x50554C53;

  private static final String DRIVER = "org.postgresql.Driver";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SILENCE = Duration.ofSeconds(40);

  private final PostgresqlAddress address;
  private final Map<String, String> options;
  private final String setUp;
  // Changed by the only writer there is.
  private volatile long lease;
  private volatile boolean migrated;
  private String full = "on";

  PostgresqlServer(PostgresqlAddress address) {
    this(address, CONNECT_TIMEOUT, STATEMENT_TIMEOUT, SILENCE);
  }

  /**
   * A server.
   *
   * @param connect after which it counts as unreachable, in whole seconds as the next but one
   * @param statement after which the server gives up a statement
   * @param silence after which it counts as gone while it is asked; longer than a statement
   */
  PostgresqlServer(
      PostgresqlAddress address, Duration connect, Duration statement, Duration silence) {
    this.address = address;
    this.options =
        Map.of(
            "ApplicationName",
            "Pulse",
            "connectTimeout",
            String.valueOf(connect.toSeconds()),
            "socketTimeout",
            String.valueOf(silence.toSeconds()),
            "tcpKeepAlive",
            "true",
            "targetServerType",
            "primary",
            // A page of outcomes must not bring the list of all blocks into memory.
            "defaultRowFetchSize",
            "256",
            // Rows are nobody's business who reads a log.
            "logServerErrorDetail",
            "false");
    this.setUp = setUp(address, statement);
  }

  /**
   * There are indexes for everything that is asked, in the order in which it is read, and most
   * readers stop early, which the server cannot know. The last three let it notice within a minute
   * that we are gone, so that our lock does not stand in our own way.
   */
  private static String setUp(PostgresqlAddress address, Duration statement) {
    return "SET search_path TO "
        + address.quotedSchema()
        + "; SET statement_timeout = "
        + statement.toMillis()
        + "; SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off"
        + "; SET jit = off; SET plan_cache_mode = force_generic_plan"
        + "; SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10"
        + "; SET tcp_keepalives_count = 3";
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public Session reader() throws SQLException {
    var connection = connect();
    var session = new Session(connection, Dialect.POSTGRESQL, lease);
    try {
      session.run(setUp);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Session writer() throws SQLException {
    long next = lease + 1;
    var session = new Session(connect(), Dialect.POSTGRESQL, next);
    try {
      session.run(setUp);
      requireLock(session);
      requireLayout(session);
      full = full(session);
      lease = next;
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void requireLock(Session session) throws SQLException {
    boolean alone =
        session
            .first(
                "SELECT pg_try_advisory_lock(?, ?)",
                row -> row.getBoolean(1),
                LOCK,
                lockOf(address.schema()))
            .orElseThrow();
    if (!alone) {
      throw new StoreInUseException(
          address
              + " is in use by another Pulse"
              + (lease == 0 ? "" : ", since the connection of this one was lost")
              + ": stop that one, or give this one a schema of its own");
    }
  }

  /** Somebody else may have had the tables since they were brought up to date. */
  private void requireLayout(Session session) throws SQLException {
    int version = PostgresqlSchema.version(session, address);
    if (migrated && version != PostgresqlSchema.FILES.newest()) {
      throw new StoreException(
          address + " lost its tables while in use: bring them back, or start Pulse anew", null);
    }
  }

  /** Notes that the tables have the newest layout, which they must not lose again. */
  void migrated() {
    migrated = true;
  }

  /** The second half of the lock of a schema. */
  static int lockOf(String schema) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(schema.getBytes(StandardCharsets.UTF_8))).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whoever runs the server may have chosen more than its own disk, but not less. */
  private static String full(Session session) throws SQLException {
    return session
        .first("SHOW synchronous_commit", row -> row.getString(1))
        .filter(chosen -> !chosen.equals("off"))
        .orElse("on");
  }

  @Override
  public void durability(Session writer, Durability wanted) throws SQLException {
    writer.run("SET synchronous_commit = " + (wanted == Durability.FULL ? full : "off"));
  }

  /** Closing the connection would give the lock to whoever waits for it. */
  @Override
  public boolean recover(Session writer) {
    try {
      writer.rollback();
      return writer.answers();
    } catch (SQLException e) {
      return false;
    }
  }

  /** The server closes a connection in its own time; who opens the store next must not wait. */
  @Override
  public void release(Session writer) throws SQLException {
    writer.first("SELECT pg_advisory_unlock_all()", row -> true);
  }

  @Override
  public void requireThere() {}

  @Override
  public long lease() {
    return lease;
  }

  private Connection connect() throws SQLException {
    var connection = driver().connect(address.driverUrl(), address.driverOptions(options));
    if (connection == null) {
      throw new SQLException("the driver does not take the address");
    }
    return connection;
  }

  /** By its name, because most who use this module do without it. */
  private static Driver driver() {
    try {
      return Class.forName(DRIVER).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new StoreException(
          "the driver of PostgreSQL is missing: put org.postgresql:postgresql on the class path",
          e);
    }
  }
}
