package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.store.IncidentQuery;
import org.junit.jupiter.api.Test;

/** Incidents: kept, replaced, filtered and paged. */
abstract non-sealed class IncidentsContract extends StoreContractPart {
  IncidentsContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void anIncidentIsReplacedByItsId() {
    var opened = incident(1, "a", "down");
    var noted = opened.noted(at(1), "still down");
    var closed = noted.resolved(at(2), "recovered");
    commit(opened);
    commit(noted);
    assertThat(store.incidents().find(1)).hasValue(noted);

    commit(closed);

    assertThat(store.incidents().find(1)).hasValue(closed);
    assertThat(incidentIds(IncidentQuery.all())).containsExactly(1L);
  }

  @Test
  void afterOneIsClosedTheNextMayOpen() {
    commit(incident(1, "a", "down").resolved(at(1), "recovered"));
    commit(incident(2, "a", "down").resolved(at(2), "recovered"));
    commit(incident(3, "a", "down"));

    assertThat(incidentIds(IncidentQuery.of("a"))).containsExactly(3L, 2L, 1L);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(store.incidents().find(1)).isEmpty();
    assertThat(store.incidents().list(IncidentQuery.all()).items()).isEmpty();
  }

  @Test
  void filtersNarrow() {
    commit(
        incident(1, "x.a", "down"),
        incident(2, "x_a", "down").resolved(at(1), "recovered"),
        incident(3, "x.b", "down").resolved(at(1), "recovered"),
        incident(4, "x.a", "slow"),
        incident(5, "xya", "down"));

    assertThat(incidentIds(IncidentQuery.of("x.a"))).containsExactly(4L, 1L);
    assertThat(incidentIds(IncidentQuery.all().prefix("x."))).containsExactly(4L, 3L, 1L);
    assertThat(incidentIds(IncidentQuery.all().prefix("x_"))).containsExactly(2L);
    assertThat(incidentIds(IncidentQuery.all().open(true))).containsExactly(5L, 4L, 1L);
    assertThat(incidentIds(IncidentQuery.all().open(false))).containsExactly(3L, 2L);
    assertThat(incidentIds(IncidentQuery.all().prefix("x.").open(true).before(4)))
        .containsExactly(1L);
  }

  @Test
  void pagesFollowEachOther() {
    commit(incident(1, "a", "r1"), incident(2, "a", "r2"), incident(3, "a", "r3"));
    var query = IncidentQuery.all().limit(2);

    var first = store.incidents().list(query);
    var second = store.incidents().list(query.before(first.next().getAsLong()));

    assertThat(first.items()).extracting(Incident::id).containsExactly(3L, 2L);
    assertThat(second.items()).extracting(Incident::id).containsExactly(1L);
    assertThat(second.next()).isEmpty();
  }
}
