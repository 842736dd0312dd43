package dev.pulse.core.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that does with its connections whatever a test wants. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final Conversation conversation;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What the server does with one connection; it is closed afterwards. */
  @FunctionalInterface
  interface Conversation {
    void hold(Socket socket) throws Exception;
  }

  RawServer(Conversation conversation) {
    this.conversation = conversation;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Answers each request with the same bytes, then closes. */
  static RawServer answering(String response) {
    return new RawServer(
        socket -> {
          readHead(socket);
          socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
        });
  }

  /** Answers each request with the same bytes, and waits for the next on the same connection. */
  static RawServer keeping(String response) {
    return new RawServer(
        socket -> {
          while (!readHead(socket).isEmpty()) {
            socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
          }
        });
  }

  /** Reads the request and never answers. */
  static RawServer hanging() {
    return new RawServer(
        socket -> {
          while (socket.getInputStream().read() >= 0) {
            // Reads until the other side gives up.
          }
        });
  }

  /** Reads up to the blank line that ends a request's head. */
  static String readHead(Socket socket) throws IOException {
    var head = new StringBuilder();
    int read;
    while (head.indexOf("\r\n\r\n") < 0 && (read = socket.getInputStream().read()) >= 0) {
      head.append((char) read);
    }
    return head.toString();
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  int connections() {
    return connections.get();
  }

  /** Released when the server is closed, for conversations that wait. */
  CountDownLatch closed() {
    return closed;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        daemon(() -> converse(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      conversation.hold(socket);
    } catch (Exception e) {
      // The other side has left; its view of the matter is what the tests look at.
    }
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
