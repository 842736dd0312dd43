package dev.pulse.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdsTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");

  @Test
  void numbersRiseWithTimeAndWithoutIt() {
    var ids = new Ids(clock, 0);
    long first = ids.next();
    assertThat(ids.next()).isEqualTo(first + 1);
    clock.move(Duration.ofMillis(1));
    assertThat(ids.next()).isEqualTo(first + (1 << 12));
  }

  @Test
  void aClockThatGoesBackDoesNotRepeatNumbers() {
    var ids = new Ids(clock, 0);
    long first = ids.next();
    clock.move(Duration.ofDays(-400));
    assertThat(ids.next()).isEqualTo(first + 1);
  }

  @Test
  void numbersGoOnAboveThoseInTheStore() {
    long far = 1L << 52;
    assertThat(new Ids(clock, far).next()).isEqualTo(far + 1);
  }

  @Test
  void numbersFitIntoWhatJavaScriptReadsExactly() {
    assertThat(new Ids(ManualClock.at("2089-01-01T00:00:00Z"), 0).next()).isLessThan(1L << 53);
  }

  @Test
  void aClockBeforeTheEpochStillCounts() {
    assertThat(new Ids(ManualClock.at("1970-01-01T00:00:00Z"), 0).next()).isEqualTo(1);
  }
}
