package dev.pulse.core.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import javax.net.SocketFactory;

/** Makes sockets, and tells when the first of them is closed. */
final class ClosingTold extends SocketFactory {
  final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public synchronized void close() throws IOException {
        super.close();
        closed.countDown();
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }
}
