package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.fakes.LivingNetwork;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Networks over HTTP, with everything real but the networks themselves, and the time. */
final class LivingRig implements AutoCloseable {
  /** Where the system is mounted. */
  static final String PLACE = "/ethereum-network";

  private final ManualClock clock = ManualClock.at("2026-11-21T07:30:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  final LivingNetwork living = LivingNetwork.builder().still().clock(clock).start();
  private final EthereumConfiguration configuration =
      EthereumConfiguration.from(
          new HashMap<>(
              Map.of(
                  "PROMETHEUS_URL",
                  living.prometheus().toString(),
                  "CLIENTS_DATA_URL",
                  living.directory().toString(),
                  "DISCORD_API_BASE",
                  living.discord().toString(),
                  "DISCORD_BOT_TOKEN",
                  LivingNetwork.TOKEN,
                  "DISCORD_GUILD_IDS",
                  LivingNetwork.GUILD,
                  "GITHUB_TOKEN",
                  "any",
                  "NODE_PROBE",
                  "false",
                  "EVALUATION_INTERVAL",
                  "1m",
                  "EVALUATION_NETWORKS",
                  "hoodi,fusaka-devnet-3")));
  private final EthereumAlerts alerts = EthereumAlerts.of(configuration);
  private final Pulse pulse =
      Pulse.builder()
          .store(Stores.memory())
          .clock(clock)
          .scheduler(scheduler)
          .executor(Runnable::run)
          .startSpread(Duration.ZERO)
          .route(alerts.route())
          .start();
  final EthereumNetwork network = EthereumNetwork.builder(pulse, configuration, alerts).start();
  final PulseServer server =
      PulseServer.builder(pulse).port(0).mount(PLACE, network.routes()).start();

  /** Lets time go by. */
  void pass(Duration time) {
    scheduler.advance(time);
    pulse.flush();
  }

  /** Has something happen to the networks, such as {@code /break?network=hoodi&client=reth}. */
  void happens(String what) {
    var answer = new Caller(living.prometheus().getPort()).send("POST", what, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Override
  public void close() {
    server.close();
    network.close();
    pulse.close();
    living.close();
  }
}
