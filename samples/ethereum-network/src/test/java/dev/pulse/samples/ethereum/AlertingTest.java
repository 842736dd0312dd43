package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.report.SubjectReport.Kind;
import dev.pulse.samples.ethereum.store.AlertState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  @DisplayName("L6: with a run a day the reminder tells of the run of its own day, never before it")
  void aReminderFollowsTheRunOfItsDay() {
    try (var rig = new Rig().watch("hoodi", "teku", "0 7 * * *")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.pass(Duration.ofMinutes(25));
      for (int day = 1; day <= 3; day++) {
        rig.pass(Duration.ofHours(23).plusMinutes(30));
        assertThat(rig.told()).as("before the run of day " + day).hasSize(day);
        rig.pass(Duration.ofMinutes(30));
        assertThat(rig.told()).hasSize(day + 1).endsWith("REPEAT teku on hoodi");
        assertThat(rig.lastReport().at())
            .isEqualTo(Instant.parse("2026-11-21T07:00:00Z").plus(Duration.ofDays(day)));
      }
    }
  }

  @Test
  @DisplayName("L6: who is well again in the morning is not reminded of before it is said")
  void whoIsWellAgainIsNotRemindedOf() {
    try (var rig = new Rig().watch("hoodi", "teku", "0 7 * * *")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.pass(Duration.ofMinutes(6));
      rig.recovers("hoodi");
      rig.pass(Duration.ofDays(2));

      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "RESOLVED teku on hoodi");
    }
  }

  @Test
  @DisplayName("L6, L8: nobody is reminded of what no run has confirmed since the last message")
  void onlyWhatIsConfirmedIsRemindedOf() {
    try (var rig = new Rig().watch("hoodi", "teku", "0 * * * *")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.pass(Duration.ofMinutes(6));
      var toldAt = state(rig, "teku").lastMessageAt();
      rig.silent("hoodi");
      rig.pass(Duration.ofDays(3));

      assertThat(rig.told())
          .startsWith("FIRST teku on hoodi", "FIRST _nodata on hoodi")
          .contains("REPEAT _nodata on hoodi")
          .doesNotContain("REPEAT teku on hoodi");
      assertThat(state(rig, "teku").lastMessageAt()).as("nothing was said").isEqualTo(toldAt);

      rig.recovers("hoodi").fails("hoodi", "teku-geth-1");
      rig.pass(Duration.ofDays(1).plusHours(2));
      assertThat(rig.told()).containsOnlyOnce("REPEAT teku on hoodi");
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
  @DisplayName("L11: what a run had decided is told after a restart, also when all is well by then")
  void whatWasDecidedIsToldAfterARestart(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var rig = new Rig(Stores.sqlite(file)).watch("hoodi", "teku")) {
      rig.runs(1);
      open(rig, "teku", lastRun(rig));
      assertThat(rig.told()).isEmpty();
    }
    try (var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      rig.pass(Duration.ofMinutes(1));
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
      assertThat(rig.evaluated).as("it is no run").isEmpty();
      rig.runs(1);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi", "RESOLVED teku on hoodi");
    }
  }

  @Test
  @DisplayName("L11: a recovery that was decided is told after a restart")
  void aRecoveryThatWasDecidedIsToldAfterARestart(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var rig = new Rig(Stores.sqlite(file)).watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);
      rig.store.alertStates().changeIfPresent(path(rig, "teku"), state -> state.closedAgain());
    }
    try (var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      rig.silent("hoodi");
      rig.pass(Duration.ofMinutes(1));
      assertThat(rig.told()).containsExactly("RESOLVED teku on hoodi");
    }
  }

  @Test
  @DisplayName("L8, L9: a run that failed at the store leaves the network to the next of its time")
  void aRunThatFailedLeavesTheNetworkToTheNext() {
    try (var rig = new Rig().watch("hoodi", "teku").watch("hoodi", "prysm")) {
      rig.silent("hoodi");
      var documents = rig.pulse.documents("ethereum-network.alert_state", Unreadable.class);
      documents.create(path(rig, "_nodata"), new Unreadable(1));
      rig.whenEvaluated(
          () -> {
            if (rig.evaluated.size() == 2) {
              documents.delete(path(rig, "_nodata"));
            }
          });
      rig.runs(1);

      assertThat(rig.evaluated).hasSize(2);
      assertThat(rig.told()).containsExactly("FIRST _nodata on hoodi");
    }
  }

  /**
   * No state of an alert. Public because the JSON library asks for it.
   *
   * @param state not as it should be
   */
  public record Unreadable(int state) {}

  @Test
  @DisplayName("L9: a channel that is deregistered and registered again hears of the network again")
  void aChannelThatComesBackHearsOfTheNetworkAgain() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.silent("hoodi").reusesEvaluations();
      runNow(rig, "teku");
      assertThat(rig.told()).containsExactly("FIRST _nodata on hoodi");
      rig.monitor.registrations().deregister("hoodi", Optional.empty(), Rig.GUILD);
      rig.pass(Duration.ofSeconds(2));
      rig.watch("hoodi", "teku");
      runNow(rig, "teku");

      assertThat(rig.evaluated).hasSize(2);
      assertThat(rig.told()).containsExactly("FIRST _nodata on hoodi", "FIRST _nodata on hoodi");
    }
  }

  @Test
  @DisplayName("L7, C6: while nobody can tell who is expected, a node that is gone ends no alert")
  void withoutTheInventoryNothingIsOver() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);
      rig.loses("hoodi", "teku-geth-1");
      rig.runs(2);

      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
      assertThat(state(rig, "teku").isOpen()).isTrue();
    }
  }

  @Test
  @DisplayName("A registration begins without what a run of an earlier one has left behind")
  void aRegistrationBeginsWithoutALegacy() {
    try (var rig = new Rig()) {
      open(rig, "teku", "gone");
      open(rig, "_network", "gone");
      rig.watch("hoodi", "teku").failsCheck("hoodi", "el-sync", "teku-geth-1");
      rig.runs(1);

      assertThat(state(rig, "teku").fingerprint()).containsExactly("el-sync");
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
    }
  }

  @Test
  @DisplayName("A run whose registration was removed meanwhile leaves no alert behind")
  void aRunThatNobodyWantsLeavesNoAlert() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.whenEvaluated(() -> rig.store.purgeMonitor(subject("teku")));
      rig.runs(1);

      assertThat(rig.store.alertStates().list()).isEmpty();
      assertThat(latest(rig, "teku").status()).isEqualTo(Status.UNKNOWN);
    }
  }

  private static void open(Rig rig, String client, String run) {
    rig.store
        .alertStates()
        .create(
            path(rig, client),
            AlertState.closed().opened(List.of("cl-sync"), List.of(), rig.clock.instant(), run));
  }

  private static String path(Rig rig, String client) {
    return rig.store.paths().alertState("hoodi", Rig.GUILD, Rig.CHANNEL, client);
  }

  private static Subject subject(String client) {
    return new Subject("hoodi", client, Rig.GUILD, Rig.CHANNEL);
  }

  private static void runNow(Rig rig, String client) {
    var unused = rig.pulse.runNow(name(client));
    rig.pulse.flush();
    rig.pass(Duration.ofSeconds(2));
  }

  private static String name(String client) {
    return "ethereum-network.client.hoodi." + Rig.GUILD + "." + Rig.CHANNEL + "." + client;
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

  @Test
  @DisplayName("C12: a run that breaks leaves a log as well, and it is the last one")
  void aRunThatBreaksLeavesALog() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.runs(1);
      var before = lastRun(rig);
      rig.broken("hoodi");
      rig.runs(1);

      assertThat(lastRun(rig)).isNotEqualTo(before);
      assertThat(rig.store.log(lastRun(rig), Rig.GUILD).orElseThrow().text())
          .contains("The evaluation broke: java.lang.IllegalStateException")
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
    return rig.pulse
        .journal()
        .outcomes(OutcomeQuery.of(name(client)).limit(1))
        .items()
        .get(0)
        .result();
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
