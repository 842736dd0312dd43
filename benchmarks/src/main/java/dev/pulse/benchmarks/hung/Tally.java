package dev.pulse.benchmarks.hung;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what happens while it is open. Thread-safe. */
final class Tally implements PulseListener {
  private final Object lock = new Object();
  private final List<Long> lateOthers = new ArrayList<>();
  private final List<Long> lateHung = new ArrayList<>();
  private final List<Long> latencies = new ArrayList<>();
  private final Map<String, Integer> verdicts = new TreeMap<>();
  private boolean open;
  private int skipped;
  private int stored;
  private int incidents;
  private long mostThreads;

  /**
   * What was counted.
   *
   * @param others how late the runs of the others began, in nanoseconds, sorted
   * @param hung the same of those that hang
   * @param latencies how long the others took to answer, in nanoseconds, sorted
   * @param verdicts how often each kind of target had which verdict
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, and never compared
  record Counts(
      long[] others,
      long[] hung,
      long[] latencies,
      Map<String, Integer> verdicts,
      int skipped,
      int stored,
      int incidents,
      long mostThreads) {}

  void open() {
    synchronized (lock) {
      open = true;
    }
  }

  Counts close() {
    synchronized (lock) {
      open = false;
      return new Counts(
          Machine.sorted(lateOthers),
          Machine.sorted(lateHung),
          Machine.sorted(latencies),
          Map.copyOf(verdicts),
          skipped,
          stored,
          incidents,
          mostThreads);
    }
  }

  void lookAtThreads() {
    try {
      long threads = Machine.status("Threads");
      synchronized (lock) {
        if (open) {
          mostThreads = Math.max(mostThreads, threads);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onSkipped(Registration registration) {
    synchronized (lock) {
      skipped += open ? 1 : 0;
    }
  }

  @Override
  public void onOutcome(Registration registration, Outcome outcome) {
    boolean hangs = registration.name().startsWith(HungTargets.HUNG);
    var reason = outcome.result().reason().map(code -> " " + code).orElse("");
    synchronized (lock) {
      if (open) {
        (hangs ? lateHung : lateOthers).add(outcome.late().toNanos());
        if (!hangs) {
          outcome.result().latency().ifPresent(latency -> latencies.add(latency.toNanos()));
        }
        verdicts.merge((hangs ? "hung " : "others ") + outcome.status() + reason, 1, Integer::sum);
      }
    }
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    synchronized (lock) {
      stored += open ? outcomes.size() : 0;
    }
  }

  @Override
  public void onIncident(IncidentEvent event) {
    synchronized (lock) {
      incidents += open ? 1 : 0;
    }
  }

  /** Whether every verdict is the one that such a target deserves. */
  static boolean honest(Map<String, Integer> verdicts) {
    return verdicts.keySet().equals(Set.of("hung FAIL timeout", "others PASS"));
  }
}
