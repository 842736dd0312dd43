package dev.pulse.samples.executions;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.WebServer;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The system with time that is moved by hand, pods that answer from a script, and a real server in
 * front. The first scan has been made unless the pods hold it.
 */
final class Rig implements AutoCloseable {
  static final String START = "2026-03-01T12:00:00Z";

  final ManualClock clock = ManualClock.at(START);
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final ScriptedPods pods;
  final Pulse pulse;
  final ValidatorExecutions system;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable WebServer server;

  Rig(Map<String, String> variables) {
    this(variables, Runnable::run);
  }

  /** Checks run on an executor of the test's. */
  Rig(Map<String, String> variables, Executor executor) {
    var settings = ExecutionsSettings.from(variables);
    pods = new ScriptedPods(clock, settings.pods());
    pulse = Pulse.builder().clock(clock).scheduler(scheduler).executor(executor).start();
    system = ValidatorExecutions.builder(pulse).settings(settings).pods(unused -> pods).build();
  }

  /** Three pods. */
  static Rig ofThree() {
    return new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "2"));
  }

  /** Begins to scan. */
  Rig begin() {
    system.begin();
    // Checks that are due with the scan begin a few milliseconds after it.
    scheduler.advance(Duration.ofMillis(50));
    return this;
  }

  /** Serves, once. */
  Rig serve() {
    server =
        WebServer.start(
            "127.0.0.1",
            0,
            new WebServer.Options(
                List.of(),
                Set.of(),
                1000,
                Duration.ofSeconds(5),
                registry,
                ValidatorExecutionsMain.mounts(system, registry),
                write -> {}));
    return this;
  }

  int port() {
    if (server == null) {
      throw new IllegalStateException("serve first");
    }
    return server.port();
  }

  /** Lets the time of some scans pass, and of the checks after them. */
  Rig intervals(int count) {
    scheduler.advance(system.settings().interval().multipliedBy(count));
    return this;
  }

  /** What a scrape shows, without the server. */
  String scrape() {
    var own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    own.getPrometheusRegistry().register(system.metrics());
    return own.scrape();
  }

  /** The lines of a scrape that are series of a name. */
  List<String> series(String name) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .toList();
  }

  HttpResponse<String> get(String path) {
    return send("GET", path);
  }

  HttpResponse<String> send(String method, String path) {
    try {
      return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> sendLater(String method, String path) {
    return client.sendAsync(request(method, path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .method(method, BodyPublishers.noBody())
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    pulse.close();
  }
}
