package dev.pulse.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.store.Downtime.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DowntimeTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  private static Stretch stretch(long from, long to) {
    return new Stretch(T0.plusSeconds(from), T0.plusSeconds(to), false);
  }

  @Test
  void whatIsToldAndWhatIsNotAddUp() {
    var downtime = Downtime.of(List.of(stretch(0, 10), stretch(20, 25)), Duration.ofSeconds(7));

    assertThat(downtime.total()).isEqualTo(Duration.ofSeconds(22));
    assertThat(downtime.isComplete()).isFalse();
    assertThat(downtime).hasToString(downtime.stretches() + " and PT7S that cannot be told apart");
    assertThat(Downtime.NONE.total()).isZero();
    assertThat(Downtime.NONE.isComplete()).isTrue();
  }

  @Test
  void stretchesThatTouchOverlapOrAreNotInOrderAreRefused() {
    for (var next : List.of(stretch(10, 20), stretch(5, 20), stretch(-9, -1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Downtime.of(List.of(stretch(0, 10), next), Duration.ZERO))
          .withMessageContaining("ends at 2026-03-01T12:00:10Z")
          .withMessageContaining(next.from().toString());
    }
  }

  @Test
  void timesThatCannotBeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> stretch(1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> stretch(2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Downtime.of(List.of(), Duration.ofMillis(-1)))
        .withMessageContaining("untold");
  }
}
