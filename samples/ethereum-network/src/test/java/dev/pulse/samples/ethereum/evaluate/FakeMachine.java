package dev.pulse.samples.ethereum.evaluate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A machine on the loopback that accepts connections and says something, or nothing. */
final class FakeMachine implements AutoCloseable {
  /** What it does with a connection. */
  private interface Manner {
    void meet(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FakeMachine(Manner manner) throws IOException {
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    var thread = new Thread(() -> accept(manner), "fake-machine");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says this, and hangs up when the other side does. */
  static FakeMachine saying(String banner) throws IOException {
    return new FakeMachine(
        socket -> {
          socket.getOutputStream().write(banner.getBytes(StandardCharsets.US_ASCII));
          socket.shutdownOutput();
        });
  }

  /** Says this, each byte for itself. */
  static FakeMachine sayingByteByByte(String banner) throws IOException {
    return new FakeMachine(
        socket -> {
          socket.setTcpNoDelay(true);
          for (byte b : banner.getBytes(StandardCharsets.US_ASCII)) {
            socket.getOutputStream().write(b);
            socket.getOutputStream().flush();
          }
        });
  }

  /** Accepts, and says nothing. */
  static FakeMachine silent() throws IOException {
    return new FakeMachine(socket -> {});
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections there were. */
  int connections() {
    return connections.get();
  }

  /** What the first visitor said until it hung up. */
  String heard() throws IOException {
    var socket = open.get(0);
    socket.setSoTimeout(5_000);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private void accept(Manner manner) {
    try {
      while (true) {
        var socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        try {
          manner.meet(socket);
        } catch (IOException e) {
          // The visitor is gone already.
          socket.close();
        }
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
