package dev.pulse.samples.ethereum.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes through the queue of runs. Thread-safe. */
public final class QueueMeter {
  /** There was no place. */
  public static final String FULL = "queue_full";

  /** It took too long, and was cancelled. */
  public static final String TIMEOUT = "timeout";

  /** It was interrupted, because everything stops. */
  public static final String STOPPED = "stopped";

  /** It raised an error. */
  public static final String ERROR = "error";

  private final MeterRegistry registry;
  private final AtomicInteger length = new AtomicInteger();

  QueueMeter(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("panda.pulse.queue.length.current", length, AtomicInteger::get)
        .description("Runs that wait for their turn.")
        .register(registry);
  }

  /** Shows the series of a client before anything has happened to it. */
  public void prepare(String network, String client) {
    count("queued", "Runs that were queued.", network, client).increment(0);
    count("skipped", SKIPPED, network, client).increment(0);
    for (String error : List.of(FULL, TIMEOUT, STOPPED, ERROR)) {
      failures(network, client, error).increment(0);
    }
    processed(network, client, true).increment(0);
    processed(network, client, false).increment(0);
  }

  private static final String SKIPPED =
      "Runs that were left out, because the same one was queued or running.";

  /** Counts a run that was queued. */
  public void queued(String network, String client) {
    count("queued", "Runs that were queued.", network, client).increment();
  }

  /** Counts a run that was left out. */
  public void skipped(String network, String client) {
    count("skipped", SKIPPED, network, client).increment();
  }

  /** Counts a run that ended by itself, however it judged. */
  public void succeeded(String network, String client, Duration took) {
    processed(network, client, true).increment();
    duration(network, client).record(took);
  }

  /** Counts a run that raised an error or was cancelled. */
  public void failed(String network, String client, String error, Duration took) {
    processed(network, client, false).increment();
    failures(network, client, error).increment();
    duration(network, client).record(took);
  }

  /** Counts a run that was dropped without having begun. */
  public void dropped(String network, String client, String error) {
    failures(network, client, error).increment();
  }

  /** Notes how many wait. */
  public void length(int waiting) {
    length.set(waiting);
  }

  private Counter count(String what, String description, String network, String client) {
    return Counter.builder("panda.pulse.queue.checks." + what)
        .description(description)
        .tag("network", network)
        .tag("client", client)
        .register(registry);
  }

  private Counter processed(String network, String client, boolean success) {
    return Counter.builder("panda.pulse.queue.checks.processed")
        .description("Runs that ended: by themselves, or with an error.")
        .tag("network", network)
        .tag("client", client)
        .tag("status", success ? "success" : "failed")
        .register(registry);
  }

  private Counter failures(String network, String client, String error) {
    return Counter.builder("panda.pulse.queue.checks.failures")
        .description("Runs that ended with an error or never began, by its kind.")
        .tag("network", network)
        .tag("client", client)
        .tag("error_type", error)
        .register(registry);
  }

  private Timer duration(String network, String client) {
    return Timer.builder("panda.pulse.queue.check.processing.duration")
        .description("How long runs took, without their waiting.")
        .serviceLevelObjectives(Buckets.seconds("1", "5", "10", "30", "60", "120", "300"))
        .tag("network", network)
        .tag("client", client)
        .register(registry);
  }
}
