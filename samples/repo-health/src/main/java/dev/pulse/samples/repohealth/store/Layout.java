package dev.pulse.samples.repohealth.store;

import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The layout of the tables, as numbered SQL files that are applied once each and only forward. The
 * number of the last one stands in a table of its own, because the others in the database have
 * numbers, too.
 */
final class Layout {
  /** In order; the first is version 1. */
  static final List<String> FILES = List.of("V001__tables.sql", "V002__dependencies.sql");

  private Layout() {}

  /**
   * Brings the tables to the newest version.
   *
   * @throws StoreException when a newer program made them
   */
  static void migrate(Database database) {
    database.writeAlone(
        "layout",
        handle -> {
          handle.execute("CREATE TABLE IF NOT EXISTS rh_schema (version INTEGER NOT NULL)");
          int version =
              handle
                  .createQuery("SELECT max(version) AS version FROM rh_schema")
                  .map((row, context) -> row.getInt("version"))
                  .one();
          if (version > FILES.size()) {
            throw new StoreException(
                "the tables of repository health have version "
                    + version
                    + ", but this Pulse knows versions up to "
                    + FILES.size()
                    + ": use the newer Pulse that wrote them, or another database",
                null);
          }
          for (int next = version + 1; next <= FILES.size(); next++) {
            apply(database, handle, next);
          }
          return version;
        });
  }

  private static void apply(Database database, Handle handle, int version) {
    handle.createScript(database.dialect(read(FILES.get(version - 1)))).execute();
    handle.execute("DELETE FROM rh_schema");
    handle.execute("INSERT INTO rh_schema (version) VALUES (?)", version);
  }

  private static String read(String resource) {
    try (var in = Layout.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new StoreException("the resource " + resource + " is missing", null);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("cannot read the resource " + resource, e);
    }
  }
}
