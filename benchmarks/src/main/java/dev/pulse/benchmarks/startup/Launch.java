package dev.pulse.benchmarks.startup;

import dev.pulse.benchmarks.measure.Machine;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process that was started, and what it took. Reads Linux's /proc. */
final class Launch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 5;

  private final Process process;
  private final Path folder;
  private final Duration ready;

  private Launch(Process process, Path folder, Duration ready) {
    this.process = process;
    this.folder = folder;
    this.ready = ready;
  }

  /**
   * Starts a program in a folder of its own and waits until {@code /health} answers 200.
   *
   * @param command with {@code PORT} where the port belongs
   */
  static Launch of(List<String> command) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("startup");
    int port = freePort();
    var words = new ArrayList<>(command);
    words.replaceAll(word -> word.equals("PORT") ? String.valueOf(port) : word);
    var log = folder.resolve("log").toFile();
    long begin = System.nanoTime();
    var process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      while (!isWell(port)) {
        if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
          throw new IOException(words + " did not come up: " + Files.readString(log.toPath()));
        }
        // Asking without a pause would take a processor from whom is asked.
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    return new Launch(process, folder, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isWell(int port) {
    try {
      var connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      // Nobody is there yet.
      return false;
    }
  }

  /** From the start of the process to the answer. */
  Duration ready() {
    return ready;
  }

  /** The processor time so far. */
  Duration cpu() throws IOException {
    return Machine.cpuOf(process.pid());
  }

  /** Resident memory in MB of 1024 × 1024 bytes. */
  double resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS of process " + process.pid());
  }

  /** Stops the process in order, and waits for it. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
