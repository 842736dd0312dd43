package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Says something to a server, or nothing, and listens until it has said what is expected. Confine
 * to one thread.
 */
final class TcpDialogue {
  /** How much of an answer is listened to: a banner is a line, and a status a few. */
  static final int MOST_HEARD = 4096;

  private final String send;
  private final String expect;
  private final byte[] heard = new byte[MOST_HEARD];
  private int count;

  TcpDialogue(String send, String expect) {
    this.send = send;
    byte[] bytes = expect.getBytes(StandardCharsets.UTF_8);
    this.expect = characters(bytes, bytes.length);
  }

  /**
   * Whether the server said it; false when it said something else and then no more, or so much that
   * nobody listens on.
   */
  boolean hold(Socket socket, Deadline deadline) throws IOException {
    if (deadline.passed()) {
      throw new SocketTimeoutException("no time left to listen");
    }
    try (var watch = new SocketCloser(socket, deadline)) {
      socket.getOutputStream().write(send.getBytes(StandardCharsets.UTF_8));
      return listen(socket);
    }
  }

  private boolean listen(Socket socket) throws IOException {
    var in = socket.getInputStream();
    while (count < MOST_HEARD) {
      int read = in.read(heard, count, MOST_HEARD - count);
      if (read < 0) {
        return false;
      }
      count += read;
      if (characters(heard, count).contains(expect)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the server said anything. */
  boolean heardSomething() {
    return count > 0;
  }

  /** What the server said. */
  String heard() {
    return new String(heard, 0, count, StandardCharsets.UTF_8);
  }

  /** A character for each byte: a segment may end in the middle of a longer one. */
  private static String characters(byte[] bytes, int count) {
    return new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
  }
}
