package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class DamagedLogTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(JournalLog.class);

  @TempDir Path folder;

  private final ListAppender<ILoggingEvent> told = new ListAppender<>();

  @BeforeEach
  void listenAndStoreThreeCommits() {
    told.start();
    LOGGER.setLevel(Level.WARN);
    LOGGER.setAdditive(false);
    LOGGER.addAppender(told);
    try (Store store = open()) {
      store.commit(commit(1, 2));
      store.commit(commit(3, 4));
      store.commit(commit(5, 6));
    }
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(told);
    LOGGER.setAdditive(true);
    LOGGER.setLevel(null);
  }

  private Path file() {
    return folder.resolve("pulse.db");
  }

  private Store open() {
    return Stores.sqlite(file());
  }

  private static Commit commit(long... runIds) {
    return Commit.builder()
        .outcomes(LongStream.of(runIds).mapToObj(DamagedLogTest::outcome).toList())
        .build();
  }

  private static Outcome outcome(long runId) {
    var name = runId % 2 == 0 ? "even" : "odd";
    return Outcome.builder(name, runId, T0.plusSeconds(runId), CheckResult.pass("ok")).build();
  }

  /** Changes the bytes of the second commit. */
  private void change(UnaryOperator<byte[]> change) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var select = connection.prepareStatement("SELECT body FROM log WHERE seq = 2");
        var update = connection.prepareStatement("UPDATE log SET body = ? WHERE seq = 2")) {
      byte[] body;
      try (var rows = select.executeQuery()) {
        body = rows.getBytes(1);
      }
      update.setBytes(1, change.apply(body));
      update.executeUpdate();
    }
  }

  private long count(String table) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return rows.getLong(1);
    }
  }

  private static List<Long> runIds(Store store) {
    return store.journal().outcomes(OutcomeQuery.all()).items().stream()
        .map(Outcome::runId)
        .toList();
  }

  static Stream<Named<UnaryOperator<byte[]>>> damages() {
    return Stream.of(
        Named.of("a bit in a text", body -> flipped(body, body.length - 4)),
        Named.of("a bit in the checksum", body -> flipped(body, 2)),
        Named.of("another version", body -> flipped(body, 0)),
        Named.of("half of it", body -> Arrays.copyOf(body, body.length / 2)),
        Named.of("one byte", body -> Arrays.copyOf(body, 1)),
        Named.of("nothing", body -> new byte[0]),
        Named.of("rubbish", body -> new byte[] {1, 1, (byte) 0x99}));
  }

  private static byte[] flipped(byte[] body, int place) {
    body[place] ^= 4;
    return body;
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamagedCommitIsSetAsideAndTheRestGoesOn(UnaryOperator<byte[]> damage) throws Exception {
    change(damage);

    try (Store store = open()) {
      assertThat(runIds(store)).containsExactly(6L, 5L, 2L, 1L);
      assertThat(store.lastId()).isEqualTo(6);
      store.commit(commit(7));
      assertThat(runIds(store)).startsWith(7L, 6L);
    }

    assertThat(count("log_damaged")).isEqualTo(1);
    assertThat(count("log")).isEqualTo(3);
  }

  @Test
  void whatIsLostIsToldOnce() throws Exception {
    change(body -> flipped(body, body.length - 4));

    open().close();
    open().close();

    assertThat(told.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("pulse.db is damaged", "run ids from 3 to 4 are lost, at least 2", "log_damaged");
  }

  @Test
  void theNumberOfACommitThatWasSetAsideIsNotGivenAgain() throws Exception {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file()));
        var statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM log WHERE seq = 3");
    }
    change(body -> flipped(body, 2));

    try (Store store = open()) {
      store.commit(commit(8));
      assertThat(runIds(store)).containsExactly(8L, 2L, 1L);
    }

    try (Store store = open()) {
      assertThat(runIds(store)).containsExactly(8L, 2L, 1L);
    }
  }

  @Test
  void aCommitWithoutAChecksumIsRead() throws Exception {
    change(
        body ->
            ByteBuffer.allocate(body.length - 4)
                .put((byte) 1)
                .put(body, 5, body.length - 5)
                .array());

    try (Store store = open()) {
      assertThat(runIds(store)).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    }
    assertThat(told.list).isEmpty();
  }
}
