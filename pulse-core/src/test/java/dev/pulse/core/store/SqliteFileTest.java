package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.StoreInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SqliteFileTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("pulse.db");
  }

  private static void write(Store store) {
    var outcome = Outcome.builder("a", store.lastId() + 1, T0, CheckResult.pass("ok")).build();
    store.commit(Commit.builder().outcomes(List.of(outcome)).build());
  }

  private static ThrowableAssertAlternative<StoreException> assertRefused(Path file) {
    return assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Stores.sqlite(file));
  }

  private static void run(Path file, String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file));
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  private static String ask(Path file, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.getString(1);
    }
  }

  @Test
  void aNewFileHasTheNewestVersion() throws Exception {
    Stores.sqlite(file()).close();

    assertThat(ask(file(), "PRAGMA user_version")).isEqualTo("" + SqliteSchema.FILES.newest());
    assertThat(ask(file(), "PRAGMA journal_mode")).isEqualTo("wal");
    assertThat(ask(file(), "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @Test
  void anEmptyFileIsANewOne() throws Exception {
    Files.createFile(file());

    try (Store store = Stores.sqlite(file())) {
      write(store);
      assertThat(store.lastId()).isEqualTo(1);
    }
  }

  @Test
  void everySqlFileIsListedUnderItsNumber() throws Exception {
    var first = SqliteSchema.class.getResource("sqlite/" + SqliteSchema.FILES.names().get(0));
    try (var files = Files.list(Path.of(first.toURI()).getParent())) {
      assertThat(files.map(path -> path.getFileName().toString()).sorted())
          .containsExactlyElementsOf(SqliteSchema.FILES.names());
    }
    for (int i = 0; i < SqliteSchema.FILES.newest(); i++) {
      assertThat(SqliteSchema.FILES.names().get(i))
          .matches(String.format("V%03d__[a-z_]+\\.sql", i + 1));
    }
  }

  @Test
  void aNewerVersionIsRefusedAndNotTouched() throws Exception {
    Stores.sqlite(file()).close();
    run(file(), "PRAGMA user_version = 99");
    var before = Files.readAllBytes(file());

    assertRefused(file())
        .withMessageContaining("version 99")
        .withMessageContaining("up to " + SqliteSchema.FILES.newest())
        .withMessageContaining(file().getFileName().toString());

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void whatIsNoDatabaseIsRefusedAndNotTouched() throws Exception {
    Files.writeString(file(), "name: not a database\n".repeat(100));
    var before = Files.readAllBytes(file());

    assertRefused(file()).withMessageContaining("pulse.db").withMessageContaining("not a database");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void theDatabaseOfAnotherProgramIsRefusedAndNotTouched() throws Exception {
    run(file(), "CREATE TABLE theirs (a)", "PRAGMA user_version = 1");
    var before = Files.readAllBytes(file());

    assertRefused(file()).withMessageContaining("another program");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aDirectoryIsRefused() {
    assertRefused(folder).withMessageContaining("is a directory");
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    assertRefused(folder.resolve("missing/pulse.db"))
        .withMessageContaining("missing does not exist");
  }

  @Test
  void aPathThatCannotBeWrittenIsRefused() throws Exception {
    // Permissions mean nothing to root, which tests may run as.
    Files.createDirectory(folder.resolve("pulse.db.lock"));

    assertRefused(file())
        .withMessageContaining("cannot write the lock file")
        .withMessageContaining("pulse.db.lock: Is a directory");
  }

  @Test
  void afterARefusalTheFileCanBeUsed() throws Exception {
    Files.writeString(file(), "no database, but long enough to be read as one".repeat(20));
    assertRefused(file());
    Files.delete(file());

    Stores.sqlite(file()).close();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a?b.db", "50%.db", "a#b.db", "a b.db", "ä🦆.db", "%41.db", "file:x"})
  void anyNameIsAFileOfThatName(String name) {
    var file = folder.resolve(name);
    try (Store store = Stores.sqlite(file)) {
      write(store);
    }

    assertThat(file).isRegularFile();
    try (Store store = Stores.sqlite(file)) {
      assertThat(store.lastId()).isEqualTo(1);
    }
  }

  @Test
  void aSecondStoreOnTheFileIsRefusedUnderAnyName() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link.db"), file());
    try (Store store = Stores.sqlite(file())) {
      assertThatExceptionOfType(StoreInUseException.class)
          .isThrownBy(() -> Stores.sqlite(file()))
          .withMessageContaining("in use by another Pulse");
      assertRefused(folder.resolve("../" + folder.getFileName() + "/pulse.db"))
          .withMessageContaining("in use by another Pulse");
      assertRefused(link).withMessageContaining("in use by another Pulse");
      write(store);
    }

    Stores.sqlite(link).close();
  }

  @Test
  void closingAgainDoesNotFreeTheFileForOthers() {
    var first = Stores.sqlite(file());
    first.close();
    try (Store second = Stores.sqlite(file())) {
      first.close();

      assertRefused(file()).withMessageContaining("in use");
      second.ping();
    }
  }

  @Test
  void aSecondProcessIsRefusedUntilTheFirstOneIsKilled() throws Exception {
    try (StoreChild child = StoreChild.start(file(), "hold")) {
      assertThat(child.line()).isEqualTo("open");
      assertRefused(file()).withMessageContaining("in use by another Pulse");
      assertRefused(file()).withMessageContaining("in use by another Pulse");

      child.kill();
    }

    Stores.sqlite(file()).close();
  }

  @Test
  void aRefusalInThisProcessLetsNoOtherProcessIn() throws Exception {
    try (Store store = Stores.sqlite(file())) {
      assertRefused(file());

      try (StoreChild child = StoreChild.start(file(), "hold")) {
        assertThat(child.line()).contains("in use by another Pulse");
      }
      write(store);
    }
  }

  @Test
  void aLibraryThatCannotBeUnpackedIsAReadableFailure() throws Exception {
    var missing = folder.resolve("missing");

    try (StoreChild child = StoreChild.startToFail(file(), "-Dorg.sqlite.tmpdir=" + missing)) {
      assertThat(child.line())
          .contains("native library cannot be loaded")
          .contains(missing.toString());
    }
  }

  private Store openPacked() {
    return SqliteStore.open(file(), new Packing(1, 480, 1 << 20, 100), new SameThread());
  }

  @Test
  void aDamagedBlockIsAFailureAndNotAnAnswer() throws Exception {
    try (Store store = openPacked()) {
      write(store);
    }
    run(file(), "UPDATE block SET body = CAST(substr(body, 1, 20) || x'00' AS BLOB)");

    try (Store store = openPacked()) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.journal().latest("a"))
          .withMessageContaining("a block of results is not as Pulse writes it");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.journal().uptime("a", T0, T0.plusSeconds(1)));

      write(store);

      assertThat(store.journal().latest("a").orElseThrow().runId()).isEqualTo(2);
    }
  }

  @Test
  void whatIsSealedLeavesTheLogAndFillsBlocks() throws Exception {
    try (Store store =
        SqliteStore.open(file(), new Packing(10, 25, 1 << 20, 1_000), new SameThread())) {
      for (int i = 0; i < 107; i++) {
        write(store);
      }
    }

    assertThat(ask(file(), "SELECT group_concat(count) FROM (SELECT count FROM block ORDER BY id)"))
        .isEqualTo("25,25,25,25");
    assertThat(ask(file(), "SELECT count(*) FROM log")).isEqualTo("7");
  }

  @Test
  void aCheckThatRunsRarelyDoesNotHoldTheLogForEver() throws Exception {
    try (Store store =
        SqliteStore.open(file(), new Packing(10, 25, 1 << 20, 40), new SameThread())) {
      var rare = Outcome.builder("rare", 1, T0, CheckResult.pass("ok")).build();
      store.commit(Commit.builder().outcomes(List.of(rare)).build());
      for (int i = 0; i < 500; i++) {
        write(store);
      }

      assertThat(store.journal().latest("rare")).hasValue(rare);
    }
    assertThat(Integer.parseInt(ask(file(), "SELECT count(*) FROM log"))).isLessThanOrEqualTo(41);
  }

  @Test
  void aLogThatIsLongButSealedIsTrimmedWhenTheFileIsOpened() throws Exception {
    try (Store store =
        SqliteStore.open(file(), new Packing(1, 25, 1 << 20, 1_000), new SameThread())) {
      run(file(), "CREATE TRIGGER kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'x'); END");
      for (int i = 0; i < 50; i++) {
        write(store);
      }
    }
    run(file(), "DROP TRIGGER kept");
    assertThat(ask(file(), "SELECT count(*) FROM log")).isEqualTo("50");

    SqliteStore.open(file(), new Packing(10, 25, 1 << 20, 40), new SameThread()).close();

    assertThat(ask(file(), "SELECT count(*) FROM log")).isEqualTo("0");
    assertThat(ask(file(), "SELECT sum(count) FROM block")).isEqualTo("50");
  }

  @Test
  void aFailureInThePackerLosesNothing() throws Exception {
    try (Store store =
        SqliteStore.open(file(), new Packing(5, 25, 1 << 20, 1_000), new SameThread())) {
      run(file(), "CREATE TRIGGER full BEFORE INSERT ON block BEGIN SELECT RAISE(ABORT, 'x'); END");
      for (int i = 0; i < 12; i++) {
        write(store);
      }
      assertThat(store.journal().outcomes(OutcomeQuery.all()).items()).hasSize(12);
      assertThat(store.journal().latest("a").orElseThrow().runId()).isEqualTo(12);

      run(file(), "DROP TRIGGER full");
      write(store);

      assertThat(store.journal().outcomes(OutcomeQuery.all()).items()).hasSize(13);
    }
    assertThat(ask(file(), "SELECT sum(count) FROM block")).isEqualTo("13");
    assertThat(ask(file(), "SELECT count(*) FROM log")).isEqualTo("0");
  }

  @Test
  void textsThatNoResultUsesAnyMoreArePruned() throws Exception {
    try (Store store = Stores.sqlite(file())) {
      for (int i = 1; i <= 20; i++) {
        var result =
            CheckResult.fail(Reason.of("reason_" + i), "").withSample(Sample.gauge("s" + i, i));
        var outcome = Outcome.builder("a", i, T0.plus(Duration.ofDays(i)), result).build();
        store.commit(Commit.builder().outcomes(List.of(outcome)).build());
      }

      var kept = Retention.builder().results(Duration.ofDays(1)).build();
      store.prune(kept, T0.plus(Duration.ofDays(20)));

      assertThat(store.journal().latest("a").orElseThrow().result().samples()).hasSize(1);
      assertThat(store.journal().outcomes(OutcomeQuery.of("a")).items()).hasSize(2);
    }
    // Two results with a reason and a shape each, what is up to a day older, and the instance.
    assertThat(ask(file(), "SELECT count(*) FROM term")).isEqualTo("7");
  }

  @Test
  void anAbsurdLatencyDoesNotStopACommit() {
    var result = CheckResult.pass("").withLatency(Duration.ofSeconds(Long.MAX_VALUE));
    try (Store store = Stores.sqlite(file())) {
      store.commit(
          Commit.builder().outcomes(List.of(Outcome.builder("a", 1, T0, result).build())).build());

      assertThat(store.journal().latest("a").orElseThrow().result().latency())
          .hasValue(Duration.ofNanos(Long.MAX_VALUE / 1_000 * 1_000));
    }
  }

  @Test
  void theLogIsFoldedIntoTheFileOnClosing() throws IOException {
    try (Store store = Stores.sqlite(file())) {
      write(store);
    }

    assertThat(folder.resolve("pulse.db-wal")).doesNotExist();
    assertThat(Files.size(folder.resolve("pulse.db.lock"))).isZero();
  }

  @Test
  void aFileThatIsRemovedTakesNothingMoreUntilItIsBack() throws Exception {
    try (Store store = Stores.sqlite(file())) {
      write(store);
      var elsewhere = folder.resolve("elsewhere.db");
      Files.move(file(), elsewhere);

      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.commit(commit(2)))
          .withMessageContaining("pulse.db was removed while in use");
      assertThatExceptionOfType(StoreException.class).isThrownBy(store::ping);

      Files.move(elsewhere, file());
      store.commit(commit(3));
      assertThat(store.lastId()).isEqualTo(3);
    }
  }

  @Test
  void aFileThatIsReplacedTakesNothingMore() throws Exception {
    try (Store store = Stores.sqlite(file())) {
      write(store);
      Files.move(file(), folder.resolve("elsewhere.db"));
      Files.createFile(file());

      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.commit(commit(2)))
          .withMessageContaining("pulse.db was replaced while in use");
      assertThatExceptionOfType(StoreException.class).isThrownBy(store::ping);
    }
  }

  private static Commit commit(long runId) {
    var outcome = Outcome.builder("a", runId, T0, CheckResult.pass("ok")).build();
    return Commit.builder().outcomes(List.of(outcome)).build();
  }
}
