package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.incident.Incident;
import dev.pulse.core.store.Stores;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guard still knows that was stopped and started again on the same file. */
class RestartTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("guard.db");
  }

  @Test
  void theFirstProbeIsJudgedWithTheFullBaseline() {
    try (var before = new Rig(Stores.sqlite(file))) {
      before.create("a", Collections.nCopies(10, "50").toArray(String[]::new));
      before.probes(9);
      assertThat(before.incidents()).isEmpty();
    }

    try (var after = new Rig(Stores.sqlite(file))) {
      after.script("a", "200");
      after.clock.move(Rig.INTERVAL);
      after.probes(1);

      // The first probe of the new start took 50 ms: nothing was scripted yet.
      assertThat(GuardJson.details(after.incidents().get(0))).contains("value=200", " n=11 ");
    }
  }

  @Test
  void anOpenIncidentIsNeitherOpenedAgainNorLost() {
    try (var before = new Rig(Stores.sqlite(file))) {
      before.create("a", "F F F");
      before.probes(2);
      assertThat(before.incidents()).singleElement().matches(Incident::isOpen);
    }

    try (var after = new Rig(Stores.sqlite(file))) {
      // The probe at the start is the first good one.
      assertThat(after.incidents()).singleElement().matches(Incident::isOpen);

      after.probes(1);

      assertThat(after.incidents()).singleElement().matches(incident -> !incident.isOpen());
      assertThat(after.story()).hasSize(1);
    }
  }

  @Test
  void aRunOfFailuresGoesOn() {
    try (var before = new Rig(Stores.sqlite(file))) {
      before.create("a", "o F F");
      before.probes(2);
    }

    try (var after =
        new Rig(
            Stores.sqlite(file),
            GuardSettings.defaults(),
            Optional.of(target -> context -> Rig.result("F")))) {
      assertThat(after.incidents()).extracting(Incident::rule).containsExactly("downtime");
    }
  }

  @Test
  void theTargetsAreStillThereAndProbedAtOnce() {
    try (var before = new Rig(Stores.sqlite(file))) {
      before.create("a");
      before.create("b");
      before.guard.setEnabled(before.create("c").id(), false);
      for (int i = 0; i < 8; i++) {
        before.create("d" + i);
      }
    }

    try (var after = new Rig(Stores.sqlite(file))) {
      assertThat(after.probed())
          .containsExactly("a", "b", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7");
      assertThat(after.guard.targets().list())
          .extracting(WatchedTarget::name)
          .containsExactly("d7", "d6", "d5", "d4", "d3", "d2", "d1", "d0", "c", "b", "a");
      assertThat(after.create("e").id()).isEqualTo(12);
    }
  }

  @Test
  void aDisabledTargetStaysDisabledAndKeepsItsBaseline() {
    try (var before = new Rig(Stores.sqlite(file))) {
      var target = before.create("a", "50");
      before.probes(19);
      before.guard.setEnabled(target.id(), false);
    }

    try (var after = new Rig(Stores.sqlite(file))) {
      after.probes(2);
      assertThat(after.probed()).isEmpty();

      after.script("a", "200");
      after.guard.setEnabled(1, true);

      assertThat(GuardJson.details(after.incidents().get(0))).contains(" n=20 ");
    }
  }

  @Test
  void theSeriesOfTheMetricsAreThereBeforeTheNextProbe() {
    try (var before = new Rig(Stores.sqlite(file))) {
      before.create("a", "F F F");
      before.probes(2);
    }

    try (var after =
        new Rig(
            Stores.sqlite(file),
            GuardSettings.defaults(),
            Optional.of(target -> context -> Rig.result("R")))) {
      assertThat(after.registry.scrape())
          .contains(
              "pulseguard_target_up{target=\"a\"} 0.0",
              "pulseguard_incidents_open{kind=\"downtime\"} 1.0",
              "pulseguard_last_probe_timestamp_seconds{target=\"a\"} ");
    }
  }
}
