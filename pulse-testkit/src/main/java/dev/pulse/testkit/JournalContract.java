package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The latest outcome and pages of outcomes. */
abstract non-sealed class JournalContract extends StoreContractPart {
  JournalContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void theLatestIsThatOfTheLargestRunIdWhateverTheClockSaid() {
    commit(pass(1, "a", 0), pass(2, "a", 3_600), fail(3, "a", 1), pass(4, "b", 9_999));

    assertThat(store.journal().latest("a")).hasValue(fail(3, "a", 1));
  }

  @Test
  void nothingIsKnownOfAnUnknownCheck() {
    commit(pass(1, "a", 0));

    assertThat(store.journal().latest("A")).isEmpty();
    assertThat(store.journal().outcomes(OutcomeQuery.of("b")).items()).isEmpty();
    assertThat(store.ruleState("b")).isEmpty();
  }

  @Test
  void newestComesFirstWhateverTheClockSaid() {
    commit(pass(1, "a", 30), pass(2, "b", 20), pass(3, "a", 10));

    assertThat(runIds(OutcomeQuery.all())).containsExactly(3L, 2L, 1L);
    assertThat(runIds(OutcomeQuery.of("a"))).containsExactly(3L, 1L);
  }

  @Test
  void aFullPageTellsWhereTheNextBegins() {
    commit(pass(1, "a", 1), pass(2, "a", 2), pass(4, "a", 3), pass(7, "a", 4), pass(9, "a", 5));
    var query = OutcomeQuery.of("a").limit(2);

    Page<Outcome> first = store.journal().outcomes(query);
    Page<Outcome> second = store.journal().outcomes(query.before(first.next().getAsLong()));
    Page<Outcome> third = store.journal().outcomes(query.before(second.next().getAsLong()));

    assertThat(first.items()).extracting(Outcome::runId).containsExactly(9L, 7L);
    assertThat(second.items()).extracting(Outcome::runId).containsExactly(4L, 2L);
    assertThat(third.items()).extracting(Outcome::runId).containsExactly(1L);
    assertThat(third.next()).isEmpty();
  }

  @Test
  void aPageThatEndsExactlyHasNoNext() {
    commit(pass(1, "a", 1), pass(2, "a", 2));

    assertThat(store.journal().outcomes(OutcomeQuery.all().limit(2)).next())
        .isEqualTo(OptionalLong.empty());
  }

  @Test
  void outcomesThatArriveBetweenTwoPagesMoveNothing() {
    commit(pass(1, "a", 1), pass(2, "a", 2), pass(3, "a", 3));
    var query = OutcomeQuery.all().limit(2);
    var first = store.journal().outcomes(query);
    commit(pass(4, "a", 4));

    assertThat(runIds(query.before(first.next().getAsLong()))).containsExactly(1L);
  }

  @Test
  void aHundredIsAPage() {
    var outcomes = new ArrayList<Outcome>();
    for (int i = 1; i <= 101; i++) {
      outcomes.add(pass(i, "a", i));
    }
    commit(outcomes.toArray(Outcome[]::new));

    assertThat(store.journal().outcomes(OutcomeQuery.all()).items()).hasSize(100);
  }

  @Test
  void statusesNarrow() {
    commit(pass(1, "a", 1), warn(2, "a", 2), unknown(3, "b", 3), fail(4, "b", 4));

    for (Status status : Status.values()) {
      assertThat(store.journal().outcomes(OutcomeQuery.all().statuses(Set.of(status))).items())
          .singleElement()
          .returns(status, Outcome::status);
    }
    assertThat(runIds(OutcomeQuery.all().statuses(Set.of(Status.FAIL, Status.WARN))))
        .containsExactly(4L, 2L);
    assertThat(runIds(OutcomeQuery.of("a").statuses(Set.of(Status.FAIL, Status.WARN))))
        .containsExactly(2L);
    assertThat(runIds(OutcomeQuery.all().statuses(Set.of()))).isEmpty();
  }

  @Test
  void timesNarrowAndIncludeTheirStartOnly() {
    commit(pass(1, "a", 1), pass(2, "a", 2), pass(3, "b", 3), pass(4, "a", 4));

    assertThat(runIds(OutcomeQuery.all().from(at(2)))).containsExactly(4L, 3L, 2L);
    assertThat(runIds(OutcomeQuery.all().to(at(3)))).containsExactly(2L, 1L);
    assertThat(runIds(OutcomeQuery.of("a").from(at(2)).to(at(4)))).containsExactly(2L);
    assertThat(runIds(OutcomeQuery.all().from(at(2).plusNanos(1)))).containsExactly(4L, 3L);
    assertThat(runIds(OutcomeQuery.all().to(at(2).plusNanos(1)))).containsExactly(2L, 1L);
    assertThat(runIds(OutcomeQuery.all().from(Instant.MIN).to(Instant.MAX))).hasSize(4);
  }

  @Test
  void aPrefixIsTakenLiterally() {
    commit(
        pass(1, "web.shop", 1),
        pass(2, "web_shop", 2),
        pass(3, "webXshop", 3),
        pass(4, "WEB.shop", 4),
        pass(5, "my.web.shop", 5),
        pass(6, "web%", 6),
        pass(7, "web", 7));

    assertThat(runIds(OutcomeQuery.all().prefix("web."))).containsExactly(1L);
    assertThat(runIds(OutcomeQuery.all().prefix("web_"))).containsExactly(2L);
    assertThat(runIds(OutcomeQuery.all().prefix("web%"))).containsExactly(6L);
    assertThat(runIds(OutcomeQuery.all().prefix("web"))).containsExactly(7L, 6L, 3L, 2L, 1L);
    assertThat(runIds(OutcomeQuery.all().prefix("%"))).isEmpty();
    assertThat(runIds(OutcomeQuery.of("web.shop").prefix("web"))).containsExactly(1L);
    assertThat(runIds(OutcomeQuery.of("web.shop").prefix("other"))).isEmpty();
  }

  @Test
  void allFiltersWorkTogether() {
    commit(
        fail(1, "x.a", 1),
        fail(2, "x.a", 2),
        fail(3, "x.b", 3),
        pass(4, "x.a", 4),
        fail(5, "y.a", 5),
        fail(6, "x.a", 6),
        fail(7, "x.a", 7));
    var query =
        OutcomeQuery.all()
            .prefix("x.")
            .statuses(Set.of(Status.FAIL))
            .from(at(2))
            .to(at(7))
            .before(6)
            .limit(1);

    var page = store.journal().outcomes(query);

    assertThat(page.items()).containsExactly(fail(3, "x.b", 3));
    assertThat(page.next()).hasValue(3);
    assertThat(runIds(query.before(3))).containsExactly(2L);
  }
}
