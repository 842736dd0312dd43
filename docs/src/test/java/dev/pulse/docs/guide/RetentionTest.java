package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.store.Retention;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void whatIsFinerGoesFirst() {
    var retention =
        Retention.builder().results(Duration.ofDays(30)).hours(Retention.FOREVER).build();

    assertThat(retention)
        .hasToString("results for 30d, minutes for 180d, hours for ever, days for ever");
  }
}
