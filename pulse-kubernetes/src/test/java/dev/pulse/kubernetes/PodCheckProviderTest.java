package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodCheckProviderTest extends CheckProviderContract {
  private final PodCheckProvider provider = new PodCheckProvider(Connections.none());

  @Override
  protected CheckProvider provider() {
    return provider;
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "selector",
        "app=web",
        "namespace",
        "infra",
        "at-least",
        2,
        "ready-within",
        "10m",
        "restart-window",
        "2h",
        "restarts-warn-above",
        1,
        "restarts-fail-above",
        5,
        "total-restarts-fail-above",
        20);
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of();
  }

  private Object create(Map<String, Object> options) {
    return Settings.read(options, provider::create);
  }

  @Test
  void isFoundByItsType() {
    assertThat(ServiceLoader.load(CheckProvider.class))
        .extracting(CheckProvider::type)
        .contains("kubernetes-pods", "kubernetes-workload");
  }

  @Test
  void nameOrSelectorIsNeededAndNotBoth() {
    assertThat(create(Map.of("pod", "db-0", "namespace", "infra"))).hasToString("pod infra/db-0");
    assertThat(create(Map.of("selector", "app=web", "namespace", "*")))
        .hasToString("pods app=web in all namespaces");
    assertThatThrownBy(() -> create(Map.of("namespace", "infra")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("needs a pod or a selector");
    assertThatThrownBy(() -> create(Map.of("pod", "db-0", "selector", "app=web")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("selector: excludes pod: one of them");
  }

  @Test
  void everythingThatIsWrongIsSaidTogether() {
    assertThatThrownBy(
            () -> create(Map.of("pod", "Db/0", "namespace", "*", "restart-window", "1s")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pod: must be a name like web-0, but is \"Db/0\"")
        .hasMessageContaining("namespace: must be a single one for one pod")
        .hasMessageContaining("restart-window: must be 1m to 7d");
  }
}
