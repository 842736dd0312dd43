package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch over Ethereum networks beside the checks of a file. */
@Timeout(90)
class EthereumServeTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("Mounted below /ethereum-network, it answers there and counts at /metrics")
  void theSystemIsMounted() throws Exception {
    var data = folder.resolve("clients.json");
    Files.writeString(
        data, "{\"networks\": {\"hoodi\": {\"status\": \"active\"}}, \"clients\": {\"teku\": {}}}");
    var file = folder.resolve("pulse.yaml");
    Files.writeString(
        file,
        """
        server: {port: 0}
        store: {memory: true}
        ethereum-network:
          prometheus-url: http://127.0.0.1:1
          discord-bot-token: ${BOT}
          discord-guild-ids: '197038439483310086'
          github-token: ${BOT}
          clients-data-url: %s
          node-probe: false
        """
            .formatted(data.toUri()));
    var cli = new Cli(Map.of("BOT", "a-token"));

    try (var serving = cli.serve("serve", "--config", file.toString())) {
      assertThat(serving.get("/ethereum-network/checks").body()).isEqualTo("{\"checks\":[]}");
      assertThat(serving.get("/metrics").body()).contains("panda_pulse_queue_length_current 0.0");
      assertThat(cli.out()).contains("The watch over Ethereum networks is at ");
      assertThat(serving.stop()).isZero();
    }
  }

  @Test
  void problemsOfTheSectionNameItsOptions() throws Exception {
    var file = folder.resolve("pulse.yaml");
    Files.writeString(file, "ethereum-network: {retention-days: 0, prometheus-url: x}\n");
    var cli = new Cli();

    assertThat(cli.run("validate", "--config", file.toString())).isEqualTo(2);

    assertThat(cli.err())
        .contains("ethereum-network.retention-days")
        .contains("ethereum-network.prometheus-url")
        .contains("ethereum-network.discord-bot-token");
  }
}
