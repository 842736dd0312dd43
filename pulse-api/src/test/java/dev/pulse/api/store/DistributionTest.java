package dev.pulse.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void quantilesAreInterpolated() {
    var distribution = Distribution.of(4, 1, 3, 2);
    assertThat(distribution.quantile(0.5)).hasValue(2.5);
    assertThat(distribution.quantile(0.75)).hasValue(3.25);
    assertThat(distribution.min()).hasValue(1);
    assertThat(distribution.max()).hasValue(4);
    assertThat(distribution.mean()).hasValue(2.5);
    assertThat(distribution.count()).isEqualTo(4);
  }

  @Test
  void theMeanOfNothingIsNotZero() {
    assertThat(Distribution.of().mean()).isEmpty();
    assertThat(Distribution.of().quantile(0.95)).isEmpty();
  }

  @Test
  void aShareOutsideIsRefused() {
    assertThatThrownBy(() -> Distribution.of(1).quantile(95)).hasMessageContaining("95");
    assertThatThrownBy(() -> Distribution.of(1).quantile(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theShareOfAnswersInTimeIsCounted() {
    var distribution = Distribution.of(10, 20, 20, 30);

    assertThat(distribution.shareAtMost(9.9)).hasValue(0);
    assertThat(distribution.shareAtMost(10)).hasValue(0.25);
    assertThat(distribution.shareAtMost(20)).hasValue(0.75);
    assertThat(distribution.shareAtMost(29.9)).hasValue(0.75);
    assertThat(distribution.shareAtMost(30)).hasValue(1);
    assertThat(Distribution.of().shareAtMost(1)).isEmpty();
  }

  @Test
  void anApproximationWithAValueForEachIsExact() {
    var exact = Distribution.of(1, 2, 2, 2, 5, 9);
    var other =
        Distribution.approximate(0, 1, 3.5, 9, new double[] {1, 2, 5, 9}, new long[] {1, 3, 1, 1});

    for (double share = 0; share <= 1; share += 0.0625) {
      assertThat(other.quantile(share)).isEqualTo(exact.quantile(share));
    }
    for (double bound = 0; bound < 10; bound += 0.5) {
      assertThat(other.shareAtMost(bound)).isEqualTo(exact.shareAtMost(bound));
    }
    assertThat(other.count()).isEqualTo(6);
    assertThat(other.mean()).hasValue(3.5);
  }

  @Test
  void anApproximationNeverLeavesWhatWasMeasured() {
    var distribution =
        Distribution.approximate(0.5, 10, 11, 12, new double[] {8, 14}, new long[] {500, 500});

    assertThat(distribution.quantile(0)).hasValue(10);
    assertThat(distribution.quantile(0.3)).hasValue(10);
    assertThat(distribution.quantile(0.9)).hasValue(12);
    assertThat(distribution.quantile(1)).hasValue(12);
    assertThat(distribution.relativeError()).isEqualTo(0.5);
  }

  @Test
  void anApproximationWhosePartsDoNotFitIsRefused() {
    var two = new double[] {1, 2};

    assertThatThrownBy(() -> Distribution.approximate(0, 1, 1, 2, two, new long[] {1}))
        .hasMessageContaining("2 and 1");
    assertThatThrownBy(() -> Distribution.approximate(0, 1, 1, 2, two, new long[] {1, 0}))
        .hasMessageContaining("value 1");
    assertThatThrownBy(
            () -> Distribution.approximate(0, 1, 1, 2, new double[] {2, 1}, new long[] {1, 1}))
        .hasMessageContaining("ascend");
    assertThatThrownBy(() -> Distribution.approximate(2, 1, 1, 2, two, new long[] {1, 1}))
        .hasMessageContaining("error");
  }
}
