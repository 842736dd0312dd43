package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Labels;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.prometheus.Point;
import dev.pulse.prometheus.PromQl;
import dev.pulse.prometheus.QueryAnswer;
import dev.pulse.prometheus.Series;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.ethereum.evaluate.HealthCheck;
import dev.pulse.samples.ethereum.evaluate.HealthChecks;
import dev.pulse.samples.ethereum.evaluate.NetworkScope;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.fakes.FakeDiscord;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SixthCheckTest {
  @TempDir private Path folder;

  /** A check that nobody but this test knows. */
  private static final class LonelyNodes implements HealthCheck {
    @Override
    public String id() {
      return "cl-peers";
    }

    @Override
    public String name() {
      return "CL Peers";
    }

    @Override
    public Layer layer() {
      return Layer.CONSENSUS;
    }

    @Override
    public String detailKey() {
      return "lonelyNodes";
    }

    @Override
    public PromQl failing(NetworkScope network) {
      return network.countByNode(network.metric("libp2p_peers").lessThan(3));
    }

    @Override
    public PromQl presence(NetworkScope network) {
      return network.countByNode(network.metric("libp2p_peers"));
    }
  }

  @Test
  @DisplayName(
      "Row 53: a sixth check shows up in runs, logs and alerts without a change of the module")
  void aSixthCheckShowsUpInRunsLogsAndAlerts() throws Exception {
    var data = folder.resolve("clients.json");
    Files.writeString(
        data,
        "{\"networks\":{\"hoodi\":{\"status\":\"active\"}},\"clients\":{\"teku\":{\"type\":\"consensus\"}}}");
    var clock = ManualClock.at("2026-11-21T06:55:00Z");
    var scheduler = new ManualScheduler(clock);
    var checks = new ArrayList<>(HealthChecks.standard());
    checks.add(new LonelyNodes());
    try (var discord = FakeDiscord.start()) {
      var configuration =
          EthereumConfiguration.from(
              Map.of(
                  "PROMETHEUS_URL",
                  "http://127.0.0.1:1",
                  "DISCORD_BOT_TOKEN",
                  FakeDiscord.TOKEN,
                  "DISCORD_API_BASE",
                  discord.api().toString(),
                  "GITHUB_TOKEN",
                  "x",
                  "CLIENTS_DATA_URL",
                  data.toUri().toString(),
                  "NODE_PROBE",
                  "false"));
      var alerts = EthereumAlerts.of(configuration);
      try (var pulse =
              Pulse.builder()
                  .store(Stores.memory())
                  .clock(clock)
                  .scheduler(scheduler)
                  .executor(Runnable::run)
                  .route(alerts.route())
                  .start();
          var network =
              EthereumNetwork.builder(pulse, configuration, alerts)
                  .backend(backend())
                  .checks(checks)
                  .start()) {
        scheduler.advance(Duration.ofMinutes(1));
        network
            .monitor()
            .registrations()
            .register("hoodi", Optional.of("teku"), Rig.GUILD, Rig.CHANNEL, Optional.empty());
        scheduler.advance(Duration.ofMinutes(6));
        pulse.flush();

        var run =
            network.monitor().registrations().list(Rig.GUILD, Optional.empty()).get(0).lastRun();
        assertThat(network.monitor().runs().log(run.orElseThrow(), Rig.GUILD))
            .contains("Check cl-peers (CL Peers): FAIL")
            .contains("lonelyNodes (1): teku-geth-1");
        var alert = discord.messages(Rig.CHANNEL).get(0);
        assertThat(discord.messages(discord.thread(alert.id()).orElseThrow().id()))
            .anyMatch(message -> message.content().contains("CL Peers"));
      }
    }
  }

  /** Every node is there, and one of them is lonely. */
  private static MetricsBackend backend() {
    return request -> {
      var answers = new LinkedHashMap<String, QueryAnswer>();
      request
          .queries()
          .forEach(
              (name, query) -> {
                var text = query.text();
                boolean failing = text.matches("(?s).*(== 1\\)|<= 0|< -4|< -5|< 3\\))$");
                boolean lonely = text.contains("libp2p_peers");
                answers.put(
                    name,
                    failing && !lonely
                        ? QueryAnswer.vector()
                        : failing
                            ? QueryAnswer.vector(series("teku-geth-1"))
                            : QueryAnswer.vector(
                                series("teku-geth-1"), series("lighthouse-geth-1")));
              });
      return answers;
    };
  }

  private static Series series(String node) {
    return Series.of(Labels.from(Map.of("instance", node)), new Point(Instant.EPOCH, 1));
  }
}
