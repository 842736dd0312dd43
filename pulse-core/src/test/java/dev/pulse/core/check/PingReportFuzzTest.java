package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PingReportFuzzTest {
  @FuzzTest
  void anyOutputIsAReportThatMakesSenseOrNone(byte[] input) {
    var report = PingReport.read(new String(input, UTF_8).lines().toList());

    report.ifPresent(
        it -> {
          assertThat(it.sent()).isPositive();
          assertThat(it.received()).isBetween(0, it.sent());
          assertThat(it.loss()).isBetween(0.0, 1.0);
          if (it.received() == 0) {
            assertThat(it.roundTrip()).isNull();
          } else {
            assertThat(it.roundTrip().min()).isLessThanOrEqualTo(it.roundTrip().average());
            assertThat(it.roundTrip().average()).isLessThanOrEqualTo(it.roundTrip().max());
          }
        });
  }
}
