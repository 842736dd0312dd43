package dev.pulse.samples.fakes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ServerSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** The HTTP server of a fake: as quick as a real one, and silent about each request. */
final class LoopbackServer {
  /** Held, because a level is forgotten together with its logger. */
  private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

  private LoopbackServer() {}

  /** What a fake says to a request; several come at once. */
  interface Answers {
    MockResponse to(RecordedRequest request) throws InterruptedException;
  }

  /** A server that is still to be started. */
  static MockWebServer of(Answers answers) {
    LOG.setLevel(Level.WARNING);
    var server = new MockWebServer();
    server.setServerSocketFactory(new Sockets());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            return answers.to(request);
          }
        });
    return server;
  }

  /**
   * Sockets as real servers have them: they send at once, and many clients may come at the same
   * moment. Without the first, an answer whose head and body are written one after the other waits
   * until the client acknowledges the head, which Linux puts off for 40 ms.
   */
  static final class Sockets extends ServerSocketFactory {
    private static final int BACKLOG = 4_096;

    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public void bind(SocketAddress endpoint, int backlog) throws IOException {
          super.bind(endpoint, BACKLOG);
        }

        @Override
        public Socket accept() throws IOException {
          var socket = super.accept();
          socket.setTcpNoDelay(true);
          return socket;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return createServerSocket(port, BACKLOG);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      var socket = createServerSocket();
      socket.bind(new InetSocketAddress(address, port), backlog);
      return socket;
    }
  }
}
