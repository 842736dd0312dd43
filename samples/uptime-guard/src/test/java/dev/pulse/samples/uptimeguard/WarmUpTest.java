package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void everyTypeIsTriedAndOnlyTlsEndsAtTheGreeting() {
    assertThat(WarmUp.run())
        .isEqualTo(
            Map.of(
                TargetType.HTTP, Status.PASS,
                TargetType.HTTPS, Status.FAIL,
                TargetType.TCP, Status.PASS));
  }
}
