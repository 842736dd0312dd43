package dev.pulse.core.check;

import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class GroupCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new GroupCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of("members", List.of("a", "b", "c"), "at-least", 2, "max-age", "1h");
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("members");
  }
}
