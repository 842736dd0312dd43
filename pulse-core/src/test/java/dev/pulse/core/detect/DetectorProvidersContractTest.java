package dev.pulse.core.detect;

import dev.pulse.api.spi.DetectorProvider;
import dev.pulse.testkit.DetectorProviderContract;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** Each detector of Pulse keeps to the contract that third parties are given. */
class DetectorProvidersContractTest {
  private abstract static class Contract extends DetectorProviderContract {
    @Override
    protected Map<String, Object> validOptions() {
      return Map.of("threshold", 5, "min-delta", 0.5);
    }

    @Override
    protected Set<String> requiredOptions() {
      return Set.of();
    }
  }

  @Nested
  class Ewma extends Contract {
    @Override
    protected DetectorProvider provider() {
      return new EwmaChartProvider();
    }
  }

  @Nested
  class Robust extends Contract {
    @Override
    protected DetectorProvider provider() {
      return new RobustZScoreProvider();
    }
  }

  @Nested
  class Seasonal extends Contract {
    @Override
    protected DetectorProvider provider() {
      return new SeasonalZScoreProvider();
    }
  }

  @Nested
  class Rarity extends Contract {
    @Override
    protected DetectorProvider provider() {
      return new RarityScoreProvider();
    }
  }
}
