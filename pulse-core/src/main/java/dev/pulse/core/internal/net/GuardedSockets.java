package dev.pulse.core.internal.net;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets that connect only where an {@link EgressPolicy} allows it, have {@code TCP_NODELAY}
 * set, and are closed when the thread that uses them is interrupted. A refused connection ends in
 * an {@link EgressDeniedException}. Immutable.
 */
public final class GuardedSockets extends SocketFactory {
  /** What cannot be a name: no top-level domain is a number. */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(^|\\.)(\\d+|0[xX][0-9a-fA-F]*)\\.?$");

  private final EgressPolicy policy;
  private final Runnable connected;
  private final long mostRead;

  /** Sockets under a policy. */
  public GuardedSockets(EgressPolicy policy) {
    this(policy, () -> {}, Long.MAX_VALUE);
  }

  private GuardedSockets(EgressPolicy policy, Runnable connected, long mostRead) {
    this.policy = requireNonNull(policy, "policy");
    this.connected = requireNonNull(connected, "connected");
    this.mostRead = mostRead;
  }

  /** The same sockets, which tell when they are connected, on the thread that connects them. */
  public GuardedSockets telling(Runnable whenConnected) {
    return new GuardedSockets(policy, whenConnected, mostRead);
  }

  /**
   * The same sockets, which fail when more is read from one of them: for protocols whose library
   * collects whatever a server sends.
   *
   * @param bytes how many bytes of one connection at most
   */
  public GuardedSockets readingAtMost(long bytes) {
    return new GuardedSockets(policy, connected, bytes);
  }

  /**
   * Refuses a host that is a number to some reader and stands for an address that the policy
   * refuses: {@code 0177.0.0.1} is 127.0.0.1 to one and 177.0.0.1 to the next, and which of them
   * reads it depends on the JDK and the system. Names, and whatever passes here, are judged by the
   * address when a socket connects.
   */
  public void checkHost(String host) throws EgressDeniedException {
    if (mayEndInNumber(host) && ENDS_IN_NUMBER.matcher(host).find()) {
      var rule = policy.checkHost(host);
      if (rule.isPresent()) {
        throw new EgressDeniedException(host, rule.get());
      }
    }
  }

  /** Spares nearly all names the expression: its numbers begin with a digit, after the last dot. */
  private static boolean mayEndInNumber(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    int begin = host.lastIndexOf('.', end - 1) + 1;
    return begin < end && host.charAt(begin) >= '0' && host.charAt(begin) <= '9';
  }

  @Override
  public Socket createSocket() throws IOException {
    return new GuardedSocket(policy, connected, mostRead);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(address, port), new InetSocketAddress(local, localPort));
  }

  private Socket connected(InetSocketAddress remote, @Nullable InetSocketAddress local)
      throws IOException {
    var socket = createSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(remote);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
