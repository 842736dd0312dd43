package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadCheckProviderTest extends CheckProviderContract {
  private final WorkloadCheckProvider provider = new WorkloadCheckProvider(Connections.none());

  @Override
  protected CheckProvider provider() {
    return provider;
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "kind",
        "statefulset",
        "workload",
        "db",
        "namespace",
        "infra",
        "least-ready",
        0.5,
        "least-desired",
        3);
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("kind", "workload");
  }

  @Test
  void optionsArriveAtTheCheck() {
    assertThat(Settings.read(validOptions(), provider::create)).hasToString("statefulset infra/db");
  }

  @Test
  void everythingThatIsWrongIsSaidTogether() {
    var options = Map.of("kind", "job", "workload", "a b", "least-ready", 2, "least-desired", 1);
    assertThatThrownBy(() -> Settings.read(options, provider::create))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("workload: must be a name like web, but is \"a b\"")
        .hasMessageContaining("least-ready: must be more than 0 to 1, but is 2.0")
        .hasMessageContaining("least-desired: is not for jobs");
  }
}
