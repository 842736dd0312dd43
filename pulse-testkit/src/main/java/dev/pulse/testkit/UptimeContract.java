package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Time up, down and unknown. */
abstract non-sealed class UptimeContract extends StoreContractPart {
  UptimeContract(StoreContract contract) {
    super(contract);
  }

  private Uptime uptime(long from, long to) {
    return store.journal().uptime("a", at(from), at(to));
  }

  private static Uptime spent(long up, long down, long unknown) {
    return Uptime.of(
        Duration.ofSeconds(up),
        Duration.ofSeconds(down),
        Duration.ofSeconds(unknown),
        Duration.ZERO);
  }

  @Test
  void eachOutcomeSpeaksUntilTheNext() {
    commit(pass(1, "a", 0), fail(2, "a", 30), warn(3, "a", 50), pass(4, "b", 10));

    assertThat(uptime(0, 60)).isEqualTo(spent(40, 20, 0));
  }

  @Test
  void nothingIsKnownWithoutOutcomes() {
    assertThat(uptime(0, 60)).isEqualTo(spent(0, 0, 60));
    assertThat(uptime(0, 60).ratio()).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void theTimeBeforeTheFirstOutcomeIsUnknown() {
    commit(pass(1, "a", 40));

    assertThat(uptime(0, 60)).isEqualTo(spent(20, 0, 40));
  }

  @Test
  void noOutcomeSpeaksForLongerThanItsValidity() {
    commit(pass(1, "a", 0), fail(2, "a", 200));

    assertThat(uptime(0, 300)).isEqualTo(spent(60, 60, 180));
  }

  @Test
  void unknownEndsWhatWasKnown() {
    commit(pass(1, "a", 0), unknown(2, "a", 10), pass(3, "a", 40));

    assertThat(uptime(0, 50)).isEqualTo(spent(20, 0, 30));
  }

  @Test
  void theOutcomeBeforeTheWindowSpeaksIntoIt() {
    commit(fail(1, "a", -100), pass(2, "a", -20));

    assertThat(uptime(0, 100)).isEqualTo(spent(40, 0, 60));
  }

  @Test
  void anOutcomeWhoseValidityEndedBeforeTheWindowSaysNothing() {
    commit(pass(1, "a", -60));

    assertThat(uptime(0, 100)).isEqualTo(spent(0, 0, 100));
  }

  @Test
  void whatBeganAtTheEndIsOutside() {
    commit(pass(1, "a", 0), fail(2, "a", 30));

    assertThat(uptime(0, 30)).isEqualTo(spent(30, 0, 0));
  }

  @Test
  void aClockThatJumpedBackCountsNoTimeTwice() {
    commit(pass(1, "a", 40), fail(2, "a", 0), pass(3, "a", 20));

    assertThat(uptime(0, 60)).isEqualTo(spent(40, 20, 0));
  }

  @Test
  void ofTwoThatBeganTogetherTheLaterRunCounts() {
    commit(pass(1, "a", 0), fail(2, "a", 0), fail(3, "a", 30), pass(4, "a", 30));

    assertThat(uptime(0, 60)).isEqualTo(spent(30, 30, 0));
  }

  @Test
  void partsOfASecondCount() {
    commit(pass(1, "a", 0));

    var uptime = store.journal().uptime("a", T0.plusMillis(250), T0.plusMillis(1_000));

    assertThat(uptime.up()).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void anEmptyWindowHasNoTime() {
    assertThat(uptime(5, 5)).isEqualTo(spent(0, 0, 0));
  }

  @Test
  void eachOutcomeHasAValidityOfItsOwn() {
    var well = CheckResult.pass("ok");
    commit(
        outcome(1, "a", -86_400, well, Duration.ofDays(2)),
        outcome(2, "a", 10, well, Duration.ofSeconds(5)),
        outcome(3, "a", 40, well, Duration.ZERO));

    assertThat(uptime(0, 60)).isEqualTo(spent(15, 0, 45));
  }

  @Test
  void announcedMaintenanceIsNeitherUpNorDownNorUnknown() {
    commit(
        pass(1, "a", 0),
        announced(2, 20, CheckResult.fail(Reason.REFUSED, "refused")),
        announced(3, 30, CheckResult.unknown(Reason.DNS, "no such name")),
        announced(4, 40, CheckResult.pass("ok")),
        fail(5, "a", 50));

    assertThat(uptime(0, 60))
        .isEqualTo(
            Uptime.of(
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofSeconds(30)));
  }

  private static Outcome announced(long runId, long seconds, CheckResult result) {
    return Outcome.builder("a", runId, at(seconds), result)
        .validFor(VALIDITY)
        .maintenance("move")
        .build();
  }

  @Test
  void theTimeOfEachWindowIsThatOfItsStretch() {
    commit(
        pass(1, "a", 0),
        fail(2, "a", 30),
        announced(3, 45, CheckResult.pass("ok")),
        unknown(4, "a", 70),
        warn(5, "a", 200));
    var windows = Windows.equal(at(-40), at(300), 34);

    var uptimes = store.journal().uptimes("a", windows);

    assertThat(uptimes).hasSize(34);
    for (int i = 0; i < uptimes.size(); i++) {
      assertThat(uptimes.get(i)).as("window %s", i).isEqualTo(uptime(10L * i - 40, 10L * i - 30));
    }
    assertThat(uptimes.get(8))
        .isEqualTo(
            Uptime.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ZERO, Duration.ofSeconds(5)));
  }

  @Test
  void theLongestWindowAndValidityAreAllowed() {
    var forever = Duration.ofDays(10_000);
    commit(outcome(1, "a", 0, CheckResult.pass("ok"), forever));

    var uptime = store.journal().uptime("a", Instant.MIN, Instant.MAX);

    assertThat(uptime.up()).isEqualTo(forever);
    assertThat(uptime.total()).isEqualTo(Duration.between(Instant.MIN, Instant.MAX));
  }

  @Test
  void aWindowThatEndsBeforeItBeginsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> uptime(1, 0));
  }
}
