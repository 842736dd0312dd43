package dev.pulse.benchmarks.alerting;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A webhook that takes everything, and counts the different alerts in it by their label. */
final class CountingReceiver implements AutoCloseable {
  /** What the value of the label looks like that tells alerts apart. */
  static final Pattern ALERT = Pattern.compile("storm-[0-9]+-[0-9]+");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final AtomicInteger messages = new AtomicInteger();
  private volatile CountDownLatch complete = new CountDownLatch(1);
  private final int expected;
  private volatile long lastNanos;

  CountingReceiver(int expected) throws IOException {
    this.expected = expected;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, -1);
      messages.incrementAndGet();
      var alerts = ALERT.matcher(body);
      while (alerts.find()) {
        seen.add(alerts.group());
      }
      lastNanos = System.nanoTime();
      if (seen.size() >= expected) {
        complete.countDown();
      }
    }
  }

  /** Forgets what has come. Not while something may still come. */
  void reset() {
    seen.clear();
    messages.set(0);
    complete = new CountDownLatch(1);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** Waits until all have come; false when they have not within the time. */
  boolean await(Duration time) throws InterruptedException {
    return complete.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** When the last message came, on the monotonic clock. */
  long lastNanos() {
    return lastNanos;
  }

  int alerts() {
    return seen.size();
  }

  int messages() {
    return messages.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
