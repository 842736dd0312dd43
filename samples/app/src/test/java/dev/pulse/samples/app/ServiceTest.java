package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.plugin.Plugins;
import dev.pulse.samples.app.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from where the server listens, and whom it knows. */
class ServiceTest {
  private static final String USERS =
      "{users: [{name: ada, role: operator, password-hash:"
          + " $pbkdf2-sha512$i=220000$9XWZawOqw85M/0XebrDgtw$zx/y95GOWw6mfm1oUwJKmG95LCNX8kb5UamAOZubtbk}]}";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|true",
        "{host: 127.0.0.1}|true",
        "{host: 0.0.0.0}|false",
        "{token: 0123456789abcdef}|false",
        "users|false",
      })
  void whoeverHasANameMayComeFromElsewhereThroughAProxyOnThisMachine(
      String server, boolean everybody) throws Exception {
    var file = folder.resolve("pulse.yaml");
    Files.writeString(file, "server: " + (server.equals("users") ? USERS : server) + "\n");
    var plugins = Plugins.load(Thread.currentThread().getContextClassLoader());

    var configuration = Configuration.load(file, Map.of(), plugins);

    assertThat(Service.atThisMachine(configuration)).isEqualTo(everybody);
  }
}
