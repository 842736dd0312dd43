package dev.pulse.samples.ethereum.evaluate;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Connects to the SSH server of a node, {@code <node>.<network>.<domain>}, and waits for the first
 * four bytes of its banner, {@code SSH-}. Sends nothing. Thread-safe.
 */
public final class SshProbe implements NodeProbe {
  private static final byte[] BANNER = "SSH-".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final int LONGEST_HOST = 253;
  private static final Duration CONNECT = Duration.ofSeconds(2);
  static final Duration READ = Duration.ofSeconds(3);

  private final String domain;
  private final int port;
  private final BiFunction<String, Integer, InetSocketAddress> addresses;
  private final Duration read;

  private SshProbe(
      String domain,
      int port,
      BiFunction<String, Integer, InetSocketAddress> addresses,
      Duration read) {
    this.domain = domain;
    this.port = port;
    this.addresses = addresses;
    this.read = read;
  }

  /**
   * A probe of the nodes below a domain.
   *
   * @param domain such as {@code ethpandaops.io}
   * @param port 1 to 65535
   * @throws IllegalArgumentException when the domain is no DNS name, or the port none
   */
  public static SshProbe below(String domain, int port) {
    return below(domain, port, InetSocketAddress::new, READ);
  }

  /** The same with another way to an address, and another time for the banner, for tests. */
  static SshProbe below(
      String domain,
      int port,
      BiFunction<String, Integer, InetSocketAddress> addresses,
      Duration read) {
    if (!isDnsName(requireNonNull(domain, "domain"))) {
      throw new IllegalArgumentException("the domain of the nodes must be a DNS name");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be 1 to 65535, but is " + port);
    }
    return new SshProbe(domain, port, addresses, read);
  }

  @Override
  public boolean canAsk(String network, String node) {
    return LABEL.matcher(node).matches()
        && isDnsName(network)
        && host(network, node).length() <= LONGEST_HOST;
  }

  @Override
  public boolean answers(String network, String node) {
    if (!canAsk(network, node)) {
      throw new IllegalArgumentException("not the name of a host");
    }
    try (var socket = new Socket()) {
      socket.connect(addresses.apply(host(network, node), port), (int) CONNECT.toMillis());
      return saysBanner(socket);
    } catch (IOException e) {
      // Refused, unreachable, unknown or silent: that is the answer.
      return false;
    }
  }

  private boolean saysBanner(Socket socket) throws IOException {
    long end = System.nanoTime() + read.toNanos();
    var heard = new byte[BANNER.length];
    for (int length = 0; length < heard.length; ) {
      // One that sends a byte now and then must not hold the probe for longer than one that is
      // silent. A time-out of 0 would be none.
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left < 1) {
        return false;
      }
      socket.setSoTimeout((int) left);
      int count = socket.getInputStream().read(heard, length, heard.length - length);
      if (count < 0) {
        return false;
      }
      length += count;
    }
    return Arrays.equals(heard, BANNER);
  }

  private String host(String network, String node) {
    return node + "." + network + "." + domain;
  }

  private static boolean isDnsName(String name) {
    return Arrays.stream(name.split("\\.", -1)).allMatch(it -> LABEL.matcher(it).matches());
  }
}
