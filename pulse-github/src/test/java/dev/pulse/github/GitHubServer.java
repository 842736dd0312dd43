package dev.pulse.github;

import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A server that answers what it is told, and what a connection needs to be tested against it. */
final class GitHubServer implements AutoCloseable {
  static final Duration TIME = Duration.ofSeconds(20);
  static final String NOW = "2026-11-21T12:00:00Z";

  final MockWebServer server = new MockWebServer();
  final ManualClock clock = ManualClock.at(NOW);
  final List<ObservedRequest> observed = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();

  GitHubServer() throws Exception {
    server.start();
  }

  URI url() {
    return server.url("/").uri();
  }

  /** Waiting moves the clock. */
  private void pause(Duration time) {
    waits.add(time);
    clock.move(time);
  }

  GitHubConnection.Builder connection() {
    return GitHubConnection.builder()
        .baseUrl(url())
        .environment(new Environment(Lookups.system(), FreshTls.platform(), clock, this::pause))
        .observer(observed::add);
  }

  GitHubServer answers(int status, String body) {
    return answers(status, body, answer -> answer);
  }

  GitHubServer answers(int status, String body, UnaryOperator<MockResponse.Builder> more) {
    server.enqueue(more.apply(new MockResponse.Builder().code(status).body(body)).build());
    return this;
  }

  /** The headers that tell what may still be asked. */
  UnaryOperator<MockResponse.Builder> limit(String resource, long remaining, long limit) {
    return answer ->
        answer
            .setHeader("x-ratelimit-resource", resource)
            .setHeader("x-ratelimit-limit", limit)
            .setHeader("x-ratelimit-remaining", remaining)
            .setHeader("x-ratelimit-reset", clock.instant().plusSeconds(600).getEpochSecond());
  }

  /** All requests so far. */
  List<RecordedRequest> requests() throws InterruptedException {
    var all = new ArrayList<RecordedRequest>();
    for (int left = server.getRequestCount() - all.size(); left > 0; left--) {
      all.add(server.takeRequest());
    }
    return all;
  }

  RecordedRequest request() throws InterruptedException {
    return server.takeRequest();
  }

  @Override
  public void close() {
    server.close();
  }
}
