package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SqliteCrashTest {
  private static final int KILLS = 6;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"write", "pack"})
  void aProcessThatIsKilledLosesNothingThatWasAcknowledged(String mode) throws Exception {
    var file = folder.resolve("pulse.db");
    var random = new Random(20260301);
    var acknowledged = new ArrayList<String>();
    for (int i = 0; i < KILLS; i++) {
      acknowledged.addAll(writeUntilKilled(file.toString(), mode, 1 + random.nextInt(150)));

      assertWhole(file);
      try (Store store = Stores.sqlite(file)) {
        assertHolds(store, acknowledged);
      }
      var sealed = RollUpOracle.sealedIn(file);
      new RollUpOracle()
          .expect(Tier.HOUR, sealed)
          .expect(Tier.DAY, sealed)
          .expect(Tier.MONTH, sealed)
          .assertHolds(file);
    }
    assertThat(acknowledged).anyMatch(line -> line.startsWith("incident"));
  }

  static List<String> writeUntilKilled(String where, String mode, int lines) throws Exception {
    var acknowledged = new ArrayList<String>();
    try (StoreChild child = StoreChild.start(where, mode)) {
      assertThat(child.line()).isEqualTo("open");
      for (int i = 0; i < lines; i++) {
        acknowledged.add(child.line());
      }
      acknowledged.addAll(child.kill());
    }
    // The last line may have been cut short by the kill.
    acknowledged.remove(acknowledged.size() - 1);
    return acknowledged;
  }

  private static void assertWhole(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection(SqliteFile.url(file));
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(rows.getString(1)).isEqualTo("ok");
      }
      try (var rows = statement.executeQuery("PRAGMA foreign_key_check")) {
        assertThat(rows.next()).isFalse();
      }
    }
  }

  static void assertHolds(Store store, List<String> acknowledged) {
    long last = 0;
    for (String line : acknowledged) {
      var words = line.split(" ", -1);
      if (words[0].equals("incident")) {
        assertThat(store.incidents().find(Long.parseLong(words[1])))
            .as(line)
            .get()
            .matches(Incident::isOpen);
      }
      last = Math.max(last, Long.parseLong(words[words.length - 1]) + 19);
    }
    assertThat(store.lastId()).isGreaterThanOrEqualTo(last);

    var ids = allRunIds(store);
    for (String line : acknowledged) {
      long first = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
      for (long id = first; id < first + 20; id++) {
        assertThat(ids).as("results of " + line).contains(id);
      }
    }
    // Results, rule state and incident of one commit are there together or not at all.
    var state = new String(store.ruleState("check-0").orElseThrow(), StandardCharsets.UTF_8);
    assertThat(ids.stream().mapToLong(Long::longValue).max()).hasValue(Long.parseLong(state));
    assertThat(ids.size() % 20).isZero();
  }

  private static Set<Long> allRunIds(Store store) {
    var ids = new HashSet<Long>();
    var query = OutcomeQuery.all().limit(10_000);
    var page = store.journal().outcomes(query);
    while (true) {
      for (Outcome outcome : page.items()) {
        assertThat(ids.add(outcome.runId())).as("%s is there once", outcome).isTrue();
      }
      if (page.next().isEmpty()) {
        return ids;
      }
      page = store.journal().outcomes(query.before(page.next().getAsLong()));
    }
  }
}
