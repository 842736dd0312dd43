package dev.pulse.samples.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One small HTTP server on loopback that plays all scripts, each at a path of its own. */
final class HttpTargets implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers;
  private final long startedNanos = System.nanoTime();

  private HttpTargets(HttpServer server, ExecutorService workers) {
    this.server = server;
    this.workers = workers;
  }

  static HttpTargets start() throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var targets =
        new HttpTargets(
            HttpServer.create(loopback, 0),
            Executors.newCachedThreadPool(
                task -> {
                  var thread = new Thread(task, "demo-target");
                  thread.setDaemon(true);
                  return thread;
                }));
    for (Script script : Script.values()) {
      var requests = new AtomicLong();
      targets.server.createContext(
          path(script), exchange -> targets.play(script, requests.incrementAndGet(), exchange));
    }
    targets.server.setExecutor(targets.workers);
    targets.server.start();
    return targets;
  }

  URI uri(Script script) {
    var address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path(script));
  }

  private static String path(Script script) {
    return "/" + script.name().toLowerCase(Locale.ROOT);
  }

  private void play(Script script, long request, HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = script.answer(request, Duration.ofNanos(System.nanoTime() - startedNanos));
      TimeUnit.NANOSECONDS.sleep(answer.delay().toNanos());
      exchange.sendResponseHeaders(answer.status(), -1);
    } catch (InterruptedException e) {
      // The demo ends; whoever asked gets no answer.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
