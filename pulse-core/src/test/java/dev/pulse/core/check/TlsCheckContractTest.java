package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.testkit.CheckContract;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class TlsCheckContractTest extends CheckContract {
  private final RawServer server = TlsServers.serving(TlsServers.certificate("127.0.0.1").build());
  private final RawServer silent = RawServer.hanging();

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
    return TlsCheck.to("127.0.0.1", port)
        .trust(TlsCheckTest.store(TlsServers.AUTHORITY.certificate()))
        .certificateWarnBefore(Duration.ofHours(2))
        .certificateFailBefore(Duration.ofHours(1))
        .build();
  }
}
