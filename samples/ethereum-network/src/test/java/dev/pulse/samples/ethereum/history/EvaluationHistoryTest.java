package dev.pulse.samples.ethereum.history;

import static dev.pulse.samples.ethereum.ScriptedEvaluation.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.ScriptedEvaluation;
import dev.pulse.samples.ethereum.metrics.EthereumMetrics;
import dev.pulse.samples.ethereum.store.EthereumStore;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten minutes in stretches of 2.5 seconds where a test does not say otherwise. */
class EvaluationHistoryTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = ManualClock.at("2026-11-21T07:30:00Z");
  private final Pulse pulse =
      Pulse.builder()
          .store(Stores.memory())
          .clock(clock)
          .scheduler(new ManualScheduler(clock))
          .executor(Runnable::run)
          .start();
  private final EthereumMetrics metrics =
      new EthereumMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  private final EthereumStore store = EthereumStore.of(pulse, "test", metrics.store());
  private ScriptedEvaluation next = well();
  private final EvaluationHistory history =
      new EvaluationHistory(
          network -> next.at(clock.instant()),
          store,
          clock,
          Optional.of(Duration.ofMinutes(1)),
          Duration.ofDays(90));

  @AfterEach
  void close() {
    metrics.close();
    pulse.close();
  }

  private static ScriptedEvaluation well() {
    return ScriptedEvaluation.of("hoodi").well(nodes("lighthouse,prysm,teku", "geth,reth"));
  }

  private static ScriptedEvaluation broken() {
    return ScriptedEvaluation.of("hoodi")
        .well(nodes("lighthouse,prysm,teku", "geth"))
        .failing(nodes("lighthouse,prysm,teku", "reth"));
  }

  private void evaluate(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      history.of("hoodi");
      clock.move(Duration.ofMinutes(1));
    }
  }

  /** The letters that follow each other, without their repetitions. */
  private static String course(String states) {
    return states.replaceAll("(.)\\1+", "$1");
  }

  private static String of(Timeline timeline, String consensus, String execution) {
    return timeline.pairs().stream()
        .filter(it -> it.pair().consensus().equals(consensus))
        .filter(it -> it.pair().execution().equals(execution))
        .map(it -> course(it.states()))
        .findFirst()
        .orElse("none");
  }

  @Test
  void theLastEvaluationIsKept() throws Exception {
    assertThat(history.latest("hoodi")).isEmpty();
    var evaluation = history.of("hoodi");
    assertThat(history.latest("hoodi")).containsSame(evaluation);
  }

  @Test
  void theLastEvaluationIsStaleWhereTheCourseHasAGap() throws Exception {
    var evaluation = history.of("hoodi");
    clock.move(Duration.ofSeconds(149));
    assertThat(history.isStale(evaluation)).isFalse();
    clock.move(Duration.ofSeconds(1));
    assertThat(history.isStale(evaluation)).isTrue();
    clock.move(Duration.ofMinutes(1));
    assertThat(course(history.timeline("hoodi", HOUR, "").network())).isEqualTo("-P-");
  }

  @Test
  void onePairGoesBadAndWellAgain() throws Exception {
    evaluate(10);
    next = broken();
    evaluate(10);
    next = well();
    evaluate(10);

    var timeline = history.timeline("hoodi", HOUR, "");

    assertThat(course(timeline.network())).isEqualTo("-PFP");
    assertThat(of(timeline, "teku", "reth")).isEqualTo("-PFP");
    assertThat(of(timeline, "teku", "geth")).isEqualTo("-P");
    assertThat(timeline.changes())
        .extracting(
            it -> it.at().toString().substring(11, 16),
            it -> it.consensus() + "/" + it.execution(),
            it -> it.before() + it.after())
        .containsExactly(
            tuple("07:50", "/reth", "RN"),
            tuple("07:50", "teku/reth", "FP"),
            tuple("07:50", "prysm/reth", "FP"),
            tuple("07:50", "lighthouse/reth", "FP"),
            tuple("07:40", "/reth", "NR"),
            tuple("07:40", "teku/reth", "PF"),
            tuple("07:40", "prysm/reth", "PF"),
            tuple("07:40", "lighthouse/reth", "PF"));
  }

  @Test
  void aCheckHasACourseOfItsOwn() throws Exception {
    evaluate(5);
    next = broken();
    evaluate(5);

    assertThat(of(history.timeline("hoodi", HOUR, "cl-sync"), "teku", "reth")).isEqualTo("-P");
    assertThat(course(history.timeline("hoodi", HOUR, "cl-sync").network())).isEqualTo("-P");
    assertThat(course(history.timeline("hoodi", HOUR, "el-sync").network())).isEqualTo("-PF");
    assertThat(history.timeline("hoodi", HOUR, "no-such-check").pairs()).isEmpty();
  }

  @Test
  void whereNobodyEvaluatedThereIsAGap() throws Exception {
    evaluate(5);
    clock.move(Duration.ofMinutes(20));
    evaluate(5);

    assertThat(course(history.timeline("hoodi", HOUR, "").network())).isEqualTo("-P-P");
  }

  @Test
  void anEvaluationThatIsLateLeavesNone() throws Exception {
    evaluate(5);
    clock.move(Duration.ofMinutes(1));
    evaluate(5);

    assertThat(course(history.timeline("hoodi", HOUR, "").network())).isEqualTo("-P");
  }

  @Test
  void whatIsTheSameIsKeptOnce() throws Exception {
    evaluate(20);

    var documents = store.repository("evaluations", EvaluationDocument.class).list();
    assertThat(documents)
        .singleElement()
        .satisfies(it -> assertThat(it.value().entries()).hasSize(1));
  }

  @Test
  void theCourseGoesOnOverHours() throws Exception {
    evaluate(25);
    next = broken();
    evaluate(60);

    assertThat(course(history.timeline("hoodi", Duration.ofHours(2), "").network()))
        .isEqualTo("-PF");
    assertThat(course(history.timeline("hoodi", Duration.ofMinutes(20), "").network()))
        .isEqualTo("F");
  }

  @Test
  void aPairThatComesUpLaterWasNotKnownBefore() throws Exception {
    evaluate(10);
    next = well().failing(nodes("nimbus", "geth"));
    evaluate(10);
    next = well();
    evaluate(10);

    assertThat(of(history.timeline("hoodi", HOUR, ""), "nimbus", "geth")).isEqualTo("-F-");
  }

  @Test
  void whatIsOlderThanEightDaysGoes() throws Exception {
    evaluate(1);
    clock.move(Duration.ofDays(4));
    evaluate(1);
    clock.move(Duration.ofDays(5));
    evaluate(1);

    assertThat(store.repository("evaluations", EvaluationDocument.class).ids())
        .containsExactly(
            "test/networks/hoodi/evaluations/2026-11-25T07.json",
            "test/networks/hoodi/evaluations/2026-11-30T07.json");
  }

  @Test
  void aClockThatIsSetBackWipesNothing() throws Exception {
    evaluate(5);
    next = broken();
    clock.set(clock.instant().minus(Duration.ofMinutes(3)));
    evaluate(1);

    assertThat(history.latest("hoodi").orElseThrow().verdict().rootCauses()).hasSize(1);
    clock.move(Duration.ofMinutes(10));
    assertThat(course(history.timeline("hoodi", HOUR, "").network())).isEqualTo("-P-");
  }

  @Test
  void networksDoNotMix() throws Exception {
    evaluate(3);

    assertThat(history.timeline("hood", HOUR, "").pairs()).isEmpty();
    assertThat(history.timeline("hoodi2", HOUR, "").pairs()).isEmpty();
  }
}
