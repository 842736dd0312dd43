package dev.pulse.api.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.store.Uptime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorBudgetTest {
  private static final Objective THREE_NINES = Objective.availability(0.999);
  private static final Objective FAST = Objective.latency(Duration.ofMillis(300), 0.99);

  private static Uptime minutes(long up, long down, long unknown, long maintenance) {
    return Uptime.of(
        Duration.ofMinutes(up),
        Duration.ofMinutes(down),
        Duration.ofMinutes(unknown),
        Duration.ofMinutes(maintenance));
  }

  @Test
  void ofTimeIsAShareOfWhatIsKnown() {
    var budget = ErrorBudget.ofTime(THREE_NINES, minutes(9_996, 4, 5_000, 15_000));

    assertThat(budget.ratio()).hasValue(0.9996);
    assertThat(budget.burnRate().orElseThrow()).isCloseTo(0.4, within(1e-12));
    assertThat(budget.remainingRatio().orElseThrow()).isCloseTo(0.6, within(1e-12));
    assertThat(budget.allowedTime()).contains(Duration.ofMinutes(10));
    assertThat(budget.remainingTime()).contains(Duration.ofMinutes(6));
    assertThat(budget.unknownRatio()).isEqualTo(1.0 / 3);
    assertThat(budget.runs()).isEmpty();
  }

  @Test
  void overspentIsNegative() {
    var budget = ErrorBudget.ofTime(THREE_NINES, minutes(9_985, 15, 0, 0));

    assertThat(budget.remainingRatio().orElseThrow()).isCloseTo(-0.5, within(1e-12));
    assertThat(budget.remainingTime()).contains(Duration.ofMinutes(-5));
  }

  @Test
  void ofNothingKnownEverythingIsEmpty() {
    for (var time : new Uptime[] {Uptime.NONE, minutes(0, 0, 60, 0), minutes(0, 0, 0, 60)}) {
      var budget = ErrorBudget.ofTime(THREE_NINES, time);

      assertThat(budget.ratio()).isEmpty();
      assertThat(budget.burnRate()).isEmpty();
      assertThat(budget.remainingRatio()).isEmpty();
      assertThat(budget.allowedTime()).isEmpty();
      assertThat(budget.remainingTime()).isEmpty();
      assertThat(budget).asString().contains("nothing known");
    }
    assertThat(ErrorBudget.ofTime(THREE_NINES, minutes(0, 0, 60, 0)).unknownRatio()).isEqualTo(1);
    assertThat(ErrorBudget.ofTime(THREE_NINES, minutes(0, 0, 0, 60)).unknownRatio()).isEqualTo(0);
    assertThat(ErrorBudget.ofRuns(FAST, minutes(60, 0, 0, 0), Runs.NONE).ratio()).isEmpty();
  }

  @Test
  void ofRunsHasNoTime() {
    var budget = ErrorBudget.ofRuns(FAST, minutes(60, 0, 60, 0), new Runs(196, 4));

    assertThat(budget.ratio()).hasValue(0.98);
    assertThat(budget.burnRate()).hasValue(2);
    assertThat(budget.remainingRatio()).hasValue(-1);
    assertThat(budget.allowedTime()).isEmpty();
    assertThat(budget.remainingTime()).isEmpty();
    assertThat(budget.unknownRatio()).isEqualTo(0.5);
    assertThat(budget.runs()).contains(new Runs(196, 4));
    assertThat(budget).hasToString("99 % within 300ms over 30d: ratio 0.98, Runs[good=196, bad=4]");
  }

  @Test
  void runsAreNotNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Runs(-1, 0));
    assertThat(new Runs(1, 2).plus(new Runs(3, 4))).isEqualTo(new Runs(4, 6));
  }
}
