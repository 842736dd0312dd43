package dev.pulse.samples.ethereum;

import dev.pulse.samples.server.StorePing;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** {@code /healthz}: the program runs. {@code /readyz}: it can do its work. Thread-safe. */
final class HealthRoutes implements ServerExtension {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final StorePing store;
  private final BooleanSupplier clientData;

  /**
   * Routes.
   *
   * @param ping asks the store, and throws when it does not answer
   * @param clientData whether networks and clients are known
   */
  HealthRoutes(Runnable ping, BooleanSupplier clientData) {
    this.store = new StorePing(ping, PATIENCE);
    this.clientData = clientData;
  }

  @Override
  public void install(Routes routes) {
    routes
        .get("/healthz", request -> Response.text(200, "text/plain; charset=utf-8", "ok"))
        .get("/readyz", request -> Response.later(readiness()))
        .closing(store);
  }

  private CompletableFuture<Response> readiness() {
    return store.answers().thenApply(answers -> answer(answers, clientData.getAsBoolean()));
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
}
