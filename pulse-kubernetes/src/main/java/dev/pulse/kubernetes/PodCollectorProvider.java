package dev.pulse.kubernetes;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CollectorProvider;

/**
 * Makes {@link PodCollector}s of the type {@code kubernetes-pod-state}, in the cluster that {@link
 * KubernetesConnection#detect()} finds. Options, none of which is needed: {@code selector}, such as
 * {@code app=web}, and {@code namespace}, {@code "*"} for all.
 */
public final class PodCollectorProvider implements CollectorProvider {
  private final KubernetesConnection connection;

  /** For {@link java.util.ServiceLoader}. */
  public PodCollectorProvider() {
    this(KubernetesConnection.detect());
  }

  /** With another connection, for tests. */
  PodCollectorProvider(KubernetesConnection connection) {
    this.connection = connection;
  }

  @Override
  public String type() {
    return "kubernetes-pod-state";
  }

  @Override
  public Collector create(Settings settings) {
    var builder = PodCollector.of(connection);
    Options.selector(settings).ifPresent(builder::labelled);
    Options.namespace(settings, "where the pods are, * for everywhere")
        .ifPresent(builder::namespace);
    return Options.build(settings, builder.problems(), builder::build);
  }
}
