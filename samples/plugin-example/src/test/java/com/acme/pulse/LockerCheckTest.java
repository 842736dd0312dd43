package com.acme.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.pulse.api.check.Check;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.CheckContract;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockerCheckTest extends CheckContract {
  private FakeStation station;

  @BeforeEach
  void open() throws IOException {
    station = new FakeStation(200, "free=3 total=40\n");
  }

  @AfterEach
  void close() throws IOException {
    station.close();
  }

  @Override
  protected Check healthy() {
    return check(URI.create(station.uri() + "/?token=hunter2"), 1);
  }

  @Override
  protected Check unreachable() throws IOException {
    return check(URI.create(FakeStation.closed() + "/?token=hunter2"), 1);
  }

  @Override
  protected Check hanging() {
    return check(station.silent(), 1);
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("hunter2");
  }

  @Test
  void failsWhenThereIsTooLittleRoom() throws Exception {
    var result = check(station.uri(), 4).run(FakeCheckContext.create());

    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.summary()).isEqualTo("3 of 40 compartments are free, at least 4 should be");
  }

  @ParameterizedTest
  @CsvSource({"500, free=3 total=40", "200, free=many", "200, free=5 total=4"})
  void anAnswerThatMakesNoSenseIsNoVerdict(int status, String answer) throws Exception {
    try (var confused = new FakeStation(status, answer)) {
      var check = check(confused.uri(), 1);
      assertThatIOException().isThrownBy(() -> check.run(FakeCheckContext.create()));
    }
  }

  private static Check check(URI station, int least) {
    return new LockerCheck(new LockerStation(station), least);
  }
}
