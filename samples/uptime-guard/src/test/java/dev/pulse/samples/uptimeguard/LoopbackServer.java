package dev.pulse.samples.uptimeguard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real HTTP server whose paths say what it does: {@code /status/503}, {@code /redirects/11} (so
 * many hops before a 200), {@code /endless} (a body without end), {@code /silent} (headers that
 * never come), {@code /bare/302} (a redirect without a location), {@code /cookie}.
 */
final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger cookies = new AtomicInteger();
  private volatile String elsewhere = "";

  LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** How many requests carried a cookie. */
  int cookies() {
    return cookies.get();
  }

  /** Where {@code /elsewhere} redirects to. */
  void redirectTo(String url) {
    elsewhere = url;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var parts = exchange.getRequestURI().getPath().split("/", -1);
    if (exchange.getRequestHeaders().containsKey("Cookie")) {
      cookies.incrementAndGet();
    }
    switch (parts[1]) {
      case "status", "bare" -> empty(exchange, Integer.parseInt(parts[2]));
      case "moved" -> {
        exchange.getResponseHeaders().set("Location", url("/status/200"));
        empty(exchange, Integer.parseInt(parts[2]));
      }
      case "elsewhere" -> {
        exchange.getResponseHeaders().set("Location", elsewhere);
        empty(exchange, 302);
      }
      case "redirects" -> redirect(exchange, Integer.parseInt(parts[2]));
      case "cookie" -> {
        exchange.getResponseHeaders().set("Set-Cookie", "seen=1; Path=/");
        empty(exchange, 200);
      }
      case "endless" -> endless(exchange);
      case "silent" -> silent(exchange);
      default -> empty(exchange, 404);
    }
  }

  private void redirect(HttpExchange exchange, int left) throws IOException {
    if (left == 0) {
      empty(exchange, 200);
      return;
    }
    exchange.getResponseHeaders().set("Location", url("/redirects/" + (left - 1)));
    empty(exchange, 302);
  }

  private static void empty(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    var block = new byte[8192];
    try (var body = exchange.getResponseBody()) {
      while (closing.getCount() > 0) {
        body.write(block);
      }
    }
  }

  private void silent(HttpExchange exchange) {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
