package dev.pulse.benchmarks.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts connections on a free port and holds a conversation on each, on a thread of its own. */
final class Listener {
  private static final int BACKLOG = 100;

  /** What is said on one connection; it is closed afterwards. */
  @FunctionalInterface
  interface Conversation {
    void hold(Socket socket) throws Exception;
  }

  private Listener() {}

  /** The port on an address of this machine. */
  static int on(String address, Conversation conversation) throws IOException {
    var server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getByName(address), 0), BACKLOG);
    daemon(
        () -> {
          while (true) {
            var socket = server.accept();
            daemon(() -> converse(socket, conversation));
          }
        });
    return server.getLocalPort();
  }

  /** Reads until the other side gives up. */
  static void hold(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    while (socket.getInputStream().read(buffer) >= 0) {
      // What it says does not matter.
    }
  }

  private static void converse(Socket socket, Conversation conversation) throws IOException {
    try (socket) {
      // As web servers do: without it a handshake waits 40 ms for an acknowledgement.
      socket.setTcpNoDelay(true);
      conversation.hold(socket);
    } catch (Exception e) {
      // The other side has left, or did not like the handshake: what it makes of that is what is
      // compared.
    }
  }

  /** Something that may break with its socket. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  static void daemon(Task task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Exception e) {
                throw new IllegalStateException("a target broke", e);
              }
            },
            "target");
    thread.setDaemon(true);
    thread.start();
  }
}
