package dev.pulse.core.notify;

import dev.pulse.api.spi.NotifierProvider;
import dev.pulse.testkit.NotifierProviderContract;
import java.util.Map;
import java.util.Set;

class ConsoleNotifierProviderTest extends NotifierProviderContract {
  @Override
  protected NotifierProvider provider() {
    return new ConsoleNotifierProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of();
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of();
  }
}
