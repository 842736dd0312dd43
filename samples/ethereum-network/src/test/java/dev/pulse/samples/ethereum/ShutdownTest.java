package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.store.IncidentQuery;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.prometheus.MetricsBackend;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.store.AlertState;
import dev.pulse.samples.ethereum.store.MonitorDocument;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShutdownTest {
  @TempDir private Path folder;
  private final CountDownLatch asked = new CountDownLatch(5);
  private final CountDownLatch cancelled = new CountDownLatch(5);

  @Test
  @DisplayName("Row 52, C12: a scheduled run under way is cancelled, leaves its log and no alert")
  void aScheduledRunUnderWayIsCancelled() throws Exception {
    var configuration = configuration();
    var clock = ManualClock.at("2026-11-21T06:55:00Z");
    var scheduler = new ManualScheduler(clock);
    var file = folder.resolve("pulse.db");
    var alerts = EthereumAlerts.of(configuration);
    var pulse =
        Pulse.builder()
            .store(Stores.sqlite(file))
            .clock(clock)
            .scheduler(scheduler)
            .route(alerts.route())
            .start();
    var network = EthereumNetwork.builder(pulse, configuration, alerts).backend(held()).start();
    scheduler.advance(Duration.ofSeconds(1));
    while (network.directory().isEmpty()) {
      Thread.onSpinWait();
    }
    network
        .monitor()
        .registrations()
        .register("hoodi", Optional.of("teku"), Rig.GUILD, Rig.CHANNEL, Optional.empty());
    scheduler.advance(Duration.ofMinutes(6));
    asked.await();
    long start = System.nanoTime();

    network.close();
    pulse.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    try (var later = Pulse.builder().store(Stores.sqlite(file)).start()) {
      var registration =
          later.documents("ethereum-network.monitor", MonitorDocument.class).list().get(0).value();
      assertThat(registration.subject())
          .isEqualTo(new Subject("hoodi", "teku", Rig.GUILD, Rig.CHANNEL));
      assertThat(registration.checkId()).as("the run has left its log").isNotNull();
      assertThat(later.documents("ethereum-network.alert_state", AlertState.class).list())
          .isEmpty();
      assertThat(later.incidents().list(IncidentQuery.all()).items()).isEmpty();
    }
  }

  /** A backend that answers nobody. */
  private MetricsBackend held() {
    return request -> {
      asked.countDown();
      try {
        new CountDownLatch(1).await();
      } finally {
        cancelled.countDown();
      }
      return Map.of();
    };
  }

  private EthereumConfiguration configuration() throws IOException {
    var data = folder.resolve("clients.json");
    Files.writeString(
        data,
        "{\"networks\":{\"hoodi\":{\"status\":\"active\"}},\"clients\":{\"teku\":{\"type\":\"consensus\"}}}");
    return EthereumConfiguration.from(
        Map.of(
            "PROMETHEUS_URL", "http://127.0.0.1:1",
            "DISCORD_BOT_TOKEN", "x",
            "DISCORD_API_BASE", "http://127.0.0.1:1",
            "GITHUB_TOKEN", "x",
            "CLIENTS_DATA_URL", data.toUri().toString(),
            "NODE_PROBE", "false",
            // Only the run of the registration asks the backend: that it was asked tells that the
            // run is under way.
            "EVALUATION_INTERVAL", "off"));
  }
}
