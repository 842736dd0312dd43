package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Ids, pruning, forgetting. */
abstract non-sealed class UpkeepContract extends StoreContractPart {
  UpkeepContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void theLastIdIsTheLargestOfRunsAndIncidents() {
    assertThat(store.lastId()).isZero();
    commit(pass(5, "a", 0));
    assertThat(store.lastId()).isEqualTo(5);
    commit(incident(9, "a", "down"));
    assertThat(store.lastId()).isEqualTo(9);
    commit(pass(7, "a", 0));
    assertThat(store.lastId()).isEqualTo(9);
  }

  @Test
  void pruningTakesWhatBeganEarlierAndNothingElse() {
    store.commit(
        Commit.builder()
            .outcomes(List.of(pass(1, "a", 0), pass(2, "a", 10), pass(3, "b", 9)))
            .outcomes(List.of(pass(4, "a", 9), pass(5, "c", 10)))
            .incident(incident(6, "a", "down"))
            .ruleState("b", new byte[] {1})
            .build());
    store.documents("c").create("d", "{}");

    prune(at(10));

    assertThat(runIds(OutcomeQuery.all())).containsExactly(5L, 2L);
    assertThat(store.journal().latest("b")).isEmpty();
    assertThat(incidentIds(IncidentQuery.all())).containsExactly(6L);
    assertThat(store.ruleState("b")).hasValue(new byte[] {1});
    assertThat(store.documents("c").list()).hasSize(1);
    assertThat(store.lastId()).isEqualTo(6);
  }

  @Test
  void pruningEverythingAndNothingWorks() {
    commit(pass(1, "a", 0));
    prune(Instant.MIN);
    assertThat(runIds(OutcomeQuery.all())).containsExactly(1L);

    prune(Instant.MAX);

    assertThat(runIds(OutcomeQuery.all())).isEmpty();
    assertThat(store.lastId()).isEqualTo(1);
    commit(richOutcome(2));
    assertThat(store.journal().latest("rich")).hasValue(richOutcome(2));
  }

  @Test
  void pruningManyResultsTakesAllOfThem() {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 1; i <= 5_000; i++) {
      outcomes.add(pass(i, "check-" + i % 7, i));
    }
    commit(outcomes.toArray(Outcome[]::new));

    prune(at(4_500));

    assertThat(runIds(OutcomeQuery.all().limit(10_000))).hasSize(501);
  }

  @Test
  void whatStaysIsWholeAfterEverythingThatLookedLikeItWasPruned() {
    var day = Duration.ofDays(1).toSeconds();
    commit(richOutcome(1));
    for (int i = 0; i < 10; i++) {
      var result = CheckResult.fail(Reason.TLS, "x").withSample(Sample.gauge("s", i));
      commit(outcome(i + 2, "a", i * day / 2, result));
    }

    for (int i = 0; i < 10; i++) {
      prune(at(i * day / 2));
      assertThat(store.journal().outcomes(OutcomeQuery.of("a")).items()).hasSize(10 - i);
    }
  }

  @Test
  void whatIsKeptIsAnsweredAsBeforeAndWhatIsGoneIsUnknown() {
    var day = Duration.ofDays(1).toSeconds();
    for (int i = 0; i < 20; i++) {
      commit(pass(2 * i + 1, "a", i * day / 2, i), fail(2 * i + 2, "a", i * day / 2 + 30));
    }
    var kept = Duration.ofDays(2);
    var retention = Retention.builder().results(kept).minutes(kept).hours(kept).days(kept).build();

    store.prune(retention, at(10 * day));

    // All of a day of UTC that is over may stay with it.
    var old = windowsOf(-1, 6).get(0);
    assertThat(old.count()).isZero();
    assertThat(old.uptime().unknown()).isEqualTo(Duration.ofDays(7));
    var slice = windowsOf(8, 10).get(0);
    assertThat(slice.runs()).isEqualTo(Map.of(Status.PASS, 4L, Status.FAIL, 4L));
    assertThat(slice.uptime().up()).isEqualTo(Duration.ofMinutes(2));
    assertThat(slice.uptime().down()).isEqualTo(VALIDITY.multipliedBy(4));
    assertThat(slice.values().count()).isEqualTo(4);
    assertThat(slice.values().min()).hasValue(16);
    assertThat(slice.values().mean()).hasValue(17.5);
    assertThat(slice.values().max()).hasValue(19);
  }

  private List<Slice> windowsOf(int fromDay, int toDay) {
    var day = Duration.ofDays(1).toSeconds();
    var windows = Windows.equal(at(fromDay * day), at(toDay * day), 1);
    return store.journal().history("a", Signal.latency(), windows);
  }

  @Test
  void aSummaryTakesThePlaceOfResultsOrGoesWithThem() {
    commit(pass(1, "a", 0, 5), fail(2, "a", 30), pass(3, "a", 60, 7));

    prune(at(3_600));

    // A store without summaries knows nothing any more; one with them knows everything.
    assertThat(runIds(OutcomeQuery.all())).isEmpty();
    var windows = Windows.equal(at(-3_600), at(3_600), 2);
    var slice = store.journal().history("a", Signal.latency(), windows).get(1);
    assertThat(slice.count()).isIn(0L, 3L);
    boolean known = slice.count() > 0;
    assertThat(slice.values().max())
        .isEqualTo(known ? OptionalDouble.of(7) : OptionalDouble.empty());
    assertThat(slice.uptime().up()).isEqualTo(known ? Duration.ofSeconds(90) : Duration.ZERO);
    assertThat(slice.uptime().down()).isEqualTo(known ? Duration.ofSeconds(30) : Duration.ZERO);
  }

  @Test
  void whatWasForgottenIsInNoSummary() {
    commit(pass(1, "a", 0), pass(2, "b", 0));
    prune(at(3_600));

    store.forget("a");

    assertThat(windowsOf(-1, 1).get(0).count()).isZero();
    commit(pass(3, "a", 7_200));
    assertThat(windowsOf(-1, 1).get(0).count()).isEqualTo(1);
  }

  @Test
  void forgettingTakesEverythingOfOneCheckAndNothingOfOthers() {
    store.commit(
        Commit.builder()
            .outcomes(List.of(pass(1, "a", 0), pass(2, "ab", 0), pass(3, "a", 1)))
            .incident(incident(4, "a", "down"))
            .incident(incident(5, "a", "slow").resolved(at(1), "recovered"))
            .incident(incident(6, "ab", "down"))
            .ruleState("a", new byte[] {1})
            .ruleState("ab", new byte[] {2})
            .build());

    store.forget("a");

    assertThat(runIds(OutcomeQuery.all())).containsExactly(2L);
    assertThat(incidentIds(IncidentQuery.all())).containsExactly(6L);
    assertThat(store.ruleState("a")).isEmpty();
    assertThat(store.ruleState("ab")).isPresent();
    assertThat(store.lastId()).isEqualTo(6);
  }

  @Test
  void whatWasForgottenMayComeAgain() {
    commit(pass(1, "a", 0));
    commit(incident(2, "a", "down"));
    store.forget("a");
    store.forget("a");
    store.forget("never seen");

    commit(pass(3, "a", 0));
    commit(incident(4, "a", "down"));

    assertThat(runIds(OutcomeQuery.of("a"))).containsExactly(3L);
    assertThat(incidentIds(IncidentQuery.of("a"))).containsExactly(4L);
  }

  @Test
  void manyResultsAreForgotten() {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 1; i <= 3_000; i++) {
      outcomes.add(pass(i, i % 3 == 0 ? "b" : "a", i));
    }
    commit(outcomes.toArray(Outcome[]::new));

    store.forget("a");

    assertThat(runIds(OutcomeQuery.all().limit(10_000))).hasSize(1_000);
  }
}
