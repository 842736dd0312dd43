package dev.pulse.benchmarks.http;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The targets: many host names, which the JDK reads from a file of its own and spreads over the
 * addresses of nginx, because one address and port can only be connected to some 28,000 times.
 *
 * @param plainPort the port for http
 * @param tlsPort the port for https
 * @param hosts how many host names there are
 */
record Targets(int plainPort, int tlsPort, int hosts) {
  static final int ADDRESSES = 100;

  /** The address with a number, 0 to {@link #ADDRESSES} - 1. */
  static String address(int number) {
    return "127.0.78." + (number + 1);
  }

  /** The host with a number. */
  static String host(int number) {
    return "host-" + number + ".pulse.test";
  }

  /** The address of a check: each has one of its own. */
  String url(Connections connections, int number) {
    int port = connections.isEncrypted() ? tlsPort : plainPort;
    return connections.scheme + "://" + host(number % hosts) + ":" + port + "/" + number;
  }

  /** Writes the names for {@code jdk.net.hosts.file}. */
  void writeHosts(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < hosts; i++) {
        out.write(address(i % ADDRESSES) + " " + host(i) + "\n");
      }
    }
  }
}
