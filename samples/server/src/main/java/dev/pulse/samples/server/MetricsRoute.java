package dev.pulse.samples.server;

import com.sun.management.OperatingSystemMXBean;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.export.PulseExporter;
import dev.pulse.samples.server.web.Request;
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

/** {@code /metrics}: what the exporter shows of Pulse and its checks, and the JVM. */
final class MetricsRoute implements ServerExtension {
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
    var exporter = PulseExporter.builder(pulse).meters(registry).build();
    routes.closing(exporter).get("/metrics", request -> answer(exporter, request));
  }

  /** Written as it is sent: a page of a hundred thousand series is not held twice. */
  private static Response answer(PulseExporter exporter, Request request) {
    var scrape = exporter.scrape(request.header("Accept").orElse(null));
    return Response.streamed(scrape.contentType(), scrape::writeTo).withHeader("Vary", "Accept");
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
