package dev.pulse.samples.app.demo;

import dev.pulse.api.check.Registration;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.app.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What the file of the demo says, read as a user's. */
final class Practice {
  private Practice() {}

  static List<Registration> checks() {
    try {
      var folder = Files.createTempDirectory("pulse-practice-");
      try (var demo = Demo.start(InstantSource.system())) {
        var file = demo.write(folder, 0, folder.resolve("unused.db"));
        return configuration(file).checks();
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Configuration configuration(Path file) {
    try (var plugins = Plugins.builder().load(Practice.class.getClassLoader()).build()) {
      return Configuration.load(file, Map.of(), plugins);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
