package dev.pulse.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.core.store.UptimeMeter.Speaks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums up results in the plainest way, and compares that with what stands in a file. Shares nothing
 * with what it judges but the reading of blocks and rows.
 */
final class RollUpOracle {
  private final Map<Key, List<Raw>> cells = new TreeMap<>();

  /** One cell: of a registration, a tier, and counted from 1970. */
  private record Key(String check, int tier, long number) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::check)
          .thenComparing(Key::tier)
          .thenComparing(Key::number)
          .compare(this, other);
    }
  }

  /** A result, by what matters here. */
  record Raw(
      String check,
      long runId,
      long started,
      int status,
      boolean announced,
      long validFor,
      long latencyNanos,
      Map<String, Double> samples) {}

  private static final long[] MILLIS = {60_000, 3_600_000, 86_400_000, 32L * 86_400_000};

  /** Expects cells of a tier for some results. */
  RollUpOracle expect(Tier tier, Collection<Raw> results) {
    for (Raw raw : results) {
      long number = Math.floorDiv(raw.started, MILLIS[tier.number]);
      cells
          .computeIfAbsent(new Key(raw.check, tier.number, number), key -> new ArrayList<>())
          .add(raw);
    }
    return this;
  }

  /** The results that a file has in blocks. */
  static List<Raw> sealedIn(Path file) throws SQLException {
    var raws = new ArrayList<Raw>();
    try (var connection = DriverManager.getConnection(SqliteFile.url(file));
        var session = new Session(DriverManager.getConnection(SqliteFile.url(file)))) {
      var names = names(connection);
      var texts = new OutcomeReader(session);
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT registration, body FROM block")) {
        while (rows.next()) {
          var name = names.get(rows.getLong(1));
          for (StoredResult result : Block.open(rows.getBytes(2)).results()) {
            raws.add(rawOf(name, result, texts));
          }
        }
      }
    }
    return raws;
  }

  private static Raw rawOf(String check, StoredResult result, OutcomeReader texts)
      throws SQLException {
    var samples = new HashMap<String, Double>();
    if (result.shape != 0) {
      texts
          .shape(result.shape)
          .samples(result.numbers)
          .forEach(
              sample ->
                  samples.putIfAbsent(
                      SampleShape.seriesText(sample.name(), sample.labels()), sample.value()));
    }
    return new Raw(
        check,
        result.runId,
        result.started,
        result.status,
        result.maintenance != 0,
        result.validFor,
        result.latency,
        samples);
  }

  private static Map<Long, String> names(Connection connection) throws SQLException {
    var names = new HashMap<Long, String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT id, name FROM registration")) {
      while (rows.next()) {
        names.put(rows.getLong(1), rows.getString(2));
      }
    }
    return names;
  }

  /** A file has the cells that are expected, and no others. */
  void assertHolds(Path file) throws SQLException {
    var found = new TreeMap<Key, Cell>();
    var series = new HashMap<String, Map<Integer, String>>();
    try (var connection = DriverManager.getConnection(SqliteFile.url(file));
        var statement = connection.createStatement()) {
      var names = names(connection);
      try (var rows = statement.executeQuery("SELECT registration, number, text FROM series")) {
        while (rows.next()) {
          series
              .computeIfAbsent(names.get(rows.getLong(1)), name -> new HashMap<>())
              .put(rows.getInt(2), rows.getString(3));
        }
      }
      try (var rows = statement.executeQuery("SELECT registration, tier, span, body FROM rollup")) {
        while (rows.next()) {
          int written = rows.getInt(2);
          var tier =
              Arrays.stream(Tier.values()).filter(t -> t.number == written).findAny().orElseThrow();
          for (Cell cell : CellRow.read(tier, rows.getLong(3), rows.getBytes(4), CellRow.ALL)) {
            long number = Math.floorDiv(cell.speech().first(), MILLIS[tier.number]);
            assertThat(tier.rowOf(cell.speech().first())).isEqualTo(rows.getLong(3));
            var key = new Key(names.get(rows.getLong(1)), tier.number, number);
            assertThat(found.put(key, cell)).as("%s is there once", key).isNull();
          }
        }
      }
    }
    assertThat(found.keySet()).isEqualTo(cells.keySet());
    found.forEach(
        (key, cell) ->
            assertSame(key, cell, cells.get(key), series.getOrDefault(key.check, Map.of())));
  }

  private static void assertSame(Key key, Cell cell, List<Raw> raws, Map<Integer, String> series) {
    var ordered = new ArrayList<>(raws);
    ordered.sort(Comparator.comparingLong(Raw::started).thenComparingLong(Raw::runId));
    for (int status = 0; status < 4; status++) {
      int wanted = status;
      assertThat(cell.runs(status))
          .as("runs of status %s in %s", status, key)
          .isEqualTo(raws.stream().filter(raw -> raw.status == wanted).count());
    }
    assertSameTime(key, cell.speech(), ordered);
    if (key.tier == Tier.MONTH.number) {
      assertSameTurns(key, cell.speech().turns().orElseThrow(), ordered);
    }
    var values = new TreeMap<String, List<Double>>();
    for (Raw raw : raws) {
      if (raw.latencyNanos >= 0) {
        values
            .computeIfAbsent("latency", name -> new ArrayList<>())
            .add((double) Math.floorDiv(raw.latencyNanos, 1_000_000));
      }
      if (key.tier > 0) {
        raw.samples.forEach(
            (name, value) -> values.computeIfAbsent(name, n -> new ArrayList<>()).add(value + 0.0));
      }
    }
    var tallies = new TreeMap<String, Tally>();
    cell.eachSeries(
        number -> tallies.put(number == 0 ? "latency" : series.get(number), cell.tallyOf(number)));
    assertThat(tallies.keySet()).as("series of %s", key).isEqualTo(values.keySet());
    tallies.forEach((name, tally) -> assertSame(name + " of " + key, tally, values.get(name)));
  }

  private static void assertSameTime(Key key, Speech speech, List<Raw> ordered) {
    var last = ordered.get(ordered.size() - 1);
    assertThat(speech.first()).as("first of %s", key).isEqualTo(ordered.get(0).started);
    assertThat(speech.last()).as("last of %s", key).isEqualTo(last.started);
    assertThat(speech.speaks()).as("speaker of %s", key).isEqualTo(speaks(last));
    assertThat(speech.validFor()).as("validity of %s", key).isEqualTo(last.validFor);
    var spent = new HashMap<Speaks, Long>();
    for (int i = 1; i < ordered.size(); i++) {
      var one = ordered.get(i - 1);
      long gap = ordered.get(i).started - one.started;
      spent.merge(speaks(one), Math.min(gap, one.validFor), Long::sum);
    }
    assertThat(speech.up()).as("up in %s", key).isEqualTo(spent.getOrDefault(Speaks.UP, 0L));
    assertThat(speech.down()).as("down in %s", key).isEqualTo(spent.getOrDefault(Speaks.DOWN, 0L));
    assertThat(speech.maintenance())
        .as("maintenance in %s", key)
        .isEqualTo(spent.getOrDefault(Speaks.MAINTENANCE, 0L));
  }

  /** Which kind of time began when; what was good for no time is left out. */
  private static void assertSameTurns(Key key, Turns turns, List<Raw> ordered) {
    var expected = new ArrayList<Map.Entry<Long, Speaks>>();
    for (int i = 1; i < ordered.size(); i++) {
      var one = ordered.get(i - 1);
      long gap = ordered.get(i).started - one.started;
      note(expected, one.started, speaks(one), Math.min(gap, one.validFor));
      note(expected, one.started + one.validFor, Speaks.UNKNOWN, gap - one.validFor);
    }
    var found = new ArrayList<Map.Entry<Long, Speaks>>();
    turns.each((start, said, length) -> note(found, start, said, length));
    assertThat(found).as("turns of %s", key).isEqualTo(expected);
  }

  private static void note(
      List<Map.Entry<Long, Speaks>> turns, long start, Speaks said, long length) {
    boolean other = turns.isEmpty() || turns.get(turns.size() - 1).getValue() != said;
    if (length > 0 && other) {
      turns.add(Map.entry(start, said));
    }
  }

  private static Speaks speaks(Raw raw) {
    if (raw.announced) {
      return Speaks.MAINTENANCE;
    }
    return raw.status == 2 ? Speaks.UNKNOWN : raw.status == 3 ? Speaks.DOWN : Speaks.UP;
  }

  private static void assertSame(String what, Tally tally, List<Double> values) {
    double sum = values.stream().mapToDouble(value -> value).sum();
    double size = values.stream().mapToDouble(Math::abs).sum();
    assertThat(tally.count()).as("count of %s", what).isEqualTo(values.size());
    assertThat(tally.min())
        .as("min of %s", what)
        .isEqualTo(values.stream().min(Double::compare).get());
    assertThat(tally.max())
        .as("max of %s", what)
        .isEqualTo(values.stream().max(Double::compare).get());
    assertThat(tally.sum()).as("sum of %s", what).isEqualTo(sum, within(1e-12 * size));
    // Every value lies in a bucket that is near enough, and no bucket has more than lie there.
    var sorted = values.stream().sorted().toList();
    int at = 0;
    for (int i = 0; i < tally.sketch().size(); i++) {
      double middle = Sketch.middleOf(tally.sketch().key(i));
      for (long n = 0; n < tally.sketch().count(i); n++) {
        double value = sorted.get(at++);
        if (!(Math.abs(middle - value) <= Math.abs(value) * 0.01 * (1 + 1e-9))) {
          fail(middle + " stands for " + value + " in " + what);
        }
      }
    }
    assertThat(at).as("values in buckets of %s", what).isEqualTo(sorted.size());
  }
}
