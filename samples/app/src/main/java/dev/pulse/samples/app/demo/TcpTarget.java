package dev.pulse.samples.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that accepts TCP connections on loopback, and says nothing. */
final class TcpTarget implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TcpTarget.class);

  private final ServerSocket socket;

  private TcpTarget(ServerSocket socket) {
    this.socket = socket;
  }

  static TcpTarget start() throws IOException {
    var target = new TcpTarget(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    var thread = new Thread(target::accept, "demo-tcp-target");
    thread.setDaemon(true);
    thread.start();
    return target;
  }

  int port() {
    return socket.getLocalPort();
  }

  String host() {
    return socket.getInetAddress().getHostAddress();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        socket.accept().close();
      } catch (IOException e) {
        if (!socket.isClosed()) {
          log.debug("The TCP target of the demo lost a connection", e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
