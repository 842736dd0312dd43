package dev.pulse.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the machine has that some pages of the guide need; the build itself needs none of it. */
public final class Machine {
  private Machine() {}

  /** Whether there is a ping. */
  public static boolean hasPing() {
    return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ping")));
  }
}
