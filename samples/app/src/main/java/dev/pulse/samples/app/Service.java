package dev.pulse.samples.app;

import dev.pulse.api.PulseException;
import dev.pulse.api.check.Registration;
import dev.pulse.core.Pulse;
import dev.pulse.samples.app.config.Configuration;
import dev.pulse.samples.server.PulseServer;
import java.net.URI;

/** A Pulse and the server in front of it, started and stopped together. Confine to one thread. */
final class Service implements AutoCloseable {
  private final Pulse pulse;
  private final PulseServer server;

  private Service(Pulse pulse, PulseServer server) {
    this.pulse = pulse;
    this.server = server;
  }

  /**
   * Starts what a configuration describes.
   *
   * @throws PulseException when the store cannot be opened or the port is taken; nothing runs then
   */
  static Service start(Configuration configuration) {
    var builder = Pulse.builder().store(configuration.store().open());
    configuration.retention().ifPresent(builder::retention);
    for (Registration registration : configuration.checks()) {
      builder.register(registration);
    }
    var pulse = builder.start();
    try {
      var server = PulseServer.builder(pulse).host(configuration.host()).port(configuration.port());
      configuration.token().ifPresent(server::apiToken);
      return new Service(pulse, server.start());
    } catch (RuntimeException e) {
      pulse.close();
      throw e;
    }
  }

  /** Where a browser on this machine finds it. */
  URI uri() {
    return server.uri();
  }

  /** Stops listening, then checking, each within its bound. */
  @Override
  public void close() {
    server.close();
    pulse.close();
  }
}
