package dev.pulse.core.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.time.ZoneId;

class CronFuzzTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @FuzzTest
  void anyTextIsAScheduleOrRefused(byte[] input) {
    var text = new String(input, UTF_8);
    Cron cron;
    try {
      cron = Cron.of(text, ZONE);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("cron expression");
      return;
    }
    assertThat(cron).isEqualTo(Cron.of(text, ZONE));
    // A day before the clocks are put forward, and back.
    for (String start : new String[] {"2026-03-28T12:34:56Z", "2026-10-24T12:34:56Z"}) {
      var at = Instant.parse(start);
      for (int i = 0; i < 4; i++) {
        var next = cron.next(at).orElseThrow();
        assertThat(next).isAfter(at);
        at = next;
      }
    }
  }
}
