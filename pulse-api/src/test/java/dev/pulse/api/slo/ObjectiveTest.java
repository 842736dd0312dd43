package dev.pulse.api.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
  @Test
  void readsAsItIsSaid() {
    assertThat(Objective.availability(0.999)).hasToString("99.9 % over 30d");
    assertThat(Objective.latency(Duration.ofMillis(300), 0.99).over(Duration.ofDays(7)))
        .hasToString("99 % within 300ms over 7d");
  }

  @Test
  void theBudgetIsWhatIsLeftOfOneInDecimals() {
    assertThat(Objective.availability(0.999).budgetRatio()).isEqualTo(0.001);
    assertThat(Objective.availability(0.9999999).budgetRatio()).isEqualTo(1e-7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0, 0.009, 0.99999999, 99.9, Double.NaN, Double.POSITIVE_INFINITY})
  void sharesOutsideAreRefused(double ratio) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Objective.availability(ratio))
        .withMessage("an objective must be 0.01 to 0.9999999, but is " + ratio);
  }

  @Test
  void allOfItLeavesNoBudget() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Objective.latency(Duration.ofSeconds(1), 1))
        .withMessage(
            "an objective must be 0.01 to 0.9999999, but is 1.0; all of it leaves no budget for"
                + " anything to go wrong");
  }

  @Test
  void boundsAndWindowsAreLimited() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Objective.latency(Duration.ofNanos(999_999), 0.9))
        .withMessage("a bound of latency must be at least a millisecond, but is 0.999999ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Objective.availability(0.9).over(Duration.ofHours(23)))
        .withMessage("the window of an objective must be 1d to 366d, but is 23h");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Objective.availability(0.9).over(Duration.ofDays(367)));
    assertThat(Objective.availability(0.9).over(Duration.ofDays(366)).window())
        .isEqualTo(Duration.ofDays(366));
  }

  @Test
  void isEqualToItsLike() {
    assertThat(Objective.availability(0.9))
        .isEqualTo(Objective.availability(0.9).over(Objective.USUAL_WINDOW))
        .hasSameHashCodeAs(Objective.availability(0.9))
        .isNotEqualTo(Objective.availability(0.9).over(Duration.ofDays(7)))
        .isNotEqualTo(Objective.latency(Duration.ofMillis(1), 0.9));
  }
}
