package dev.pulse.samples.uptimeguard;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.Pulse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the tables of the seed as SQL that both SQLite and PostgreSQL load, so that what was built
 * on those tables keeps working. The file appears whole or not at all.
 */
final class SqlExport {
  private static final int PAGE = 10_000;
  private static final int ROWS = 200;

  private static final String SCHEMA =
      """
      CREATE TABLE targets (
        id BIGINT PRIMARY KEY,
        name VARCHAR(255) NOT NULL UNIQUE,
        url VARCHAR(1024) NOT NULL,
        type VARCHAR(16) NOT NULL,
        enabled BOOLEAN NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL
      );
      CREATE TABLE probes (
        id BIGINT PRIMARY KEY,
        target_id BIGINT NOT NULL REFERENCES targets (id),
        ts TIMESTAMP WITH TIME ZONE NOT NULL,
        latency_ms BIGINT NOT NULL,
        status_code INTEGER NOT NULL,
        ok BOOLEAN NOT NULL
      );
      CREATE TABLE incidents (
        id BIGINT PRIMARY KEY,
        target_id BIGINT NOT NULL REFERENCES targets (id),
        started_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        kind VARCHAR(100) NOT NULL,
        details TEXT NOT NULL
      );
      """;

  private static final String INDEXES =
      """
      CREATE INDEX probes_target_ts ON probes (target_id, ts);
      CREATE INDEX incidents_target_started ON incidents (target_id, started_at);
      """;

  private final Pulse pulse;

  SqlExport(Pulse pulse) {
    this.pulse = requireNonNull(pulse, "pulse");
  }

  /**
   * Writes the file, in place of one that is there.
   *
   * @throws IOException when it cannot be written
   */
  void writeTo(Path file) throws IOException {
    var folder = requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    var draft = Files.createTempFile(folder, ".uptime-guard-", ".sql");
    try {
      try (var out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
        write(out);
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void write(BufferedWriter out) throws IOException {
    out.write("BEGIN;\n");
    out.write(SCHEMA);
    var targets =
        pulse.documents(Targets.COLLECTION, TargetDocument.class).list().stream()
            .map(WatchedTarget::of)
            .sorted(Comparator.comparingLong(WatchedTarget::id))
            .toList();
    insert(out, "targets", targets.stream().map(SqlExport::row).toList());
    var ids =
        targets.stream().map(WatchedTarget::id).collect(Collectors.toCollection(HashSet::new));
    probes(out, ids);
    incidents(out, ids);
    out.write(INDEXES);
    out.write("COMMIT;\n");
  }

  private void probes(BufferedWriter out, Set<Long> ids) throws IOException {
    var query = OutcomeQuery.all().prefix(WatchedTarget.PREFIX).statuses(Probe.KNOWN).limit(PAGE);
    var next = OptionalLong.empty();
    do {
      var page =
          pulse.journal().outcomes(next.isPresent() ? query.before(next.getAsLong()) : query);
      insert(
          out,
          "probes",
          page.items().stream()
              .map(Probe::of)
              .flatMap(Optional::stream)
              .filter(probe -> ids.contains(probe.targetId()))
              .map(SqlExport::row)
              .toList());
      next = page.next();
    } while (next.isPresent());
  }

  private void incidents(BufferedWriter out, Set<Long> ids) throws IOException {
    var query = IncidentQuery.all().prefix(WatchedTarget.PREFIX).limit(PAGE);
    var next = OptionalLong.empty();
    do {
      var page = pulse.incidents().list(next.isPresent() ? query.before(next.getAsLong()) : query);
      insert(
          out,
          "incidents",
          page.items().stream()
              .filter(incident -> ids.contains(targetId(incident)))
              .map(SqlExport::row)
              .toList());
      next = page.next();
    } while (next.isPresent());
  }

  private static void insert(BufferedWriter out, String table, List<String> rows)
      throws IOException {
    for (int from = 0; from < rows.size(); from += ROWS) {
      var some = rows.subList(from, Math.min(rows.size(), from + ROWS));
      out.write("INSERT INTO " + table + " VALUES\n" + String.join(",\n", some) + ";\n");
    }
  }

  private static String row(WatchedTarget target) {
    return row(
        Long.toString(target.id()),
        text(target.name()),
        text(target.url()),
        text(target.type().word()),
        bool(target.enabled()),
        time(target.createdAt()));
  }

  private static String row(Probe probe) {
    return row(
        Long.toString(probe.id()),
        Long.toString(probe.targetId()),
        time(probe.timestamp()),
        Long.toString(probe.latencyMillis()),
        Integer.toString(probe.statusCode()),
        bool(probe.ok()));
  }

  private static String row(Incident incident) {
    return row(
        Long.toString(incident.id()),
        Long.toString(targetId(incident)),
        time(incident.startedAt()),
        incident.endedAt().map(SqlExport::time).orElse("NULL"),
        text(incident.rule()),
        text(GuardJson.details(incident)));
  }

  private static String row(String... values) {
    return "(" + String.join(", ", values) + ")";
  }

  private static long targetId(Incident incident) {
    return WatchedTarget.idOf(incident.check()).orElse(0);
  }

  private static String time(Instant at) {
    return "'" + GuardJson.time(at) + "'";
  }

  private static String bool(boolean value) {
    return value ? "TRUE" : "FALSE";
  }

  /**
   * A literal as the SQL standard has it: only the quote is special. The one character that neither
   * database takes in a text is replaced.
   */
  static String text(String value) {
    return "'" + value.replace('\0', '\uFFFD').replace("'", "''") + "'";
  }
}
