package dev.pulse.core.store;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.store.Commit;
import dev.pulse.benchmarks.fleet.Fleet;
import dev.pulse.benchmarks.fleet.Kind;
import dev.pulse.benchmarks.journal.Packers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sqlite.SQLiteConfig;

/** Sealing results into a block and opening it again; figures are those of one result. */
@State(Scope.Benchmark)
public class BlockBenchmark {
  private static final int RESULTS = 120;

  /** What the results carry. */
  @Param({"PLAIN", "HTTP"})
  public Kind kind = Kind.PLAIN;

  private List<StoredResult> results = List.of();
  private byte[] sealed = new byte[0];

  /** Results as a store seals them: taken from the blocks of one that was filled. */
  @Setup(Level.Trial)
  public void prepare() throws IOException, SQLException {
    var folder = Files.createTempDirectory("block");
    var file = folder.resolve("pulse.db");
    try (var store = Stores.sqlite(file)) {
      var from = Instant.parse("2026-01-01T00:00:00Z");
      var fleet = new Fleet(1, kind, Duration.ofMinutes(1), from, false);
      for (int i = 0; i < 100; i++) {
        var outcomes = new ArrayList<Outcome>();
        for (int run = 0; run < RESULTS; run++) {
          outcomes.addAll(fleet.next());
        }
        store.commit(Commit.builder().outcomes(outcomes).build());
      }
      Packers.awaitIdle();
    }
    results = results(file);
    sealed = Block.seal(results);
    Files.delete(file);
    Files.delete(Path.of(file + ".lock"));
    Files.delete(folder);
  }

  private static List<StoredResult> results(Path file) throws SQLException {
    try (var connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT body FROM block ORDER BY last_run_id")) {
      var found = new ArrayList<StoredResult>();
      while (found.size() < RESULTS && rows.next()) {
        var block = Block.open(rows.getBytes(1));
        for (int i = 0; i < block.count(); i++) {
          found.add(block.result(i));
        }
      }
      if (found.size() < RESULTS) {
        throw new IllegalStateException("only " + found.size() + " results were sealed");
      }
      return List.copyOf(found.subList(0, RESULTS));
    }
  }

  /** Packs results. */
  @Benchmark
  @OperationsPerInvocation(RESULTS)
  public byte[] seal() {
    return Block.seal(results);
  }

  /** Opens a block for a plot: starts, statuses, latencies. */
  @Benchmark
  @OperationsPerInvocation(RESULTS)
  public long openForPlot() throws SQLException {
    var block = Block.open(sealed);
    return block.started()[0] + block.statuses()[0] + block.latencies()[0];
  }

  /** Opens a block for a page of outcomes: everything. */
  @Benchmark
  @OperationsPerInvocation(RESULTS)
  public Object openWhole() throws SQLException {
    var block = Block.open(sealed);
    var last = block.result(0);
    for (int i = 1; i < RESULTS; i++) {
      last = block.result(i);
    }
    return last;
  }
}
