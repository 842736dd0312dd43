package dev.pulse.samples.ethereum;

import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /healthz}: the program runs. {@code /readyz}: it can do its work. The store is asked one
 * question at a time, so that one that hangs holds one thread and no more. Thread-safe.
 */
final class HealthRoutes implements ServerExtension {
  private static final Logger log = LoggerFactory.getLogger(HealthRoutes.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Runnable ping;
  private final BooleanSupplier clientData;
  private final ExecutorService asker =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "ethereum-network-health");
            thread.setDaemon(true);
            return thread;
          });
  private final Object lock = new Object();
  private @Nullable CompletableFuture<Boolean> open;

  /**
   * Routes.
   *
   * @param ping asks the store, and throws when it does not answer
   * @param clientData whether networks and clients are known
   */
  HealthRoutes(Runnable ping, BooleanSupplier clientData) {
    this.ping = ping;
    this.clientData = clientData;
  }

  @Override
  public void install(Routes routes) {
    routes
        .get("/healthz", request -> Response.text(200, "text/plain; charset=utf-8", "ok"))
        .get("/readyz", request -> Response.later(readiness()))
        .closing(asker::shutdownNow);
  }

  private CompletableFuture<Response> readiness() {
    return question()
        .copy()
        .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(store -> answer(store, clientData.getAsBoolean()));
  }

  private static Response answer(boolean store, boolean data) {
    Map<String, String> components = new LinkedHashMap<>();
    components.put("store", store ? "ok" : "does not answer");
    components.put("clientData", data ? "ok" : "not loaded");
    boolean ready = store && data;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", ready ? "ready" : "not ready");
    body.put("components", components);
    return Response.json(ready ? 200 : 503, body);
  }

  private CompletableFuture<Boolean> question() {
    synchronized (lock) {
      if (open == null || open.isDone()) {
        open = CompletableFuture.supplyAsync(this::ask, asker);
      }
      return open;
    }
  }

  private boolean ask() {
    try {
      ping.run();
      return true;
    } catch (RuntimeException e) {
      log.warn("The store does not answer", e);
      return false;
    }
  }
}
