package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.fakes.ExecAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Section 4.4 of the validator executions, with the real sqlite3. */
class PodSqliteTest {
  private static final String TABLE = "CREATE TABLE t(a TEXT, b INTEGER, c REAL, d TEXT)";
  private static final String ROW =
      "INSERT INTO t VALUES('grün', 9223372036854775807, 100.0, NULL)";
  private static final String QUERY = "SELECT * FROM t ORDER BY b DESC";

  @TempDir Path directory;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = Rig.in(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private List<SqliteRow> ask(PodSqlite question) throws InterruptedException {
    return question.ask(rig.exec().in(Rig.NAMESPACE, "db-0"));
  }

  private static PodSqlite question(String sql) {
    return PodSqlite.query(sql).file(Rig.FILE).build();
  }

  private static void assertRow(SqliteRow row) {
    assertThat(row.columns()).containsExactly("a", "b", "c", "d");
    assertThat(row.text("A")).contains("grün");
    assertThat(row.integer("b")).hasValue(Long.MAX_VALUE);
    assertThat(row.integer("c")).hasValue(100);
    assertThat(row.text("d")).isEmpty();
  }

  @Test
  @DisplayName("3: the arguments of the command, in order")
  void theCommandIsAsAgreed() throws Exception {
    rig.pod("db-0", TABLE, ROW);
    assertRow(ask(question(QUERY)).get(0));
    assertThat(rig.cluster.execs().get(0).command())
        .containsExactly(
            "sqlite3", "-readonly", "-batch", "-json", "-cmd", ".timeout 5000", Rig.FILE, QUERY);
  }

  @ParameterizedTest
  @CsvSource({"30, 5000", "10, 5000", "9, 4500", "1, 500"})
  @DisplayName("10.4: the busy timeout is half of the time and at most five seconds")
  void theBusyTimeoutEndsBeforeTheDeadline(int seconds, int millis) {
    var visit = rig.exec(Duration.ofSeconds(seconds)).in(Rig.NAMESPACE, "db-0");
    assertThat(question(QUERY).command(SqliteOutput.JSON, visit)).contains(".timeout " + millis);
  }

  @Test
  @DisplayName("4: any query arrives unchanged")
  void anyQueryArrivesUnchanged() throws Exception {
    rig.pod("db-0", TABLE, ROW);
    var query = "SELECT 'a b''c\"d;e+f%g — ü' AS \"x y\", 1+1 AS two; ";
    var row = ask(question(query)).get(0);
    assertThat(row.text("x y")).contains("a b'c\"d;e+f%g — ü");
    assertThat(row.integer("two")).hasValue(2);
    assertThat(rig.cluster.execs().get(0).command()).endsWith(query);
  }

  @Test
  void nothingIsWrittenAndNoFileIsMade() throws Exception {
    rig.pod("db-0", TABLE, ROW);
    assertThatThrownBy(() -> ask(question("DELETE FROM t")))
        .hasMessageStartingWith("exit code 8: ")
        .hasMessageContaining("readonly");
    assertThat(ask(question(QUERY))).hasSize(1);
    rig.pod("db-0").database(directory.resolve("nowhere.db"));
    assertThatThrownBy(() -> ask(question(QUERY))).hasMessageContaining("unable to open database");
    assertThat(Files.exists(directory.resolve("nowhere.db"))).isFalse();
  }

  @Test
  void anOldProgramIsAskedInAnotherWayForAnHour() throws Exception {
    rig.pod("db-0", TABLE, ROW, "INSERT INTO t VALUES('', 0, 1.5, 'line\nbreak|,\"')").oldSqlite();
    var now = new AtomicLong();
    var question = PodSqlite.query(QUERY).file(Rig.FILE).nanoTime(now::get).build();
    var rows = ask(question);
    assertRow(rows.get(0));
    assertThat(rows.get(1).text("a")).contains("");
    assertThat(rows.get(1).integer("b")).hasValue(0);
    assertThat(rows.get(1).number("c")).hasValue(1.5);
    assertThat(rows.get(1).text("d")).contains("line\nbreak|,\"");
    assertThat(rig.cluster.execs()).hasSize(2);
    assertThat(rig.cluster.execs().get(1).command())
        .containsExactly(
            "sqlite3",
            "-readonly",
            "-batch",
            "-header",
            "-separator",
            "\u001f",
            "-newline",
            "\u001e",
            "-nullvalue",
            "\\N",
            "-cmd",
            ".timeout 5000",
            Rig.FILE,
            QUERY);
    now.addAndGet(TimeUnit.MINUTES.toNanos(59));
    ask(question);
    assertThat(rig.cluster.execs()).as("remembered").hasSize(3);
    now.addAndGet(TimeUnit.MINUTES.toNanos(2));
    ask(question);
    assertThat(rig.cluster.execs()).as("forgotten").hasSize(5);
  }

  @Test
  void whetherAProgramIsOldIsKnownPodByPod() throws Exception {
    rig.pod("db-0", TABLE, ROW).oldSqlite();
    rig.pod("db-1", TABLE, ROW);
    var question = question(QUERY);
    ask(question);
    question.ask(rig.exec().in(Rig.NAMESPACE, "db-1"));
    assertThat(rig.cluster.execs().get(2).command()).contains("-json");
  }

  @Test
  void anOldProgramWithoutRowsHasNoRecords() throws Exception {
    rig.pod("db-0", TABLE).oldSqlite();
    assertThatThrownBy(() -> ask(question(QUERY))).hasMessage("No records found");
  }

  @Test
  void noRowsAreNoRecords() throws Exception {
    rig.pod("db-0", TABLE);
    assertThatThrownBy(() -> ask(question(QUERY))).hasMessage("No records found");
  }

  @Test
  void theAnswerToASecondStatementIsIgnored() throws Exception {
    rig.pod("db-0", TABLE, ROW);
    var rows = ask(question("SELECT 1 AS a; SELECT 2 AS a"));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).integer("a")).hasValue(1);
  }

  @Test
  void errorsOfASuccessAreIgnored() throws Exception {
    rig.pod("db-0", ExecAnswer.exiting(0, "[{\"a\":1}]", "forged\nwarning"));
    var logger = (Logger) LoggerFactory.getLogger(PodSqlite.class);
    var said = new ListAppender<ILoggingEvent>();
    said.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(said);
    try {
      assertThat(ask(question(QUERY))).hasSize(1);
    } finally {
      logger.detachAppender(said);
      logger.setLevel(null);
    }
    assertThat(said.list).hasSize(1);
    assertThat(said.list.get(0).getFormattedMessage())
        .contains("forged warning")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "[{\"a\":1}",
        "[{\"a\":[1]}]",
        "[{\"a\":true}]",
        "[{\"a\":{}}]",
        "{\"a\":1}",
        "[{\"a\":1},2]",
        "a|b"
      })
  void otherOutputIsUnexpected(String output) {
    rig.pod("db-0", ExecAnswer.printing(output));
    assertThatThrownBy(() -> ask(question(QUERY))).hasMessage("unexpected output: " + output);
  }

  @Test
  void unexpectedOutputIsCutBetweenCharacters() {
    rig.pod("db-0", ExecAnswer.printing("😀".repeat(100) + "\u0007"));
    assertThatThrownBy(() -> ask(question(QUERY)))
        .hasMessage("unexpected output: " + "😀".repeat(80));
  }

  @Test
  void whatCouldBeAnOptionOrACommandIsRefusedAllAtOnce() {
    assertThatThrownBy(() -> PodSqlite.query(" .shell rm").file("-init").program("-x").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("query", "file", "program");
    assertThatThrownBy(() -> PodSqlite.query("-- comment").file("/x").build())
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> PodSqlite.query("SELECT 1").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("file");
  }
}
