package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Secret;
import dev.pulse.testkit.CheckContract;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class WebSocketCheckContractTest extends CheckContract {
  private final RawServer good = SocketServer.agreeing(SocketServer::echo);
  private final RawServer silent = SocketServer.agreeing(SocketServer::untilClosed);

  @AfterEach
  void close() throws Exception {
    good.close();
    silent.close();
  }

  @Override
  protected Check healthy() {
    return check(good.port());
  }

  @Override
  protected Check unreachable() {
    return check(Ports.closed());
  }

  @Override
  protected Check hanging() {
    return check(silent.port());
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("s3cret-token", "s3cret-query", "s3cret-header", "s3cret-message");
  }

  private static Check check(int port) {
    return WebSocketCheck.connect("ws://127.0.0.1:" + port + "/?key=s3cret-query#s3cret-query")
        .bearer(Secret.of("s3cret-token"))
        .header("X-Api-Key", Secret.of("s3cret-header"))
        .send(Secret.of("s3cret-message"))
        .expectText("s3cret-message")
        .build();
  }
}
