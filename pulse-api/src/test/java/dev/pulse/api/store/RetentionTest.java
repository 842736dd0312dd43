package dev.pulse.api.store;

import static dev.pulse.api.store.Retention.FOREVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  @Test
  void whatIsNotSetHasADefault() {
    assertThat(Retention.builder().build())
        .hasToString("results for 90d, minutes for 180d, hours for 1095d, days for ever");
  }

  @Test
  void whatIsNotSetIsKeptForAsLongAsWhatIsFiner() {
    var retention = Retention.builder().results(days(400)).hours(FOREVER).build();

    assertThat(retention.minutes()).isEqualTo(days(400));
    assertThat(retention.days()).isEqualTo(FOREVER);
    assertThat(Retention.builder().minutes(days(2_000)).build().hours()).isEqualTo(days(2_000));
  }

  @Test
  void allProblemsAreToldAtOnce() {
    var builder =
        Retention.builder().results(Duration.ofSeconds(59)).minutes(days(9)).hours(days(8));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.days(days(7)).build())
        .withMessage(
            "results must be kept for a minute at least, but for 59s; hours must be kept for as long"
                + " as minutes at least, which is 9d, but for 8d; days must be kept for as long as"
                + " hours at least, which is 8d, but for 7d");
  }

  @Test
  void whatIsKeptForEverHasNoMomentBefore() {
    var now = Instant.parse("2026-03-01T12:00:00Z");

    assertThat(Retention.before(days(1), now)).isEqualTo("2026-02-28T12:00:00Z");
    assertThat(Retention.before(FOREVER, now)).isEqualTo(Instant.MIN);
    assertThat(Retention.before(days(36_500), Instant.MIN)).isEqualTo(Instant.MIN);
  }
}
