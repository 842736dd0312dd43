package dev.pulse.samples.ethereum.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Documents;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.QueryAnswer;
import dev.pulse.prometheus.Series;
import dev.pulse.samples.ethereum.node.ClientPair;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class EvaluationsTest {
  private static final HealthCheck CL_SYNC = HealthChecks.standard().get(0);
  private static final HealthCheck CL_HEAD = HealthChecks.standard().get(1);

  private final ManualClock clock = ManualClock.at("2026-11-21T07:00:00Z");
  private final ScriptedBackend backend = new ScriptedBackend();
  private Pulse pulse;
  private Documents<Inventory> inventories;

  @BeforeEach
  void open() {
    pulse = Pulse.builder().clock(clock).start();
    inventories = pulse.documents("inventory", Inventory.class);
  }

  @AfterEach
  void close() {
    pulse.close();
  }

  private Evaluations.Builder builder() {
    return Evaluations.builder(backend, inventories).clock(clock).checks(HealthChecks.standard());
  }

  private NetworkEvaluation evaluate() throws InterruptedException {
    return builder().build().of("hoodi");
  }

  private static CheckEvaluation check(NetworkEvaluation evaluation, HealthCheck check) {
    return evaluation.checks().stream()
        .filter(it -> it.id().equals(check.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("Rows 1-5: one failing series makes a check fail and names the node, none passes it")
  void everyCheckFailsByItself() throws InterruptedException {
    for (var sick : HealthChecks.standard()) {
      var only = new ScriptedBackend();
      only.network("hoodi", List.of(), List.of("teku-besu-1", "teku-geth-1"));
      only.check(sick, "hoodi", List.of("teku-besu-1"), List.of("teku-geth-1"));

      var evaluation =
          Evaluations.builder(only, pulse.documents("of-" + sick.id(), Inventory.class))
              .clock(clock)
              .checks(HealthChecks.standard())
              .build()
              .of("hoodi");

      for (var check : evaluation.checks()) {
        boolean same = check.id().equals(sick.id());
        assertThat(check.status()).isEqualTo(same ? Status.FAIL : Status.PASS);
        assertThat(check.failing()).isEqualTo(same ? Set.of("teku-besu-1") : Set.of());
      }
      assertThat(evaluation.status()).isEqualTo(Status.FAIL);
      assertThat(evaluation.health("teku-besu-1")).isEqualTo(Status.FAIL);
      assertThat(evaluation.health("teku-geth-1")).isEqualTo(Status.PASS);
    }
  }

  @Test
  @DisplayName("Row 8, C7, defect 2: an empty network is unknown in all five checks")
  void missingDataIsUnknown() throws InterruptedException {
    var evaluation = evaluate();

    assertThat(evaluation.checks())
        .extracting(CheckEvaluation::status)
        .containsOnly(Status.UNKNOWN);
    assertThat(evaluation.checks()).hasSize(5);
    assertThat(evaluation.status()).isEqualTo(Status.UNKNOWN);
    assertThat(evaluation.noData()).isTrue();
  }

  @Test
  @DisplayName("C7, defect 3: a query that fails makes its check unknown and harms no other")
  void oneFailingQueryHarmsNoOther() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    backend.failing(CL_SYNC.failing(NetworkScope.of("hoodi")).text(), "status 503: later");

    var evaluation = evaluate();

    assertThat(check(evaluation, CL_SYNC).status()).isEqualTo(Status.UNKNOWN);
    assertThat(check(evaluation, CL_SYNC).errors())
        .containsExactly("failing query: status 503: later");
    assertThat(check(evaluation, CL_SYNC).unknown()).containsExactly("teku-besu-1");
    assertThat(evaluation.checks().subList(1, 5))
        .extracting(CheckEvaluation::status)
        .containsOnly(Status.PASS);
    assertThat(evaluation.status()).isEqualTo(Status.UNKNOWN);
    assertThat(evaluation.noData()).isFalse();
  }

  @Test
  @DisplayName("C7: a node that fails is known to fail, also when the presence query had no answer")
  void aFailingNodeFailsWhateverThePresenceQuery() throws InterruptedException {
    backend.network("hoodi", List.of("teku-besu-1"), List.of("teku-geth-1"));
    backend.failing(CL_SYNC.presence(NetworkScope.of("hoodi")).text(), "broken");

    var check = check(evaluate(), CL_SYNC);

    assertThat(check.status()).isEqualTo(Status.FAIL);
    assertThat(check.unknown()).containsExactly("teku-geth-1");
    assertThat(check.errors()).containsExactly("presence query: broken");
    assertThat(check.state("never-seen")).contains(Status.UNKNOWN);
  }

  @Test
  @DisplayName("C7: a check that breaks is unknown, the others are judged")
  void aCheckThatBreaksHarmsNoOther() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    var checks = new ArrayList<>(HealthChecks.standard());
    checks.add(new ThrowingCheck());

    var evaluation = builder().checks(checks).build().of("hoodi");

    assertThat(evaluation.checks().get(5).status()).isEqualTo(Status.UNKNOWN);
    assertThat(evaluation.checks().get(5).errors())
        .containsExactly("broke: java.lang.IllegalStateException");
    assertThat(evaluation.checks().get(0).status()).isEqualTo(Status.PASS);
  }

  @Test
  @DisplayName("C5: rows without an instance, or without a value, do not count")
  void rowsThatNameNobodyOrHaveNoValueDoNotCount() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    backend.answer(
        CL_SYNC.failing(NetworkScope.of("hoodi")).text(),
        QueryAnswer.vector(
            ScriptedBackend.series("consensus_client", "teku"),
            Series.of(Labels.of("instance", "teku-besu-1"))));

    assertThat(check(evaluate(), CL_SYNC).status()).isEqualTo(Status.PASS);
  }

  @Test
  @DisplayName("C6: whoever is present in one check is expected in all")
  void aNodeIsExpectedInEveryCheck() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1", "teku-geth-1"));
    backend.check(CL_HEAD, "hoodi", List.of(), List.of("teku-besu-1"));

    var evaluation = evaluate();

    assertThat(check(evaluation, CL_HEAD).status()).isEqualTo(Status.WARN);
    assertThat(check(evaluation, CL_HEAD).unknown()).containsExactly("teku-geth-1");
    assertThat(evaluation.status()).isEqualTo(Status.WARN);
    assertThat(evaluation.state("cl-head-slot", "teku-geth-1")).contains(Status.UNKNOWN);
    assertThat(evaluation.state("cl-head-slot", "gone")).isEmpty();
    assertThat(evaluation.state("no-such-check", "teku-geth-1")).contains(Status.UNKNOWN);
  }

  @Test
  @DisplayName("C6: a node that falls silent is missed for 24 hours, and forgotten then")
  void aSilentNodeIsMissedForADay() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1", "u-teku-geth-1"));
    assertThat(evaluate().status()).isEqualTo(Status.PASS);

    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    clock.move(Duration.ofHours(23).plusMinutes(59));
    var missed = evaluate();
    assertThat(missed.status()).isEqualTo(Status.WARN);
    assertThat(missed.health("u-teku-geth-1")).isEqualTo(Status.UNKNOWN);
    assertThat(missed.nodes().get("u-teku-geth-1").pair()).contains(new ClientPair("teku", "geth"));

    clock.move(Duration.ofMinutes(1));
    var forgotten = evaluate();
    assertThat(forgotten.status()).isEqualTo(Status.PASS);
    assertThat(forgotten.nodes()).containsOnlyKeys("teku-besu-1");
    assertThat(inventories.find("hoodi").orElseThrow().value().nodes())
        .isEqualTo(Map.of("teku-besu-1", new Inventory.Seen("teku", "besu", clock.instant())));
  }

  @Test
  @DisplayName("C6: with nothing present at all the inventory says who is missing")
  void aSilentNetworkIsUnknownNotEmpty() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    evaluate();
    backend.network("hoodi", List.of(), List.of());

    var evaluation = evaluate();

    assertThat(evaluation.noData()).isTrue();
    assertThat(evaluation.checks()).allMatch(it -> it.unknown().contains("teku-besu-1"));
    assertThat(evaluation.verdict().allPairs()).isEmpty();
  }

  @Test
  @DisplayName("C6, row 8: without the inventory nobody knows who is missing, so all is not well")
  void withoutTheInventoryNobodyKnowsWhoIsMissing() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    var evaluation = evaluate(new SilentDocuments<>());

    assertThat(evaluation.status()).isEqualTo(Status.WARN);
    assertThat(evaluation.health("teku-besu-1")).isEqualTo(Status.PASS);
    assertThat(evaluation.state("cl-sync", "teku-geth-1")).contains(Status.UNKNOWN);
    assertThat(evaluation.notes())
        .containsExactly(
            "Inventory: cannot be read, nodes that fell silent may be missing here",
            "Inventory: cannot be written, new nodes may not be missed later");
  }

  @Test
  @DisplayName("C6: an inventory that was read counts also where it cannot be written")
  void anInventoryThatWasReadCounts() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1", "teku-geth-1"));
    evaluate();
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    var evaluation = evaluate(new SilentDocuments<>(inventories));

    assertThat(evaluation.state("cl-sync", "teku-geth-1")).contains(Status.UNKNOWN);
    assertThat(evaluation.state("cl-sync", "never-seen")).isEmpty();
    assertThat(evaluation.status()).isEqualTo(Status.WARN);
    assertThat(evaluation.notes())
        .containsExactly("Inventory: cannot be written, new nodes may not be missed later");
  }

  private NetworkEvaluation evaluate(Documents<Inventory> documents) throws InterruptedException {
    return Evaluations.builder(backend, documents)
        .clock(clock)
        .checks(HealthChecks.standard())
        .build()
        .of("hoodi");
  }

  @ParameterizedTest
  @EnumSource(value = QueryAnswer.Type.class, names = "VECTOR", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("C9: an answer that is no vector is none, and nobody passes for it")
  void anAnswerThatIsNoVectorIsNone(QueryAnswer.Type type) throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    backend.answer(
        CL_SYNC.failing(NetworkScope.of("hoodi")).text(),
        type == QueryAnswer.Type.STRING ? QueryAnswer.string("") : QueryAnswer.of(type, List.of()));

    var check = check(evaluate(), CL_SYNC);

    assertThat(check.status()).isEqualTo(Status.UNKNOWN);
    assertThat(check.errors())
        .containsExactly(
            "failing query: the answer must be a vector, but is a "
                + type.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void warningsOfTheBackendAreInTheLog() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    backend.answer(
        CL_SYNC.failing(NetworkScope.of("hoodi")).text(),
        QueryAnswer.vector().noting(List.of("store 7 did not answer"), List.of()));

    var evaluation = evaluate();

    assertThat(evaluation.status()).isEqualTo(Status.PASS);
    assertThat(evaluation.notes()).containsExactly("cl-sync warning: store 7 did not answer");
  }

  @Test
  @DisplayName("N6: a node without a pair is counted and not analysed")
  void anUnattributedNodeIsNotAnalysed() throws InterruptedException {
    backend.network("hoodi", List.of("bootnode-1"), List.of("teku-besu-1"));

    var evaluation = evaluate();

    assertThat(evaluation.unattributed()).containsExactly("bootnode-1");
    assertThat(evaluation.verdict().failingPairs()).isEmpty();
    assertThat(evaluation.status()).isEqualTo(Status.FAIL);
  }

  @Test
  @DisplayName(
      "Defect 5: the same node has the same name in all checks, whatever labels a series has")
  void aNodeHasOneNameInAllChecks() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of());
    var series =
        QueryAnswer.vector(
            ScriptedBackend.series("instance", "u-teku-besu-1", "ingress_user", "u"));
    for (var check : HealthChecks.standard()) {
      backend.answer(check.presence(NetworkScope.of("hoodi")).text(), series);
    }

    assertThat(evaluate().nodes()).containsOnlyKeys("teku-besu-1");
  }

  @Test
  @DisplayName("A1: the same name twice is one node, and unhealthy wins")
  void ofTwoSeriesOfOneNameTheFailingOneWins() throws InterruptedException {
    backend.network("hoodi", List.of("hoodi-teku-besu-1"), List.of("teku-besu-1"));

    var evaluation = evaluate();

    assertThat(evaluation.nodes()).containsOnlyKeys("teku-besu-1");
    assertThat(evaluation.checks()).allMatch(it -> it.failing().contains("teku-besu-1"));
    assertThat(evaluation.checks()).allMatch(it -> it.passing().isEmpty());
  }

  @Test
  @DisplayName("C8, C11, defect 22: ten queries, two by two, however many clients ask")
  void tenQueriesServeAllClients() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    var evaluations = builder().build();

    var first = evaluations.of("hoodi");
    for (int client = 0; client < 14; client++) {
      assertThat(evaluations.of("hoodi")).isSameAs(first);
    }

    assertThat(backend.asked).hasSize(10).doesNotHaveDuplicates();
    assertThat(backend.requests)
        .hasSize(5)
        .containsOnly(List.of("pandaPulse", "pandaPulsePresence"));
  }

  @Test
  @DisplayName(
      "C11: reused for 60 seconds after it ended, and anew then; row 14: each network its own")
  void anEvaluationIsReusedForAMinute() throws InterruptedException {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    backend.network("sepolia", List.of("teku-besu-1"), List.of());
    var evaluations = builder().build();
    var first = evaluations.of("hoodi");

    clock.move(Duration.ofSeconds(59).plusMillis(999));
    assertThat(evaluations.of("hoodi")).isSameAs(first);
    assertThat(evaluations.of("sepolia").status()).isEqualTo(Status.FAIL);
    assertThat(first.status()).isEqualTo(Status.PASS);
    clock.move(Duration.ofMillis(1));
    assertThat(evaluations.of("hoodi")).isNotSameAs(first);
    assertThat(evaluations.of("hoodi").network()).isEqualTo("hoodi");
  }

  @Test
  void aClockThatWasSetBackDoesNotKeepAnOldEvaluation() throws InterruptedException {
    var evaluations = builder().build();
    var first = evaluations.of("hoodi");

    clock.set(clock.instant().minus(Duration.ofDays(1)));

    assertThat(evaluations.of("hoodi")).isNotSameAs(first);
  }

  @Test
  @DisplayName("C11: who asks while one runs gets that one")
  void whoAsksMeanwhileWaitsForTheSame() throws Exception {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    var begun = new CountDownLatch(5);
    var go = new CountDownLatch(1);
    backend.pause =
        () -> {
          begun.countDown();
          go.await();
        };
    var evaluations = builder().build();
    var threads = Executors.newFixedThreadPool(8);
    try {
      Callable<NetworkEvaluation> ask = () -> evaluations.of("hoodi");
      var first = threads.submit(ask);
      begun.await();
      var others = new ArrayList<Future<NetworkEvaluation>>();
      for (int i = 0; i < 7; i++) {
        others.add(threads.submit(ask));
      }
      go.countDown();

      for (var other : others) {
        assertThat(other.get()).isSameAs(first.get());
      }
      assertThat(backend.asked).hasSize(10);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anInterruptedOneLeavesTheWorkToTheNext() throws Exception {
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    var begun = new CountDownLatch(5);
    var rounds = new AtomicInteger();
    backend.pause =
        () -> {
          if (rounds.incrementAndGet() <= 5) {
            begun.countDown();
            new CountDownLatch(1).await();
          }
        };
    var evaluations = builder().build();
    var firstTask = new FutureTask<>(() -> evaluations.of("hoodi"));
    var first = new Thread(firstTask);
    first.start();
    begun.await();
    var secondTask = new FutureTask<>(() -> evaluations.of("hoodi"));
    var second = new Thread(secondTask);
    second.start();

    first.interrupt();

    assertThat(secondTask.get(20, TimeUnit.SECONDS).status()).isEqualTo(Status.PASS);
    assertThatThrownBy(firstTask::get).hasCauseInstanceOf(InterruptedException.class);
    second.join();
  }

  @Test
  @DisplayName("Row 53: a sixth check shows up in runs")
  void aSixthCheckIsRun() throws InterruptedException {
    var checks = new ArrayList<>(HealthChecks.standard());
    checks.add(new PeerCountCheck());
    backend.network("hoodi", List.of(), List.of("teku-besu-1"));
    backend.check(checks.get(5), "hoodi", List.of("teku-besu-1"), List.of());

    var evaluation = builder().checks(checks).build().of("hoodi");

    assertThat(evaluation.checks()).extracting(CheckEvaluation::id).endsWith("cl-peers");
    assertThat(evaluation.health("teku-besu-1")).isEqualTo(Status.FAIL);
    assertThat(backend.asked).hasSize(12);
  }
}
