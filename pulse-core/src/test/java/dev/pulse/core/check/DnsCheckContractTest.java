package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.testkit.CheckContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

class DnsCheckContractTest extends CheckContract {
  private final DnsServer server = DnsServer.answering("shop.example. A 192.0.2.1");
  private final DnsServer silent = DnsServer.silent();

  @AfterEach
  void close() throws IOException {
    server.close();
    silent.close();
  }

  @Override
  protected Check healthy() {
    return check(server.port());
  }

  @Override
  protected Check unreachable() {
    return check(Ports.closed());
  }

  @Override
  protected Check hanging() {
    return check(silent.port());
  }

  private static Check check(int port) {
    return DnsCheck.query(DnsCheck.Type.A, "shop.example").resolver("127.0.0.1:" + port).build();
  }
}
