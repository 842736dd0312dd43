package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Files for pods, made by the real sqlite3. */
final class Databases {
  private Databases() {}

  static Path create(Path file, String sql) throws IOException, InterruptedException {
    assertThat(Command.run("sqlite3", "-batch", file.toString(), sql))
        .isEqualTo(new Command.Said(0, ""));
    return file;
  }
}
