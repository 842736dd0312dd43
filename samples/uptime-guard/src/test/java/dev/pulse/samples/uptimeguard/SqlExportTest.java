package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.fakes.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tables of the seed, loaded by the databases themselves. */
@Timeout(120)
class SqlExportTest {
  private static final String AWKWARD = "it's \"a\\b\"; -- ü 😀\n.quit";

  @TempDir private Path folder;
  private final Rig rig = new Rig();
  private Path file;

  @BeforeEach
  void fill() throws IOException {
    rig.create(AWKWARD, "120 F F F o o R");
    rig.guard.setEnabled(rig.create("b", "F F F").id(), true);
    rig.probes(6);
    rig.guard.setEnabled(2, false);
    rig.guard.delete(rig.create("gone", "F").id());
    rig.create("c", "F F F F");
    rig.probes(3);
    file = folder.resolve("export.sql");
    new SqlExport(rig.pulse).writeTo(file);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void sqliteLoadsTheSameRowsAndValues() throws Exception {
    assumeThat(Programs.has("sqlite3")).isTrue();
    var database = folder.resolve("export.db").toString();
    run(List.of("sqlite3", "-bail", database), Files.readString(file));

    assertThat(
            run(
                List.of("sqlite3", "-separator", "|", database),
                "SELECT id, hex(name), url, type, enabled, created_at FROM targets ORDER BY id;"))
        .isEqualTo(
            "1|"
                + hex(AWKWARD)
                + "|http://"
                + AWKWARD
                + ".example|http|1|2026-03-01T12:00:00.000Z\n"
                + "2|"
                + hex("b")
                + "|http://b.example|http|0|2026-03-01T12:00:00.000Z\n"
                + "4|"
                + hex("c")
                + "|http://c.example|http|1|2026-03-01T12:03:00.000Z\n");
    assertThat(
            run(
                List.of("sqlite3", "-separator", "|", database),
                "SELECT id, target_id, ts, latency_ms, status_code, ok FROM probes ORDER BY id;"))
        .isEqualTo(String.join("", probes("1", "0", "|")));
    assertThat(
            run(
                List.of("sqlite3", "-separator", "|", database),
                "SELECT id, target_id, started_at, coalesce(ended_at, '-'), kind, details"
                    + " FROM incidents ORDER BY id;"))
        .isEqualTo(String.join("", incidents("|")));
  }

  @Test
  void postgresLoadsTheSameRowsAndValues() throws Exception {
    assumeThat(PostgresServer.isInstalled()).isTrue();
    var postgres = PostgresServer.shared();
    var database = postgres.newDatabase();
    postgres.psql(database, Files.readString(file));

    var time = "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
    assertThat(
            postgres.psql(
                database,
                "SELECT id, name = '"
                    + AWKWARD.replace("'", "''")
                    + "', enabled FROM targets"
                    + " ORDER BY id;"))
        .isEqualTo("1|t|t\n2|f|f\n4|f|t\n");
    assertThat(
            postgres.psql(
                database,
                "SELECT id, target_id, "
                    + time.formatted("ts")
                    + ", latency_ms, status_code, ok FROM probes ORDER BY id;"))
        .isEqualTo(String.join("", probes("t", "f", "|")));
    assertThat(
            postgres.psql(
                database,
                "SELECT id, target_id, "
                    + time.formatted("started_at")
                    + ", coalesce("
                    + time.formatted("ended_at")
                    + ", '-'), kind, details FROM incidents ORDER BY id;"))
        .isEqualTo(String.join("", incidents("|")));
  }

  @Test
  void anEarlierExportIsReplacedAsAWhole() throws IOException {
    Files.writeString(file, "old");

    new SqlExport(rig.pulse).writeTo(file);

    assertThat(Files.readString(file)).startsWith("BEGIN;\n").endsWith("COMMIT;\n");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theCharacterThatNoDatabaseTakesIsReplaced() {
    assertThat(SqlExport.text("a\0b'c")).isEqualTo("'a\uFFFDb''c'");
  }

  private List<String> probes(String yes, String no, String separator) {
    var rows = new ArrayList<String>();
    for (var target : rig.guard.targets().list()) {
      for (var probe : rig.stored(target)) {
        rows.add(
            String.join(
                    separator,
                    "" + probe.id(),
                    "" + probe.targetId(),
                    GuardJson.time(probe.timestamp()),
                    "" + probe.latencyMillis(),
                    "" + probe.statusCode(),
                    probe.ok() ? yes : no)
                + "\n");
      }
    }
    rows.sort(null);
    assertThat(rows).hasSizeGreaterThan(10);
    return rows;
  }

  private List<String> incidents(String separator) {
    var rows = new ArrayList<String>();
    for (var incident : rig.incidents()) {
      rows.add(
          String.join(
                  separator,
                  "" + incident.id(),
                  "" + WatchedTarget.idOf(incident.check()).getAsLong(),
                  GuardJson.time(incident.startedAt()),
                  incident.endedAt().map(GuardJson::time).orElse("-"),
                  incident.rule(),
                  GuardJson.details(incident))
              + "\n");
    }
    assertThat(rows).hasSize(3);
    return rows;
  }

  private static String hex(String text) {
    var hex = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hex.append("%02X".formatted(each));
    }
    return hex.toString();
  }

  static String run(List<String> command, String input) throws Exception {
    // A folder that every user may enter: PostgreSQL runs as one of its own.
    var process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
