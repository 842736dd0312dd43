package com.acme.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.pulse.api.check.Check;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.CheckContract;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockerCheckTest extends CheckContract {
  private final FaultServer station = FaultServer.answering("free=3 total=40\n");
  private final FaultServer closed = FaultServer.start(Fault.REFUSED);
  private final FaultServer silent = FaultServer.start(Fault.SILENT);

  @AfterEach
  void close() {
    station.close();
    closed.close();
    silent.close();
  }

  @Override
  protected Check healthy() {
    return check(URI.create(station.url() + "?token=hunter2"), 1);
  }

  @Override
  protected Check unreachable() {
    return check(URI.create(closed.url() + "?token=hunter2"), 1);
  }

  @Override
  protected Check hanging() {
    return check(URI.create(silent.url() + "?token=hunter2"), 1);
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("hunter2");
  }

  @Test
  void failsWhenThereIsTooLittleRoom() throws Exception {
    var result = check(station.url(), 4).run(FakeCheckContext.create());

    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.summary()).isEqualTo("3 of 40 compartments are free, at least 4 should be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"free=many", "free=5 total=4", ""})
  void anAnswerThatMakesNoSenseIsNoVerdict(String answer) throws Exception {
    try (var confused = FaultServer.answering(answer)) {
      var check = check(confused.url(), 1);
      assertThatIOException().isThrownBy(() -> check.run(FakeCheckContext.create()));
    }
  }

  @Test
  void aStatusOtherThan200IsNoVerdict() throws Exception {
    try (var moved = FaultServer.redirectingTo(station.url())) {
      var check = check(moved.url(), 1);
      assertThatIOException()
          .isThrownBy(() -> check.run(FakeCheckContext.create()))
          .withMessageContaining("302");
    }
  }

  private static Check check(URI station, int least) {
    return new LockerCheck(new LockerStation(station), least);
  }
}
