package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.core.check.TcpCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The excerpts of the guide about banners. */
class TcpGuideTest {
  @Test
  void bannersAreExpected() {
    Check shell = TcpCheck.to("host.example", 22).expect("SSH-2.0-").build();
    Check cache = TcpCheck.to("cache.example", 6379).send("PING\r\n").expect("+PONG").build();

    assertThat(List.of(shell, cache))
        .map(Check::toString)
        .containsExactly("tcp://host.example:22", "tcp://cache.example:6379");
  }
}
