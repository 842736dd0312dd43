package dev.pulse.samples.server;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.server.web.WebServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Listens before there is a Pulse to serve, on a thread of its own while the store opens: whoever
 * asks meanwhile is answered 503 with the status {@code starting}, also where that takes minutes
 * because a store is converted. {@link PulseServer.Builder#behind} takes it over.
 *
 * <pre>{@code
 * try (Door door = Door.open("127.0.0.1", 8080);
 *     Pulse pulse = Pulse.builder().store(Stores.sqlite(file)).start();
 *     PulseServer server = PulseServer.builder(pulse).behind(door).start()) {
 *   // …
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Door implements AutoCloseable {
  private final String host;
  private final CompletableFuture<WebServer> listening = new CompletableFuture<>();

  private Door(String host) {
    this.host = host;
  }

  /**
   * Begins to listen and returns at once. Whether it worked is seen by whoever takes the door over.
   *
   * @param host the address to listen on
   * @param port the port; 0 for any that is free
   */
  public static Door open(String host, int port) {
    var door = new Door(requireNonNull(host, "host"));
    var thread = new Thread(() -> door.listen(port), "pulse-server-start");
    thread.setDaemon(true);
    thread.start();
    return door;
  }

  private void listen(int port) {
    try {
      listening.complete(WebServer.listen(host, port));
    } catch (RuntimeException | Error e) {
      listening.completeExceptionally(e);
    }
  }

  String host() {
    return host;
  }

  /**
   * Waits until it listens.
   *
   * @throws dev.pulse.api.PulseException when it cannot
   */
  WebServer opened() {
    try {
      return listening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** Stops to listen, if it does. A second call, also by the server behind it, does nothing. */
  @Override
  public void close() {
    // A server that never listened has nothing to close, and its failure was told to whoever waits.
    var unused =
        listening.handle(
            (server, failure) -> {
              if (server != null) {
                server.close();
              }
              return failure == null;
            });
  }
}
