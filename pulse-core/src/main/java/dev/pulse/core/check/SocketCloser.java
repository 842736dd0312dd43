package dev.pulse.core.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import okio.AsyncTimeout;

/**
 * Closes a socket when the time is over. A read can be given a time-out of its own, but a write and
 * a whole handshake cannot: closing underneath them is what ends those.
 */
final class SocketCloser extends AsyncTimeout {
  private final Socket socket;

  SocketCloser(Socket socket) {
    this.socket = socket;
  }

  @Override
  protected void timedOut() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a connection could not be given up", e);
    }
  }
}
