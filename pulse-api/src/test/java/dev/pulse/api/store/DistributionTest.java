package dev.pulse.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
  void unknownTimeDoesNotCountForUptime() {
    var uptime = new Uptime(Duration.ofHours(3), Duration.ofHours(1), Duration.ofHours(20));
    assertThat(uptime.ratio()).hasValue(0.75);
    assertThat(new Uptime(Duration.ZERO, Duration.ZERO, Duration.ofDays(1)).ratio()).isEmpty();
  }
}
