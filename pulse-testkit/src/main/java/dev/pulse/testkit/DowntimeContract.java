package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.store.Downtime;
import dev.pulse.api.store.Downtime.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a target was down. */
abstract non-sealed class DowntimeContract extends StoreContractPart {
  private static final boolean RECOVERED = true;
  private static final boolean NOT_RECOVERED = false;

  DowntimeContract(StoreContract contract) {
    super(contract);
  }

  private Downtime downtime(long from, long to) {
    var downtime = store.journal().downtime("a", at(from), at(to));
    assertThat(downtime.total()).isEqualTo(store.journal().uptime("a", at(from), at(to)).down());
    return downtime;
  }

  private static Stretch stretch(long from, long to, boolean recovered) {
    return new Stretch(at(from), at(to), recovered);
  }

  @Test
  void nobodyIsDownWithoutOutcomes() {
    assertThat(downtime(0, 60)).isEqualTo(Downtime.NONE);
  }

  @Test
  void failuresThatFollowEachOtherAreOneStretchAndOthersAnother() {
    commit(
        pass(1, "a", 0),
        fail(2, "a", 10),
        fail(3, "a", 20),
        warn(4, "a", 30),
        fail(5, "a", 40),
        pass(6, "a", 45),
        fail(7, "b", 50));

    assertThat(downtime(0, 60).stretches())
        .containsExactly(stretch(10, 30, RECOVERED), stretch(40, 45, RECOVERED));
    assertThat(downtime(0, 60).isComplete()).isTrue();
  }

  @Test
  void unknownTimeAndMaintenanceEndAStretchButShowNoRecovery() {
    var announced =
        Outcome.builder("a", 5, at(200), CheckResult.fail(Reason.REFUSED, "refused"))
            .validFor(VALIDITY)
            .maintenance("move")
            .build();
    commit(fail(1, "a", 0), unknown(2, "a", 10), fail(3, "a", 20), fail(4, "a", 190), announced);

    assertThat(downtime(0, 300).stretches())
        .containsExactly(
            stretch(0, 10, NOT_RECOVERED),
            stretch(20, 80, NOT_RECOVERED),
            stretch(190, 200, NOT_RECOVERED));
  }

  @Test
  void aStretchIsCutOffAtTheEndsOfWhatWasAskedFor() {
    commit(fail(1, "a", -20), pass(2, "a", 10), fail(3, "a", 40), pass(4, "a", 60));

    assertThat(downtime(0, 60).stretches())
        .containsExactly(stretch(0, 10, RECOVERED), stretch(40, 60, NOT_RECOVERED));
    assertThat(downtime(-5, 5).stretches()).containsExactly(stretch(-5, 5, NOT_RECOVERED));
    assertThat(downtime(5, 5)).isEqualTo(Downtime.NONE);
  }

  @Test
  void boundsBetweenMillisecondsAreKept() {
    commit(fail(1, "a", 0));
    var from = at(1).plusNanos(1);
    var to = at(2).plusNanos(999_999);

    assertThat(store.journal().downtime("a", from, to).stretches())
        .containsExactly(new Stretch(from, to, NOT_RECOVERED));
  }

  @Test
  void ofTwoThatBeganTogetherTheLaterRunCounts() {
    commit(
        fail(1, "a", 0), pass(2, "a", 20), fail(3, "a", 20), pass(4, "a", 30), unknown(5, "a", 30));

    assertThat(downtime(0, 60).stretches()).containsExactly(stretch(0, 30, NOT_RECOVERED));
  }

  @Test
  void aClockThatJumpedBackCountsNoTimeTwice() {
    commit(fail(1, "a", 40), pass(2, "a", 0), fail(3, "a", 20), pass(4, "a", 30));

    assertThat(downtime(0, 60).stretches())
        .containsExactly(stretch(20, 30, RECOVERED), stretch(40, 60, NOT_RECOVERED));
  }

  @Test
  void aStretchMayLastForEver() {
    var forever = Duration.ofDays(10_000);
    commit(outcome(1, "a", 0, CheckResult.fail(Reason.REFUSED, "refused"), forever));

    var downtime = store.journal().downtime("a", Instant.MIN, Instant.MAX);

    assertThat(downtime.stretches())
        .containsExactly(new Stretch(at(0), at(0).plus(forever), NOT_RECOVERED));
  }

  @Test
  void whereResultsAreGoneNoStretchIsMadeUp() {
    commit(pass(1, "a", 0), fail(2, "a", 20), pass(3, "a", 30), fail(4, "a", 86_400 * 10));

    prune(at(86_400));

    // A store without summaries knows nothing any more; one with them knows how much time it was,
    // and may know when.
    var old = downtime(-60, 60);
    assertThat(old.stretches()).isSubsetOf(List.of(stretch(20, 30, RECOVERED)));
    assertThat(old.total()).isIn(Duration.ZERO, Duration.ofSeconds(10));
    var all = downtime(-60, 86_400 * 20);
    var expected = new ArrayList<>(old.stretches());
    expected.add(stretch(86_400 * 10, 86_400 * 10 + 60, NOT_RECOVERED));
    assertThat(all.stretches()).isEqualTo(expected);
    assertThat(all.isComplete()).isEqualTo(old.isComplete());
  }

  @Test
  void aStretchThatEndsBeforeItBeginsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> downtime(1, 0));
  }
}
