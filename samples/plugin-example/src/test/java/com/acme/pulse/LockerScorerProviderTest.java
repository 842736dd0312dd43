package com.acme.pulse;

import dev.pulse.api.spi.ScorerProvider;
import dev.pulse.testkit.ScorerProviderContract;
import java.util.Map;
import java.util.Set;

class LockerScorerProviderTest extends ScorerProviderContract {
  @Override
  protected ScorerProvider provider() {
    return new LockerScorerProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of("station", "https://lockers-7.acme.example", "doors-check", "doors");
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("station", "doors-check");
  }
}
