package dev.pulse.samples.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that accepts TCP connections on loopback, and says one thing to each, or nothing. */
final class TcpTarget implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TcpTarget.class);
  private static final int QUESTION_BYTES = 64;
  private static final int PATIENCE_MILLIS = 50;

  private final ServerSocket socket;
  private final Supplier<String> greeting;

  private TcpTarget(ServerSocket socket, Supplier<String> greeting) {
    this.socket = socket;
    this.greeting = greeting;
  }

  /** A target that says nothing. */
  static TcpTarget start() throws IOException {
    return start(() -> "");
  }

  /**
   * A target that says something.
   *
   * @param greeting what, asked for each time; empty for nothing
   */
  static TcpTarget start(Supplier<String> greeting) throws IOException {
    var target = new TcpTarget(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), greeting);
    var thread = new Thread(target::accept, "demo-tcp-target");
    thread.setDaemon(true);
    thread.start();
    return target;
  }

  String address() {
    return socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        greet(connection);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          log.debug("A TCP target of the demo lost a connection", e);
        }
      }
    }
  }

  private void greet(Socket connection) throws IOException {
    var words = greeting.get();
    if (words.isEmpty()) {
      return;
    }
    connection.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    connection.shutdownOutput();
    // Closing with a question unread would take the answer back.
    connection.setSoTimeout(PATIENCE_MILLIS);
    try {
      var unused = connection.getInputStream().readNBytes(QUESTION_BYTES);
    } catch (SocketTimeoutException e) {
      // Somebody who says nothing and stays: enough waited.
      log.trace("A caller stays", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
