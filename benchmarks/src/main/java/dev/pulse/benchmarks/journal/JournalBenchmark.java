package dev.pulse.benchmarks.journal;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Windows;
import dev.pulse.benchmarks.fleet.Fleet;
import dev.pulse.benchmarks.fleet.Kind;
import dev.pulse.benchmarks.measure.Figure;
import dev.pulse.benchmarks.measure.Figures;
import dev.pulse.core.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Measures the journal of the SQLite store: part (c). */
public final class JournalBenchmark {
  private static final String PART = "c";
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int HOURS = 720;

  private final Path folder;
  private final Figures figures;
  private final double scale;

  private JournalBenchmark(Path folder, Figures figures, double scale) {
    this.folder = folder;
    this.figures = figures;
    this.scale = scale;
  }

  /**
   * Measures.
   *
   * @param args a folder for files of up to 200 MB; the file for the figures; how much of it to do,
   *     1 for all
   */
  public static void main(String[] args) throws IOException, SQLException {
    var folder = Files.createTempDirectory(Path.of(args[0]), "journal");
    var figures = new Figures();
    try {
      double scale = args.length > 2 ? Double.parseDouble(args[2]) : 1;
      new JournalBenchmark(folder, figures, scale).run();
      figures.append(Path.of(args[1]));
    } finally {
      StoreFile.deleteAll(folder);
    }
  }

  private void run() throws IOException, SQLException {
    for (int checks : new int[] {200, 2_000}) {
      ingest(Kind.PLAIN, checks, (int) (400_000 * scale));
      ingest(Kind.HTTP, checks, (int) (300_000 * scale));
    }
    size(Kind.PLAIN, (int) (2_000_000 * scale));
    size(Kind.HTTP, (int) (800_000 * scale));
    month();
  }

  private void ingest(Kind kind, int checks, int results) throws IOException, SQLException {
    var ingest = new Ingest(Place.sqlite(folder), kind, checks, results);
    var times = ingest.measure();
    var what = text(kind) + ", " + checks + " checks";
    double million = ingest.results() / 1e6;
    figures.add(
        Figure.of(PART, "Ingest, " + what, million / times.acknowledged(), "M results/s")
            .beside(million / times.raw())
            .atLeastOfLimit(0.5)
            .note("commits of 1,000; limit: bare rows, see below"));
    figures.add(
        Figure.of(PART, "Ingest and packing, " + what, million / times.packed(), "M results/s")
            .beside(million / times.raw()));
    figures.add(
        Figure.of(PART, "Processor time per million, " + what, times.cpu() / million, "s")
            .beside(times.rawCpu() / million)
            .note("packing included"));
  }

  private void size(Kind kind, int results) throws IOException, SQLException {
    var file = folder.resolve("pulse.db");
    var fleet = new Fleet(200, kind, Duration.ofMinutes(1), FROM, false);
    long kept = fill(file, fleet, results);
    double bytes = StoreFile.bytesInUse(file);
    double blocks = StoreFile.bytesOf(file, "block");
    double rollUps = StoreFile.bytesOf(file, "rollup");
    StoreFile.delete(file);
    figures.add(
        Figure.of(PART, "Bytes per result, " + text(kind), bytes / kept, "bytes")
            .atMost(4)
            .note(
                String.format(
                    Locale.ROOT,
                    "%,d results of 200 checks; blocks %.2f, roll-ups %.2f, everything else %.2f",
                    kept,
                    blocks / kept,
                    rollUps / kept,
                    (bytes - blocks - rollUps) / kept)));
  }

  /** Stores results until there are enough. */
  private static long fill(Path file, Fleet fleet, long results) {
    long kept = 0;
    try (var store = Stores.sqlite(file)) {
      var open = new ArrayList<Outcome>();
      while (kept < results) {
        open.addAll(fleet.next());
        if (open.size() >= Ingest.COMMIT) {
          store.commit(Commit.builder().outcomes(open).build());
          kept += open.size();
          open.clear();
        }
      }
      Packers.awaitIdle();
    }
    return kept;
  }

  /** Ten million results: 30 days of 240 checks each minute, and of one every ten seconds. */
  private void month() throws IOException {
    var file = folder.resolve("pulse.db");
    var fleet = new Fleet(240, Kind.PLAIN, Duration.ofMinutes(1), FROM, false);
    long wanted = (long) (240 * MONTH.toMinutes() * scale);
    long kept = fill(file, fleet, wanted);
    var end = fleet.at();
    var quick = fill(file, end);
    try (var store = Stores.sqlite(file)) {
      ask(store.journal(), fleet.names(), quick, end, kept);
    }
    StoreFile.delete(file);
  }

  /** Two days of a check that runs every ten seconds. */
  static String fill(Path file, Instant end) {
    var name = "quick";
    var from = end.minus(DAY.multipliedBy(2));
    var fleet = new Fleet(1, Kind.PLAIN, Duration.ofSeconds(10), from, false);
    try (var store = Stores.sqlite(file)) {
      long id = store.lastId();
      var open = new ArrayList<Outcome>();
      while (fleet.at().isBefore(end)) {
        for (Outcome outcome : fleet.next()) {
          open.add(
              Outcome.builder(name, ++id, outcome.started(), outcome.result())
                  .took(outcome.took())
                  .late(outcome.late())
                  .validFor(outcome.validFor())
                  .build());
        }
      }
      for (int i = 0; i < open.size(); i += 100) {
        var some = open.subList(i, Math.min(i + 100, open.size()));
        store.commit(Commit.builder().outcomes(some).build());
      }
      Packers.awaitIdle();
    }
    return name;
  }

  private void ask(Journal journal, List<String> names, String quick, Instant end, long kept)
      throws IOException {
    var latency = Signal.latency();
    var day = Windows.equal(end.minus(DAY), end, 1_440);
    var month = Windows.equal(end.minus(MONTH), end, HOURS);
    var among = String.format(Locale.ROOT, ", among %,d results", kept);
    add(
        "24 h of one check at 10 s, in 1,440 slices",
        OptionalDouble.of(0.3),
        Questions.ask(i -> check(known(journal.history(quick, latency, day)), 1_300)));
    add(
        "24 h of one check at 10 s, all values sorted",
        OptionalDouble.empty(),
        Questions.ask(
            i -> check(journal.distribution(quick, latency, end.minus(DAY), end).count(), 8_000)));
    add(
        "30 days of one check, p95 of each hour" + among,
        OptionalDouble.of(3),
        Questions.ask(
            i ->
                check(
                    known(journal.history(name(names, i), latency, month)),
                    (int) (HOURS * 0.9 * scale))));
    add(
        "30 days of one check, p95 of all" + among,
        OptionalDouble.empty(),
        Questions.ask(
            i ->
                check(
                    journal.distribution(name(names, i), latency, end.minus(MONTH), end).count(),
                    (int) (40_000 * scale))));
  }

  private static String name(List<String> names, int number) {
    return names.get(number % names.size());
  }

  /** How many windows have a p95. */
  private static long known(List<Slice> slices) {
    return slices.stream().filter(slice -> slice.values().quantile(0.95).isPresent()).count();
  }

  private static void check(long found, long least) {
    if (found < least) {
      throw new IllegalStateException("found " + found + " instead of at least " + least);
    }
  }

  private void add(String name, OptionalDouble most, Questions questions) {
    var figure =
        Figure.of(PART, name, questions.p50(), "ms")
            .note(
                String.format(
                    Locale.ROOT,
                    "p50; p99 %.2f ms, first time after opening %.1f ms",
                    questions.p99(),
                    questions.cold()));
    figures.add(most.isPresent() ? figure.atMost(most.getAsDouble()) : figure);
  }

  private static String text(Kind kind) {
    return kind == Kind.PLAIN ? "plain results" : "HTTP results with 7 samples";
  }
}
