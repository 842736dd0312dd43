package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {
  /** Each answer took 40 ms while sockets waited for more to send. */
  @Test
  void whatIsWrittenIsSentAtOnce() throws IOException {
    try (var listening = listening();
        var client = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
        var accepted = listening.accept()) {
      assertThat(client.isConnected()).isTrue();
      assertThat(accepted.getTcpNoDelay()).isTrue();
    }
  }

  private static ServerSocket listening() throws IOException {
    return new LoopbackServer.Sockets().createServerSocket(0);
  }

  @Test
  void theServersOfAllFakesHaveSuchSockets() {
    try (var server = LoopbackServer.of(request -> new MockResponse.Builder().build())) {
      assertThat(server.getServerSocketFactory()).isInstanceOf(LoopbackServer.Sockets.class);
    }
  }
}
