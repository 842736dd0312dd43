package dev.pulse.prometheus;

import dev.pulse.api.config.Durations;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.core.internal.net.PeerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads whom the check and the collector ask, and how. */
final class BackendOptions {
  private static final String PLACEHOLDER = "http://placeholder.invalid/";

  private BackendOptions() {}

  /** A client with what the options say; its problems are the caller's to report. */
  static MetricsClientBuilder<?> read(Settings settings) {
    // Read as a secret, because people write passwords into URLs: no problem repeats it.
    var url =
        settings
            .secret("url")
            .expecting("a URL like http://prometheus:9090")
            .describedAs("where Prometheus is, or with datasource Grafana")
            .map(Secret::reveal, PLACEHOLDER)
            .required();
    var client = client(settings, url);
    var basic = settings.section("basic");
    if (settings.has("basic")) {
      var user = basic.text("user").describedAs("who asks").required();
      var password = basic.secret("password").describedAs("what proves it").required();
      client.basicAuth(user, password);
    }
    settings
        .secret("bearer")
        .describedAs("a token to send, such as one of a service account of Grafana")
        .optional()
        .ifPresent(client::bearer);
    settings
        .map("headers")
        .describedAs("headers of the requests by name, such as X-Scope-OrgID; never shown")
        .orElse(Map.of())
        .forEach((name, value) -> header(client, name, value));
    readLimits(settings, client);
    PeerOptions.clientCertificate(settings, client.files);
    PeerOptions.trust(settings, client::trust);
    client.egress(PeerOptions.egress(settings));
    return client;
  }

  private static MetricsClientBuilder<?> client(Settings settings, String url) {
    var datasource =
        settings
            .text("datasource")
            .describedAs("the uid of Grafana's datasource, to ask it and not Prometheus")
            .optional();
    boolean proxy =
        settings
            .bool("datasource-proxy")
            .describedAs("whether to go through Grafana's datasource proxy, not its query API")
            .orElse(false);
    var parameters =
        settings
            .map("parameters")
            .describedAs("sent with each request, such as Thanos's dedup; not by the query API")
            .orElse(Map.of());
    if (datasource.isEmpty() && proxy) {
      settings.note("datasource-proxy", "needs a datasource");
    }
    if (datasource.isPresent() && !proxy) {
      if (!parameters.isEmpty()) {
        settings.note("parameters", "cannot be sent by Grafana's query API");
      }
      return GrafanaClient.at(url, datasource.get());
    }
    var client =
        datasource.isPresent()
            ? PrometheusClient.behindGrafana(url, datasource.get())
            : PrometheusClient.at(url);
    parameters.forEach(client::parameter);
    return client;
  }

  private static void header(MetricsClientBuilder<?> client, String name, String value) {
    if (value.isBlank()) {
      client.header(name, value);
    } else {
      client.header(name, Secret.of(value));
    }
  }

  private static void readLimits(Settings settings, MetricsClientBuilder<?> client) {
    client.timeout(
        settings
            .duration("request-timeout")
            .describedAs("how long one request may take")
            .orElse(MetricsClientBuilder.TIMEOUT));
    client.maxBody(
        settings
            .integer("max-body")
            .describedAs("how many bytes an answer may have")
            .orElse((int) MetricsClientBuilder.MAX_BODY));
    client.retryAfter(
        settings
            .texts("retry-after")
            .expecting("a list of durations like [1s, 2s]")
            .describedAs("the waits before a request is tried again; none unless told")
            .map(BackendOptions::durations, List.<Duration>of())
            .orElse(List.of()));
  }

  private static List<Duration> durations(List<String> texts) {
    return texts.stream().map(Durations::parse).toList();
  }
}
