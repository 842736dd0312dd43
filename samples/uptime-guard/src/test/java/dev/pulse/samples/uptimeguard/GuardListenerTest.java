package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.samples.fakes.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardListenerTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aRefusedTargetIsLoggedOnceWithTheNameOfTheVariable() {
    try (var log = new LogLines(GuardListener.class)) {
      rig.create("two\nlines\u2028three", "R R R");
      rig.create("b", "R");
      rig.probes(2);

      assertThat(log.lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("WARN") && line.contains("PROBE_ALLOW_PRIVATE"))
          .first()
          .asString()
          .startsWith("WARN two?lines?three is not probed");
    }
  }

  @Test
  void incidentsAreLoggedWithNamesThatCannotForgeALine() {
    try (var log = new LogLines(GuardListener.class)) {
      rig.create("a\r\nb\u009B\u202E", "F F F o o");
      rig.probes(4);

      assertThat(log.lines())
          .containsExactly(
              "WARN downtime of a??b?? began: failures=3 status_code=503",
              "INFO downtime of a??b?? ended: failures=3 status_code=503 closed=recovered");
    }
  }

  @Test
  void everyStoredProbeIsPublishedOnceAfterItIsStored() {
    var target = rig.create("a", "o F R o");
    assertThat(rig.bus.events).isEmpty();

    rig.probes(3);

    assertThat(rig.bus.events)
        .extracting(Rig.Event::subject)
        .containsExactly("probe.results", "probe.results", "probe.results");
    assertThat(rig.bus.events)
        .extracting(event -> Rig.field(event.json(), "timestamp"))
        .containsExactlyElementsOf(
            rig.stored(target).stream().map(probe -> GuardJson.time(probe.timestamp())).toList());
  }

  @Test
  void probesThatCannotBeStoredAreNotPublished() {
    var store = new StoppableStore();
    try (var away = new Rig(store);
        var log = new LogLines("dev.pulse.core")) {
      var target = away.create("a", "F F F");
      away.pulse.flush();
      assertThat(away.bus.events).hasSize(1);

      store.stop(true);
      away.scheduler.advance(Rig.INTERVAL.multipliedBy(2));
      assertThat(away.bus.events).hasSize(1);

      store.stop(false);
      away.pulse.flush();
      // Nothing was lost meanwhile, and the incident follows the probes that led to it.
      assertThat(away.bus.events)
          .extracting(Rig.Event::subject)
          .containsExactly("probe.results", "probe.results", "probe.results", "incidents.started");
      assertThat(away.stored(target)).hasSize(3);
      assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR The store does not take"));
    }
  }

  @Test
  void checksOfOthersInTheSamePulseAreNotTheGuards() {
    rig.pulse.add(Registration.check("uptime-guard.x", context -> CheckResult.pass("ok")).build());
    rig.probes(1);

    assertThat(rig.bus.events).isEmpty();
  }
}
