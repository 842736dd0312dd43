package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.config.Secret;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.StoreInUseException;
import dev.pulse.core.store.Database.Durability;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a store on a server has: connections, a lock, and somebody else's tables. */
@Timeout(120)
class PostgresqlServerTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  private PostgresqlRig rig;

  @BeforeEach
  void schema() {
    rig = PostgresqlRig.shared();
  }

  private static Commit results(long... runIds) {
    return Commit.builder()
        .outcomes(LongStream.of(runIds).mapToObj(PostgresqlServerTest::outcome).toList())
        .build();
  }

  private static Outcome outcome(long runId) {
    return Outcome.builder("shop", runId, T0.plusSeconds(runId), CheckResult.pass("ok")).build();
  }

  private static List<Long> runIds(Store store) {
    return store.journal().outcomes(OutcomeQuery.all().limit(1_000)).items().stream()
        .map(Outcome::runId)
        .sorted()
        .toList();
  }

  /** Ends the connection that has the lock, as a network would. */
  private void cutTheWriter() {
    var ended =
        rig.ask(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_locks JOIN pg_database"
                + " ON pg_database.oid = pg_locks.database WHERE locktype = 'advisory'"
                + " AND datname = current_database() AND classid = "
                + PostgresqlServer.LOCK
                + " AND objid = ("
                + PostgresqlServer.lockOf(rig.schema)
                + "::bigint & 4294967295)::text::oid");
    assertThat(ended).isEqualTo("1");
    while (!rig.ask(
            "SELECT count(*) FROM pg_locks WHERE objid = ("
                + PostgresqlServer.lockOf(rig.schema)
                + "::bigint & 4294967295)::text::oid AND locktype = 'advisory'")
        .equals("0")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aSecondStoreOfTheSchemaIsRefusedUntilTheFirstIsClosed() {
    try (var first = rig.open()) {
      assertThatExceptionOfType(StoreInUseException.class)
          .isThrownBy(rig::open)
          .withMessageContaining("schema " + rig.schema)
          .withMessageContaining("in use by another Pulse: stop that one");
      PostgresqlRig.shared().open().close();
      first.commit(results(1));
    }

    try (var second = rig.open()) {
      assertThat(runIds(second)).containsExactly(1L);
    }
  }

  @Test
  void aFailureOfTheWorkDoesNotCostTheLock() {
    rig.open().close();
    var database = new Database(new PostgresqlServer(rig.address()));
    try {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  database.write(
                      "fail",
                      Durability.FULL,
                      session -> {
                        session.update("CREATE TABLE half (a int)");
                        throw new IllegalStateException();
                      }));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(
              () -> database.write("fail", Durability.FULL, session -> session.update("nonsense")))
          .withMessageContaining("cannot fail in schema " + rig.schema)
          .withMessageContaining("syntax error");
      assertThatExceptionOfType(StoreInUseException.class).isThrownBy(rig::open);
      assertThat(database.lease()).isEqualTo(1);
      assertThat(rig.ask("SELECT to_regclass('half') IS NULL")).isEqualTo("t");
    } finally {
      database.close();
    }
  }

  @Test
  void whoLostTheLockWritesNothingUntilItIsFreeAndThenSeesWhatTheOtherWrote() {
    try (var first = rig.open()) {
      first.commit(results(1, 2));
      cutTheWriter();
      try (var second = rig.open(new Packing(1, 3, 1 << 20, 100), new SameThread())) {
        second.commit(results(3, 4));

        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> first.commit(results(5)))
            .withMessageContaining("cannot write a commit in schema " + rig.schema);
        assertThatExceptionOfType(StoreInUseException.class)
            .isThrownBy(() -> first.commit(results(5)))
            .withMessageContaining("since the connection of this one was lost");
        assertThatExceptionOfType(StoreInUseException.class)
            .isThrownBy(() -> first.documents("c").create("d", "{}"));
        assertThat(runIds(second)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(first.journal().latest("shop")).hasValue(outcome(4));
      }

      first.commit(results(5));

      assertThat(runIds(first)).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> first.commit(results(3)));
    }
    try (var later = rig.open()) {
      assertThat(runIds(later)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void whatALostConnectionHadWrittenIsWrittenOnce() {
    try (var store = rig.open()) {
      store.commit(results(1));
      cutTheWriter();

      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.commit(results(2)));
      store.commit(results(2));

      assertThat(runIds(store)).containsExactly(1L, 2L);
    }
  }

  @Test
  void aLogThatCouldNotBeReadAnewIsReadAgain() {
    try (var store = rig.open()) {
      store.commit(results(1));
      cutTheWriter();
      var documents = store.documents("c");
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> documents.create("d", "{}"));
      documents.create("d", "{}");
      rig.ask("ALTER TABLE log RENAME TO away");
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> runIds(store));
      rig.ask("ALTER TABLE away RENAME TO log");

      assertThat(runIds(store)).containsExactly(1L);
    }
  }

  @Test
  void aNewerVersionThatTookOverIsNotWrittenInto() {
    try (var store = rig.open()) {
      cutTheWriter();
      rig.ask("UPDATE pulse_store SET version = 99");

      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.commit(results(1)));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.commit(results(1)))
          .withMessageContaining("version 99");
    }
    rig.ask("UPDATE pulse_store SET version = 1");
  }

  @Test
  void tablesThatAreGoneAreNotMadeAnewBehindTheBackOfAStore() {
    try (var store = rig.open()) {
      cutTheWriter();
      rig.ask("DROP SCHEMA \"" + rig.schema + "\" CASCADE");

      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.commit(results(1)));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.commit(results(1)))
          .withMessageContaining("lost its tables while in use");
    }
  }

  @Test
  void everyTransactionHasTheDurabilityThatItAskedFor() {
    var database = new Database(new PostgresqlServer(rig.address()));
    try {
      for (var wanted : List.of(Durability.FULL, Durability.NORMAL, Durability.FULL)) {
        assertThat(database.<String>write("ask", wanted, s -> ask(s, "SHOW synchronous_commit")))
            .isEqualTo(wanted == Durability.FULL ? "on" : "off");
      }
    } finally {
      database.close();
    }
  }

  private static String ask(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getString(1)).orElseThrow();
  }

  @Test
  void aReaderSeesOneSnapshotAndCannotWrite() {
    rig.open().close();
    var database = new Database(new PostgresqlServer(rig.address()));
    try {
      var seen =
          database.read(
              "read twice",
              session -> {
                var before = ask(session, "SELECT last_id FROM high_water");
                database.write(
                    "write", Durability.NORMAL, s -> s.update("UPDATE high_water SET last_id = 7"));
                return before + ask(session, "SELECT last_id FROM high_water");
              });

      assertThat(seen).isEqualTo("00");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(
              () -> database.read("write", s -> s.update("UPDATE high_water SET last_id = 8")))
          .withMessageContaining("read-only transaction");
    } finally {
      database.close();
    }
  }

  @Test
  void aStatementThatTakesTooLongFailsAndWorkGoesOn() {
    // What the store itself asks must stay below it, also on a machine that stands still for a
    // while.
    var limit = Duration.ofSeconds(3);
    var database =
        new Database(
            new PostgresqlServer(
                rig.address(), Duration.ofSeconds(10), limit, Duration.ofSeconds(10)));
    try {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(
              () -> database.write("wait", Durability.NORMAL, s -> ask(s, "SELECT pg_sleep(60)")))
          .withMessageContaining("statement timeout");
      assertThat(database.<String>write("ask", Durability.NORMAL, s -> ask(s, "SELECT 1")))
          .isEqualTo("1");
      assertThat(database.lease()).isEqualTo(1);
    } finally {
      database.close();
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var address =
          PostgresqlAddress.of(
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/db?sslmode=disable",
              "me",
              Secret.of("hunter2"));
      var second = Duration.ofSeconds(1);
      var server = new PostgresqlServer(address, second, second, second);

      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(
              () ->
                  PostgresqlStore.open(address, server, Packing.DEFAULT, new SameThread()).close())
          .withMessageContaining("cannot read the version in schema pulse of PostgreSQL");
    }
  }

  @Test
  void aPasswordIsInNoFailure() {
    var wrong = "hunter2";
    var failures = new ArrayList<Throwable>();
    for (var url :
        List.of(
            rig.url(),
            rig.url() + "&password=" + wrong,
            "jdbc:postgresql://127.0.0.1:1/db?password=" + wrong,
            "jdbc:postgresql://no-such-host.invalid/db?password=" + wrong,
            "jdbc:postgresql://127.0.0.1:hunter/db?password=" + wrong,
            "jdbc:postgresql://127.0.0.1/db?sslmode=verify-full&sslpassword=" + wrong)) {
      var password = url.contains(wrong) ? null : Secret.of(wrong);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> Stores.postgresql(url, rig.server.user(), password))
          .satisfies(failures::add);
    }

    assertThat(failures.get(0)).hasMessageContaining("password authentication failed");
    for (Throwable failure : failures) {
      var all = new StringWriter();
      failure.printStackTrace(new PrintWriter(all));
      assertThat(all.toString()).doesNotContain(wrong);
    }
    assertThat(rig.address().toString()).doesNotContain(rig.server.password());
  }

  @Test
  void aNewerVersionIsRefused() {
    rig.open().close();
    rig.ask("UPDATE pulse_store SET version = 99");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(rig::open)
        .withMessageContaining("has store version 99, but this Pulse knows versions up to 1")
        .withMessageContaining("use the newer Pulse");
    assertThat(rig.ask("SELECT version FROM pulse_store")).isEqualTo("99");
  }

  @Test
  void tablesOfOthersAreLeftAlone() {
    rig.server.psql(
        rig.database,
        "CREATE SCHEMA \""
            + rig.schema
            + "\"; CREATE TABLE \""
            + rig.schema
            + "\".rh_repo (a int); INSERT INTO \""
            + rig.schema
            + "\".rh_repo VALUES (1)");

    try (var store = rig.open()) {
      store.commit(results(1));
      store.forget("shop");
    }

    assertThat(rig.ask("SELECT a FROM rh_repo")).isEqualTo("1");
  }

  @Test
  void tablesOfOthersWithNamesOfOursAreNamedAndNotTouched() {
    rig.server.psql(rig.database, "CREATE SCHEMA \"" + rig.schema + "\"");
    rig.ask("CREATE TABLE log (line text); INSERT INTO log VALUES ('theirs')");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(rig::open)
        .withMessageContaining("has tables of another program where Pulse's own would be (log)")
        .withMessageContaining("currentSchema");
    assertThat(rig.ask("SELECT line FROM log")).isEqualTo("theirs");
    assertThat(rig.ask("SELECT to_regclass('pulse_store') IS NULL")).isEqualTo("t");
  }

  @Test
  void aMarkThatIsNotOursIsNotTakenForOne() {
    rig.server.psql(rig.database, "CREATE SCHEMA \"" + rig.schema + "\"");
    rig.ask("CREATE TABLE pulse_store (version text)");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(rig::open)
        .withMessageContaining("(pulse_store)");

    rig.ask(
        "DROP TABLE pulse_store; CREATE TABLE pulse_store (application bigint, version integer);"
            + " INSERT INTO pulse_store VALUES (42, 1)");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(rig::open)
        .withMessageContaining("(pulse_store)");
  }

  @Test
  void whoOwnsASchemaNeedsNoRightToCreateOne() {
    var role = "role_" + rig.schema.replace(" ", "_");
    rig.server.psql(rig.database, "CREATE ROLE " + role + " LOGIN PASSWORD 'open sesame'");
    var password = Secret.of("open sesame");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Stores.postgresql(rig.url(), role, password))
        .withMessageContaining("permission denied for database");

    rig.server.psql(rig.database, "CREATE SCHEMA \"" + rig.schema + "\" AUTHORIZATION " + role);
    try (var store = Stores.postgresql(rig.url(), role, password)) {
      store.commit(results(1));
      assertThat(runIds(store)).containsExactly(1L);
    }
  }

  @Test
  void aDatabaseThatCannotKeepAllTextsIsRefused() {
    var name = "ascii_" + rig.schema.replace(" ", "_");
    rig.server.psql(
        "postgres",
        "CREATE DATABASE "
            + name
            + " TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () -> Stores.postgresql(rig.server.jdbcUrl(name), rig.server.user(), rig.password()))
        .withMessageContaining("keeps texts as SQL_ASCII")
        .withMessageContaining("UTF8");
  }

  @Test
  void namesMayBeLongerThanAnIndexTakes() {
    var random = new Random(7);
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append((char) (0x100 + random.nextInt(0x4000)));
    }
    var name = text.toString();
    var outcome = Outcome.builder(name, 1, T0, CheckResult.pass("ok")).build();
    var incident = Incident.builder(2, name, name, T0).subject(name).build();
    try (var store = rig.open(new Packing(1, 3, 1 << 20, 100), new SameThread())) {
      store.commit(Commit.builder().outcomes(List.of(outcome)).incident(incident).build());

      assertThat(store.journal().latest(name)).hasValue(outcome);
      assertThat(store.incidents().find(2)).hasValue(incident);
      var second = Incident.builder(3, name, name, T0).subject(name).build();
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> store.commit(Commit.builder().incident(second).build()));
    }
  }

  @Test
  void aDamagedCommitIsSetAside() {
    try (var store = rig.open()) {
      store.commit(results(1));
      store.commit(results(2));
    }
    rig.ask("UPDATE log SET body = set_byte(body, 3, get_byte(body, 3) # 255) WHERE seq = 1");

    try (var store = rig.open()) {
      assertThat(runIds(store)).containsExactly(2L);
    }
    assertThat(rig.ask("SELECT first_run_id FROM log_damaged")).isEqualTo("1");
  }

  @Test
  void pagesAndWindowsAreReadInTheOrderOfAnIndex() {
    rig.open().close();
    var database = new Database(new PostgresqlServer(rig.address()));
    try {
      assertThat(plan(database, "SELECT id FROM block WHERE true ORDER BY last_run_id DESC"))
          .contains("block_newest")
          .doesNotContain("Sort");
      assertThat(
              plan(
                  database,
                  "SELECT body FROM block INDEXED BY block_by_time WHERE registration = 1"
                      + " AND last_started >= 5 AND first_started < 9 ORDER BY last_started"))
          .contains("block_by_time")
          .doesNotContain("Sort");
      assertThat(plan(database, "SELECT id FROM registration WHERE name = 'a'"))
          .contains("registration_by_name");
    } finally {
      database.close();
    }
  }

  private static String plan(Database database, String sql) {
    var lines = new ArrayList<String>();
    return database.read(
        "explain",
        session -> {
          session.each("EXPLAIN " + sql, row -> lines.add(row.getString(1)));
          return String.join("\n", lines);
        });
  }
}
