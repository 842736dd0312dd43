package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects once, to the first address that accepts. Confine to one thread. */
final class TcpAttempt {
  private final Endpoint endpoint;
  private final Lookups lookups;
  private final GuardedSockets sockets;
  private final Deadline deadline;
  private final Stopwatch stopwatch = new Stopwatch();
  private @Nullable InetSocketAddress address;

  TcpAttempt(Endpoint endpoint, Lookups lookups, GuardedSockets sockets, Deadline deadline) {
    this.endpoint = endpoint;
    this.lookups = lookups;
    this.sockets = sockets;
    this.deadline = deadline;
  }

  Stopwatch stopwatch() {
    return stopwatch;
  }

  Situation situation() {
    return new Situation(stopwatch.last(), endpoint.host(), address);
  }

  /** Connects and closes the connection at once. */
  void connect() throws IOException {
    open().close();
  }

  /** The connection; whoever asked closes it. */
  Socket open() throws IOException {
    @Nullable IOException first = null;
    @Nullable InetSocketAddress firstAddress = null;
    for (InetAddress ip : addresses()) {
      address = new InetSocketAddress(ip, endpoint.port());
      try {
        return connectTo(address);
      } catch (IOException e) {
        if (first == null) {
          first = e;
          firstAddress = address;
        } else {
          first.addSuppressed(e);
        }
        if (deadline.passed() || Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
    address = firstAddress;
    throw first == null ? new UnknownHostException("no addresses") : first;
  }

  private List<InetAddress> addresses() throws IOException {
    sockets.checkHost(endpoint.host());
    if (endpoint.isLiteral()) {
      return List.of(InetAddress.getByName(endpoint.host()));
    }
    stopwatch.begin(Phase.DNS);
    var addresses = lookups.resolve(endpoint.host(), deadline);
    stopwatch.end();
    return addresses;
  }

  private Socket connectTo(InetSocketAddress to) throws IOException {
    int millis = deadline.remainingMillis();
    if (millis == 0) {
      throw new SocketTimeoutException("no time left to connect");
    }
    stopwatch.begin(Phase.CONNECT);
    var socket = sockets.createSocket();
    try {
      socket.connect(to, millis);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    } finally {
      stopwatch.end();
    }
  }
}
