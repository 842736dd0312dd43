package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * Closes a socket when the time is over. A read can be given a time-out of its own, but it begins
 * again with each byte, and a server may send one at a time; a write and a whole handshake cannot.
 * Closing underneath them is what ends all of them.
 */
final class SocketCloser extends AsyncTimeout implements AutoCloseable {
  private final Socket socket;

  /** Starts to watch. */
  SocketCloser(Socket socket, Deadline deadline) {
    this.socket = socket;
    timeout(deadline.timeoutNanos(), TimeUnit.NANOSECONDS);
    enter();
  }

  @Override
  protected void timedOut() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a connection could not be given up", e);
    }
  }

  /** Watches no longer. */
  @Override
  public void close() {
    exit();
  }
}
