package dev.pulse.benchmarks.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the targets listen. Immutable. */
final class Ports {
  private final Map<String, Integer> ports;

  private Ports(Map<String, Integer> ports) {
    this.ports = ports;
  }

  /** What {@link TargetServers} has written. */
  static Ports read(Path file) throws IOException {
    return new Ports(
        Files.readAllLines(file).stream()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> Integer.parseInt(parts[1]))));
  }

  boolean has(String target) {
    return ports.containsKey(target);
  }

  int of(String target) {
    var port = ports.get(target);
    if (port == null) {
      throw new IllegalArgumentException("there is no target " + target);
    }
    return port;
  }

  /** {@code 127.0.0.1:port}. */
  String address(String target) {
    return "127.0.0.1:" + of(target);
  }

  /** A page of the plain server. */
  String http(String path) {
    return "http://" + address("http") + path;
  }

  /** A page behind TLS by address, as blackbox_exporter asks for it. */
  String https(String target) {
    return "https://" + address(target) + "/ok";
  }

  /** The same page by name, as Pulse asks for it. */
  String named(String target) {
    return "https://" + TargetServers.HOST + ":" + of(target) + "/ok";
  }
}
