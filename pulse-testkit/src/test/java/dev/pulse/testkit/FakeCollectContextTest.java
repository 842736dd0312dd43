package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.model.Target;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FakeCollectContextTest {
  @Test
  void givesBackWhatItWasGiven() {
    var clock = ManualClock.at("2026-03-01T12:00:00Z");
    var now = new AtomicLong(-5);
    var target = Target.of("shop");
    var context =
        FakeCollectContext.builder()
            .target(target)
            .clock(clock)
            .nanoTime(now::get)
            .timeout(Duration.ofNanos(100))
            .build();
    now.addAndGet(30);
    context.log().add("a line");
    assertThat(context.target()).isSameAs(target);
    assertThat(context.clock().instant()).isEqualTo(clock.instant());
    assertThat(context.remaining()).isEqualTo(Duration.ofNanos(70));
    assertThat(context.logLines()).containsExactly("a line");
    now.addAndGet(1000);
    assertThat(context.remaining()).isZero();
  }
}
