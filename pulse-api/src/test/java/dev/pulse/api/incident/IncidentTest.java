package dev.pulse.api.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Incident open = Incident.builder(7, "shop", "downtime", NOON).build();

  @Test
  void resolvingKeepsTheReasonAndTheTimeline() {
    var closed = open.noted(NOON, "looked into it").resolved(NOON.plusSeconds(60), "recovered");
    assertThat(closed.isOpen()).isFalse();
    assertThat(closed.endedAt()).contains(NOON.plusSeconds(60));
    assertThat(closed.resolution()).contains("recovered");
    assertThat(closed.timeline())
        .extracting(Incident.Entry::text)
        .containsExactly("looked into it", "resolved: recovered");
    assertThat(open.isOpen()).isTrue();
    assertThat(open.timeline()).isEmpty();
  }

  @Test
  void whatIsClosedCannotBeClosedAgain() {
    var closed = open.resolved(NOON, "recovered");
    assertThatThrownBy(() -> closed.resolved(NOON, "again"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCopyHasEverything() {
    var closed = open.noted(NOON, "x").resolved(NOON, "recovered");
    assertThat(closed.toBuilder().build()).isEqualTo(closed);
  }
}
