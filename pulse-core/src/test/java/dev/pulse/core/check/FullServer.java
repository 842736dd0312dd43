package dev.pulse.core.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server on loopback that accepts nothing and whose queue is full, so that Linux drops further
 * connections without a word: what a firewall does to them, without a network.
 */
final class FullServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> waiting = new ArrayList<>();

  FullServer() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    while (waiting.size() < 20) {
      var socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 200);
        waiting.add(socket);
      } catch (SocketTimeoutException e) {
        socket.close();
        return;
      }
    }
    throw new IOException("the queue of a server that accepts nothing does not fill up here");
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : waiting) {
      socket.close();
    }
  }
}
