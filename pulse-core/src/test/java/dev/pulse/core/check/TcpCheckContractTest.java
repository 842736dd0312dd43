package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.testkit.CheckContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class TcpCheckContractTest extends CheckContract {
  private ServerSocket open;
  private FullServer full;

  @BeforeEach
  void listen() throws IOException {
    open = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
    full = new FullServer();
  }

  @AfterEach
  void close() throws IOException {
    open.close();
    full.close();
  }

  @Override
  protected Check healthy() {
    return TcpCheck.to("127.0.0.1", open.getLocalPort()).build();
  }

  @Override
  protected Check unreachable() {
    return TcpCheck.to("127.0.0.1", Ports.closed()).build();
  }

  @Override
  protected Check hanging() {
    return TcpCheck.to("127.0.0.1", full.port()).build();
  }
}
