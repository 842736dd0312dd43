package dev.pulse.core.store;

import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Database.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * The layout of the file, as numbered SQL files that are applied once each and only forward. The
 * number of the last one stands in {@code user_version}; {@code application_id} tells a file of
 * Pulse from another program's.
 */
final class Schema {
  private static final int APPLICATION_ID = 0x50554C53;
  private static final String FOLDER = "sqlite/";

  /** In order; the first is version 1. */
  static final List<String> FILES =
      List.of(
          "V001__results_incidents_documents.sql",
          "V002__log_and_blocks.sql",
          "V003__rollups.sql",
          "V004__incident_subjects.sql",
          "V005__months.sql");

  private Schema() {}

  /**
   * Refuses a file that is no database of Pulse, or of a newer version; changes nothing in it, not
   * even its journal mode.
   */
  static void check(Path file) {
    try (var session = new Session(DriverManager.getConnection(Database.url(file)))) {
      requireKnown(version(session, file), file);
    } catch (SQLException e) {
      throw Database.failure("read the version", file, e);
    }
  }

  private static void requireKnown(int version, Path file) {
    if (version > FILES.size()) {
      throw new StoreException(
          file
              + " has store version "
              + version
              + ", but this Pulse knows versions up to "
              + FILES.size()
              + ": use the newer Pulse that wrote it, or another file",
          null);
    }
  }

  /** Brings a checked file to the newest version. */
  static void migrate(Database database) {
    int version = database.read("read the version", s -> number(s, "PRAGMA user_version"));
    for (int next = version + 1; next <= FILES.size(); next++) {
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
    var sql = read(FOLDER + FILES.get(version - 1));
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

  private static String read(String resource) {
    try (var in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new StoreException("the resource " + resource + " of pulse-core is missing", null);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("cannot read the resource " + resource + " of pulse-core", e);
    }
  }
}
