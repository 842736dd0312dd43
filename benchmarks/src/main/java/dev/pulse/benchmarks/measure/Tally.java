package dev.pulse.benchmarks.measure;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happens while it is open. Thread-safe. */
public final class Tally implements PulseListener {
  private final String hung;
  private final Object lock = new Object();
  private final Durations lateOthers = new Durations();
  private final Durations lateHung = new Durations();
  private final Durations latencies = new Durations();
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
  public record Counts(
      long[] others,
      long[] hung,
      long[] latencies,
      Map<String, Integer> verdicts,
      int skipped,
      int stored,
      int incidents,
      long mostThreads) {
    /** How many runs ended. */
    public int runs() {
      return others.length + hung.length;
    }
  }

  /**
   * Nothing yet.
   *
   * @param hung how the names of registrations begin that hang on purpose
   */
  public Tally(String hung) {
    this.hung = hung;
  }

  /** From now on everything counts. */
  public void open() {
    synchronized (lock) {
      open = true;
    }
  }

  /** From now on nothing counts any more. */
  public Counts close() {
    synchronized (lock) {
      open = false;
      return new Counts(
          lateOthers.sorted(),
          lateHung.sorted(),
          latencies.sorted(),
          Map.copyOf(verdicts),
          skipped,
          stored,
          incidents,
          mostThreads);
    }
  }

  /** Counts the threads of this process. */
  public void lookAtThreads() {
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
    boolean hangs = registration.name().startsWith(hung);
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
}
