package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.core.internal.heartbeat.HeartbeatState;
import java.time.Instant;
import java.util.HashMap;

class HeartbeatReportFuzzTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @FuzzTest
  void anyOutputBecomesOneBoundedLine(byte[] input) {
    var report = HeartbeatReport.failed(1).withOutput(new String(input, UTF_8).repeat(3));

    var output = report.after(HeartbeatState.NONE, AT, null).output();

    if (output != null) {
      assertThat(output.codePointCount(0, output.length())).isLessThanOrEqualTo(10_000);
      assertThat(output.codePoints().noneMatch(Character::isISOControl)).isTrue();
      assertThat(output).isNotBlank();
    }
  }

  /** Each line of an input is a detail of a stored result. */
  @FuzzTest
  void anyDetailsAreAStateOrNone(byte[] input) {
    var details = new HashMap<String, String>();
    for (String line : new String(input, UTF_8).split("\n", 20)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        details.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }

    var state = HeartbeatState.of(details);

    assertThat(HeartbeatState.of(state.details())).isEqualTo(state);
    assertThat(state.notAfter(AT).end(AT, true, 0, null).failing()).isFalse();
  }
}
