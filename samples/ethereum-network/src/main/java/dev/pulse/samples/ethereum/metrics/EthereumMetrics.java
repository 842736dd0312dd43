package dev.pulse.samples.ethereum.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The numbers of the system, by what they count. Thread-safe. */
public final class EthereumMetrics implements AutoCloseable {
  private final QueueMeter queue;
  private final JobMeter jobs;
  private final StoreMeter store;
  private final RequestMeter requests;

  /** Numbers that go to a registry. */
  public EthereumMetrics(PrometheusMeterRegistry registry) {
    requireNonNull(registry, "registry");
    this.queue = new QueueMeter(registry);
    this.jobs = new JobMeter(registry);
    this.store = new StoreMeter(registry);
    this.requests = new RequestMeter(registry);
  }

  /** The queue of runs. */
  public QueueMeter queue() {
    return queue;
  }

  /** The jobs of the schedule. */
  public JobMeter jobs() {
    return jobs;
  }

  /** The store. */
  public StoreMeter store() {
    return store;
  }

  /** Requests to other services. */
  public RequestMeter requests() {
    return requests;
  }

  /** Takes back what Micrometer does not know of. */
  @Override
  public void close() {
    store.close();
  }
}
