package dev.pulse.samples.app;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of the commands that ask a running server. */
final class ServerAddress {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where Pulse listens; default: http://127.0.0.1:8080.")
  private String url = "http://127.0.0.1:8080";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long it may be silent, such as 30s; default: 5m.")
  private Duration timeout = Duration.ofMinutes(5);

  /** For picocli. */
  ServerAddress() {}

  /** An address that a command takes by options of its own. */
  ServerAddress(String url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
  }

  String url() {
    return url;
  }

  Duration timeout() {
    return timeout;
  }
}
