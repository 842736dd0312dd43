package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.incident.Incident;
import dev.pulse.core.store.Stores;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of sequences of probes. */
class IncidentsTest {
  private static final String CASE_A = "100 102 98 101 99 100 103 97 100 100";

  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  static Stream<Arguments> latencyVerdicts() {
    return Stream.of(
        argumentSet("A, 105", CASE_A, 105, false),
        argumentSet("A, 106", CASE_A, 106, false),
        argumentSet("A, 119", CASE_A, 119, false),
        argumentSet("A, 120", CASE_A, 120, true),
        argumentSet("A, 121", CASE_A, 121, true),
        argumentSet("C, 60", times(10, "50"), 60, false),
        argumentSet("C, 80", times(10, "50"), 80, true),
        argumentSet("D, 10000", times(9, "50"), 10_000, false),
        argumentSet("low values are never anomalous", times(10, "5000"), 1, false),
        argumentSet("defect 6: ten equal values, then 10 s", times(10, "50"), 10_000, true));
  }

  @ParameterizedTest
  @MethodSource
  void latencyVerdicts(String baseline, int value, boolean anomalous) {
    play(baseline + " " + value);

    assertThat(rig.story()).hasSize(anomalous ? 1 : 0);
  }

  @Test
  void vectorA120SaysItsNumbers() {
    play(CASE_A + " 120");

    assertThat(GuardJson.details(rig.incidents().get(0)))
        .isEqualTo("value=120 mean=100.0000 stddev=1.6733 z=11.9523 n=10 threshold=3.0000");
  }

  @Test
  void vectorK() {
    play(times(10, "50") + " 200 50 50 50");

    assertThat(rig.story())
        .containsExactly("latency_spike started at 11", "latency_spike resolved at 14");
    assertThat(Rig.field(rig.bus.incidents().get(0), "details"))
        .isEqualTo("value=200 mean=50.0000 stddev=1.0000 z=150.0000 n=10 threshold=3.0000");
    assertThat(Rig.field(rig.bus.incidents().get(1), "details"))
        .isEqualTo(
            "value=200 mean=50.0000 stddev=1.0000 z=150.0000 n=10 threshold=3.0000"
                + " closed=recovered");
  }

  @Test
  void vectorL() {
    play(times(10, "50") + " 200 50 F 50 F 50");

    assertThat(rig.story())
        .containsExactly("latency_spike started at 11", "latency_spike resolved at 16");
  }

  @Test
  void aHigherLevelThatStaysBecomesTheBaseline() {
    play(times(10, "50") + " " + times(20, "200") + " 210");

    assertThat(rig.story())
        .containsExactly("latency_spike started at 11", "latency_spike resolved at 30");
    assertThat(GuardJson.details(rig.incidents().get(0))).endsWith(" closed=re-baselined");
  }

  static Stream<Arguments> failuresInTwenty() {
    return Stream.of(
        argumentSet("F, 1 of 20", 1, false),
        argumentSet("F, 2 of 20", 2, false),
        argumentSet("F, 3 of 20", 3, true));
  }

  @ParameterizedTest
  @MethodSource
  void failuresInTwenty(int failures, boolean opens) {
    // Never two in a row: this is no downtime.
    play(times(100, "o") + " " + times(failures, "F o") + " " + times(20 - 2 * failures, "o"));

    assertThat(rig.story().contains("error_rate started at 105")).isEqualTo(opens);
    if (opens) {
      // Of the three failures the window of 20 keeps the last ones longest.
      assertThat(rig.incidents()).extracting(Incident::rule).containsExactly("error_rate");
      assertThat(GuardJson.details(rig.incidents().get(0)))
          .startsWith(
              "value=0.1500 mean=0.0000 stddev=0.0222 z=6.7420 n=85 threshold=3.0000 failures=3");
    }
  }

  @Test
  void anErrorRateEndsWhenAtMostOneFailureIsRecent() {
    play(times(100, "o") + " F o F o F " + times(19, "o"));

    // The window of 20 holds 103 and 105 until probe 122, and 105 alone at 123.
    assertThat(rig.story())
        .containsExactly("error_rate started at 105", "error_rate resolved at 123");
    assertThat(GuardJson.details(rig.incidents().get(0))).endsWith(" closed=recovered");
  }

  @Test
  void vectorH() {
    play("o F F F o o");

    assertThat(rig.story()).containsExactly("downtime started at 4", "downtime resolved at 6");
    assertThat(GuardJson.details(rig.incidents().get(0)))
        .isEqualTo("failures=3 status_code=503 closed=recovered");
  }

  @Test
  void vectorM() {
    play(times(100, "o") + " F F F " + times(25, "o"));

    assertThat(rig.story()).containsExactly("downtime started at 103", "downtime resolved at 105");
  }

  @Test
  void anOutageIsExactlyTwoEvents() {
    play(times(40, "o") + " F F F o o " + times(40, "o"));

    assertThat(rig.bus.incidents()).hasSize(2);
  }

  @Test
  void anAddressThatIsRefusedIsNotJudged() {
    play("o F F R F R o R o");

    assertThat(rig.story()).containsExactly("downtime started at 5", "downtime resolved at 9");
  }

  @Test
  void thereIsAtMostOneOpenIncidentOfAKind() {
    play("F F F F F F F F F F");

    assertThat(rig.incidents()).hasSize(1);
  }

  @Test
  void incidentsBeginAndEndWithTheTimesOfTheirProbes() {
    play("o F F F o o");

    var incident = rig.incidents().get(0);
    assertThat(incident.startedAt()).isEqualTo(Rig.START.plus(Rig.INTERVAL.multipliedBy(3)));
    assertThat(incident.endedAt()).contains(Rig.START.plus(Rig.INTERVAL.multipliedBy(5)));
  }

  @Test
  void thresholdsAreThoseOfTheSettings() {
    var settings =
        new GuardSettings(
            Rig.allowingPrivate().probes(),
            new RuleSettings(3, 100, 10, 1, 20, 1, 1, 1),
            Optional.empty());
    try (var impatient = new Rig(Stores.memory(), settings)) {
      impatient.create("a", "F");
      impatient.play("a", "o " + times(10, "50") + " 200 50");

      assertThat(impatient.story())
          .containsExactly(
              "downtime started at 1",
              "downtime resolved at 2",
              "latency_spike started at 13",
              "latency_spike resolved at 14");
    }
  }

  @Test
  void disablingClosesWhatIsOpenAtOnce() {
    var target = play("F F F");
    rig.clock.set(rig.clock.instant().plusSeconds(7));

    rig.guard.setEnabled(target.id(), false);

    var incident = rig.incidents().get(0);
    assertThat(incident.endedAt()).contains(rig.clock.instant());
    assertThat(GuardJson.details(incident)).isEqualTo("failures=3 status_code=503 closed=disabled");
    assertThat(rig.bus.events.get(rig.bus.events.size() - 1))
        .satisfies(
            event -> {
              assertThat(event.subject()).isEqualTo("incidents.resolved");
              assertThat(Rig.field(event.json(), "status")).isEqualTo("resolved");
            });
  }

  @Test
  void enablingStartsTheCountersAtZeroAndKeepsTheBaseline() {
    var target = play(times(20, "50") + " F F");
    rig.guard.setEnabled(target.id(), false);

    rig.script("a", "F 50 200");
    rig.guard.setEnabled(target.id(), true);
    rig.probes(2);

    // One failure after two before the pause is no downtime; 200 is judged by the old baseline.
    assertThat(rig.incidents()).extracting(Incident::rule).containsExactly("latency_spike");
    assertThat(GuardJson.details(rig.incidents().get(0))).contains(" n=21 ");
  }

  @Test
  void deletingClosesWhatIsOpenAndForgetsEverything() {
    var target = play("F F F");

    rig.guard.delete(target.id());

    assertThat(rig.story()).hasSize(2);
    assertThat(Rig.field(rig.bus.incidents().get(1), "details")).endsWith(" closed=deleted");
    assertThat(rig.incidents()).isEmpty();
    assertThat(rig.stored(target)).isEmpty();
    assertThat(rig.guard.targets().list()).isEmpty();
  }

  /** Probes of the target {@code a} on the grid, the first at the start. */
  private WatchedTarget play(String script) {
    var words = script.strip().split(" +", 2);
    var target = rig.create("a", words[0]);
    if (words.length > 1) {
      rig.play("a", words[1]);
    }
    return target;
  }

  private static String times(int count, String word) {
    return String.join(" ", Collections.nCopies(count, word));
  }

  @Test
  void rulesAreEvaluatedInTheOrderDowntimeLatencyErrorRate() {
    var target = rig.create("a");

    assertThat(rig.pulse.check(target.checkName()).orElseThrow().registration().rules())
        .extracting(AlertRule::name)
        .containsExactly("downtime", "latency_spike", "error_rate");
  }
}
