package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Opening, closing, and many at once. */
abstract non-sealed class LifecycleContract extends StoreContractPart {
  LifecycleContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void aPingIsAnswered() {
    store.ping();
  }

  @Test
  void closingTwiceDoesNothing() {
    store.close();
    store.close();
  }

  @Test
  void nothingWorksAfterClosing() {
    var journal = store.journal();
    var incidents = store.incidents();
    Documents<String> documents = store.documents("c");
    store.close();

    var calls = new ArrayList<Callable<?>>();
    calls.add(() -> journal.latest("a"));
    calls.add(() -> journal.outcomes(OutcomeQuery.all()));
    calls.add(() -> journal.history("a", Signal.latency(), Windows.equal(at(0), at(1), 1)));
    calls.add(() -> journal.uptime("a", at(0), at(1)));
    calls.add(() -> journal.distribution("a", Signal.latency(), at(0), at(1)));
    calls.add(() -> incidents.find(1));
    calls.add(() -> incidents.list(IncidentQuery.all()));
    calls.add(() -> documents.find("a"));
    calls.add(documents::list);
    calls.add(() -> documents.create("a", "{}"));
    calls.add(() -> documents.update("a", "{}", 1));
    calls.add(() -> documents.delete("a"));
    calls.add(() -> store.ruleState("a"));
    calls.add(() -> store.lastId());
    calls.add(Executors.callable(() -> commit(pass(1, "a", 0))));
    calls.add(Executors.callable(() -> prune(T0)));
    calls.add(Executors.callable(() -> store.forget("a")));
    calls.add(Executors.callable(() -> store.ping()));
    for (Callable<?> call : calls) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(call::call)
          .withMessageContaining("closed");
    }
  }

  @Test
  void everythingOutlivesTheStore() {
    store.commit(
        Commit.builder()
            .outcomes(List.of(richOutcome(1)))
            .incident(richIncident(2))
            .ruleState("rich", new byte[] {1, 2, 3})
            .document("c", "d", "{\"a\": 1}")
            .build());
    store.documents("c").create("e", "{}");

    reopen();

    assertThat(store.journal().latest("rich")).hasValue(richOutcome(1));
    assertThat(store.incidents().find(2)).hasValue(richIncident(2));
    assertThat(store.ruleState("rich")).hasValue(new byte[] {1, 2, 3});
    assertThat(store.documents("c").list())
        .containsExactly(new Document<>("d", 1, "{\"a\": 1}"), new Document<>("e", 1, "{}"));
    assertThat(store.lastId()).isEqualTo(2);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                commit(
                    incident(3, "rich", "latency_spike", richIncident(2).subject().orElseThrow())));
    commit(richOutcome(4));
    assertThat(store.journal().latest("rich")).hasValue(richOutcome(4));
  }

  @Test
  void theLastIdOutlivesTheResultsThatHadIt() {
    commit(pass(41, "a", 0));
    store.forget("a");

    reopen();

    assertThat(store.lastId()).isEqualTo(41);
  }

  @Test
  void readersSeeWholeCommitsWhileManyWrite() throws Exception {
    int writers = 3;
    int readers = 3;
    int commits = 60;
    var barrier = new CyclicBarrier(writers + readers);
    var threads = Executors.newFixedThreadPool(writers + readers);
    try {
      var futures = new ArrayList<Future<?>>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        futures.add(threads.submit(() -> writePairs(barrier, writer, commits)));
      }
      for (int i = 0; i < readers; i++) {
        futures.add(threads.submit(() -> readPairs(barrier, commits)));
      }
      for (Future<?> future : futures) {
        future.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(runIds(OutcomeQuery.all().limit(10_000))).hasSize(writers * commits * 2);
    assertThat(store.documents("counter").find("n").orElseThrow().version())
        .isEqualTo(1 + writers * commits);
  }

  private Void writePairs(CyclicBarrier barrier, int writer, int commits) throws Exception {
    barrier.await(30, TimeUnit.SECONDS);
    for (int i = 0; i < commits; i++) {
      long id = 1 + 2L * (writer * commits + i);
      commit(pass(id, "pair", i), fail(id + 1, "pair", i));
      count();
    }
    return null;
  }

  /** Adds one to a number that all writers share, as a system would. */
  private void count() {
    var documents = store.documents("counter");
    while (true) {
      try {
        var current = documents.find("n");
        if (current.isEmpty()) {
          documents.create("n", "1");
        }
        var n = documents.find("n").orElseThrow();
        documents.update("n", n.value() + "1", n.version());
        return;
      } catch (ConflictException e) {
        // Somebody else was quicker: read again.
        Thread.onSpinWait();
      }
    }
  }

  private Void readPairs(CyclicBarrier barrier, int commits) throws Exception {
    barrier.await(30, TimeUnit.SECONDS);
    for (int i = 0; i < commits; i++) {
      var slice =
          store
              .journal()
              .history("pair", Signal.failures(), Windows.equal(at(0), at(9_999), 1))
              .get(0);
      assertThat(slice.runs().get(Status.PASS)).isEqualTo(slice.runs().get(Status.FAIL));
      var page = store.journal().outcomes(OutcomeQuery.of("pair").limit(10_000));
      assertThat(page.items().size() % 2).isZero();
    }
    return null;
  }
}
