package dev.pulse.samples.server;

import com.sun.management.OperatingSystemMXBean;
import dev.pulse.core.Pulse;
import dev.pulse.core.meter.PulseMeters;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

/** {@code /metrics}: Pulse, each check and the JVM, in the text format of Prometheus. */
final class MetricsRoute implements ServerExtension {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final double NANOS = 1e9;

  private final Pulse pulse;
  private final PrometheusMeterRegistry registry;

  MetricsRoute(Pulse pulse, PrometheusMeterRegistry registry) {
    this.pulse = pulse;
    this.registry = registry;
  }

  @Override
  public void install(Routes routes) {
    // A host that has the JVM's meters already keeps its own.
    if (registry.find("jvm.memory.used").meters().isEmpty()) {
      var before = Set.copyOf(registry.getMeters());
      var collections = bindJvm();
      var added = registry.getMeters().stream().filter(meter -> !before.contains(meter)).toList();
      routes.closing(() -> unbindJvm(collections, added));
    }
    routes.closing(PulseMeters.bind(pulse, registry));
    var gauges = new CheckGauges(pulse);
    registry.getPrometheusRegistry().register(gauges);
    routes
        .closing(() -> registry.getPrometheusRegistry().unregister(gauges))
        .get("/metrics", request -> Response.text(200, TEXT_FORMAT, registry.scrape(TEXT_FORMAT)));
  }

  /**
   * Under the name that Prometheus' own clients use; Micrometer's binder has names that it warns
   * of.
   */
  private void bindProcessorTime() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, MetricsRoute::processorSeconds)
          .baseUnit("seconds")
          .description("Processor time that this process has used")
          .register(registry);
    }
  }

  private static double processorSeconds(OperatingSystemMXBean system) {
    return system.getProcessCpuTime() / NANOS;
  }

  private JvmGcMetrics bindJvm() {
    var collections = new JvmGcMetrics();
    collections.bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    bindProcessorTime();
    new UptimeMetrics().bindTo(registry);
    return collections;
  }

  /** The meters of pauses come with the first collection of their kind, long after the others. */
  private void unbindJvm(JvmGcMetrics collections, List<Meter> added) {
    collections.close();
    added.forEach(registry::remove);
    registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith("jvm.gc."))
        .forEach(registry::remove);
  }
}
