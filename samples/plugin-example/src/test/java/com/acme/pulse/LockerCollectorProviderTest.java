package com.acme.pulse;

import dev.pulse.api.spi.CollectorProvider;
import dev.pulse.testkit.CollectorProviderContract;
import java.util.Map;
import java.util.Set;

class LockerCollectorProviderTest extends CollectorProviderContract {
  @Override
  protected CollectorProvider provider() {
    return new LockerCollectorProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of("station", "https://lockers-7.acme.example", "site", "harbour");
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("station");
  }
}
