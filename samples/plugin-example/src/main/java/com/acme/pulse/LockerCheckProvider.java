package com.acme.pulse;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;

/** Makes checks of the type {@code acme.lockers}. */
public final class LockerCheckProvider implements CheckProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LockerCheckProvider() {}

  @Override
  public String type() {
    return "acme.lockers";
  }

  @Override
  public Check create(Settings settings) {
    var station = Stations.read(settings);
    int least =
        settings
            .integer("least-free")
            .describedAs("how many compartments must be free")
            .between(1, 100_000)
            .orElse(1);
    return new LockerCheck(station, least);
  }
}
