package com.acme.pulse;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A station on this machine, with an answer that a test chooses. */
final class FakeStation implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final HttpServer server;
  private final ServerSocket silent;

  FakeStation(int status, String answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
    server.createContext(
        "/compartments",
        exchange -> {
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    silent = new ServerSocket(0, 50, HERE);
  }

  URI uri() {
    return at(server.getAddress().getPort());
  }

  /** Takes connections and never says a word. */
  URI silent() {
    return at(silent.getLocalPort());
  }

  /** Nobody listens there. */
  static URI closed() throws IOException {
    try (var socket = new ServerSocket(0, 50, HERE)) {
      return at(socket.getLocalPort());
    }
  }

  private static URI at(int port) {
    return URI.create("http://" + HERE.getHostAddress() + ":" + port);
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    silent.close();
  }
}
