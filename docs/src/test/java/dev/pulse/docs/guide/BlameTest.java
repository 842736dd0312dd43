package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.maintenance.Maintenance;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.GroupCheck;
import dev.pulse.core.schedule.Cron;
import dev.pulse.testkit.FakeCheckContext;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BlameTest {
  private static Registration check(String name, CheckResult result) {
    return Registration.check(name, context -> result).build();
  }

  @Test
  void theShopIsNotBlamedForItsDatabase() throws Exception {
    Check shopCheck = context -> CheckResult.fail(Reason.STATUS, "500");
    Registration shop =
        Registration.check("shop", shopCheck)
            .schedule(Schedules.every(Duration.ofSeconds(30)))
            .whileFailing(Duration.ofSeconds(5))
            .dependsOn("database", "payment")
            .build();
    var gateway = check("gateway", CheckResult.pass("there"));
    var elsewhere = check("elsewhere", CheckResult.pass("there"));
    var database = check("database", CheckResult.fail(Reason.REFUSED, "refused"));
    var payment = check("payment", CheckResult.pass("fine"));
    Pulse pulse =
        Pulse.builder()
            .register(gateway)
            .register(elsewhere)
            .register(shop)
            .register(database)
            .register(payment)
            .connectivity("gateway", "elsewhere")
            .start();
    try (pulse) {
      assertThat(pulse.runNow("shop").get().result().reason()).contains(Reason.DEPENDENCY);
    }
  }

  @Test
  void announcedWorkIsNobodysFault() throws Exception {
    var berlin = ZoneId.of("Europe/Berlin");
    var database = check("database", CheckResult.fail(Reason.REFUSED, "refused"));
    Pulse pulse =
        Pulse.builder()
            .register(database)
            .maintenance(
                Maintenance.recurring(
                        "backup", Cron.of("0 2 * * *", berlin), Duration.ofMinutes(90))
                    .checks(List.of("database")))
            .start();
    try (pulse) {
      assertThat(pulse.runNow("database").get().status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void aGroupKnowsNothingOfWhatNeverRan() throws Exception {
    Check replicas = GroupCheck.of("shop-1", "shop-2", "shop-3").atLeast(2).build();

    var result = replicas.run(FakeCheckContext.create());

    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
  }
}
