package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit is written whole or not at all. */
abstract non-sealed class CommitContract extends StoreContractPart {
  CommitContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void anEmptyCommitChangesNothing() {
    store.commit(Commit.builder().build());

    assertThat(runIds(OutcomeQuery.all())).isEmpty();
    assertThat(store.lastId()).isZero();
  }

  @Test
  void everythingInACommitIsThereAfterwards() {
    store.commit(
        Commit.builder()
            .outcomes(List.of(pass(1, "a", 0), fail(2, "b", 0)))
            .incident(incident(3, "b", "down"))
            .ruleState("b", new byte[] {1, 2})
            .build());

    assertThat(runIds(OutcomeQuery.all())).containsExactly(2L, 1L);
    assertThat(incidentIds(IncidentQuery.all())).containsExactly(3L);
    assertThat(store.ruleState("b")).hasValue(new byte[] {1, 2});
  }

  @Test
  void aSecondOpenIncidentIsRefusedAndLeavesNothingBehind() {
    store.commit(
        Commit.builder().incident(incident(1, "a", "down")).ruleState("a", new byte[] {1}).build());
    var refused =
        Commit.builder()
            .outcomes(List.of(pass(10, "a", 0), pass(11, "new", 0)))
            .incident(incident(12, "new", "down"))
            .incident(incident(13, "a", "down"))
            .ruleState("a", new byte[] {2})
            .ruleState("new", new byte[] {3})
            .build();

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store.commit(refused))
        .withMessageContaining("13")
        .withMessageContaining("\"a\"")
        .withMessageContaining("\"down\"");

    assertThat(runIds(OutcomeQuery.all())).isEmpty();
    assertThat(incidentIds(IncidentQuery.all())).containsExactly(1L);
    assertThat(store.ruleState("a")).hasValue(new byte[] {1});
    assertThat(store.ruleState("new")).isEmpty();
    assertThat(store.lastId()).isEqualTo(1);
  }

  @Test
  void workGoesOnAfterAConflict() {
    commit(incident(1, "a", "down"));
    var refused =
        Commit.builder()
            .outcomes(List.of(pass(2, "first seen here", 0)))
            .incident(incident(3, "a", "down"))
            .build();
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> store.commit(refused));

    commit(richOutcome(4), pass(5, "first seen here", 0));

    assertThat(store.journal().latest("rich")).hasValue(richOutcome(4));
    assertThat(runIds(OutcomeQuery.of("first seen here"))).containsExactly(5L);
  }

  @Test
  void twoOpenIncidentsOfOneRuleInOneCommitAreRefused() {
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> commit(incident(1, "a", "down"), incident(2, "a", "down")));

    assertThat(incidentIds(IncidentQuery.all())).isEmpty();
  }

  @Test
  void aCommitMayCloseAnIncidentAndOpenTheNextInAnyOrder() {
    var first = incident(1, "a", "down");
    commit(first);

    commit(incident(2, "a", "down"), first.resolved(at(5), "recovered"));

    assertThat(incidentIds(IncidentQuery.all().open(true))).containsExactly(2L);
    assertThat(incidentIds(IncidentQuery.all().open(false))).containsExactly(1L);
  }

  @Test
  void theSameRuleOfAnotherCheckAndAnotherRuleOfTheSameCheckMayBeOpen() {
    commit(incident(1, "a", "down"), incident(2, "b", "down"), incident(3, "a", "slow"));

    assertThat(incidentIds(IncidentQuery.all().open(true))).containsExactly(3L, 2L, 1L);
  }

  @Test
  void aRunIdThatIsTakenIsRefusedAndLeavesNothingBehind() {
    commit(pass(1, "a", 0));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> commit(pass(2, "a", 1), pass(1, "b", 2)))
        .withMessageContaining("1");

    assertThat(store.journal().outcomes(OutcomeQuery.all()).items())
        .containsExactly(pass(1, "a", 0));
  }
}
