package dev.pulse.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that measures. Reads Linux's /proc. */
final class Host {
  private Host() {}

  /** {@code 2 × Some Processor, JDK 17.0.15, Linux 6.1}. */
  static String describe() throws IOException {
    return Runtime.getRuntime().availableProcessors()
        + " × "
        + processor()
        + ", JDK "
        + Runtime.version()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version");
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
