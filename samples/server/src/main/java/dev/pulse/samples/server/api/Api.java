package dev.pulse.samples.server.api;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;

/** The standard REST routes of a {@link Pulse}. */
public final class Api implements ServerExtension {
  private final Pulse pulse;

  /** The routes of one Pulse. */
  public Api(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public void install(Routes routes) {
    routes.get("/checks", request -> Response.json(pulse.statistics()));
  }
}
