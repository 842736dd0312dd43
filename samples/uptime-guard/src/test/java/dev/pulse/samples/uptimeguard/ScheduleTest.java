package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.core.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When targets are probed, and how they are managed. */
class ScheduleTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aNewTargetIsProbedAtOnceAndThenEveryInterval() {
    var target = rig.create("a");
    assertThat(rig.probed()).containsExactly("a");

    rig.probes(2);

    assertThat(rig.stored(target))
        .extracting(Probe::timestamp)
        .containsExactly(Rig.START, seconds(30), seconds(60));
  }

  @Test
  void aTargetMayHaveAnIntervalOfItsOwn() {
    var target =
        rig.create(
            new TargetDocument("a", "http://a.example", "http", true, Rig.START, 7, null, null));

    rig.scheduler.advance(Duration.ofSeconds(21));

    assertThat(rig.stored(target))
        .extracting(Probe::timestamp)
        .containsExactly(Rig.START, seconds(7), seconds(14), seconds(21));
  }

  @Test
  void aDisabledTargetIsNotProbed() {
    var target = rig.create("a");

    rig.guard.setEnabled(target.id(), false);
    rig.probes(3);

    assertThat(rig.probed()).hasSize(1);
  }

  @Test
  void anEnabledTargetIsProbedAtOnceOnAGridOfItsOwn() {
    var target = rig.create("a");
    rig.guard.setEnabled(target.id(), false);
    rig.scheduler.advance(Duration.ofSeconds(40));

    rig.guard.setEnabled(target.id(), true);
    rig.probes(1);

    assertThat(rig.stored(target))
        .extracting(Probe::timestamp)
        .containsExactly(Rig.START, seconds(40), seconds(70));
  }

  @Test
  void enablingWhatIsEnabledChangesNothing() {
    var target = rig.create("a");

    rig.guard.setEnabled(target.id(), true);

    assertThat(rig.probed()).hasSize(1);
  }

  @Test
  void lowerNumbersAreProbedFirst() {
    rig.create("a");
    rig.create("b");
    rig.create("c");

    rig.probes(1);

    assertThat(rig.probed()).containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  void numbersCountUpAndAreNeverGivenAgain() {
    assertThat(rig.create("a").id()).isEqualTo(1);
    assertThat(rig.create("b").id()).isEqualTo(2);
    rig.guard.delete(2);

    assertThat(rig.create("c").id()).isEqualTo(3);
  }

  @Test
  void namesAreUnique() {
    rig.create("a");

    assertThatThrownBy(() -> rig.create("a")).hasMessage("A target with this name already exists");
    assertThat(rig.guard.targets().list()).hasSize(1);
  }

  @Test
  void aNameIsFreeAgainAfterItsTargetIsDeleted() {
    rig.guard.delete(rig.create("a").id());

    assertThat(rig.create("a").id()).isEqualTo(2);
  }

  @Test
  void targetsThatAreNotThereCannotBeChanged() {
    assertThatThrownBy(() -> rig.guard.setEnabled(1, false)).hasMessage("Target not found");
    assertThatThrownBy(() -> rig.guard.delete(1)).hasMessage("Target not found");
  }

  @Test
  void aDisabledTargetCanBeDeleted() {
    var target = rig.create("a");
    rig.guard.setEnabled(target.id(), false);

    rig.guard.delete(target.id());

    assertThat(rig.guard.targets().list()).isEmpty();
    assertThat(rig.stored(target)).isEmpty();
  }

  @Test
  void startingDoesNotInventTargets() {
    for (int start = 0; start < 3; start++) {
      try (var fresh = new Rig(Stores.memory())) {
        assertThat(fresh.guard.targets().list()).isEmpty();
      }
    }
  }

  @Test
  void theProbesThatAreStoredAreThoseThatWereMade() {
    var target = rig.create("a", "120 F R o");
    rig.probes(3);

    assertThat(rig.stored(target))
        .extracting(probe -> List.of(probe.latencyMillis(), probe.statusCode(), probe.ok()))
        .containsExactly(
            List.of(120L, 200, true), List.of(50L, 503, false), List.of(50L, 200, true));
  }

  private static Instant seconds(int after) {
    return Rig.START.plusSeconds(after);
  }
}
