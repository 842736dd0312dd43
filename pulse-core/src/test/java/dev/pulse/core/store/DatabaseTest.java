package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Database.Durability;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = new Database(new SqliteFile(folder.resolve("pulse.db")));
    database.write(
        "create",
        Durability.NORMAL,
        session -> session.update("CREATE TABLE number (n INTEGER NOT NULL) STRICT"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static int ask(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getInt(1)).orElseThrow();
  }

  private int count() {
    return database.read("count", session -> ask(session, "SELECT count(*) FROM number"));
  }

  private static Void insertAndThrow(Session session, RuntimeException failure)
      throws SQLException {
    session.update("INSERT INTO number VALUES (1)");
    throw failure;
  }

  @Test
  void everyTransactionHasTheDurabilityThatItAskedFor() {
    for (Durability durability :
        new Durability[] {Durability.FULL, Durability.NORMAL, Durability.FULL}) {
      // SQLite's numbers: 1 is NORMAL, 2 is FULL.
      assertThat(database.<Integer>write("ask", durability, s -> ask(s, "PRAGMA synchronous")))
          .isEqualTo(durability == Durability.FULL ? 2 : 1);
    }
  }

  @Test
  void aNewConnectionAfterAFailureHasTheDurabilityToo() {
    database.<Integer>write("ask", Durability.FULL, s -> ask(s, "PRAGMA synchronous"));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                database.write(
                    "fail", Durability.FULL, s -> insertAndThrow(s, new IllegalStateException())));

    assertThat(database.<Integer>write("ask", Durability.NORMAL, s -> ask(s, "PRAGMA synchronous")))
        .isEqualTo(1);
    assertThat(database.<Integer>write("ask", Durability.FULL, s -> ask(s, "PRAGMA synchronous")))
        .isEqualTo(2);
  }

  @Test
  void foreignKeysHold() {
    assertThat(
            database.<Integer>write("ask", Durability.NORMAL, s -> ask(s, "PRAGMA foreign_keys")))
        .isEqualTo(1);
  }

  @Test
  void aConflictAndAFailureLeaveNothingBehindAndWorkGoesOn() {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                database.write(
                    "try", Durability.FULL, s -> insertAndThrow(s, new ConflictException("no"))));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                database.write(
                    "try", Durability.FULL, s -> insertAndThrow(s, new IllegalStateException())));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () ->
                database.write(
                    "add a number",
                    Durability.FULL,
                    s -> {
                      s.update("INSERT INTO number VALUES (1)");
                      return s.update("INSERT INTO number VALUES (NULL)");
                    }))
        .withMessageContaining("cannot add a number")
        .withMessageContaining("pulse.db");
    assertThat(count()).isZero();

    database.write("add", Durability.FULL, s -> s.update("INSERT INTO number VALUES (1)"));

    assertThat(count()).isEqualTo(1);
  }

  @Test
  void readersCannotWrite() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> database.read("write", s -> s.update("INSERT INTO number VALUES (1)")));

    assertThat(count()).isZero();
  }

  @Test
  void aReaderSeesOneSnapshotWhileOthersWrite() {
    int seen =
        database.read(
            "count twice",
            session -> {
              int before = ask(session, "SELECT count(*) FROM number");
              database.write(
                  "add", Durability.NORMAL, s -> s.update("INSERT INTO number VALUES (1)"));
              return before + ask(session, "SELECT count(*) FROM number");
            });

    assertThat(seen).isZero();
    assertThat(count()).isEqualTo(1);
  }
}
