package dev.pulse.samples.server.api;

import dev.pulse.core.Pulse;
import dev.pulse.core.check.Heartbeats;
import dev.pulse.samples.server.web.EventHub;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** The standard REST routes of a {@link Pulse}, its live events, and their description. */
public final class Api implements ServerExtension {
  /**
   * Exports and reports under way: each holds one of the server's threads for as long as it lasts.
   */
  private static final int MAX_WRITING = 4;

  private static final int MAX_STREAMS = 200;

  /** Pieces of a hundred outcomes: all that ten thousand checks say, twice. */
  private static final int MAX_QUEUE = 200;

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Pulse pulse;
  private final String base;

  /**
   * The routes of one Pulse.
   *
   * @param base below which path the whole server is; empty for the root
   */
  public Api(Pulse pulse, String base) {
    this.pulse = pulse;
    this.base = base;
  }

  @Override
  public void install(Routes routes) {
    var recentRuns = new RecentRuns(pulse);
    new CheckRoutes(pulse, recentRuns).install(routes);
    new OverviewRoutes(pulse, recentRuns).install(routes);
    var writing = new Semaphore(MAX_WRITING);
    new ExportRoutes(pulse, writing).install(routes);
    new SlaRoutes(pulse, writing).install(routes);
    new IncidentRoutes(pulse).install(routes);
    new AlertRoutes(pulse).install(routes);
    new SilenceRoutes(pulse).install(routes);
    new MaintenanceRoutes(pulse).install(routes);
    new OutboxRoutes(pulse).install(routes);
    var heartbeats = Heartbeats.of(pulse);
    new HeartbeatRoutes(heartbeats).install(routes.closing(heartbeats));
    routes.description("/openapi.json", base, Api.class, "openapi.json");
    var hub =
        EventHub.leavingOut(
            MAX_STREAMS, MAX_QUEUE, HEARTBEAT, pulse.clock(), routes.meters(), "events");
    var events = new LiveEvents(hub);
    routes
        .closing(hub)
        .closing(() -> pulse.removeListener(events))
        .get(
            "/events",
            request -> {
              request.query();
              return hub.open();
            });
    pulse.addListener(events);
  }
}
