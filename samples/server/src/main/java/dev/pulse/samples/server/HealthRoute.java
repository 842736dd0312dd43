package dev.pulse.samples.server;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /health}: whether the store answers in time. Questions are put to the store one at a time;
 * callers who come while one is open share its answer, so that a store that hangs holds one thread
 * and no more.
 */
final class HealthRoute implements ServerExtension {
  private static final Logger log = LoggerFactory.getLogger(HealthRoute.class);

  private final Pulse pulse;
  private final Duration patience;
  private final ExecutorService asker =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "pulse-server-health");
            thread.setDaemon(true);
            return thread;
          });
  private final Object lock = new Object();
  private @Nullable CompletableFuture<Boolean> open;

  HealthRoute(Pulse pulse, Duration patience) {
    this.pulse = pulse;
    this.patience = patience;
  }

  @Override
  public void install(Routes routes) {
    routes.get("/health", request -> Response.later(answer())).closing(asker::shutdownNow);
  }

  private CompletableFuture<Response> answer() {
    return question()
        .copy()
        .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(
            well ->
                well
                    ? Response.json(Map.of("status", "ok"))
                    : Response.json(503, Map.of("status", "unavailable")));
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
      pulse.ping();
      return true;
    } catch (RuntimeException e) {
      log.warn("The store does not answer", e);
      return false;
    }
  }
}
