package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Target;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.core.Alerting;
import dev.pulse.core.Pulse;
import dev.pulse.testkit.RecordingNotifier;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AlertingTest {
  @Test
  void somebodyTakesOverWhatTheShopIsInTroubleWith() throws Exception {
    var ops = new RecordingNotifier();
    var pager = new RecordingNotifier();
    var shop =
        Registration.check("shop", context -> CheckResult.fail(Reason.REFUSED, "refused"))
            .target(Target.of("shop", Labels.of("team", "shop")))
            .rule(AlertRule.whenFailing().after(1).severity(Severity.CRITICAL))
            .build();
    Pulse pulse =
        Pulse.builder()
            .register(shop)
            .route(
                Route.to(Channel.of("ops", ops))
                    .groupBy("team")
                    .child(
                        Route.to(Channel.of("pager", pager).stormCap(20, Duration.ofMinutes(1)))
                            .matching("severity=\"critical\"")
                            .continuing()))
            .inhibit(
                new Inhibition(
                    List.of(Matcher.equal("severity", "critical")),
                    List.of(Matcher.equal("severity", "warning")),
                    Set.of("check")))
            .digestAt(LocalTime.of(8, 30), ZoneId.of("Europe/Berlin"))
            .start();
    try (pulse) {
      pulse.runNow("shop").get();
      pulse.flush();
      var now = pulse.clock().instant();
      long incident = pulse.alerting().alerts().get(0).incident();
      Alerting alerting = pulse.alerting();
      alerting.acknowledge(incident, "Ada", "on it");
      alerting.silence(
          List.of(Matcher.equal("team", "shop")),
          now,
          now.plus(Duration.ofHours(2)),
          "Ada",
          "moving house");
      System.out.println(alerting.explain(incident).orElseThrow().sentence());

      assertThat(alerting.explain(incident).orElseThrow().sentence()).contains("shop", "pager");
      assertThat(alerting.silences()).hasSize(1);
    }
  }
}
