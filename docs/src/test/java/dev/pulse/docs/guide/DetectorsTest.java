package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.model.Signal;
import dev.pulse.core.detect.Direction;
import dev.pulse.core.detect.EwmaChart;
import dev.pulse.core.detect.RarityScore;
import dev.pulse.core.detect.RobustZScore;
import dev.pulse.core.detect.SeasonalZScore;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DetectorsTest {
  @Test
  void eachIsGivenToARule() {
    AlertRule unknown =
        AlertRule.whenAnomalous(Signal.sample("queue_length"), RarityScore.builder()::build);
    AlertRule slow =
        AlertRule.whenAnomalous(
            Signal.latency(),
            RobustZScore.builder().direction(Direction.ABOVE).minDelta(50)::build);
    AlertRule creeping =
        AlertRule.whenAnomalous(
            Signal.sample("heap_bytes"), EwmaChart.builder().weight(0.1)::build);
    AlertRule quiet =
        AlertRule.whenAnomalous(
            Signal.sample("orders_per_minute"),
            SeasonalZScore.builder()
                    .zone(ZoneId.of("Europe/Berlin"))
                    .direction(Direction.BELOW)
                    .minDelta(5)
                ::build);

    var shop =
        Registration.check("shop", context -> CheckResult.pass("open"))
            .rule(unknown)
            .rule(slow)
            .rule(creeping)
            .rule(quiet)
            .build();
    assertThat(shop.rules())
        .extracting(AlertRule::name)
        .containsExactly(
            "queue_length_anomaly",
            "latency_anomaly",
            "heap_bytes_anomaly",
            "orders_per_minute_anomaly");
  }
}
