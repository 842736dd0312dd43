package dev.pulse.core.store;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.store.Commit;
import dev.pulse.benchmarks.fleet.Fleet;
import dev.pulse.benchmarks.fleet.Kind;
import dev.pulse.benchmarks.journal.Packers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/** What the bytes of a result are: each column of the blocks, each part of the roll-ups. */
public final class ColumnBytes {
  private static final int HEAD = 5;
  private static final int CHECKS = 200;
  private static final List<String> COLUMNS =
      List.of(
          "start",
          "latency",
          "what the run took beyond",
          "run id",
          "status",
          "how late",
          "attempt",
          "instance",
          "reason",
          "summary",
          "shape of the samples",
          "samples",
          "findings, details, log",
          "validity",
          "maintenance");
  private static final int NUMBERS = COLUMNS.indexOf("samples");
  private static final Tier[] TIERS = Tier.values();

  private final Map<String, Long> bytes = new LinkedHashMap<>();

  private ColumnBytes() {}

  /**
   * Prints a table for each kind of results.
   *
   * @param args a folder for files of up to 20 MB, how many results
   */
  public static void main(String[] args) throws IOException, SQLException {
    for (Kind kind : Kind.values()) {
      var folder = Files.createTempDirectory(Path.of(args[0]), "bytes");
      try {
        var file = folder.resolve("pulse.db");
        long kept = fill(file, kind, Long.parseLong(args[1]));
        var found = new ColumnBytes();
        found.read(file);
        found.print(kind, kept);
      } finally {
        try (var files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private static long fill(Path file, Kind kind, long results) throws IOException {
    var from = Instant.parse("2026-01-01T00:00:00Z");
    var fleet = new Fleet(CHECKS, kind, Duration.ofMinutes(1), from, false);
    long kept = 0;
    try (var store = Stores.sqlite(file)) {
      var open = new ArrayList<Outcome>();
      while (kept < results) {
        open.addAll(fleet.next());
        if (open.size() >= 1_000) {
          store.commit(Commit.builder().outcomes(open).build());
          kept += open.size();
          open.clear();
        }
      }
      Packers.awaitIdle();
    }
    return kept;
  }

  private void read(Path file) throws SQLException {
    try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("SELECT body FROM block")) {
        while (rows.next()) {
          addBlock(rows.getBytes(1));
        }
      }
      try (var rows = statement.executeQuery("SELECT tier, span, body FROM rollup")) {
        while (rows.next()) {
          addRollUp(rows);
        }
      }
      long bodies = bytes.values().stream().mapToLong(Long::longValue).sum();
      try (var rows =
          statement.executeQuery(
              "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC")) {
        long others = 0;
        while (rows.next()) {
          var name = rows.getString(1);
          if (name.equals("block") || name.equals("rollup")) {
            others += rows.getLong(2);
          } else {
            bytes.merge("table or index " + name, rows.getLong(2), Long::sum);
          }
        }
        bytes.put("rows and pages around the bodies above", others - bodies);
      }
    }
  }

  private void addBlock(byte[] body) throws SQLException {
    Block.open(body); // Refuses what is damaged.
    var in = new ByteReader(body, HEAD, body.length);
    in.unsigned();
    var lengths = new int[COLUMNS.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = in.count();
    }
    bytes.merge("block: head", (long) in.position(), Long::sum);
    int at = in.position();
    for (int i = 0; i < lengths.length; i++) {
      if (i == NUMBERS && lengths[i] > 0) {
        addSamples(new ByteReader(body, at, at + lengths[i]));
      } else {
        bytes.merge("block: " + COLUMNS.get(i), (long) lengths[i], Long::sum);
      }
      at += lengths[i];
    }
  }

  /** The samples of each shape, place by place; results of rarer shapes are few. */
  private void addSamples(ByteReader in) {
    for (boolean isFirst = true; in.hasMore(); isFirst = false) {
      int places = Math.toIntExact((in.unsigned() + 7) / 8);
      for (int place = 0; place < places; place++) {
        int length = in.count();
        in.skip(length);
        var what = isFirst ? "block: sample " + (place + 1) : "block: samples of further shapes";
        bytes.merge(what, (long) length, Long::sum);
      }
    }
  }

  private void addRollUp(ResultSet row) throws SQLException {
    var tier = TIERS[row.getInt(1)];
    byte[] body = row.getBytes(3);
    long rest = body.length;
    var name = "roll-up per " + tier.name().toLowerCase(Locale.ROOT);
    for (Cell cell : CellRow.read(tier, row.getLong(2), body, CellRow.ALL)) {
      if (tier == Tier.MINUTE && cell.runs() == 1) {
        continue; // It has no series: all of it is head.
      }
      var series = new LinkedHashMap<String, Long>();
      cell.eachSeries(
          number -> {
            var out = new ByteWriter();
            cell.tallyOf(number).write(out, cell.runs());
            var kind = number == Cell.LATENCY ? ": the latency" : ": samples";
            series.merge(name + kind, (long) out.length(), Long::sum);
          });
      for (var part : series.entrySet()) {
        bytes.merge(part.getKey(), part.getValue(), Long::sum);
        rest -= part.getValue();
      }
    }
    bytes.merge(name + ": heads, runs, time", rest, Long::sum);
  }

  private void print(Kind kind, long kept) {
    long all = bytes.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        Locale.ROOT,
        "%n#### Bytes per result, %s%n%n%.2f bytes; %,d results of %d checks%n%n",
        kind,
        (double) all / kept,
        kept,
        CHECKS);
    System.out.printf("| What | Bytes |%n|---|---:|%n");
    bytes.entrySet().stream()
        .filter(part -> part.getValue() * 200 > kept)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            part ->
                System.out.printf(
                    Locale.ROOT,
                    "| %s | %.3f |%n",
                    part.getKey(),
                    (double) part.getValue() / kept));
  }
}
