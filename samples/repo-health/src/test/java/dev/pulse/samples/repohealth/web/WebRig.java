package dev.pulse.samples.repohealth.web;

import dev.pulse.api.config.Secret;
import dev.pulse.core.Pulse;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.environment.DatabaseUrl;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real server before real tables, whose time is moved by hand. */
final class WebRig implements AutoCloseable {
  static final String ORG = "octo-org";
  static final String REPORTING = "report-token-0123456789";
  static final String READING = "reading-token-0123456789";

  final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  final HealthTables tables;
  final Overviews overviews;
  final HealthMetrics metrics;
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final List<BuildRow> told = new ArrayList<>();
  final List<String> toldBranches = new ArrayList<>();

  private final Pulse pulse;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private PulseServer server;

  WebRig(Path folder) {
    this(folder, ORG);
  }

  WebRig(Path folder, String organisation) {
    tables =
        HealthTables.open(
            DatabaseUrl.parse("jdbc:sqlite:" + folder.resolve("health.db")), organisation, clock);
    overviews = Overviews.of(tables, clock, Duration.ofDays(1));
    metrics = new HealthMetrics(overviews);
    pulse =
        Pulse.builder()
            .clock(clock)
            .scheduler(new ManualScheduler(clock))
            .executor(Runnable::run)
            .start();
  }

  /** Serves the system alone, with a token for reports. */
  WebRig alone() {
    return serve(Optional.of(REPORTING), Optional.empty(), false);
  }

  /** Serves, once. */
  WebRig serve(Optional<String> reporting, Optional<String> reading, boolean beside) {
    var routes =
        RepoHealthRoutes.builder(tables, overviews)
            .metrics(metrics)
            .listener(
                (build, branch) -> {
                  told.add(build);
                  toldBranches.add(branch);
                })
            .clock(clock);
    reporting.ifPresent(token -> routes.reporting(Secret.of(token)));
    var builder = PulseServer.builder(pulse).port(0).meters(registry);
    reading.ifPresent(token -> builder.apiToken(Secret.of(token)));
    if (beside) {
      routes.build().beside(builder);
    } else {
      routes.build().alone(builder);
    }
    server = builder.start();
    return this;
  }

  int port() {
    return server.port();
  }

  List<String> routes() {
    return server.routes();
  }

  /** A request to a path, to be completed. */
  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String path) {
    return send(to(path));
  }

  /** Reports a build with the right token. */
  HttpResponse<String> report(String body) {
    return send(
        to("/api/v1/builds")
            .header("Authorization", "Bearer " + REPORTING)
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    pulse.close();
    tables.close();
  }
}
