package dev.pulse.samples.server;

import dev.pulse.core.Pulse;
import dev.pulse.core.meter.PulseMeters;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** {@code /metrics}: Pulse, each check and the JVM, in the text format of Prometheus. */
final class MetricsRoute implements ServerExtension {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final Pulse pulse;
  private final PrometheusMeterRegistry registry;

  MetricsRoute(Pulse pulse, PrometheusMeterRegistry registry) {
    this.pulse = pulse;
    this.registry = registry;
  }

  @Override
  public void install(Routes routes) {
    bindJvm(routes);
    routes.closing(PulseMeters.bind(pulse, registry));
    var gauges = new CheckGauges(pulse);
    registry.getPrometheusRegistry().register(gauges);
    routes
        .closing(() -> registry.getPrometheusRegistry().unregister(gauges))
        .get("/metrics", request -> Response.text(200, TEXT_FORMAT, registry.scrape(TEXT_FORMAT)));
  }

  private void bindJvm(Routes routes) {
    var collections = new JvmGcMetrics();
    collections.bindTo(registry);
    routes.closing(collections);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }
}
