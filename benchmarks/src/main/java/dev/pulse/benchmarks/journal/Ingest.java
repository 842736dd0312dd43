package dev.pulse.benchmarks.journal;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.store.Commit;
import dev.pulse.benchmarks.fleet.Fleet;
import dev.pulse.benchmarks.fleet.Kind;
import dev.pulse.benchmarks.measure.Machine;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How fast results go into a store, and how fast into bare rows. Confine to one thread. */
final class Ingest {
  static final int COMMIT = 1_000;

  private static final int ROUNDS = 3;

  private final Place place;
  private final List<List<Outcome>> commits = new ArrayList<>();
  private final Kind kind;

  /**
   * Seconds for all results: the middle one of some rounds.
   *
   * @param acknowledged until the last commit had returned
   * @param packed until all that was due was packed, too
   * @param raw the same for bare rows
   * @param cpu of all processors, packing included
   * @param rawCpu the same for bare rows
   */
  record Times(double acknowledged, double packed, double raw, double cpu, double rawCpu) {}

  /** Seconds on the wall, and of all processors. */
  private record Spent(double wall, double cpu) {
    static Spent since(Machine start) throws IOException {
      var now = Machine.now();
      return new Spent(now.since(start).toNanos() / 1e9, now.cpuSince(start).toNanos() / 1e9);
    }
  }

  private record Kept(Spent acknowledged, Spent packed) {}

  Ingest(Place place, Kind kind, int checks, int results) {
    this.place = place;
    this.kind = kind;
    var fleet =
        new Fleet(
            checks, kind, Duration.ofMinutes(1), Instant.parse("2026-01-01T00:00:00Z"), false);
    var open = new ArrayList<Outcome>();
    while (commits.size() * COMMIT < results) {
      open.addAll(fleet.next());
      while (open.size() >= COMMIT) {
        commits.add(List.copyOf(open.subList(0, COMMIT)));
        open.subList(0, COMMIT).clear();
      }
    }
  }

  int results() {
    return commits.size() * COMMIT;
  }

  /** Both sides in turn, so that what disturbs disturbs both; the first round warms up. */
  Times measure() throws IOException, SQLException {
    double[] acknowledged = new double[ROUNDS];
    double[] packed = new double[ROUNDS];
    double[] raw = new double[ROUNDS];
    double[] cpu = new double[ROUNDS];
    double[] rawCpu = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      var bare = raw();
      var kept = keep();
      if (round >= 0) {
        raw[round] = bare.wall();
        rawCpu[round] = bare.cpu();
        acknowledged[round] = kept.acknowledged.wall();
        packed[round] = kept.packed.wall();
        cpu[round] = kept.packed.cpu();
      }
    }
    return new Times(
        middle(acknowledged), middle(packed), middle(raw), middle(cpu), middle(rawCpu));
  }

  private Spent raw() throws IOException, SQLException {
    try (var rows = new RawRows(place.bare(), kind)) {
      var start = Machine.now();
      for (List<Outcome> commit : commits) {
        rows.commit(commit);
      }
      return Spent.since(start);
    } finally {
      place.clear();
    }
  }

  private Kept keep() throws IOException {
    try (var store = place.store()) {
      var start = Machine.now();
      for (List<Outcome> commit : commits) {
        store.commit(Commit.builder().outcomes(commit).build());
      }
      var acknowledged = Spent.since(start);
      Packers.awaitIdle();
      return new Kept(acknowledged, Spent.since(start));
    } finally {
      place.clear();
    }
  }

  private static double middle(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
