package com.acme.pulse;

import dev.pulse.api.spi.DetectorProvider;
import dev.pulse.testkit.DetectorProviderContract;
import java.util.Map;
import java.util.Set;

class StuckDetectorProviderTest extends DetectorProviderContract {
  @Override
  protected DetectorProvider provider() {
    return new StuckDetectorProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of("most-equal", 5);
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of();
  }
}
