package dev.pulse.samples.ethereum.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthChecksTest {
  private static final String G =
      "count by (instance, ingress_user, consensus_client, execution_client) ";
  private static final String M = "{network=\"hoodi\", ingress_user!~\"synctest.*\"}";
  private static final NetworkScope HOODI = NetworkScope.of("hoodi");

  @Test
  @DisplayName("C2, rows 1-5: the failing queries, their order, names, layers and detail keys")
  void theFailingQueriesAreThoseOfThePage() {
    assertThat(HealthChecks.standard())
        .extracting(
            it ->
                String.join(
                    " | ",
                    it.id(),
                    it.name(),
                    it.layer().abbreviation(),
                    it.failing(HOODI).text(),
                    it.detailKey()))
        .containsExactly(
            "cl-sync | CL Sync Status | CL | "
                + G
                + "(eth_con_sync_is_syncing"
                + M
                + " == 1) | notSyncedNodes",
            "cl-head-slot | CL Head Slot | CL | delta(beacon_head_slot"
                + M
                + "[5m]) <= 0 | stuckNodes",
            "cl-finalized-epoch | CL Finalized Epoch | CL | beacon_finalized_epoch"
                + M
                + " - on (network) group_left() max by (network) (beacon_finalized_epoch"
                + M
                + ") < -4 | stuckNodes",
            "el-sync | EL Sync Status | EL | "
                + G
                + "(eth_exe_sync_is_syncing"
                + M
                + " == 1) | notSyncedNodes",
            "el-block-height | EL Block Height | EL | eth_exe_block_most_recent_number"
                + M
                + " - on (network) group_left() max by (network) (eth_exe_block_most_recent_number"
                + M
                + ") < -5 | stuckNodes");
  }

  @Test
  @DisplayName("C3: the presence queries; one sample alone of the head slot cannot be judged")
  void thePresenceQueriesAreThoseOfThePage() {
    assertThat(HealthChecks.standard())
        .extracting(it -> it.presence(HOODI).text())
        .containsExactly(
            G + "(eth_con_sync_is_syncing" + M + ")",
            G + "(delta(beacon_head_slot" + M + "[5m]))",
            G + "(beacon_finalized_epoch" + M + ")",
            G + "(eth_exe_sync_is_syncing" + M + ")",
            G + "(eth_exe_block_most_recent_number" + M + ")");
  }

  @ParameterizedTest
  @DisplayName("C1, C4: the vectors of 8.1")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "mainnet; network=\"mainnet\"",
        "a\"b; network=\"a\\\"b\"",
        "a\\b; network=\"a\\\\b\"",
        "a.b; network=\"a.b\"",
      })
  void theNetworkIsMatchedByEqualityAndEscaped(String network, String matcher) {
    assertThat(NetworkScope.of(network).metric("up").text())
        .isEqualTo("up{" + matcher + ", ingress_user!~\"synctest.*\"}");
  }

  @Test
  @DisplayName("C4: every query comes from the builder")
  void noQueryIsRaw() {
    assertThat(HealthChecks.standard())
        .allMatch(it -> !it.failing(HOODI).isRaw() && !it.presence(HOODI).isRaw());
  }

  @Test
  @DisplayName("Row 53: a sixth check on the class path is found, a broken one is left out")
  void aSixthCheckOnTheClassPathIsFound(@TempDir Path folder) throws IOException {
    var services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(HealthCheck.class.getName()),
        PeerCountCheck.class.getName() + "\n" + BrokenCheck.class.getName() + "\n");

    try (var loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      assertThat(HealthChecks.installed(loader))
          .extracting(HealthCheck::id)
          .containsExactly(
              "cl-sync",
              "cl-head-slot",
              "cl-finalized-epoch",
              "el-sync",
              "el-block-height",
              "cl-peers");
    }
  }

  @Test
  void idsTellChecksApart() {
    var first = HealthChecks.standard().get(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthChecks.checked(List.of(first, first)))
        .withMessageContaining("two checks have the id \"cl-sync\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthChecks.checked(List.of(new PeerCountCheck("CL Peers", "x"))))
        .withMessageContaining("but is \"CL Peers\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthChecks.checked(List.of()))
        .withMessageContaining("at least one check is needed");
  }
}
