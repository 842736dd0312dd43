package dev.pulse.samples.uptimeguard;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real nats-server on loopback that can be stopped and started again on its port. */
final class NatsServer implements AutoCloseable {
  private final int port;
  private final List<String> options;
  private Process process;

  private NatsServer(int port, List<String> options) {
    this.port = port;
    this.options = options;
  }

  static NatsServer started(String... options) throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var server = new NatsServer(free.getLocalPort(), List.of(options));
      free.close();
      server.start();
      return server;
    }
  }

  int port() {
    return port;
  }

  String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** A client of it, with more patience than the two seconds that clients usually have. */
  Connection connect() throws IOException, InterruptedException {
    return Nats.connect(
        Options.builder().server(url()).connectionTimeout(Duration.ofSeconds(30)).build());
  }

  void start() throws IOException {
    var command = new ArrayList<>(List.of("nats-server", "-a", "127.0.0.1", "-p", "" + port));
    command.addAll(options);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new StringBuilder();
    BufferedReader output = process.inputReader();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.contains("Server is ready")) {
        drain(output);
        return;
      }
    }
    throw new IOException("nats-server did not start:\n" + said);
  }

  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A pipe that nobody reads fills up, and stops the server. */
  private static void drain(BufferedReader output) {
    var thread =
        new Thread(
            () -> {
              try {
                output.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // The server has ended.
              }
            },
            "nats-server output");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    stop();
  }
}
