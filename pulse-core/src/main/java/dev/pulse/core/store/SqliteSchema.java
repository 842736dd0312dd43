package dev.pulse.core.store;

import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Database.Durability;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * The layout of a file. The number of the last SQL file stands in {@code user_version}; {@code
 * application_id} tells a file of Pulse from another program's.
 */
final class SqliteSchema {
  private static final int APPLICATION_ID = 0x50554C53;

  static final SchemaFiles FILES =
      new SchemaFiles(
          "sqlite",
          List.of(
              "V001__results_incidents_documents.sql",
              "V002__log_and_blocks.sql",
              "V003__rollups.sql",
              "V004__incident_subjects.sql",
              "V005__months.sql"));

  private SqliteSchema() {}

  /**
   * Refuses a file that is no database of Pulse, or of a newer version; changes nothing in it, not
   * even its journal mode.
   */
  static void check(Path file) {
    try (var session = new Session(DriverManager.getConnection(SqliteFile.url(file)))) {
      FILES.requireKnown(version(session, file), file.toString());
    } catch (SQLException e) {
      throw Database.failure("read the version", file.toString(), e);
    }
  }

  /** Brings a checked file to the newest version. */
  static void migrate(Database database) {
    int version = database.read("read the version", s -> number(s, "PRAGMA user_version"));
    for (int next = version + 1; next <= FILES.newest(); next++) {
      apply(database, next);
    }
  }

  private static int version(Session session, Path file) throws SQLException {
    int application = number(session, "PRAGMA application_id");
    int version = number(session, "PRAGMA user_version");
    boolean empty = number(session, "SELECT count(*) FROM sqlite_schema") == 0;
    boolean ours = application == APPLICATION_ID && version > 0;
    if (!ours && !(application == 0 && version == 0 && empty)) {
      throw new StoreException(
          file + " is a database of another program: give Pulse a file of its own", null);
    }
    return version;
  }

  private static void apply(Database database, int version) {
    var sql = FILES.sql(version);
    database.write(
        "bring the layout to version " + version,
        Durability.FULL,
        session -> {
          session.run(sql);
          session.run("PRAGMA application_id = " + APPLICATION_ID);
          session.run("PRAGMA user_version = " + version);
          return true;
        });
  }

  private static int number(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getInt(1)).orElseThrow();
  }
}
