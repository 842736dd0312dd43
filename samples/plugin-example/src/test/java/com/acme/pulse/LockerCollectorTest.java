package com.acme.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.testkit.CheckContract;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The collector as it runs: where a check runs, under the same contract. */
class LockerCollectorTest extends CheckContract {
  private FakeStation station;

  @BeforeEach
  void open() throws IOException {
    station = new FakeStation(200, "free=10 total=40");
  }

  @AfterEach
  void close() throws IOException {
    station.close();
  }

  @Override
  protected Check healthy() {
    return collector(station.uri());
  }

  @Override
  protected Check unreachable() throws IOException {
    return collector(FakeStation.closed());
  }

  @Override
  protected Check hanging() {
    return collector(station.silent());
  }

  @Test
  void bringsHowFullTheStationIs() throws Exception {
    var samples = healthy().run(FakeCheckContext.create()).samples();

    var labels = Labels.of("site", "harbour");
    assertThat(samples)
        .containsExactlyInAnyOrder(
            Sample.gauge("acme_free_compartments", labels, 10),
            Sample.gauge("acme_compartments", labels, 40),
            Sample.gauge("acme_used_ratio", labels, 0.75));
  }

  @Test
  void usageOfNothingIsUnavailableAndNotZero() throws Exception {
    try (var empty = new FakeStation(200, "free=0 total=0")) {
      var result = collector(empty.uri()).run(FakeCheckContext.create());

      assertThat(result.samples()).extracting(Sample::name).doesNotContain("acme_used_ratio");
      assertThat(result.findings()).hasSize(1);
    }
  }

  private static Check collector(URI station) {
    var collector =
        Settings.read(
            Map.of("station", station.toString(), "site", "harbour"),
            new LockerCollectorProvider()::create);
    return Registration.collector("usage", collector).build().check();
  }
}
