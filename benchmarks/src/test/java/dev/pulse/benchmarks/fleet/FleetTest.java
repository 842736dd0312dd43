package dev.pulse.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Instant FROM = Instant.parse("2026-01-08T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static List<Outcome> rounds(Fleet fleet, int rounds) {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < rounds; i++) {
      outcomes.addAll(fleet.next());
    }
    return outcomes;
  }

  @Test
  void theSameFleetHasTheSamePast() {
    assertThat(rounds(new Fleet(5, Kind.HTTP, MINUTE, FROM, true), 100))
        .isEqualTo(rounds(new Fleet(5, Kind.HTTP, MINUTE, FROM, true), 100));
  }

  @Test
  void runIdsRiseAndEveryCheckRunsOnceAnInterval() {
    var outcomes = rounds(new Fleet(50, Kind.PLAIN, MINUTE, FROM, false), 200);

    assertThat(outcomes).hasSize(50 * 200);
    assertThat(outcomes.stream().map(Outcome::runId)).isSorted().doesNotHaveDuplicates();
    assertThat(outcomes).filteredOn(outcome -> outcome.check().equals("check-0007")).hasSize(200);
  }

  @Test
  void pulseIsOffOnTheNinth() {
    var fleet = new Fleet(2, Kind.PLAIN, MINUTE, FROM, true);

    assertThat(rounds(fleet, 24 * 60)).hasSize(2 * 24 * 60);
    assertThat(rounds(fleet, 24 * 60)).hasSize(2 * 21 * 60);
  }

  @Test
  void thereIsTroubleOfEachKind() {
    var outcomes = rounds(new Fleet(40, Kind.PLAIN, MINUTE, FROM, false), 10 * 1_440);

    assertThat(outcomes.stream().map(Outcome::status)).contains(Status.values());
    assertThat(outcomes).filteredOn(outcome -> outcome.status().isUp()).hasSizeGreaterThan(500_000);
  }

  @Test
  void anHttpResultHasSevenSamples() {
    var outcomes = rounds(new Fleet(1, Kind.HTTP, MINUTE, FROM, false), 1);

    assertThat(outcomes.get(0).result().samples()).hasSize(7);
  }
}
