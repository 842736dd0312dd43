package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.store.StoreException;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.monitor.Refusal;
import dev.pulse.samples.ethereum.monitor.Registrations.Row;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.fakes.LogLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands answer and do, without their transport. */
@Timeout(60)
class CommandsTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final String ADA = "<@12345678901234567>";
  private static final String BOB = "<@&22345678901234567>";

  @Test
  @DisplayName("Row 17, P8: one client is registered, a second time it is there already")
  void oneClientIsRegistered() {
    try (var rig = new Rig()) {
      assertThat(register(rig, "hoodi", "Teku"))
          .isEqualTo("Registered teku on hoodi in " + Rig.CHANNEL);
      assertThat(register(rig, "hoodi", "teku")).isEqualTo("Already registered: teku on hoodi");
      assertThat(rows(rig))
          .singleElement()
          .isEqualTo(
              new Row("hoodi", "teku", Rig.CHANNEL, true, "0 7 * * *", "5 min", Optional.empty()));
    }
  }

  @Test
  @DisplayName("Row 17, P8: all clients are registered, and counted")
  void allClientsAreRegistered() {
    try (var rig = new Rig()) {
      register(rig, "hoodi", "teku");

      assertThat(rig.monitor.registrations().register("hoodi", NONE, Rig.GUILD, Rig.CHANNEL, NONE))
          .isEqualTo("Registered 6 clients on hoodi (1 already registered)");
      assertThat(rows(rig))
          .extracting(Row::client)
          .containsExactly("besu", "geth", "lighthouse", "nimbus", "prysm", "reth", "teku");
    }
  }

  @Test
  @DisplayName("Row 16: the list knows one guild, one network when asked, status and next run")
  void theListIsOfOneGuild() {
    try (var rig = new Rig().watch("hoodi", "teku").watch("sepolia", "geth")) {
      rig.monitor
          .registrations()
          .register(
              "hoodi", Optional.of("prysm"), Rig.OTHER_GUILD, Rig.OTHER_CHANNEL, Optional.empty());

      assertThat(rig.monitor.registrations().list(Rig.GUILD, Optional.of("hoodi")))
          .extracting(Row::client)
          .containsExactly("teku");
      assertThat(Tables.checks(rows(rig)))
          .isEqualTo(
              """
              hoodi
              Client | Status | Next Run
              teku   | ✅ | 5 min

              sepolia
              Client | Status | Next Run
              geth   | ✅ | 5 min
              """);
      assertThat(Tables.checks(List.of())).isEqualTo("No checks are registered\n");
    }
  }

  @Test
  @DisplayName("Row 18, P8: what is deregistered runs no more, and a second call says so")
  void deregisteringEndsRuns() {
    try (var rig = new Rig().watch("hoodi", "teku").watch("hoodi", "geth")) {
      var registrations = rig.monitor.registrations();

      assertThat(registrations.deregister("hoodi", Optional.of("teku"), Rig.GUILD))
          .isEqualTo("Removed teku on hoodi");
      assertThat(registrations.deregister("hoodi", Optional.of("teku"), Rig.GUILD))
          .isEqualTo("Not registered: teku on hoodi");
      assertThat(registrations.deregister("hoodi", NONE, Rig.OTHER_GUILD))
          .isEqualTo("No registrations on hoodi");
      assertThat(registrations.deregister("hoodi", NONE, Rig.GUILD))
          .isEqualTo("Removed 1 registrations on hoodi");

      rig.runs(2);
      assertThat(rig.evaluated).isEmpty();
      assertThat(rig.pulse.checks())
          .extracting(check -> check.name())
          .containsExactly("ethereum-network.retention");
    }
  }

  @Test
  @DisplayName("Defect 10: the registration of another guild or channel is another one")
  void guildsAndChannelsDoNotOverwriteEachOther() {
    try (var rig = new Rig()) {
      var registrations = rig.monitor.registrations();
      register(rig, "hoodi", "teku");
      registrations.register("hoodi", Optional.of("teku"), Rig.GUILD, Rig.OTHER_CHANNEL, NONE);
      registrations.register("hoodi", Optional.of("teku"), Rig.OTHER_GUILD, Rig.CHANNEL, NONE);

      assertThat(registrations.list(Rig.GUILD, NONE)).hasSize(2);
      assertThat(registrations.list(Rig.OTHER_GUILD, NONE)).hasSize(1);
    }
  }

  @Test
  @DisplayName("Rows 17, 43: registrations and mentions survive a restart")
  void aRestartKeepsEverything(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var rig = new Rig(Stores.sqlite(file)).watch("hoodi", "teku")) {
      rig.monitor.mentions().add("hoodi", "teku", Rig.GUILD, ADA);
    }
    try (var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      assertThat(rows(rig)).extracting(Row::client).containsExactly("teku");
      assertThat(rig.monitor.mentions().list(Rig.GUILD, NONE, NONE)).hasSize(1);
      rig.runs(1);
      assertThat(rig.evaluated).containsExactly("hoodi");
    }
  }

  @Test
  @DisplayName(
      "Q2, defect 26: a stored registration that is invalid is left out, and the others run")
  void aRegistrationThatIsInvalidIsLeftOut(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    try (var rig = new Rig(Stores.sqlite(file)).watch("hoodi", "teku").watch("hoodi", "geth")) {
      var path = "test/networks/hoodi/monitor/" + Rig.GUILD + "/" + Rig.CHANNEL + "/teku.json";
      rig.store
          .monitors()
          .changeIfPresent(path, old -> old.withSchedule("every day", rig.clock.instant()));
      rig.pulse
          .documents("ethereum-network.monitor", Broken.class)
          .create("test/networks/hoodi/monitor/g/c/x.json", new Broken("hoodi", "no boolean"));
    }
    try (var log = new LogLines("dev.pulse.samples.ethereum.monitor");
        var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      assertThat(rows(rig)).extracting(Row::client).containsExactly("geth", "teku");
      assertThat(rows(rig)).extracting(Row::nextRun).containsExactly("5 min", "N/A");
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("ERROR"))
          .hasSize(2)
          .anyMatch(line -> line.contains("teku.json"))
          .anyMatch(line -> line.contains("x.json"));
    }
  }

  @Test
  @DisplayName("Q2, P8: what was left out can be registered anew")
  void whatWasLeftOutCanBeRegisteredAnew(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    leaveBroken(file);
    try (var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      assertThat(register(rig, "hoodi", "teku")).startsWith("Registered teku on hoodi");
      assertThat(register(rig, "hoodi", "geth")).startsWith("Registered geth on hoodi");
      assertThat(rows(rig)).extracting(Row::schedule).containsOnly("0 7 * * *");
      assertThat(rows(rig)).extracting(Row::nextRun).containsOnly("22h 55m");
    }
    try (var log = new LogLines("dev.pulse.samples.ethereum.monitor");
        var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      assertThat(rows(rig)).hasSize(2);
      assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
    }
  }

  @Test
  @DisplayName("Q2, P8: what was left out can be deregistered")
  void whatWasLeftOutCanBeDeregistered(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    leaveBroken(file);
    try (var rig = new Rig(Stores.sqlite(file), "2026-11-21T08:05:00Z")) {
      var registrations = rig.monitor.registrations();
      assertThat(registrations.deregister("hoodi", Optional.of("teku"), Rig.OTHER_GUILD))
          .isEqualTo("Not registered: teku on hoodi");
      assertThat(registrations.deregister("hoodi", Optional.of("teku"), Rig.GUILD))
          .isEqualTo("Removed teku on hoodi");
      assertThat(registrations.deregister("hoodi", NONE, Rig.GUILD))
          .isEqualTo("Removed 1 registrations on hoodi");
      assertThat(rig.store.monitors().ids()).isEmpty();
    }
  }

  /** Two registrations that cannot be used: a bad schedule, and no registration at all. */
  private static void leaveBroken(Path file) {
    try (var rig = new Rig(Stores.sqlite(file)).watch("hoodi", "teku")) {
      rig.store
          .monitors()
          .changeIfPresent(
              rig.store.paths().monitor(subject("teku")),
              old -> old.withSchedule("every day", rig.clock.instant()));
      rig.pulse
          .documents("ethereum-network.monitor", Broken.class)
          .create(rig.store.paths().monitor(subject("geth")), new Broken("hoodi", "no boolean"));
    }
  }

  private static Subject subject(String client) {
    return new Subject("hoodi", client, Rig.GUILD, Rig.CHANNEL);
  }

  @Test
  @DisplayName("A store that does not answer stops the start: nobody is left out for it")
  void aStoreThatDoesNotAnswerStopsTheStart(@TempDir Path folder) {
    var file = folder.resolve("pulse.db");
    new Rig(Stores.sqlite(file)).watch("hoodi", "teku").close();
    try (var sound = Stores.sqlite(file)) {
      var faulty = StoreFaults.withoutReading(sound, "ethereum-network.monitor");

      assertThatThrownBy(() -> new Rig(faulty)).isInstanceOf(StoreException.class);
    }
    try (var rig = new Rig(Stores.sqlite(file))) {
      assertThat(rows(rig)).extracting(Row::client).containsExactly("teku");
    }
  }

  /**
   * No registration. Public because the JSON library asks for it.
   *
   * @param network a network
   * @param enabled not as it should be
   */
  public record Broken(String network, String enabled) {}

  @ParameterizedTest
  @ValueSource(
      strings = {"", "@daily", "0 7 * *", "0 7 * * * *", "61 7 * * *", "a b c d e", "0 0 30 2 *"})
  @DisplayName("Row 44, Q1, defect 18: a bad schedule is refused, and the old job goes on")
  void aBadScheduleLeavesTheOldJob(String schedule) {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      var registrations = rig.monitor.registrations();

      assertThatThrownBy(
              () ->
                  registrations.register(
                      "hoodi", Optional.of("teku"), Rig.GUILD, Rig.CHANNEL, Optional.of(schedule)))
          .isInstanceOf(Refusal.class)
          .hasMessageStartingWith("Invalid schedule: ");

      assertThat(rows(rig)).extracting(Row::schedule).containsExactly(Rig.OFTEN);
      rig.runs(2);
      assertThat(rig.evaluated).hasSize(2);
    }
  }

  @Test
  @DisplayName("Q1: a good schedule replaces the old one, without a word about open alerts")
  void aGoodScheduleReplacesTheOldOne() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");
      rig.runs(1);

      assertThat(
              rig.monitor
                  .registrations()
                  .register(
                      "hoodi",
                      Optional.of("teku"),
                      Rig.GUILD,
                      Rig.CHANNEL,
                      Optional.of("30 9 * * *")))
          .startsWith("Registered teku");
      int before = rig.evaluated.size();
      rig.pass(Duration.ofHours(2));
      assertThat(rig.evaluated).hasSizeLessThanOrEqualTo(before + 1);
      int then = rig.evaluated.size();
      rig.pass(Duration.ofMinutes(40));

      assertThat(rig.evaluated).hasSize(then + 1);
      assertThat(rig.told()).containsExactly("FIRST teku on hoodi");
      assertThat(rows(rig)).extracting(Row::schedule).containsExactly("30 9 * * *");
    }
  }

  @Test
  @DisplayName("Row 44, defect 18: schedules are in UTC wherever the machine is")
  void schedulesAreInUtc() {
    var zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    try (var rig = new Rig()) {
      register(rig, "hoodi", "teku");
      rig.pass(Duration.ofMinutes(4));
      assertThat(rig.evaluated).isEmpty();
      rig.pass(Duration.ofMinutes(2));
      assertThat(rig.evaluated).containsExactly("hoodi");
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  @DisplayName("Q3: a run that fails is logged and counted, and its job stays")
  void aRunThatFailsKeepsItsJob() {
    try (var log = new LogLines("dev.pulse.samples.ethereum.monitor");
        var rig = new Rig().watch("hoodi", "teku")) {
      rig.broken("hoodi");
      rig.runs(2);
      rig.recovers("hoodi");
      rig.runs(1);

      assertThat(rig.evaluated).hasSize(3);
      assertThat(log.lines()).contains("ERROR A run of teku on hoodi failed");
      assertThat(rig.registry.get("panda.pulse.scheduler.job.failures").counter().count())
          .isEqualTo(2);
    }
  }

  @Test
  @DisplayName("K4: networks and clients that are not in the document are refused, and cut")
  void unknownNamesAreRefused() {
    try (var rig = new Rig()) {
      assertThatThrownBy(() -> register(rig, "x".repeat(200), "teku"))
          .isInstanceOf(Refusal.class)
          .hasMessage("Unknown network: " + "x".repeat(100));
      assertThatThrownBy(() -> register(rig, "hoodi", "grandine"))
          .hasMessage("Unknown client: grandine");
      assertThatThrownBy(() -> rig.monitor.runs().run("nowhere", "teku", Rig.GUILD, NONE))
          .hasMessage("Unknown network: nowhere");
      assertThatThrownBy(() -> rig.monitor.mentions().add("hoodi", "x\ny", Rig.GUILD, ADA))
          .hasMessage("Unknown client: x y");
      rig.withoutDirectory();
      assertThatThrownBy(() -> register(rig, "hoodi", "teku"))
          .hasMessageContaining("not known yet");
      assertThat(rig.store.monitors().list()).isEmpty();
    }
  }

  @Test
  @DisplayName("Row 20, L12: a run by hand posts what it found, and changes no alert")
  void aRunByHandChangesNoAlert() throws Exception {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.fails("hoodi", "teku-geth-1");

      var result =
          rig.monitor.runs().run("hoodi", "teku", Rig.GUILD, Optional.of(Rig.OTHER_CHANNEL));

      assertThat(result.text()).isEqualTo("Issues for teku on hoodi: 1 checks failing");
      assertThat(rig.posted).containsExactly(Rig.OTHER_CHANNEL + " UNEXPLAINED");
      assertThat(rig.monitor.runs().log(result.id(), Rig.GUILD)).contains("teku-geth-1");
      assertThat(rig.store.alertStates().list()).isEmpty();
      assertThat(rig.told()).isEmpty();
    }
  }

  @Test
  @DisplayName("P10: a report that cannot be posted is told in the answer")
  void aReportThatCannotBePostedIsTold() throws Exception {
    try (var rig = new Rig()) {
      rig.posting(
          (channel, report) -> {
            throw new IllegalStateException("Unknown Channel");
          });

      assertThat(
              rig.monitor.runs().run("hoodi", "teku", Rig.GUILD, Optional.of(Rig.CHANNEL)).text())
          .isEqualTo(
              "No data for teku on hoodi: none of its nodes could be judged; the report could not"
                  + " be posted: Unknown Channel");
    }
  }

  @Test
  @DisplayName("Rows 8, 20: a run by hand says no issues only of what was judged")
  void aRunByHandIsNoAllClearWithoutData() throws Exception {
    try (var rig = new Rig()) {
      assertThat(byHand(rig, "lighthouse")).isEqualTo("No issues for lighthouse on hoodi");
      assertThat(byHand(rig, "teku"))
          .isEqualTo("No data for teku on hoodi: none of its nodes could be judged");

      rig.cannotAsk("hoodi", "cl-sync");
      assertThat(byHand(rig, "lighthouse"))
          .isEqualTo("No data for lighthouse on hoodi in 1 of 5 checks, no issues in the others");

      rig.recovers("hoodi").loses("hoodi", "lighthouse-geth-1");
      assertThat(byHand(rig, "lighthouse"))
          .isEqualTo("No issues for lighthouse on hoodi, as far as is known");
    }
  }

  private static String byHand(Rig rig, String client) throws InterruptedException {
    return rig.monitor.runs().run("hoodi", client, Rig.GUILD, NONE).text();
  }

  @Test
  @DisplayName("Row 19: the log of a run is for its own guild, by its exact id")
  void theLogOfARunIsForItsGuild() {
    try (var rig = new Rig().watch("hoodi", "teku")) {
      rig.runs(1);
      var id = rows(rig).get(0).lastRun().orElseThrow();

      assertThat(rig.monitor.runs().log(id, Rig.GUILD)).startsWith("Run " + id);
      for (var wrong : List.of(id.substring(0, 20), id + "0", "x")) {
        assertThatThrownBy(() -> rig.monitor.runs().log(wrong, Rig.GUILD))
            .hasMessage("Check not found: " + wrong);
      }
      assertThatThrownBy(() -> rig.monitor.runs().log(id, Rig.OTHER_GUILD))
          .isInstanceOf(Refusal.class)
          .hasMessage("Check not found: " + id);
    }
  }

  @Test
  @DisplayName("Row 36, P11: handles are added once, in their order, and called")
  void mentionsAreAdded() {
    try (var rig = new Rig()) {
      var mentions = rig.monitor.mentions();

      assertThat(mentions.add("hoodi", "teku", Rig.GUILD, ADA + " " + BOB))
          .isEqualTo("Added " + ADA + " " + BOB + " to teku on hoodi");
      mentions.add("hoodi", "teku", Rig.GUILD, BOB + "<@!12345678901234567>");

      var document = mentions.list(Rig.GUILD, NONE, NONE).get(0);
      assertThat(document.mentions()).containsExactly(ADA, BOB);
      assertThat(document.enabled()).isTrue();
      for (var wrong : List.of("@everyone", "@here", "<@1>", ADA + " ada")) {
        assertThatThrownBy(() -> mentions.add("hoodi", "teku", Rig.GUILD, wrong))
            .as(wrong)
            .isInstanceOf(Refusal.class);
      }
      assertThat(mentions.list(Rig.GUILD, NONE, NONE).get(0)).isEqualTo(document);
    }
  }

  @Test
  @DisplayName("Row 37: handles are removed, and the last one leaves an empty list")
  void mentionsAreRemoved() {
    try (var rig = new Rig()) {
      var mentions = rig.monitor.mentions();
      mentions.add("hoodi", "teku", Rig.GUILD, ADA + BOB);

      mentions.remove("hoodi", "teku", Rig.GUILD, "<@!12345678901234567>");
      assertThat(mentions.list(Rig.GUILD, NONE, NONE).get(0).mentions()).containsExactly(BOB);
      mentions.remove("hoodi", "teku", Rig.GUILD, BOB);
      assertThat(mentions.list(Rig.GUILD, NONE, NONE).get(0).mentions()).isEmpty();
      assertThat(mentions.remove("hoodi", "geth", Rig.GUILD, ADA))
          .isEqualTo("No mentions configured for geth on hoodi");
    }
  }

  @Test
  @DisplayName("Row 38: the list is filtered by either option, and of one guild")
  void mentionsAreListed() {
    try (var rig = new Rig()) {
      var mentions = rig.monitor.mentions();
      mentions.add("hoodi", "teku", Rig.GUILD, ADA);
      mentions.add("sepolia", "teku", Rig.GUILD, BOB);
      mentions.add("sepolia", "geth", Rig.GUILD, BOB);
      mentions.add("hoodi", "geth", Rig.OTHER_GUILD, BOB);

      assertThat(mentions.list(Rig.GUILD, NONE, NONE)).hasSize(3);
      assertThat(mentions.list(Rig.GUILD, Optional.of("sepolia"), NONE)).hasSize(2);
      assertThat(mentions.list(Rig.GUILD, NONE, Optional.of("teku"))).hasSize(2);
      assertThat(Tables.mentions(mentions.list(Rig.GUILD, Optional.of("hoodi"), NONE)))
          .isEqualTo("hoodi\nClient | Status | Mentions\nteku   | ✅ | " + ADA + "\n");
    }
  }

  @Test
  @DisplayName("Row 39: mentions are disabled and enabled; without any it is said")
  void mentionsAreDisabledAndEnabled() {
    try (var rig = new Rig()) {
      var mentions = rig.monitor.mentions();
      assertThat(mentions.enable("hoodi", "teku", Rig.GUILD, false))
          .isEqualTo("No mentions configured for teku on hoodi");
      mentions.add("hoodi", "teku", Rig.GUILD, ADA);

      assertThat(mentions.enable("hoodi", "teku", Rig.GUILD, false))
          .isEqualTo("Disabled mentions for teku on hoodi");
      assertThat(called(rig)).isEmpty();
      mentions.enable("hoodi", "teku", Rig.GUILD, true);
      assertThat(called(rig)).hasSize(1);
    }
  }

  private static List<?> called(Rig rig) {
    return rig.memory.mentions(new Subject("hoodi", "teku", Rig.GUILD, Rig.CHANNEL));
  }

  @Test
  @DisplayName("P11, defect 13: a store that fails is reported, and wipes nobody")
  void aStoreThatFailsWipesNobody() {
    try (var rig = new Rig()) {
      rig.monitor.mentions().add("hoodi", "teku", Rig.GUILD, ADA);
      var path = rig.store.paths().mentions("hoodi", Rig.GUILD, "teku");
      rig.pulse.documents("ethereum-network.mentions", Broken.class).delete(path);
      rig.pulse
          .documents("ethereum-network.mentions", Broken.class)
          .create(path, new Broken("hoodi", "cannot be read"));

      assertThatThrownBy(() -> rig.monitor.mentions().add("hoodi", "teku", Rig.GUILD, BOB))
          .isInstanceOf(StoreException.class);
      assertThat(
              rig.pulse
                  .documents("ethereum-network.mentions", Broken.class)
                  .find(path)
                  .orElseThrow()
                  .value()
                  .enabled())
          .isEqualTo("cannot be read");
    }
  }

  private static String register(Rig rig, String network, String client) {
    return rig.monitor
        .registrations()
        .register(network, Optional.of(client), Rig.GUILD, Rig.CHANNEL, NONE);
  }

  private static List<Row> rows(Rig rig) {
    return rig.monitor.registrations().list(Rig.GUILD, NONE);
  }
}
