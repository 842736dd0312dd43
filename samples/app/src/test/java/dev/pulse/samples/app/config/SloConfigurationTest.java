package dev.pulse.samples.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.core.plugin.Plugins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objectives in the YAML file. */
class SloConfigurationTest {
  private final Plugins plugins = Plugins.load(getClass().getClassLoader());

  private Configuration read(String yaml) {
    return new ConfigurationReader("pulse.yaml", Map.of(), plugins).read(yaml);
  }

  private List<String> problems(String yaml) {
    var thrown = catchThrowableOfType(ConfigurationException.class, () -> read(yaml));
    return thrown.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void objectivesOfAvailabilityAndLatencyAreRead() {
    var configuration =
        read(
            """
            checks:
              - {name: shop, url: http://shop.example/}
              - name: shop-slo
                type: slo
                of: shop
                objective: 99.9%
                every: 1m
                fail-unless: slo_error_budget_remaining_ratio > 0
              - name: shop-speed
                type: slo
                of: shop
                objective: 0.99
                latency: 300ms
                window: 7d
                least-bad-runs: 3
                confidence: 0.99
                pairs:
                  - {burn-rate: 10, long: 2h, short: 10m}
                  - {burn-rate: 2, long: 1d, short: 2h, status: warn}
            """);

    assertThat(configuration.checks().subList(1, 3))
        .extracting(Registration::check)
        .extracting(Object::toString)
        .containsExactly("slo shop 99.9 % over 30d", "slo shop 99 % within 300ms over 7d");
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    var yaml =
        """
        checks:
          - {name: shop, url: http://shop.example/}
          - name: all
            type: slo
            of: shopp
            objective: 100%
            window: 12h
            pairs:
              - {burn-rate: 10, long: 1h, short: 2h}
          - name: nobody
            type: slo
            of: shopp
            objective: 99%
        """;

    assertThat(problems(yaml))
        .containsExactlyInAnyOrder(
            "pulse.yaml:6: checks[1].objective: must be below 100%: all of it leaves no budget for"
                + " anything to fail, but is \"100%\"",
            "pulse.yaml:7: checks[1].window: must be 1d to 366d, but is \"12h\"",
            "pulse.yaml:9: checks[1].pairs[0].short: must be at least 1s and below the long window"
                + " of 1h, but is 2h",
            "pulse.yaml:12: checks[2].of: names \"shopp\", which is not a check here; there are all,"
                + " nobody, shop");
  }

  @Test
  void anObjectiveOfAnObjectiveMustNotLeadBack() {
    var yaml =
        """
        checks:
          - {name: a, type: slo, of: b, objective: 99%}
          - {name: b, type: slo, of: a, objective: 99%}
        """;

    assertThat(problems(yaml))
        .containsExactly(
            "pulse.yaml:2: checks[0].of: must not lead back here, but a depends on itself:"
                + " a -> b -> a");
  }
}
