package dev.pulse.samples.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReportRateTest {
  /** Near the end of the numbers, because nano time may begin anywhere. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  private final ReportRate rate = new ReportRate(nanos::get);

  @Test
  void aMinuteOfReportsMayComeAtOnceAndThenOneEachSecond() {
    for (int i = 0; i < ReportRate.BURST; i++) {
      assertThat(rate.take("backup")).isZero();
    }
    assertThat(rate.take("backup")).isEqualTo(1);
    assertThat(rate.take("other")).as("another job").isZero();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(rate.take("backup")).isZero();
    assertThat(rate.take("backup")).isEqualTo(1);
    nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
    for (int i = 0; i < ReportRate.BURST; i++) {
      assertThat(rate.take("backup")).isZero();
    }
    assertThat(rate.take("backup")).isEqualTo(1);
  }
}
