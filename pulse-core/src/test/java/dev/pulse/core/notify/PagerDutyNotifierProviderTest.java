package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.core.plugin.Plugins;
import dev.pulse.testkit.NotifierProviderContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PagerDutyNotifierProviderTest extends NotifierProviderContract {
  @Override
  protected NotifierProvider provider() {
    return new PagerDutyNotifierProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    var options = new LinkedHashMap<String, Object>();
    options.put("routing-key", "r0uting-key");
    options.put("per-alert", true);
    options.put("source", "pulse");
    options.put("base-url", "https://events.eu.pagerduty.com");
    return options;
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("routing-key");
  }

  @Test
  void optionsReachTheReceiver() throws Exception {
    try (var receivers = new HttpReceivers()) {
      var options = new LinkedHashMap<>(validOptions());
      options.put("base-url", receivers.good(202));
      var plugins = Plugins.load(getClass().getClassLoader());
      var notifier = Settings.read(options, settings -> plugins.notifier("pagerduty", settings));
      notifier.send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
      assertThat(receivers.requests().get(0).getBody().utf8())
          .contains("\"routing_key\":\"r0uting-key\"")
          .contains("\"dedup_key\":\"pulse:42\"")
          .contains("\"source\":\"pulse\"");
    }
  }

  @Test
  void problemsNameTheirOptionsAllAtOnce() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of(
                        "per-alert",
                        "perhaps",
                        "base-url",
                        "https://u:s3cret@x.example",
                        "sorce",
                        1),
                    provider()::create))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder("routing-key", "per-alert", "base-url", "sorce"));
  }
}
