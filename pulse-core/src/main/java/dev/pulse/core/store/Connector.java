package dev.pulse.core.store;

import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;

/**
 * Connects a {@link Database} to where its tables are: a file, or a server. The database sees to it
 * that there is one writer at a time; readers come from several threads.
 */
interface Connector {
  /** Where the tables are, for messages; without anything secret. */
  String name();

  /** A connection that can only read, each transaction from one snapshot. */
  Session reader() throws SQLException;

  /**
   * The connection that writes, and with it the right to write.
   *
   * @throws dev.pulse.api.store.StoreInUseException when somebody else has that right
   */
  Session writer() throws SQLException;

  /** Sets what transactions survive from now on. Called outside of transactions. */
  void durability(Session writer, Durability wanted) throws SQLException;

  /**
   * Ends a transaction that failed.
   *
   * @return whether the connection is as good as new; if not, it is closed
   */
  boolean recover(Session writer);

  /** Gives back the right to write, before the connection is closed in order. */
  void release(Session writer) throws SQLException;

  /**
   * Refuses to go on where everything would be lost.
   *
   * @throws dev.pulse.api.store.StoreException that says why
   */
  void requireThere();

  /**
   * A number that changes when the right to write was lost and taken anew: what was known of the
   * tables before may not hold any more.
   */
  long lease();
}
