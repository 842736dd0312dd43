package dev.pulse.samples.ethereum.metrics;

import dev.pulse.api.store.ConflictException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What the store is asked for, how it went, and how much there is. Thread-safe. */
public final class StoreMeter {
  private static final String NOT_FOUND = "not_found";
  private static final List<String> ERRORS = List.of("timeout", NOT_FOUND, "conflict", "unknown");
  private static final double[] SIZES = {1_024, 10_240, 102_400, 1_024_000, 10_240_000};

  private final PrometheusMeterRegistry registry;
  private final Map<String, AtomicLong> objects = new ConcurrentHashMap<>();
  private final Collector gauge = this::objects;

  /** What a store is asked to do. */
  public enum Operation {
    /** To write. */
    PERSIST,
    /** To read many. */
    LIST,
    /** To read one. */
    GET,
    /** To remove. */
    PURGE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  StoreMeter(PrometheusMeterRegistry registry) {
    this.registry = registry;
    // By hand: Micrometer would cut the end off this name, which it keeps for counters.
    registry.getPrometheusRegistry().register(gauge);
  }

  /** Shows a repository before anything has happened to it. */
  public void prepare(String repository) {
    objects.computeIfAbsent(repository, name -> new AtomicLong());
    for (Operation operation : Operation.values()) {
      operations(repository, operation);
      duration(repository, operation);
      ERRORS.forEach(type -> errors(repository, operation, type));
    }
    sizes(repository);
  }

  /** What an operation returns, counted and timed whether it succeeds or not. */
  public <R> R measured(String repository, Operation operation, Supplier<R> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } catch (RuntimeException e) {
      errors(repository, operation, errorType(e)).increment();
      throw e;
    } finally {
      operations(repository, operation).increment();
      duration(repository, operation).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }

  /** Counts that something was asked for that is not there. */
  public void notFound(String repository) {
    errors(repository, Operation.GET, NOT_FOUND).increment();
  }

  /** Notes that there are more documents, or fewer. */
  public void added(String repository, long more) {
    objects.computeIfAbsent(repository, name -> new AtomicLong()).addAndGet(more);
  }

  /** Notes how large a document is that was written. */
  public void size(String repository, long bytes) {
    sizes(repository).record((double) bytes);
  }

  private static String errorType(RuntimeException failure) {
    if (failure instanceof ConflictException) {
      return "conflict";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTimeoutException || cause instanceof TimeoutException) {
        return "timeout";
      }
    }
    return "unknown";
  }

  private Counter operations(String repository, Operation operation) {
    return Counter.builder("panda.pulse.store.operations")
        .description("Operations of the store, those that failed as well.")
        .tag("operation", operation.word())
        .tag("repository", repository)
        .register(registry);
  }

  private Counter errors(String repository, Operation operation, String type) {
    return Counter.builder("panda.pulse.store.operation.errors")
        .description("Operations of the store that failed, or found nothing.")
        .tag("operation", operation.word())
        .tag("repository", repository)
        .tag("error_type", type)
        .register(registry);
  }

  private Timer duration(String repository, Operation operation) {
    return Timer.builder("panda.pulse.store.operation.duration")
        .description("How long operations of the store took.")
        .serviceLevelObjectives(Buckets.seconds("0.1", "0.5", "1", "2", "5", "10"))
        .tag("operation", operation.word())
        .tag("repository", repository)
        .register(registry);
  }

  private DistributionSummary sizes(String repository) {
    return DistributionSummary.builder("panda.pulse.store.object.size")
        .description("How large documents are that were written.")
        .baseUnit("bytes")
        .serviceLevelObjectives(SIZES)
        .tag("repository", repository)
        .register(registry);
  }

  private MetricSnapshot objects() {
    var snapshot =
        GaugeSnapshot.builder()
            .name("panda_pulse_store_objects_total")
            .help("Documents in the store.");
    new TreeMap<>(objects)
        .forEach(
            (name, count) ->
                snapshot.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("repository", name))
                        .value((double) count.get())
                        .build()));
    return snapshot.build();
  }

  void close() {
    registry.getPrometheusRegistry().unregister(gauge);
  }
}
