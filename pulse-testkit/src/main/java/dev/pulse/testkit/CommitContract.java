package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Document;
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
            .document("c", "d", "{}")
            .build());

    assertThat(runIds(OutcomeQuery.all())).containsExactly(2L, 1L);
    assertThat(incidentIds(IncidentQuery.all())).containsExactly(3L);
    assertThat(store.ruleState("b")).hasValue(new byte[] {1, 2});
    assertThat(store.documents("c").list()).containsExactly(new Document<>("d", 1, "{}"));
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
            .document("c", "new", "2")
            .document("c", "old", "2")
            .withoutDocument("c", "older")
            .build();
    store.documents("c").create("old", "1");
    store.documents("c").create("older", "1");

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> store.commit(refused))
        .withMessageContaining("13")
        .withMessageContaining("\"a\"")
        .withMessageContaining("\"down\"");

    assertThat(runIds(OutcomeQuery.all())).isEmpty();
    assertThat(incidentIds(IncidentQuery.all())).containsExactly(1L);
    assertThat(store.ruleState("a")).hasValue(new byte[] {1});
    assertThat(store.ruleState("new")).isEmpty();
    assertThat(store.documents("c").list())
        .containsExactly(new Document<>("old", 1, "1"), new Document<>("older", 1, "1"));
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
  void anIncidentPerSubjectMayBeOpen() {
    commit(incident(1, "a", "down"), incident(2, "a", "down", "x"), incident(3, "a", "down", "y"));

    assertThat(incidentIds(IncidentQuery.all().open(true))).containsExactly(3L, 2L, 1L);
  }

  @Test
  void aSecondOpenIncidentOfASubjectIsRefused() {
    commit(incident(1, "a", "down", "x"));

    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> commit(incident(2, "a", "down", "x")))
        .withMessageContaining("2")
        .withMessageContaining("\"down\"")
        .withMessageContaining("\"x\"")
        .withMessageContaining("incident 1");

    assertThat(incidentIds(IncidentQuery.all())).containsExactly(1L);
  }

  @Test
  void aSubjectThatIsEmptyIsNotTheAbsenceOfOne() {
    commit(incident(1, "a", "down", ""), incident(2, "a", "down"));

    assertThat(store.incidents().find(1).orElseThrow().subject()).hasValue("");
    assertThat(store.incidents().find(2).orElseThrow().subject()).isEmpty();
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> commit(incident(3, "a", "down", "")));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> commit(incident(4, "a", "down")));
  }

  @Test
  void aDocumentIsWrittenWhateverVersionIsThere() {
    var documents = store.documents("c");
    documents.create("a", "1");
    documents.update("a", "2", 1);

    store.commit(Commit.builder().document("c", "a", "3").document("c", "b", "1").build());

    assertThat(documents.list())
        .containsExactly(new Document<>("a", 3, "3"), new Document<>("b", 1, "1"));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> documents.update("a", "lost", 2));
    assertThat(documents.update("a", "4", 3).version()).isEqualTo(4);
  }

  @Test
  void documentsAreChangedOneAfterTheOther() {
    store.documents("c").create("a", "1");

    store.commit(
        Commit.builder()
            .document("c", "a", "2")
            .withoutDocument("c", "a")
            .document("c", "a", "3")
            .document("c", "a", "4")
            .document("c", "b", "1")
            .withoutDocument("c", "b")
            .withoutDocument("c", "never there")
            .build());

    assertThat(store.documents("c").list()).containsExactly(new Document<>("a", 2, "4"));
  }

  @Test
  void aDocumentOfAnotherFormIsRefusedAndLeavesNothingBehind() {
    for (String id : List.of("", "x".repeat(201), "a\nb", "\uD83E")) {
      assertRefused("c", id);
    }
    for (String collection : List.of("", "x".repeat(101), "a b", "a/b")) {
      assertRefused(collection, "a");
    }

    assertThat(runIds(OutcomeQuery.all())).isEmpty();
    assertThat(store.documents("good").list()).isEmpty();
    commit(pass(1, "a", 0));
  }

  private void assertRefused(String collection, String id) {
    var refused =
        Commit.builder()
            .outcomes(List.of(pass(1, "a", 0)))
            .document("good", "a", "{}")
            .document(collection, id, "{}")
            .build();

    assertThatIllegalArgumentException().isThrownBy(() -> store.commit(refused));
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
