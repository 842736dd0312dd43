package dev.pulse.core.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Ports on loopback. */
final class Ports {
  private static final Socket TAKEN = taken();

  private Ports() {}

  /** A port on which nothing listens, and nothing will. */
  static int closed() {
    return TAKEN.getLocalPort();
  }

  /** Bound, so that nobody else gets it, and nobody listens on it for as long as the JVM lives. */
  private static Socket taken() {
    try {
      var socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
