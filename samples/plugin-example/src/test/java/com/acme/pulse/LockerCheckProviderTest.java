package com.acme.pulse;

import dev.pulse.api.spi.CheckProvider;
import dev.pulse.testkit.CheckProviderContract;
import java.util.Map;
import java.util.Set;

class LockerCheckProviderTest extends CheckProviderContract {
  @Override
  protected CheckProvider provider() {
    return new LockerCheckProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of("station", "https://lockers-7.acme.example", "least-free", 3);
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("station");
  }
}
