package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.route.Route;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.simulation.PulseSimulation;
import dev.pulse.testkit.simulation.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulationTest {
  static Pulse alerting(World world) {
    return Pulse.builder()
        .clock(world.clock())
        .scheduler(world.scheduler())
        .executor(world.executor())
        .check("shop", world.check("shop"), Schedules.every(Duration.ofMinutes(1)))
        .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
        .route(Route.to(world.channel("ops")).groupBy("check").groupWait(Duration.ofSeconds(30)))
        .start();
  }

  @Test
  void aDayOfTrouble() throws Exception {
    try (var simulation = PulseSimulation.start("2026-03-01T00:00:00Z", SimulationTest::alerting)) {
      simulation.at("10:00").fails("shop");
      simulation.at("10:15").goesDown("ops");
      simulation.at("10:20").passes("shop");
      simulation.at("12:00").comesBack("ops");
      simulation.runUntil("13:00");

      simulation.expect("ops").at("10:02:30").first("shop").resolved("shop").nothingMore();
    }
  }

  @Test
  void aYearOfTrouble() throws Exception {
    try (var simulation = PulseSimulation.start("2026-01-01T00:00:00Z", SimulationTest::alerting)) {
      for (int day = 0; day < 365; day++) {
        simulation.after(Duration.ofDays(day).plusHours(10)).fails("shop");
        simulation.after(Duration.ofDays(day).plusHours(11)).passes("shop");
      }
      simulation.runFor(Duration.ofDays(365));
      assertThat(simulation.expect("ops").messages()).hasSize(2 * 365);
    }
  }
}
