package dev.pulse.samples.server.api;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest runs of one check in short, some 25 bytes each: in the order of run ids, none twice,
 * at most so many. Thread-safe.
 */
final class LastRuns {
  private static final int FEW = 8;

  private final int most;
  private final Instant since;
  private final Object lock = new Object();
  private long[] ids;
  private long[] starts;
  private Status[] statuses;
  private double[] latencies;
  private int size;
  private boolean complete;

  /**
   * Knows nothing yet.
   *
   * @param most how many runs are remembered
   * @param since the time from which on runs are added as they are stored
   */
  LastRuns(int most, Instant since) {
    this.most = most;
    this.since = since;
    int room = Math.min(most, FEW);
    ids = new long[room];
    starts = new long[room];
    statuses = new Status[room];
    latencies = new double[room];
  }

  Instant since() {
    return since;
  }

  /** Adds a run that was stored, also one that comes late or is known already. */
  void add(Outcome outcome) {
    var latency = Mapping.latency(outcome);
    synchronized (lock) {
      int found = Arrays.binarySearch(ids, 0, size, outcome.runId());
      int place = -found - 1;
      if (found >= 0 || (size == most && place == 0)) {
        return;
      }
      if (size == most) {
        place--;
        shift(1, 0, place);
      } else {
        makeRoom();
        shift(place, place + 1, size - place);
        size++;
      }
      ids[place] = outcome.runId();
      starts[place] = outcome.started().toEpochMilli();
      statuses[place] = outcome.status();
      latencies[place] = latency == null ? Double.NaN : latency;
    }
  }

  private void makeRoom() {
    if (size == ids.length) {
      int room = Math.min(most, 2 * size);
      ids = Arrays.copyOf(ids, room);
      starts = Arrays.copyOf(starts, room);
      statuses = Arrays.copyOf(statuses, room);
      latencies = Arrays.copyOf(latencies, room);
    }
  }

  private void shift(int from, int to, int count) {
    System.arraycopy(ids, from, ids, to, count);
    System.arraycopy(starts, from, starts, to, count);
    System.arraycopy(statuses, from, statuses, to, count);
    System.arraycopy(latencies, from, latencies, to, count);
  }

  /** Adds what the store has had: from now on none is missing. */
  void complete(List<Outcome> stored) {
    synchronized (lock) {
      stored.forEach(this::add);
      complete = true;
    }
  }

  /** The newest so many, oldest first; empty where some may be missing. */
  Optional<List<Views.Recent>> newest(int count) {
    synchronized (lock) {
      if (!complete || count > most) {
        return Optional.empty();
      }
      var runs = new ArrayList<Views.Recent>(Math.min(count, size));
      for (int i = Math.max(0, size - count); i < size; i++) {
        runs.add(
            new Views.Recent(
                ids[i],
                Instant.ofEpochMilli(starts[i]),
                Mapping.word(statuses[i]),
                Double.isNaN(latencies[i]) ? null : latencies[i]));
      }
      return Optional.of(runs);
    }
  }
}
