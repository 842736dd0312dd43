package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.api.check.Check;
import dev.pulse.core.check.IcmpCheck;
import dev.pulse.core.check.WebSocketCheck;
import dev.pulse.docs.Machine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
  @Test
  void icmp() {
    assumeThat(Machine.hasPing()).isTrue();
    Check router =
        IcmpCheck.to("router.example")
            .packets(5)
            .lossWarnAbove(0.2)
            .lossFailAbove(0.5)
            .warnAbove(Duration.ofMillis(50))
            .build();
    assertThat(router).hasToString("icmp router.example");
  }

  @Test
  void webSocket() {
    Check live =
        WebSocketCheck.connect("wss://shop.example/live")
            .header("Origin", "https://shop.example")
            .subprotocol("graphql-transport-ws")
            .send("{\"type\":\"connection_init\"}")
            .expectContaining("connection_ack")
            .failAbove(Duration.ofSeconds(2))
            .build();
    assertThat(live).hasToString("wss://shop.example/live");
  }
}
