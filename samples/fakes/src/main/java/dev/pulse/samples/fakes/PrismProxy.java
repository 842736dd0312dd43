package dev.pulse.samples.fakes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A Prism between a client and a fake: requests and answers that break the published description of
 * the API are refused, by 422 and 500. Two variables tell where Prism and the description are;
 * tests that need them are skipped without. Confined to one thread.
 *
 * <pre>{@code
 * try (var prism = PrismProxy.start("PULSE_GITHUB_SPEC", github.api())) {
 *   var connection = GitHubConnection.builder().baseUrl(prism.uri()).build();
 * }
 * }</pre>
 */
public final class PrismProxy implements AutoCloseable {
  /** The variable that tells where the program is. */
  public static final String PROGRAM = "PULSE_PRISM";

  private final Process process;
  private final URI uri;

  private PrismProxy(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts one, and waits until it listens.
   *
   * @param description the variable that tells where the description is
   * @throws IOException when it ends instead, with what it said
   * @throws IllegalStateException when a variable is missing
   */
  public static PrismProxy start(String description, URI upstream) throws IOException {
    int port = freePort();
    var process =
        new ProcessBuilder(
                variable(PROGRAM),
                "proxy",
                "--errors",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                variable(description),
                upstream.toString())
            .redirectErrorStream(true)
            .start();
    var prism = new PrismProxy(process, URI.create("http://127.0.0.1:" + port));
    try {
      prism.awaitListening();
      return prism;
    } catch (IOException e) {
      prism.close();
      throw e;
    }
  }

  private static String variable(String name) {
    var value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException("The variable " + name + " is not set");
    }
    return value;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Reads what it says until it listens, and then for ever, so that it is never held up. */
  private void awaitListening() throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var said = new ArrayList<String>();
    String line = reader.readLine();
    while (line != null && !line.contains("Prism is listening")) {
      said.add(line);
      line = reader.readLine();
    }
    if (line == null) {
      throw new IOException("Prism ended; it said " + said);
    }
    var rest = new Thread(() -> skip(reader), "prism-output");
    rest.setDaemon(true);
    rest.start();
  }

  private static void skip(BufferedReader reader) {
    try (reader) {
      while (reader.readLine() != null) {
        // Nobody reads it.
      }
    } catch (IOException e) {
      // It was ended, and its output with it.
    }
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
