package dev.pulse.samples.ethereum.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** What other services are asked for, and how it went. Thread-safe. */
public final class RequestMeter {
  private static final String NETWORK_ERROR = "network_error";

  private final MeterRegistry registry;

  RequestMeter(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Counts a request.
   *
   * @param service who was asked, such as {@code prometheus}
   * @param operation the route, without what changes in it
   * @param took how long it lasted
   * @param error {@code network_error} or {@code http_<code>}; empty when it went well
   */
  public void requested(String service, String operation, Duration took, Optional<String> error) {
    Counter.builder("panda.pulse.api.requests")
        .description("Requests to other services.")
        .tag("service", service)
        .tag("operation", operation)
        .register(registry)
        .increment();
    Timer.builder("panda.pulse.api.request.duration")
        .description("How long requests to other services took.")
        .serviceLevelObjectives(
            Buckets.seconds("0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10"))
        .tag("service", service)
        .tag("operation", operation)
        .register(registry)
        .record(took);
    // Shown with zero as well: whoever writes a rule wants to see that there is a series.
    errors(service, operation, NETWORK_ERROR).increment(0);
    error.ifPresent(type -> errors(service, operation, type).increment());
  }

  private Counter errors(String service, String operation, String type) {
    return Counter.builder("panda.pulse.api.request.errors")
        .description("Requests to other services that failed.")
        .tag("service", service)
        .tag("operation", operation)
        .tag("error_type", type)
        .register(registry);
  }
}
