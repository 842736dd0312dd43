package dev.pulse.samples.server;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@code /health}: whether the store answers in time. */
final class HealthRoute implements ServerExtension {
  private final StorePing store;

  HealthRoute(Pulse pulse, Duration patience) {
    this.store = new StorePing(pulse::ping, patience);
  }

  @Override
  public void install(Routes routes) {
    routes.get("/health", request -> Response.later(answer())).closing(store);
  }

  private CompletableFuture<Response> answer() {
    return store
        .answers()
        .thenApply(
            well ->
                well
                    ? Response.json(Map.of("status", "ok"))
                    : Response.json(503, Map.of("status", "unavailable")));
  }
}
