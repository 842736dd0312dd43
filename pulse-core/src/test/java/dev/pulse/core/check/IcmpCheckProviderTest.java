package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IcmpCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new IcmpCheckProvider(() -> Optional.of(PingProgram.at(Path.of("/usr/bin/ping"))));
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.ofEntries(
        Map.entry("host", "router.example"),
        Map.entry("family", "ipv6"),
        Map.entry("packets", 5),
        Map.entry("interval", "500ms"),
        Map.entry("answer-within", "1s"),
        Map.entry("loss-warn-above", 0.1),
        Map.entry("loss-fail-above", "0.5"),
        Map.entry("warn-above", "100ms"),
        Map.entry("fail-above", "1s"),
        Map.entry("allow-private", false),
        Map.entry("allow", List.of("10.0.0.0/8")),
        Map.entry("deny", "10.1.0.0/16"));
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("host");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Settings.read(
                    Map.of("host", "a b", "packets", 0, "loss-warn-above", 10), provider()::create))
        .withMessageContainingAll(
            "host: must name a host",
            "packets: must be 1 to 20, but is 0",
            "loss-warn-above: must be a part of the packets, 0 to 1, but is 10.0");
  }

  @Test
  void missingPingIsAProblemOfTheWholeCheckThatSaysWhatToInstall() {
    var without = new IcmpCheckProvider(Optional::empty);
    var settings =
        Settings.of("checks[2]", Map.of("host", "router.example"), key -> "pulse.yaml:9");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> settings.finish(without::create))
        .satisfies(
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().get(0).key()).isEqualTo("checks[2]");
              assertThat(e.problems().get(0).where()).isEqualTo("pulse.yaml:9");
              assertThat(e.problems().get(0).message()).contains("install iputils-ping");
            });
  }

  @Test
  void optionsAreDescribedWhereThereIsNoPingToo() {
    assertThat(Settings.describe(new IcmpCheckProvider(Optional::empty)::create))
        .extracting(option -> option.name())
        .contains("host", "packets", "loss-fail-above", "allow");
  }
}
