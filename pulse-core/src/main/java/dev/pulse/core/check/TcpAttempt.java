package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.GuardedSockets;
import dev.pulse.core.internal.net.Lookups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Connects once, to the first address that accepts. Confine to one thread. */
final class TcpAttempt {
  private static final Pattern FOUR =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  private final String host;
  private final int port;
  private final Lookups lookups;
  private final GuardedSockets sockets;
  private final Deadline deadline;
  private final Stopwatch stopwatch = new Stopwatch();
  private @Nullable InetSocketAddress address;

  TcpAttempt(String host, int port, Lookups lookups, GuardedSockets sockets, Deadline deadline) {
    this.host = host;
    this.port = port;
    this.lookups = lookups;
    this.sockets = sockets;
    this.deadline = deadline;
  }

  Stopwatch stopwatch() {
    return stopwatch;
  }

  Situation situation() {
    return new Situation(stopwatch.last(), host, address);
  }

  void connect() throws IOException {
    @Nullable IOException first = null;
    @Nullable InetSocketAddress firstAddress = null;
    for (InetAddress ip : addresses()) {
      address = new InetSocketAddress(ip, port);
      try {
        connectTo(address);
        return;
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
    if (isLiteral()) {
      return List.of(InetAddress.getByName(host));
    }
    stopwatch.begin(Phase.DNS);
    var addresses = lookups.resolve(host, deadline);
    stopwatch.end();
    return addresses;
  }

  /** Whether the host is an address in the usual notation: the JDK then asks no name server. */
  private boolean isLiteral() {
    return host.indexOf(':') >= 0 || FOUR.matcher(host).matches();
  }

  private void connectTo(InetSocketAddress to) throws IOException {
    int millis = deadline.remainingMillis();
    if (millis == 0) {
      throw new SocketTimeoutException("no time left to connect");
    }
    stopwatch.begin(Phase.CONNECT);
    try (var socket = sockets.createSocket()) {
      socket.connect(to, millis);
    } finally {
      stopwatch.end();
    }
  }
}
