package dev.pulse.samples.ethereum.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The jobs of the schedule. Thread-safe. */
public final class JobMeter {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> jobs = new ConcurrentHashMap<>();

  JobMeter(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("panda.pulse.scheduler.active.jobs", jobs, Map::size)
        .description("Jobs that are scheduled.")
        .register(registry);
  }

  /** A job was scheduled. Its series are there from now on. */
  public void scheduled(String name, String schedule) {
    Counter.builder("panda.pulse.scheduler.jobs")
        .description("Jobs that were scheduled.")
        .tag("schedule", schedule)
        .register(registry)
        .increment();
    executions(name, schedule).increment(0);
    failures(name, schedule).increment(0);
    var last = jobs.computeIfAbsent(name, key -> new AtomicLong());
    Gauge.builder(
            "panda.pulse.scheduler.job.last.execution.timestamp", last, at -> at.get() / 1000.0)
        .description("When the job ran last, in seconds since 1970; 0 before.")
        .tag("name", name)
        .tag("schedule", schedule)
        .register(registry);
  }

  /** A job is scheduled no more. Its series are gone. */
  public void removed(String name) {
    jobs.remove(name);
    List<Meter> own =
        registry.getMeters().stream()
            .filter(meter -> meter.getId().getName().startsWith("panda.pulse.scheduler."))
            .filter(meter -> name.equals(meter.getId().getTag("name")))
            .toList();
    own.forEach(registry::remove);
  }

  /** A job has run. */
  public void executed(String name, String schedule, Instant begun, Duration took, boolean failed) {
    var last = jobs.get(name);
    if (last == null) {
      // Removed while it ran: it must not leave series behind.
      return;
    }
    last.set(begun.toEpochMilli());
    executions(name, schedule).increment();
    failures(name, schedule).increment(failed ? 1 : 0);
    Timer.builder("panda.pulse.scheduler.job.execution.duration")
        .description("How long jobs took, with their waiting in the queue.")
        .serviceLevelObjectives(Buckets.seconds("0.1", "0.5", "1", "2", "5", "10", "30"))
        .tag("name", name)
        .register(registry)
        .record(took);
  }

  private Counter executions(String name, String schedule) {
    return Counter.builder("panda.pulse.scheduler.job.executions")
        .description("Runs of jobs.")
        .tag("name", name)
        .tag("schedule", schedule)
        .register(registry);
  }

  private Counter failures(String name, String schedule) {
    return Counter.builder("panda.pulse.scheduler.job.failures")
        .description("Runs of jobs that failed.")
        .tag("name", name)
        .tag("schedule", schedule)
        .register(registry);
  }
}
