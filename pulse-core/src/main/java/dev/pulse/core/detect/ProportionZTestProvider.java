package dev.pulse.core.detect;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.spi.DetectorProvider;
import java.util.function.Supplier;

/** Makes {@link ProportionZTest} available as {@code proportion}. It has no options. Stateless. */
public final class ProportionZTestProvider implements DetectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ProportionZTestProvider() {}

  @Override
  public String type() {
    return "proportion";
  }

  @Override
  public Supplier<? extends Detector> create(Settings settings) {
    return ProportionZTest::new;
  }
}
