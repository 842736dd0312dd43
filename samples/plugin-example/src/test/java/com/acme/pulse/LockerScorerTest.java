package com.acme.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Scorer;
import dev.pulse.testkit.FakeScoreContext;
import dev.pulse.testkit.ScorerContract;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LockerScorerTest extends ScorerContract {
  private static final CheckResult CLOSED = CheckResult.pass("all doors are closed");

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
  protected Scorer withEveryFact(FakeScoreContext.Builder context) {
    context.latest(doors(CLOSED));
    return scorer(station.url());
  }

  @Override
  protected Scorer withFactsMissing(FakeScoreContext.Builder context) {
    context.latest(doors(CLOSED));
    return scorer(closed.url());
  }

  @Override
  protected Set<String> missingFactors() {
    return Set.of("room");
  }

  @Override
  protected Scorer withoutFacts(FakeScoreContext.Builder context) {
    context.latest(doors(CheckResult.unknown(Reason.TIMEOUT, "no answer")));
    return scorer(closed.url());
  }

  @Override
  protected Optional<Scorer> hanging(FakeScoreContext.Builder context) {
    context.latest(doors(CLOSED));
    return Optional.of(scorer(silent.url()));
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("hunter2");
  }

  @Test
  void weighsRoomThreeTimes() throws Exception {
    var context = FakeScoreContext.builder().latest(doors(CLOSED)).build();
    assertThat(scorer(station.url()).score(context).value()).hasValue((3 * 50 + 100) / 4.0);
  }

  @Test
  void doorsThatNobodyLookedAtAreMissing() throws Exception {
    var score = scorer(station.url()).score(FakeScoreContext.create());
    assertThat(score.value()).hasValue(50);
    assertThat(score.missing())
        .containsExactly(Factor.missing("doors", 1, "check doors has not run"));
  }

  @Test
  void openDoorsCountZeroBecauseSomebodySawThem() throws Exception {
    var open = doors(CheckResult.fail(Reason.of("acme.open"), "door 3 is open"));
    var score = scorer(station.url()).score(FakeScoreContext.builder().latest(open).build());
    assertThat(score.value()).hasValue(37.5);
    assertThat(score.missing()).isEmpty();
  }

  @Test
  void aStationWithoutCompartmentsHasNoRoomToGrade() throws Exception {
    try (var empty = FaultServer.answering("free=0 total=0")) {
      var score = scorer(empty.url()).score(FakeScoreContext.create());
      assertThat(score.value()).isEmpty();
      assertThat(score.missing()).hasSize(2);
    }
  }

  private static Scorer scorer(URI station) {
    return new LockerScorer(new LockerStation(URI.create(station + "?token=hunter2")), "doors");
  }

  private static Outcome doors(CheckResult result) {
    return Outcome.builder("doors", 1, Instant.EPOCH, result).build();
  }
}
