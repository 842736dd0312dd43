package dev.pulse.samples.ethereum.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.ConflictException;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.evaluate.Inventory;
import dev.pulse.samples.ethereum.metrics.EthereumMetrics;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EthereumStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Pulse pulse = Pulse.builder().store(Stores.memory()).start();
  private final EthereumMetrics metrics = new EthereumMetrics(registry);
  private final EthereumStore store = EthereumStore.of(pulse, "test", metrics.store());

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  @DisplayName("Vector 8.9: paths are those of the original")
  void pathsAreThoseOfTheOriginal() {
    var paths = new DocumentPaths("test");

    assertThat(paths.mentions("test-net", "test-guild", "test-client"))
        .isEqualTo("test/networks/test-net/mentions/test-guild/test-client.json");
    assertThat(paths.check("test-net", "test-client", "test-check"))
        .isEqualTo("test/networks/test-net/checks/test-client/test-check.log");
    assertThat(paths.monitor(new Subject("n", "c", "g", "ch")))
        .isEqualTo("test/networks/n/monitor/g/ch/c.json");
    assertThat(paths.alertState("n", "g", "ch", "_nodata"))
        .isEqualTo("test/networks/n/alert_state/g/ch/_nodata.json");
    assertThat(paths.inventory("n")).isEqualTo("test/networks/n/inventory.json");
    assertThat(paths.clients()).isEqualTo("test/clients/latest.json");
  }

  @Test
  @DisplayName("5: a part with a slash is one part, and an empty part is an error")
  void partsAreEncoded() {
    var paths = new DocumentPaths("test");

    assertThat(paths.inventory("eels/consume engine ü"))
        .isEqualTo("test/networks/eels%2Fconsume%20engine%20%C3%BC/inventory.json");
    assertThatThrownBy(() -> paths.check("n", "", "id"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"client\"");
    assertThatThrownBy(() -> new DocumentPaths(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"prefix\"");
  }

  @Test
  @DisplayName("5: a conflict is tried three times more, each time with what is there now")
  void aConflictIsTriedThreeTimesMore() {
    var tries = new AtomicInteger();
    var states = store.alertStates();
    states.create("x", AlertState.closed());

    states.change(
        "x",
        found -> {
          if (tries.incrementAndGet() <= 3) {
            interfere("x");
          }
          return found.orElseThrow().told(NOW);
        });

    assertThat(tries).hasValue(4);
    assertThat(states.find("x").orElseThrow().value().lastMessageAt()).isEqualTo(NOW);
  }

  @Test
  void afterThreeConflictsMoreItIsGivenUp() {
    store.alertStates().create("x", AlertState.closed());

    assertThatThrownBy(
            () ->
                store
                    .alertStates()
                    .changeIfPresent(
                        "x",
                        state -> {
                          interfere("x");
                          return state.told(NOW);
                        }))
        .isInstanceOf(ConflictException.class);
    assertThat(
            registry
                .get("panda.pulse.store.operation.errors")
                .tags("operation", "persist", "repository", "alert_state", "error_type", "conflict")
                .counter()
                .count())
        .isEqualTo(4);
  }

  /** What another thread would do in the wrong moment. */
  private void interfere(String id) {
    pulse
        .documents("ethereum-network.alert_state", AlertState.class)
        .change(id, found -> found.orElseThrow().told(Instant.EPOCH));
  }

  @Test
  @DisplayName("K4, 7.4: the log of a run is there for its own guild only")
  void aLogIsThereForItsGuildOnly() {
    keep("teku", "20261121-070000-0000000000000001", NOW);

    assertThat(store.log("20261121-070000-0000000000000001", "g").orElseThrow().text())
        .isEqualTo("one\ntwo\n");
    assertThat(store.log("20261121-070000-0000000000000001", "other")).isEmpty();
    assertThat(store.log("20261121-070000-000000000000000", "g")).as("a prefix").isEmpty();
    assertThat(store.report("20261121-070000-0000000000000001").orElseThrow().log())
        .containsExactly("one", "two");
  }

  @Test
  @DisplayName("5: purging a run takes its exact id, and what is missing is no error")
  void purgingARunTakesItsExactId() {
    keep("teku", "20261121-070000-0000000000000001", NOW);

    assertThat(store.purgeCheck("20261121-070000-00000000000000")).isFalse();
    assertThat(store.purgeCheck("20261121-070000-0000000000000001")).isTrue();
    assertThat(store.purgeCheck("20261121-070000-0000000000000001")).isFalse();
    assertThat(store.checks()).isZero();
    assertThatThrownBy(() -> store.purgeCheck("")).isInstanceOf(IllegalArgumentException.class);
    assertThat(store.purgeMonitor(new Subject("n", "c", "g", "ch"))).isFalse();
    assertThat(store.purgeMentions("n", "c", "g")).isFalse();
    assertThatThrownBy(() -> store.purgeMentions("n", "", "g"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("4.12: documents that were there before the start are counted, in all collections")
  void whatWasThereBeforeIsCounted() {
    store
        .repository("inventory", Inventory.class)
        .create(store.paths().inventory("hoodi"), new Inventory(Map.of()));
    store.alertStates().create("x", AlertState.closed());
    var later = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    EthereumStore.of(pulse, "test", new EthereumMetrics(later).store())
        .repository("inventory", Inventory.class);

    assertThat(later.scrape())
        .contains("panda_pulse_store_objects_total{repository=\"inventory\"} 1.0")
        .contains("panda_pulse_store_objects_total{repository=\"alert_state\"} 1.0");
  }

  @Test
  @DisplayName("Row 51: what is older than the retention goes, for each client")
  void whatIsOlderGoes() {
    for (var client : List.of("besu", "geth", "teku")) {
      for (int day = 1; day <= 4; day++) {
        keep(
            client,
            "2026110" + day + "-070000-" + client + "000000000000",
            Instant.parse("2026-11-0" + day + "T07:00:00Z"));
      }
    }

    assertThat(store.purgeChecksBefore(Instant.parse("2026-11-03T07:00:00Z"))).isEqualTo(6);

    assertThat(store.checks()).isEqualTo(6);
    assertThat(store.log("20261102-070000-geth000000000000", "g")).isEmpty();
    assertThat(store.log("20261103-070000-geth000000000000", "g")).isPresent();
    assertThat(store.purgeChecksBefore(NOW.minus(Duration.ofDays(365)))).isZero();
  }

  private void keep(String client, String id, Instant at) {
    store.keep(
        new SubjectReport(
            id,
            at,
            new Subject("hoodi", client, "g", "ch"),
            Layer.CONSENSUS,
            Status.PASS,
            0,
            5,
            SubjectReport.Kind.NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            0,
            List.of("one", "two")),
        client,
        at);
  }
}
