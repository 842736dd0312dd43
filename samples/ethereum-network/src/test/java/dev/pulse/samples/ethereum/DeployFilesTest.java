package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.ethereum.config.LogLevel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Row 54: the files for Docker say what the program understands. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Pattern VARIABLE = Pattern.compile("#?([A-Z][A-Z0-9_]+)=(.*)");

  /** Those of the table that only a program of its own reads. */
  private static final List<String> OF_A_PROGRAM =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "S3_BUCKET",
          "AWS_REGION",
          "AWS_ENDPOINT_URL",
          "DATABASE_URL",
          "METRICS_ADDRESS",
          "HEALTH_CHECK_ADDRESS",
          "API_ADDRESS",
          "API_TOKEN",
          "DISCORD_GUILD_ID",
          "LOG_LEVEL");

  @Test
  @DisplayName("Row 54: the example starts with the embedded store and no cloud credentials")
  void theExampleIsAValidConfiguration() throws IOException {
    var variables = example();
    variables.put("API_TOKEN", "a-token-of-ones-own");

    var configuration = EthereumConfiguration.from(variables);

    assertThat(configuration.notes()).as("nothing of a cloud").isEmpty();
    assertThat(configuration.reminder()).isEqualTo(Duration.ofDays(1));
    assertThat(configuration.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(configuration.clientsDataUrl())
        .isEqualTo(URI.create("file:///etc/pulse/clients.json"));
  }

  @Test
  @DisplayName("7: the example has no token that everybody knows; the start asks for one")
  void theExampleWantsATokenOfOnesOwn() throws IOException {
    var variables = example();

    assertThatThrownBy(() -> EthereumConfiguration.from(variables))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("API_TOKEN");
  }

  private static Map<String, String> example() throws IOException {
    var variables = new HashMap<String, String>();
    for (var line : Files.readAllLines(DEPLOY.resolve(".env.example"))) {
      var match = VARIABLE.matcher(line);
      if (match.matches() && !line.startsWith("#")) {
        variables.put(match.group(1), match.group(2));
      }
    }
    return variables;
  }

  @Test
  void theExampleNamesEveryVariable() throws IOException {
    var named = new TreeSet<String>();
    for (var line : Files.readAllLines(DEPLOY.resolve(".env.example"))) {
      var match = VARIABLE.matcher(line);
      if (match.matches()) {
        named.add(match.group(1));
      }
    }
    var all = new TreeSet<>(EthereumConfiguration.VARIABLES_OF_A_PART);
    all.addAll(OF_A_PROGRAM);

    assertThat(named).isEqualTo(all);
  }

  @Test
  @DisplayName("Row 54: the image runs the system, and not as root")
  void theImageDoesNotRunAsRoot() throws IOException {
    var lines = Files.readAllLines(DEPLOY.resolve("Dockerfile"));

    assertThat(lines).filteredOn(line -> line.startsWith("FROM ")).hasSize(2);
    assertThat(lines).containsSubsequence("USER 10001", "CMD [\"run\", \"ethereum-network\"]");
    assertThat(lines).noneMatch(line -> line.matches("USER (0|root).*"));
    assertThat(lines)
        .allMatch(
            line ->
                line.isBlank()
                    || line.matches(
                        "(#|FROM|WORKDIR|COPY|RUN|USER|VOLUME|EXPOSE|ENTRYPOINT|CMD)\\b?.*"));
  }

  @Test
  @DisplayName("Row 54: the compose file parses, and gives runs 30 seconds to end")
  void theComposeFileParses() throws IOException {
    var services = map(yaml("compose.yaml").get("services"));
    var service = map(services.get("ethereum-network"));

    assertThat(service).containsEntry("env_file", ".env").containsEntry("stop_grace_period", "30s");
    assertThat(map(service.get("build")).get("dockerfile"))
        .isEqualTo("samples/ethereum-network/deploy/Dockerfile");
    assertThat((List<?>) service.get("volumes"))
        .allSatisfy(
            volume -> {
              var place = volume.toString();
              var host = place.substring(0, place.indexOf(':'));
              assertThat(host.startsWith("./") ? Files.exists(DEPLOY.resolve(host)) : true)
                  .as(host)
                  .isTrue();
            });
    assertThat(yaml("prometheus.yaml")).containsKey("scrape_configs");
    assertThat(map(yaml("clients.json").get("networks"))).isNotEmpty();
  }

  private static Map<String, Object> yaml(String file) throws IOException {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    return map(load.loadFromString(Files.readString(DEPLOY.resolve(file))));
  }

  @SuppressWarnings("unchecked") // the keys of these files are texts
  private static Map<String, Object> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, Object>) value;
  }
}
