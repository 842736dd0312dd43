package dev.pulse.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UptimeTest {
  @Test
  void neitherUnknownTimeNorMaintenanceCountsForTheRatio() {
    assertThat(hours(3, 1, 20, 7).ratio()).hasValue(0.75);
    assertThat(hours(0, 0, 24, 0).ratio()).isEmpty();
    assertThat(hours(0, 0, 0, 24).ratio()).isEmpty();
  }

  @Test
  void partsAddUp() {
    assertThat(hours(3, 1, 20, 7).total()).isEqualTo(Duration.ofHours(31));
    assertThat(hours(1, 2, 3, 4).plus(hours(10, 20, 30, 40))).isEqualTo(hours(11, 22, 33, 44));
    assertThat(hours(1, 2, 3, 4).plus(Uptime.NONE)).isEqualTo(hours(1, 2, 3, 4));
  }

  @Test
  void negativeTimeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hours(0, -1, 0, 0))
        .withMessageContaining("down");
  }

  private static Uptime hours(long up, long down, long unknown, long maintenance) {
    return Uptime.of(
        Duration.ofHours(up),
        Duration.ofHours(down),
        Duration.ofHours(unknown),
        Duration.ofHours(maintenance));
  }
}
