package dev.pulse.samples.app.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One small HTTP server on loopback that behaves at each path as it is told. */
final class HttpTargets implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers;
  private final Curtain curtain;

  private HttpTargets(HttpServer server, ExecutorService workers, Curtain curtain) {
    this.server = server;
    this.workers = workers;
    this.curtain = curtain;
  }

  static HttpTargets start(Curtain curtain) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var workers =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "demo-target");
              thread.setDaemon(true);
              return thread;
            });
    var targets = new HttpTargets(HttpServer.create(loopback, 0), workers, curtain);
    targets.server.setExecutor(workers);
    targets.server.start();
    return targets;
  }

  /** Behaves like this at the path of its name; several may be added while it is asked. */
  <T extends Enum<T> & Behaviour> void add(String folder, T behaviour) {
    var requests = new AtomicLong();
    server.createContext(
        folder + path(behaviour),
        exchange -> play(behaviour, requests.incrementAndGet(), exchange));
  }

  /** Where the server is, without a path. */
  URI uri() {
    var address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  private static String path(Enum<?> name) {
    return "/" + name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void play(Behaviour behaviour, long request, HttpExchange exchange) throws IOException {
    try (exchange) {
      // What a webhook sends is taken, so that its connection ends in order.
      exchange.getRequestBody().readAllBytes();
      var answer = behaviour.answer(request, curtain.since());
      TimeUnit.NANOSECONDS.sleep(answer.delay().toNanos());
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
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
