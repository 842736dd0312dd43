package dev.pulse.testkit.fault;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** How a server meets those who want to connect. */
enum Door {
  /** They may. */
  OPEN {
    @Override
    Lock open(InetAddress address) throws IOException {
      var server = new ServerSocket(0, 50, address);
      return new Lock(server.getLocalPort(), server, List.of(server));
    }
  },

  /** The port is taken, but nobody listens. */
  LOCKED {
    @Override
    Lock open(InetAddress address) throws IOException {
      var taken = new Socket();
      taken.bind(new InetSocketAddress(address, 0));
      return new Lock(taken.getLocalPort(), null, List.of(taken));
    }
  },

  /** Somebody listens, but the queue is full. */
  FULL {
    @Override
    Lock open(InetAddress address) throws IOException {
      var server = new ServerSocket(0, 1, address);
      List<Closeable> taken = new ArrayList<>(List.of(server));
      var lock = new Lock(server.getLocalPort(), null, taken);
      try {
        fill(new InetSocketAddress(address, server.getLocalPort()), taken);
        return lock;
      } catch (IOException e) {
        lock.close();
        throw e;
      }
    }
  };

  private static final int MOST_WAITING = 20;
  private static final int PATIENCE_MILLIS = 200;

  /** Takes a port on an address. */
  abstract Lock open(InetAddress address) throws IOException;

  private static void fill(InetSocketAddress address, List<Closeable> taken) throws IOException {
    for (int i = 0; i < MOST_WAITING; i++) {
      var waiting = new Socket();
      taken.add(waiting);
      try {
        waiting.connect(address, PATIENCE_MILLIS);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new IOException("the queue of a server that accepts nothing does not fill up here");
  }
}
