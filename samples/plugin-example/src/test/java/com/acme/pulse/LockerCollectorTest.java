package com.acme.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.config.Settings;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.testkit.CollectorContract;
import dev.pulse.testkit.FakeCollectContext;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LockerCollectorTest extends CollectorContract {
  private final FaultServer station = FaultServer.answering("free=10 total=40");
  private final FaultServer closed = FaultServer.start(Fault.REFUSED);
  private final FaultServer silent = FaultServer.start(Fault.SILENT);

  @AfterEach
  void close() {
    station.close();
    closed.close();
    silent.close();
  }

  @Override
  protected Collector healthy() {
    return collector(station.url());
  }

  @Override
  protected Collector unreachable() {
    return collector(closed.url());
  }

  @Override
  protected Collector hanging() {
    return collector(silent.url());
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("hunter2");
  }

  @Test
  void bringsHowFullTheStationIs() throws Exception {
    var labels = Labels.of("site", "harbour");
    assertThat(healthy().collect(FakeCollectContext.create()).asList())
        .containsExactlyInAnyOrder(
            Sample.gauge("acme_free_compartments", labels, 10),
            Sample.gauge("acme_compartments", labels, 40),
            Sample.gauge("acme_used_ratio", labels, 0.75));
  }

  @Test
  void usageOfNothingIsUnavailableAndNotZero() throws Exception {
    try (var empty = FaultServer.answering("free=0 total=0")) {
      var brought = collector(empty.url()).collect(FakeCollectContext.create());

      assertThat(brought.asList()).extracting(Sample::name).doesNotContain("acme_used_ratio");
      assertThat(brought.unavailable()).extracting(Samples.Unavailable::what).contains("usage");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noFaultIsTakenForAnAnswer(Fault fault) {
    try (var server = FaultServer.start(fault)) {
      var context = FakeCollectContext.builder().timeout(Duration.ofMillis(500)).build();
      var collector = collector(server.url());

      assertThat(failure(collector, context)).as("%s", fault).isInstanceOf(Exception.class);
    }
  }

  private static Throwable failure(Collector collector, FakeCollectContext context) {
    try {
      return new AssertionError("it brought " + collector.collect(context));
    } catch (Exception e) {
      return e;
    }
  }

  private static Collector collector(URI station) {
    return Settings.read(
        Map.of("station", station + "?token=hunter2", "site", "harbour"),
        new LockerCollectorProvider()::create);
  }
}
