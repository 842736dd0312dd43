package dev.pulse.samples.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with files that nobody needs afterwards. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix));
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  /** A file in it; not created. */
  Path file(String name) {
    return path.resolve(name);
  }

  /** Removes the folder and the files in it. */
  @Override
  public void close() throws IOException {
    try (var files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }
}
