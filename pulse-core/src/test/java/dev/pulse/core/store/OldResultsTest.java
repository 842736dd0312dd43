package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resource was written by the last Pulse with one row per result, by {@link #main}. */
class OldResultsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private Path file;

  /** Writes the file; to be run with the classes of version 1. */
  public static void main(String[] arguments) {
    try (Store store = Stores.sqlite(Path.of(arguments[0]))) {
      store.commit(
          Commit.builder()
              .outcomes(outcomes())
              .incident(incident())
              .ruleState("b", "learnt".getBytes(StandardCharsets.UTF_8))
              .build());
      store.documents("team").create("shop", "{\"name\":\"Shop\"}");
    }
  }

  private static Incident incident() {
    return Incident.builder(5_000, "b", "down", T0).title("b is down").build();
  }

  private static List<Outcome> outcomes() {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 1; i <= 700; i++) {
      outcomes.add(i % 7 == 0 ? failed(i) : passed(i));
    }
    return outcomes;
  }

  private static Outcome passed(int i) {
    var result =
        CheckResult.pass("200 OK in " + i + " ms")
            .withLatency(Duration.ofNanos(i * 1_000_003L))
            .withSample(Sample.gauge("http_status_code", 200))
            .withSample(Sample.gauge("phase_seconds", Labels.of("phase", "dns"), i / 1e6));
    // The clock was set back once.
    var started = T0.plusSeconds(i < 300 ? i * 30L : i * 30L - 600);
    return Outcome.builder("a", i, started, i % 50 == 0 ? CheckResult.pass("") : result)
        .took(Duration.ofNanos(i * 1_001_000L))
        .late(Duration.ofNanos(i * 1_000L))
        .instance("here")
        .validFor(Duration.ofMinutes(2))
        .build();
  }

  private static Outcome failed(int i) {
    var result = CheckResult.fail(Reason.REFUSED, "refused 🦆").withDetail("n", "0" + i);
    return Outcome.builder("b", i, T0.plusSeconds(i), result)
        .attempt(3)
        .log(List.of("tried", "again"))
        .validFor(Duration.ofSeconds(2 * 7 + 60))
        .build();
  }

  @BeforeEach
  void unpack() throws Exception {
    file = folder.resolve("pulse.db");
    InputStream packed = OldResultsTest.class.getResourceAsStream("version-1.db.gz");
    try (var in = new GZIPInputStream(packed)) {
      Files.write(file, in.readAllBytes());
    }
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static void assertEverythingIsThere(Store store) {
    var newestFirst = new ArrayList<>(outcomes());
    newestFirst.sort(Comparator.comparingLong(Outcome::runId).reversed());
    assertThat(store.journal().outcomes(OutcomeQuery.all().limit(1_000)).items())
        .isEqualTo(newestFirst);
    assertThat(store.incidents().find(5_000)).hasValue(incident());
    assertThat(store.ruleState("b")).hasValue("learnt".getBytes(StandardCharsets.UTF_8));
    assertThat(store.documents("team").find("shop").orElseThrow().value())
        .isEqualTo("{\"name\":\"Shop\"}");
    assertThat(store.lastId()).isEqualTo(5_000);
  }

  @Test
  void aStoreOfTheOldLayoutKeepsEverything() throws Exception {
    try (Store store = Stores.sqlite(file)) {
      assertEverythingIsThere(store);
      var again = Commit.builder().outcomes(outcomes().subList(9, 10)).build();
      assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store.commit(again));
    }
    try (Store store = Stores.sqlite(file)) {
      assertEverythingIsThere(store);
    }
    var sealed = RollUpOracle.sealedIn(file);
    assertThat(sealed).hasSize(700);
    new RollUpOracle()
        .expect(Tier.HOUR, sealed)
        .expect(Tier.DAY, sealed)
        .expect(Tier.MONTH, sealed)
        .assertHolds(file);
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> run("DELETE FROM result"))
        .withMessageContaining("no such table");
  }

  @Test
  void anOpenIncidentOfTheOldLayoutIsStillTheOnlyOneOfItsRule() {
    var second = Incident.builder(6_000, "b", "down", T0).build();
    var ofSubject = Incident.builder(6_001, "b", "down", T0).subject("pod").build();
    try (Store store = Stores.sqlite(file)) {
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> store.commit(Commit.builder().incident(second).build()));
      store.commit(Commit.builder().incident(ofSubject).build());

      assertThat(store.incidents().list(IncidentQuery.of("b").open(true)).items())
          .containsExactly(ofSubject, incident());
    }
  }

  @Test
  void aMoveThatWasInterruptedGoesOn() throws Exception {
    run("UPDATE result SET status = 9 WHERE registration = 2 AND run_id = 77");
    var small = new Packing(1, 5, 1 << 20, 100);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> SqliteStore.open(file, small, new SameThread()));

    run("UPDATE result SET status = 3 WHERE registration = 2 AND run_id = 77");

    try (Store store = SqliteStore.open(file, small, new SameThread())) {
      assertEverythingIsThere(store);
    }
  }

  @Test
  void oldAndNewResultsStandTogether() {
    var next = Outcome.builder("a", 6_000, T0.plusSeconds(30_000), CheckResult.pass("new")).build();
    try (Store store = Stores.sqlite(file)) {
      store.commit(Commit.builder().outcomes(List.of(next)).build());

      assertThat(store.journal().latest("a")).hasValue(next);
      assertThat(
              store.journal().outcomes(OutcomeQuery.of("a").limit(1_000)).items().stream()
                  .skip(1)
                  .map(Outcome::runId))
          .containsExactlyElementsOf(
              store
                  .journal()
                  .outcomes(OutcomeQuery.of("a").before(6_000).limit(1_000))
                  .items()
                  .stream()
                  .map(Outcome::runId)
                  .toList())
          .hasSize(600);
    }
  }
}
