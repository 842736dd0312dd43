package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.core.check.IcmpCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  @Test
  void icmp() {
    Check router =
        IcmpCheck.to("router.example")
            .packets(5)
            .lossWarnAbove(0.2)
            .lossFailAbove(0.5)
            .warnAbove(Duration.ofMillis(50))
            .build();
    assertThat(router).hasToString("icmp router.example");
  }
}
