package com.acme.pulse;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.DetectorProvider;
import java.util.function.Supplier;

/** Makes detectors of the type {@code acme.stuck}. */
public final class StuckDetectorProvider implements DetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public StuckDetectorProvider() {}

  @Override
  public String type() {
    return "acme.stuck";
  }

  @Override
  public Supplier<? extends Detector> create(Settings settings) {
    int most =
        settings
            .integer("most-equal")
            .describedAs("how many equal values in a row are normal")
            .between(2, 10_000)
            .orElse(20);
    return () -> new StuckDetector(most);
  }
}
