package com.acme.pulse;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Labels;
import dev.pulse.api.spi.CollectorProvider;

/** Makes collectors of the type {@code acme.locker-usage}: how full a station is. */
public final class LockerCollectorProvider implements CollectorProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LockerCollectorProvider() {}

  @Override
  public String type() {
    return "acme.locker-usage";
  }

  @Override
  public Collector create(Settings settings) {
    var station = Stations.read(settings);
    var labels =
        Labels.of(
            "site", settings.text("site").describedAs("a label of the samples").orElse("main"));
    return context -> {
      var compartments = station.ask(context.remaining());
      var samples =
          Samples.builder()
              .gauge("acme_free_compartments", labels, compartments.free())
              .gauge("acme_compartments", labels, compartments.total());
      return compartments.total() == 0
          ? samples.unavailable("usage", "the station has no compartments").build()
          : samples
              .gauge(
                  "acme_used_ratio",
                  labels,
                  1 - (double) compartments.free() / compartments.total())
              .build();
    };
  }
}
