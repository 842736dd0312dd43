package dev.pulse.samples.ethereum.config;

import dev.pulse.api.config.Secret;
import java.net.URI;
import java.util.Optional;

/** Where the numbers of the nodes come from. */
public sealed interface MetricsSource {
  /**
   * A Grafana that asks a Prometheus of its own.
   *
   * @param base where it is, without a slash at the end
   * @param token of a service account
   * @param datasource the uid of the data source
   */
  record Grafana(URI base, Secret token, String datasource) implements MetricsSource {}

  /**
   * A Prometheus, asked without anything between.
   *
   * @param base where it is, without a slash at the end
   */
  record Prometheus(URI base) implements MetricsSource {}

  /** The source that the environment names; empty when the token of Grafana is missing. */
  static Optional<MetricsSource> of(
      Optional<URI> prometheus, URI grafana, Optional<Secret> token, String datasource) {
    return prometheus
        .<MetricsSource>map(Prometheus::new)
        .or(() -> token.map(secret -> new Grafana(grafana, secret, datasource)));
  }
}
