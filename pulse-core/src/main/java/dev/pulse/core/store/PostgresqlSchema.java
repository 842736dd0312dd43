package dev.pulse.core.store;

import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Database.Durability;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The layout of a schema on a server. The number of the last SQL file stands in the table {@code
 * pulse_store}, which also tells tables of Pulse from another program's of the same names. Tables
 * of other names are nobody's business.
 */
final class PostgresqlSchema {
  private static final long APPLICATION_ID = 0x50554C53;
  private static final String MARK = "pulse_store";
  private static final Pattern CREATED = Pattern.compile("CREATE (?:TABLE|INDEX) ([a-z_]+)");

  static final SchemaFiles FILES = new SchemaFiles("postgresql", List.of("V001__all_tables.sql"));

  private PostgresqlSchema() {}

  /**
   * The version of what is there; 0 when there is nothing of Pulse, and nothing in its way.
   *
   * @throws StoreException when it is of a newer version, or not all Pulse's own
   */
  static int version(Session session, PostgresqlAddress address) throws SQLException {
    requireEncoding(session, address);
    var there = relations(session, address);
    if (!there.contains(MARK)) {
      var taken = created().stream().filter(there::contains).toList();
      if (!taken.isEmpty()) {
        throw foreign(address, taken);
      }
      return 0;
    }
    if (!isOurs(session, address)) {
      throw foreign(address, List.of(MARK));
    }
    var versions = new ArrayList<Integer>();
    session.each(
        "SELECT version FROM pulse_store WHERE application = ?",
        row -> versions.add(row.getInt(1)),
        APPLICATION_ID);
    if (versions.size() != 1) {
      throw foreign(address, List.of(MARK));
    }
    FILES.requireKnown(versions.get(0), address.toString());
    return versions.get(0);
  }

  private static StoreException foreign(PostgresqlAddress address, List<String> taken) {
    return new StoreException(
        address
            + " has tables of another program where Pulse's own would be ("
            + String.join(", ", taken)
            + "): give Pulse a schema of its own, with ?currentSchema=… in the address",
        null);
  }

  private static void requireEncoding(Session session, PostgresqlAddress address)
      throws SQLException {
    var encoding = session.first("SHOW server_encoding", row -> row.getString(1)).orElseThrow();
    if (!encoding.equals("UTF8")) {
      throw new StoreException(
          address + " keeps texts as " + encoding + ": give Pulse a database in UTF8", null);
    }
  }

  /** The names of everything that no table or index can be called any more. */
  private static Set<String> relations(Session session, PostgresqlAddress address)
      throws SQLException {
    var names = new HashSet<String>();
    session.each(
        "SELECT relname FROM pg_catalog.pg_class"
            + " JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace"
            + " WHERE nspname = ?",
        row -> names.add(row.getString(1)),
        address.schema());
    return names;
  }

  private static boolean isOurs(Session session, PostgresqlAddress address) throws SQLException {
    int columns =
        session
            .first(
                "SELECT count(*) FROM information_schema.columns WHERE table_schema = ?"
                    + " AND table_name = ? AND column_name IN ('application', 'version')"
                    + " AND data_type IN ('bigint', 'integer')",
                row -> row.getInt(1),
                address.schema(),
                MARK)
            .orElseThrow();
    return columns == 2;
  }

  /** What the files create. */
  private static Set<String> created() {
    var names = new HashSet<String>();
    for (int version = 1; version <= FILES.newest(); version++) {
      CREATED.matcher(FILES.sql(version)).results().forEach(found -> names.add(found.group(1)));
    }
    return names;
  }

  /** Creates what is not there, and brings the rest to the newest version. */
  static void migrate(Database database, PostgresqlAddress address) {
    int version =
        database.write("read the version", Durability.NORMAL, session -> version(session, address));
    for (int next = version + 1; next <= FILES.newest(); next++) {
      apply(database, address, next);
    }
  }

  private static void apply(Database database, PostgresqlAddress address, int version) {
    var sql = FILES.sql(version);
    database.write(
        "bring the layout to version " + version,
        Durability.FULL,
        session -> {
          if (version == 1) {
            create(session, address);
          }
          session.run(sql);
          session.update("UPDATE pulse_store SET version = ?", version);
          return true;
        });
  }

  /** Who has a schema already need not have the right to create one. */
  private static void create(Session session, PostgresqlAddress address) throws SQLException {
    var schema =
        session.first(
            "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?",
            row -> true,
            address.schema());
    if (schema.isEmpty()) {
      session.run("CREATE SCHEMA " + address.quotedSchema());
    }
    session.run("CREATE TABLE pulse_store (application bigint NOT NULL, version integer NOT NULL)");
    session.update(
        "INSERT INTO pulse_store (application, version) VALUES (?, ?)", APPLICATION_ID, 0);
  }
}
