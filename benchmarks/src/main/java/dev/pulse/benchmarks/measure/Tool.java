package dev.pulse.benchmarks.measure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of somebody else that serves HTTP on a port of its own. Ended by {@link #close}. */
public final class Tool implements AutoCloseable {
  private static final List<Path> PLACES = List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"));
  private static final int ATTEMPTS = 300;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI base;

  private Tool(Process process, URI base) {
    this.process = process;
    this.base = base;
  }

  /** Where a program is installed. */
  public static Optional<Path> program(String name) {
    return PLACES.stream()
        .map(place -> place.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one, and waits until it is ready.
   *
   * @param log where it writes
   * @param ready what answers 200 as soon as it is
   * @param options all but the address, {@code --web.listen-address}
   */
  public static Tool start(Path program, Path log, String ready, List<String> options)
      throws IOException, InterruptedException {
    var address = "127.0.0.1:" + freePort();
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("--web.listen-address=" + address);
    command.addAll(options);
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var tool = new Tool(process, URI.create("http://" + address));
    for (int attempt = 1; !tool.answers(ready); attempt++) {
      if (attempt == ATTEMPTS || !process.isAlive()) {
        tool.close();
        throw new IOException(
            program + " did not start: " + Files.readString(log, StandardCharsets.UTF_8));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return tool;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers(String path) throws InterruptedException {
    try {
      return send(path).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** What it answers to a GET. */
  public String get(String path) throws IOException, InterruptedException {
    var answer = send(path);
    if (answer.statusCode() != 200) {
      throw new IOException(base + path + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /** Its address. */
  public String address() {
    return base.getAuthority();
  }

  /** The processor time that it has used, in seconds. */
  public double cpu() throws IOException {
    return cpuOf(process.pid());
  }

  /** The processor time that a process has used, in seconds. */
  public static double cpuOf(long pid) throws IOException {
    return Machine.cpuOf(pid).toNanos() / 1e9;
  }

  /** Its resident memory in MiB. */
  public double resident() throws IOException {
    return residentOf(process.pid());
  }

  /** The resident memory of a process in MiB. */
  public static double residentOf(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("process " + pid + " has ended"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
