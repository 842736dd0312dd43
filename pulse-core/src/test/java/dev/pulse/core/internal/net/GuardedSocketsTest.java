package dev.pulse.core.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedSocketsTest {
  private final GuardedSockets lenient = new GuardedSockets(EgressPolicy.lenient());
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void smallWritesAreSentAtOnce() throws Exception {
    try (var socket = lenient.createSocket()) {
      socket.connect(server.getLocalSocketAddress());
      assertThat(socket.getTcpNoDelay()).isTrue();
      assertThat(socket.isConnected()).isTrue();
      assertThat(socket.getPort()).isEqualTo(server.getLocalPort());
    }
  }

  @Test
  void refusedAddressIsNeverConnectedTo() throws Exception {
    var strict = new GuardedSockets(EgressPolicy.strict());
    try (var socket = strict.createSocket()) {
      assertThatExceptionOfType(EgressDeniedException.class)
          .isThrownBy(() -> socket.connect(server.getLocalSocketAddress()))
          .withMessage("address not allowed: 127.0.0.1 is loopback (127.0.0.0/8)");
      assertThat(socket.isConnected()).isFalse();
    }
    assertThatExceptionOfType(EgressDeniedException.class)
        .as("also by the factory methods that connect at once")
        .isThrownBy(() -> strict.createSocket(server.getInetAddress(), server.getLocalPort()));
  }

  @Test
  void nameIsNotResolvedBehindThePolicy() throws Exception {
    try (var socket = lenient.createSocket()) {
      assertThatExceptionOfType(UnknownHostException.class)
          .isThrownBy(
              () ->
                  socket.connect(
                      InetSocketAddress.createUnresolved("localhost", server.getLocalPort())));
    }
  }

  @Test
  void interruptEndsABlockedRead() throws Exception {
    try (var socket = lenient.createSocket()) {
      socket.connect(server.getLocalSocketAddress());
      var read =
          new FutureTask<>(
              () -> {
                try {
                  return "read " + socket.getInputStream().read();
                } catch (IOException e) {
                  return "interrupted " + Thread.currentThread().isInterrupted();
                }
              });
      var thread = new Thread(read);
      thread.start();
      thread.join(100);
      assertThat(thread.isAlive()).as("blocked").isTrue();
      thread.interrupt();
      assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("interrupted true");
      assertThat(socket.isClosed()).isTrue();
    }
  }
}
