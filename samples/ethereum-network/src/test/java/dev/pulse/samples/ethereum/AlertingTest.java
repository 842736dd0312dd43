package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import dev.pulse.samples.ethereum.store.AlertState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From runs to messages, over hours and days. */
@Timeout(60)
class AlertingTest {
  @Test
  @DisplayName(
      "Row 11: three runs with the same fault are one alert, a day later one reminder, then one recovery")
  void oneAlertOneReminderOneRecovery() {
    try (var rig = new Rig().watch("hoodi", "teku", "0 * * * *")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.pass(Duration.ofHours(3));
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");

      rig.pass(Duration.ofHours(20));
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
      rig.pass(Duration.ofHours(2));
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "REPEAT teku on hoodi");

      rig.recovers("hoodi");
      rig.pass(Duration.ofHours(3));
      assertThat(rig.told())
          .containsExactly("FIRST teku on hoodi", "REPEAT teku on hoodi", "RESOLVED teku on hoodi");
    }
  }

  @Test
  @DisplayName("L6: what comes up in addition is one update, and a changed list of nodes is none")
  void whatComesUpInAdditionIsAnUpdate() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);
      rig.fails("hoodi", "teku-geth-2", "teku-geth-3");
      rig.runs(1);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");

      rig.failsCheck("hoodi", "cl-head-slot", "teku-geth-2");
      rig.failsCheck("hoodi", "el-sync", "teku-geth-2");
      rig.runs(2);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "CHANGED teku on hoodi");
      assertThat(rig.lastReport().failing()).hasSize(3);

      rig.failsCheck("hoodi", "cl-head-slot");
      rig.runs(2);
      rig.failsCheck("hoodi", "cl-head-slot", "teku-geth-2");
      rig.runs(2);
      assertThat(rig.told()).as("known since it opened").hasSize(2);
    }
  }

  @Test
  @DisplayName("L6: who becomes a root cause is told in an update")
  void becomingARootCauseIsAnUpdate() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);
      assertThat(rig.lastReport().kind()).isEqualTo(Kind.UNEXPLAINED);

      rig.fails("hoodi", "teku-geth-1", "teku-besu-1");
      rig.runs(2);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "CHANGED teku on hoodi");
      assertThat(rig.lastReport().kind()).isEqualTo(Kind.ROOT_CAUSE);

      rig.fails("hoodi", "teku-geth-1");
      rig.runs(2);
      assertThat(rig.told()).as("weaker again").hasSize(2);
    }
  }

  @Test
  @DisplayName("L7: while a query of what failed has no answer, nothing is over")
  void whatIsNotKnownEndsNothing() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);

      rig.recovers("hoodi").cannotAsk("hoodi", "cl-sync");
      rig.runs(2);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
      assertThat(state(rig, "teku").isOpen()).isTrue();

      rig.recovers("hoodi");
      rig.runs(1);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "RESOLVED teku on hoodi");
    }
  }

  @Test
  @DisplayName("Row 12, L4: machines that do not answer open no alert and close none")
  void infrastructureChangesNothing() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1").infrastructure("hoodi", "teku-geth-1");
      rig.runs(2);
      assertThat(rig.told()).isEmpty();
      assertThat(latest(rig, "teku").summary())
          .isEqualTo("Infrastructure problem on 1 machines, teku not alerted");

      rig.recovers("hoodi").fails("hoodi", "teku-geth-1");
      rig.runs(1);
      rig.infrastructure("hoodi", "teku-geth-1");
      rig.runs(2);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
      assertThat(state(rig, "teku").isOpen()).isTrue();
    }
  }

  @Test
  @DisplayName(
      "Row 10, L8: a network-wide incident is one message for each channel, and leaves clients alone")
  void aNetworkWideIncidentIsOneMessage() {
    try (var rig = new Rig()) {
      for (var client : List.of("teku", "prysm", "lighthouse", "geth")) {
        rig.watch("hoodi", client);
      }
      rig.fails("hoodi", "teku-reth-1");
      rig.runs(1);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");

      rig.fails("hoodi", everything());
      rig.runs(3);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "FIRST _network on hoodi");
      assertThat(rig.lastReport().failingPairs()).isEqualTo(9);
      assertThat(rig.lastReport().allPairs()).isEqualTo(9);

      rig.recovers("hoodi");
      rig.runs(3);
      assertThat(rig.told())
          .containsExactlyInAnyOrder(
              "FIRST teku on hoodi",
              "FIRST _network on hoodi",
              "RESOLVED _network on hoodi",
              "RESOLVED teku on hoodi");
    }
  }

  @Test
  @DisplayName("Rows 8, L9: without data there is one notice and no all-clear, and one recovery")
  void withoutDataThereIsOneNotice() {
    try (var rig = new Rig().watch("hoodi", "teku").watch("hoodi", "prysm")) {
      rig.silent("hoodi");
      rig.runs(3);
      assertThat(rig.told()).containsExactly("FIRST _nodata on hoodi");
      assertThat(latest(rig, "teku").status()).isEqualTo(Status.UNKNOWN);
      assertThat(latest(rig, "teku").summary())
          .isEqualTo("No data for hoodi: none of the checks could be judged");

      rig.recovers("hoodi");
      rig.runs(2);
      assertThat(rig.told()).containsExactly("FIRST _nodata on hoodi", "RESOLVED _nodata on hoodi");
    }
  }

  @Test
  @DisplayName("L9: an open alert is not over because the data is gone")
  void withoutDataAnAlertStaysOpen() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);
      rig.silent("hoodi");
      rig.runs(2);

      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "FIRST _nodata on hoodi");
      assertThat(state(rig, "teku").isOpen()).isTrue();
    }
  }

  @Test
  @DisplayName("Row 14: several networks at once do not mix")
  void networksDoNotMix() {
    try (var rig = new Rig()) {
      for (var network : Rig.NETWORKS) {
        rig.watch(network, "teku").watch(network, "geth");
      }
      rig.fails("sepolia", "teku-reth-1").fails("fusaka-devnet-3", "prysm-geth-1");
      rig.runs(2);

      assertThat(rig.told())
          .containsExactlyInAnyOrder("FIRST teku on sepolia", "FIRST geth on fusaka-devnet-3");
      assertThat(state(rig, "teku").isOpen()).as("hoodi").isFalse();
    }
  }

  @Test
  @DisplayName("Row 43: after a restart an alert is neither told again nor forgotten")
  void aRestartChangesNothing(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var rig = new Rig(Stores.sqlite(file)).watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
    }
    try (var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.pass(Duration.ofMinutes(10));
      rig.runs(2);
      assertThat(rig.told()).isEmpty();

      rig.recovers("hoodi");
      rig.runs(1);
      assertThat(rig.told()).containsExactly("RESOLVED teku on hoodi");
    }
  }

  @Test
  @DisplayName("L11: a crash between the state and the message loses no message")
  void aCrashBetweenStateAndMessageLosesNothing() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      // What a run had written when everything went down, before its outcome was stored.
      rig.store
          .alertStates()
          .create(
              rig.store.paths().alertState("hoodi", Rig.GUILD, Rig.CHANNEL, "teku"),
              AlertState.closed()
                  .opened(List.of("cl-sync"), List.of(), rig.clock.instant(), "gone"));
      rig.store
          .alertStates()
          .create(
              rig.store.paths().alertState("hoodi", Rig.GUILD, Rig.CHANNEL, "_nodata"),
              AlertState.closed()
                  .opened(List.of("no-data"), List.of(), rig.clock.instant(), "gone"));

      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);

      assertThat(rig.told()).contains("FIRST teku on hoodi");
    }
  }

  @Test
  @DisplayName("L11: a channel that refuses is not asked again")
  void aChannelThatRefusesIsNotAskedAgain() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.discord.refuseNext();
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(3);

      assertThat(rig.discord.attempts()).hasSize(1);
      assertThat(rig.told()).isEmpty();
      assertThat(state(rig, "teku").lastMessageAt()).isNull();
    }
  }

  @Test
  @DisplayName("L6: the time of the last message is kept")
  void theTimeOfTheLastMessageIsKept() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);

      var state = state(rig, "teku");
      assertThat(state.lastMessageAt()).isEqualTo("2026-11-21T07:00:00Z");
      assertThat(state.openedAt()).isEqualTo("2026-11-21T07:00:00Z");
      assertThat(state.fingerprint()).containsExactly("cl-sync");
      assertThat(state.items()).hasSize(1);
    }
  }

  @Test
  @DisplayName("Deregistering ends an alert without the untrue word of a recovery")
  void deregisteringSaysNoRecovery() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);

      rig.monitor.registrations().deregister("hoodi", Optional.of("teku"), Rig.GUILD);
      rig.runs(3);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");

      rig.watch("hoodi", "teku");
      rig.runs(1);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "FIRST teku on hoodi");
    }
  }

  @Test
  @DisplayName("C12: each run leaves a log, also one that knows nothing")
  void eachRunLeavesALog() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.runs(1);
      rig.silent("hoodi");
      rig.runs(1);

      assertThat(rig.store.log(lastRun(rig), Rig.GUILD).orElseThrow().text())
          .contains("Decision: no data");
    }
  }

  private static String lastRun(Rig rig) {
    return rig.monitor
        .registrations()
        .list(Rig.GUILD, Optional.empty())
        .get(0)
        .lastRun()
        .orElseThrow();
  }

  private static AlertState state(Rig rig, String client) {
    return rig.store
        .alertStates()
        .find(rig.store.paths().alertState("hoodi", Rig.GUILD, Rig.CHANNEL, client))
        .map(document -> document.value())
        .orElseGet(AlertState::closed);
  }

  private static CheckResult latest(Rig rig, String client) {
    var name = "ethereum-network.client.hoodi." + Rig.GUILD + "." + Rig.CHANNEL + "." + client;
    return rig.pulse.journal().outcomes(OutcomeQuery.of(name).limit(1)).items().get(0).result();
  }

  private static String[] everything() {
    return new String[] {
      "lighthouse-geth-1",
      "lighthouse-besu-1",
      "lighthouse-reth-1",
      "prysm-geth-1",
      "prysm-besu-1",
      "prysm-reth-1",
      "teku-geth-1",
      "teku-besu-1",
      "teku-reth-1"
    };
  }
}
