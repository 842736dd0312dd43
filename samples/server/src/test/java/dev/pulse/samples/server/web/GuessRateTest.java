package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuessRateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration EACH = Duration.ofSeconds(30);

  private final GuessRate rate = new GuessRate(3, EACH, 4);

  @Test
  void someAtOnceAndThenOneInAWhile() {
    for (int i = 0; i < 3; i++) {
      assertThat(rate.take("192.0.2.1", NOW)).isZero();
    }

    assertThat(rate.take("192.0.2.1", NOW)).isEqualTo(EACH);
    assertThat(rate.take("192.0.2.1", NOW.plusSeconds(29))).isEqualTo(Duration.ofSeconds(1));
    assertThat(rate.take("192.0.2.1", NOW.plusSeconds(30))).isZero();
    assertThat(rate.take("192.0.2.1", NOW.plusSeconds(30))).isEqualTo(EACH);
    assertThat(rate.take("192.0.2.2", NOW)).isZero();
  }

  @Test
  void aRightGuessCostsNothing() {
    for (int i = 0; i < 10; i++) {
      assertThat(rate.take("192.0.2.1", NOW)).isZero();
      rate.giveBack("192.0.2.1", NOW);
    }
  }

  @Test
  void aRightGuessPaysForNoWrongOnes() {
    rate.take("192.0.2.1", NOW);
    rate.take("192.0.2.1", NOW);
    rate.take("192.0.2.1", NOW);
    rate.giveBack("192.0.2.1", NOW);

    assertThat(rate.take("192.0.2.1", NOW)).isZero();
    assertThat(rate.take("192.0.2.1", NOW)).isPositive();
  }

  @Test
  void aClockThatIsPutBackLocksNobodyOut() {
    for (int i = 0; i < 3; i++) {
      rate.take("192.0.2.1", NOW);
    }
    var before = NOW.minus(Duration.ofHours(1));

    assertThat(rate.take("192.0.2.1", before)).isZero();
    assertThat(rate.take("192.0.2.1", before)).isZero();
    assertThat(rate.take("192.0.2.1", before)).isZero();
    assertThat(rate.take("192.0.2.1", before)).isEqualTo(EACH);
  }

  @Test
  void manyAddressesShareWhatOneHasAndNoneIsForgotten() {
    for (int address = 0; address < 1_000; address++) {
      rate.take("198.51.100." + address, NOW);
    }

    assertThat(rate.size()).isEqualTo(5);
    assertThat(rate.take("203.0.113.7", NOW)).isPositive();
    assertThat(rate.take("198.51.100.1", NOW)).isZero();
    assertThat(rate.take("198.51.100.1", NOW)).isZero();
    assertThat(rate.take("198.51.100.1", NOW)).isPositive();
  }

  @Test
  void whoHasWaitedIsForgotten() {
    for (int address = 0; address < 1_000; address++) {
      rate.take("198.51.100." + address, NOW);
    }
    var later = NOW.plus(EACH);

    assertThat(rate.take("203.0.113.7", later)).isZero();
    assertThat(rate.size()).isLessThanOrEqualTo(2);
  }
}
