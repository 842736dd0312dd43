package dev.pulse.benchmarks.journal;

import dev.pulse.benchmarks.fleet.Kind;
import dev.pulse.samples.fakes.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;

/**
 * How fast results go into a store on a server of PostgreSQL, beside bare rows through the same
 * driver, a hundred to an INSERT. The server waits for no disk.
 */
public final class PostgresqlBenchmark {
  private PostgresqlBenchmark() {}

  /**
   * Measures, and prints.
   *
   * @param args how many results in each round; 100,000 unless it is said
   */
  public static void main(String[] args) throws IOException, SQLException {
    int results = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    try (var server = PostgresServer.start()) {
      for (Kind kind : Kind.values()) {
        var ingest = new Ingest(Place.postgresql(server), kind, 200, results);
        var times = ingest.measure();
        System.out.printf(
            Locale.ROOT,
            "%-6s %,9.0f results/s acknowledged, %,9.0f packed; bare rows %,9.0f/s; processors"
                + " %.1f s beside %.1f s per million%n",
            kind,
            ingest.results() / times.acknowledged(),
            ingest.results() / times.packed(),
            ingest.results() / times.raw(),
            times.cpu() / ingest.results() * 1e6,
            times.rawCpu() / ingest.results() * 1e6);
      }
    }
  }
}
