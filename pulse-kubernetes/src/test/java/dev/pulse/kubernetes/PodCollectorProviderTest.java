package dev.pulse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.testkit.CollectorProviderContract;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodCollectorProviderTest extends CollectorProviderContract {
  private final PodCollectorProvider provider = new PodCollectorProvider(Connections.none());

  @Override
  protected CollectorProvider provider() {
    return provider;
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of("selector", "app=web", "namespace", "*");
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of();
  }

  @Test
  void isFoundByItsType() {
    assertThat(ServiceLoader.load(CollectorProvider.class))
        .extracting(CollectorProvider::type)
        .contains("kubernetes-pod-state");
  }

  @Test
  void optionsArriveAtTheCollector() {
    assertThat(Settings.read(validOptions(), provider::create))
        .hasToString("pods app=web in all namespaces");
    assertThatThrownBy(
            () -> Settings.read(Map.of("selector", "app web", "namespace", "A"), provider::create))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("selector: must be a label selector like app=web")
        .hasMessageContaining("namespace: must be a name like infra, but is \"A\"");
  }
}
