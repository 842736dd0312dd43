package dev.pulse.docs.guide;

import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.Map;
import java.util.Set;

class QueueCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new QueueCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of("url", "http://broker.example/depth", "most", 50);
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("url");
  }
}
