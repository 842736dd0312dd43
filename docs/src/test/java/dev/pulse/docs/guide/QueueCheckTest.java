package dev.pulse.docs.guide;

import com.sun.net.httpserver.HttpServer;
import dev.pulse.api.check.Check;
import dev.pulse.testkit.CheckContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class QueueCheckTest extends CheckContract {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private HttpServer broker;
  private ServerSocket silent;

  @BeforeEach
  void start() throws IOException {
    broker = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
    broker.createContext(
        "/depth",
        exchange -> {
          var body = "17\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    broker.start();
    silent = new ServerSocket(0, 50, HERE);
  }

  @AfterEach
  void stop() throws IOException {
    broker.stop(0);
    silent.close();
  }

  @Override
  protected Check healthy() {
    return check(broker.getAddress().getPort());
  }

  @Override
  protected Check unreachable() throws IOException {
    try (var closed = new ServerSocket(0, 50, HERE)) {
      return check(closed.getLocalPort());
    }
  }

  @Override
  protected Check hanging() {
    return check(silent.getLocalPort());
  }

  private static Check check(int port) {
    return new QueueCheck(URI.create("http://127.0.0.1:" + port + "/depth"), 100);
  }
}
