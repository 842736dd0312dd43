package dev.pulse.core.internal.alert;

import static dev.pulse.core.internal.alert.Probes.at;
import static dev.pulse.core.internal.alert.Probes.book;
import static dev.pulse.core.internal.alert.Probes.describe;
import static dev.pulse.core.internal.alert.Probes.details;
import static dev.pulse.core.internal.alert.Probes.eventsOf;
import static dev.pulse.core.internal.alert.Probes.guard;
import static dev.pulse.core.internal.alert.Probes.observe;
import static dev.pulse.core.internal.alert.Probes.outcome;
import static dev.pulse.core.internal.alert.Probes.outcomes;
import static dev.pulse.core.internal.alert.Probes.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.DetectorState;
import dev.pulse.api.detect.Verdict;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.core.detect.ProportionZTest;
import dev.pulse.core.detect.RollingZScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
  @ParameterizedTest(name = "case {0}: {1}")
  @CsvSource({
    "K, 10*50 200 50 50 50, 11: latency_spike opened|14: latency_spike recovered",
    "L, 10*50 200 50 F 50 F 50, 11: latency_spike opened|16: latency_spike recovered",
    "H, o F F F o o, 4: downtime opened|6: downtime recovered",
    "M, 100*o 3*F 25*o, 103: downtime opened|105: downtime recovered",
    "ten equal then 10 s, 10*50 10000, 11: latency_spike opened",
  })
  void opensAndClosesAsTheVectorsSay(String name, String script, String events) {
    assertThat(eventsOf(script)).as(name).containsExactly(events.split("\\|", -1));
  }

  @Test
  void detailsOfCaseKAreThoseOfTheSpecification() {
    var book = book(guard());
    observe(book, outcomes("10*50 200"));

    assertThat(details(book.openIncidents().get(0)))
        .isEqualTo("value=200 mean=50.0000 stddev=1.0000 z=150.0000 n=10 threshold=3.0000");
  }

  @ParameterizedTest(name = "case F: {0}")
  @CsvSource({"F 19*o, 0", "F F 18*o, 0", "F o F o F, 1"})
  void theErrorRateOpensOnlyAtThreeFailures(String recent, int incidents) {
    assertThat(eventsOf("100*o " + recent)).hasSize(incidents);
  }

  @Nested
  class Downtime {
    @Test
    void needsNoHistory() {
      assertThat(eventsOf("F F F")).containsExactly("3: downtime opened");
    }

    @Test
    void aSuccessInBetweenBreaksTheRow() {
      assertThat(eventsOf("F F o F F o F F")).isEmpty();
    }

    @Test
    void aFailureInBetweenBreaksTheRowOfRecovery() {
      assertThat(eventsOf("F F F o F o o"))
          .containsExactly("3: downtime opened", "7: downtime recovered");
    }

    @Test
    void aWarningIsUp() {
      assertThat(eventsOf("F F W F")).isEmpty();
      assertThat(eventsOf("F F F W W"))
          .containsExactly("3: downtime opened", "5: downtime recovered");
    }

    @Test
    void successesFromBeforeDoNotCountForTheRecovery() {
      assertThat(eventsOf("5*o F F F o")).containsExactly("8: downtime opened");
    }

    @Test
    void opensAgainAfterItWasClosed() {
      assertThat(eventsOf("3*F 2*o 3*F"))
          .containsExactly("3: downtime opened", "5: downtime recovered", "8: downtime opened");
    }

    @Test
    void opensOnceHoweverLongItLasts() {
      assertThat(eventsOf("50*F")).containsExactly("3: downtime opened");
    }

    @Test
    void tellsTheNumberOfFailuresAndTheLastResult() {
      var incident = only(book(guard()), "o F F F");

      assertThat(details(incident)).isEqualTo("failures=3 status_code=503");
      assertThat(incident.startedAt()).isEqualTo(at(4));
      assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(incident.title()).isEqualTo("Shop: downtime");
      assertThat(incident.check()).isEqualTo("shop");
      assertThat(incident.labels()).isEqualTo(Labels.of("team", "checkout"));
      assertThat(incident.timeline())
          .containsExactly(
              new Incident.Entry(
                  at(4), "3 failures in a row; the last one: status: 503 Service Unavailable"));
    }

    @Test
    void keepsItsDetailsWhenItCloses() {
      var book = book(guard());
      observe(book, outcomes("F F F"));
      book.observe(outcome(4, Probes.up(50)));

      var event = book.observe(outcome(5, Probes.up(50))).get(0);

      assertThat(event.kind()).isEqualTo(IncidentEvent.Kind.RESOLVED);
      assertThat(details(event.incident())).isEqualTo("failures=3 status_code=503");
      assertThat(event.incident().endedAt()).contains(at(5));
      assertThat(event.incident().timeline())
          .last()
          .isEqualTo(new Incident.Entry(at(5), "resolved: recovered"));
      assertThat(book.openIncidents()).isEmpty();
    }

    @Test
    void boundsWhatItTakesOverFromAResult() {
      var result =
          CheckResult.fail(Reason.ERROR, "no")
              .withDetail("failures", "a million")
              .withDetail("long", "😀".repeat(500));
      for (int i = 0; i < 50; i++) {
        result = result.withDetail("detail" + i, "x");
      }
      var book = book(registration(AlertRule.whenFailing().after(1)));

      var details = book.observe(outcome(1, result)).get(0).incident().details();

      assertThat(details).hasSize(20).containsEntry("failures", "1");
      assertThat(details.get("long")).isEqualTo("😀".repeat(199) + "…");
      assertThat(details).containsKey("detail17").doesNotContainKey("detail18");
    }
  }

  @Nested
  class Latency {
    @Test
    void failuresLeaveItsCountersAlone() {
      assertThat(eventsOf("10*50 200 50 F F 50 F F 50"))
          .containsExactly("11: latency_spike opened", "18: latency_spike recovered");
    }

    @Test
    void theLatencyOfAFailureIsNotLearnt() {
      var book = book(guard());
      observe(book, outcomes("10*50 F 200"));

      assertThat(details(book.openIncidents().get(0))).contains("n=10", "mean=50.0000");
    }

    @Test
    void anAnomalousValueInBetweenBreaksTheRowOfNormalOnes() {
      assertThat(eventsOf("10*50 200 50 50 200 50 50 50"))
          .containsExactly("11: latency_spike opened", "17: latency_spike recovered");
    }

    @Test
    void theTwentiethAnomalousValueReBaselinesAndCloses() {
      assertThat(eventsOf("10*50 20*200"))
          .containsExactly("11: latency_spike opened", "30: latency_spike re-baselined");
      assertThat(eventsOf("10*50 20*200 20*200 500"))
          .as("200 is normal from then on")
          .hasSize(3)
          .last()
          .isEqualTo("51: latency_spike opened");
    }

    @Test
    void failuresDoNotBreakTheRowThatReBaselines() {
      assertThat(eventsOf("10*50 10*200 F 10*200"))
          .containsExactly("11: latency_spike opened", "31: latency_spike re-baselined");
    }

    @Test
    void outcomesWithoutLatencyArePassedOver() {
      var book = book(guard());
      observe(book, outcomes("10*50 200"));
      for (int i = 12; i < 20; i++) {
        assertThat(book.observe(outcome(i, CheckResult.pass("no latency")))).isEmpty();
      }
      assertThat(book.openIncidents()).hasSize(1);
    }

    @Test
    void saysInWordsWhatWasSeen() {
      assertThat(only(book(guard()), "10*50 200").timeline())
          .containsExactly(
              new Incident.Entry(
                  at(11),
                  "latency is 200, expected was 50.0000: stddev 1.0000, z 150.0000, n 10,"
                      + " threshold 3.0000"));
    }
  }

  @Nested
  class ErrorRate {
    @Test
    void opensWithItsNumbersAndClosesWhenFailuresArePast() {
      var book = book(guard());
      var events = observe(book, outcomes("100*o F o F o F"));
      assertThat(events).containsExactly("105: error_rate opened");
      assertThat(details(book.openIncidents().get(0)))
          .isEqualTo(
              "value=0.1500 mean=0.0000 stddev=0.0222 z=6.7420 n=85 threshold=3.0000 failures=3");

      // 20 entries after the third last failure two are left, 20 after the second last one is.
      assertThat(eventsOf("100*o F o F o F 40*o"))
          .containsExactly("105: error_rate opened", "123: error_rate recovered");
    }

    @Test
    void hasNoVerdictBelowTwentyBaselineEntries() {
      assertThat(eventsOf("34*o F o F o F")).as("19 baseline entries").isEmpty();
      assertThat(eventsOf("35*o F o F o F")).containsExactly("40: error_rate opened");
    }

    @Test
    void anOutageIsOneIncidentAndNotTwo() {
      assertThat(eventsOf("100*o 3*F 50*F 2*o 60*o"))
          .containsExactly("103: downtime opened", "155: downtime recovered");
    }

    @Test
    void theFailuresThatOpenedADowntimeDoNotCountAfterwards() {
      assertThat(eventsOf("100*o 3*F 2*o F o F 30*o"))
          .containsExactly("103: downtime opened", "105: downtime recovered");
      assertThat(eventsOf("100*o 3*F 2*o F o F o F"))
          .as("three of its own do")
          .last()
          .isEqualTo("110: error_rate opened");
    }

    @Test
    void takingFailuresBackBringsBackTheEntriesTheyPushedOut() {
      var before = book(guard());
      observe(before, outcomes("F 119*o"));
      var after = book(guard());
      observe(after, outcomes("F 119*o F F U F F o F o o"));

      assertThat(errorRate(after).detector()).isEqualTo(errorRate(before).detector());
      assertThat(errorRate(after).detector().values()).hasSize(120).startsWith(1.0);
    }

    @Test
    void keepsWhatItWouldTakeBackNoLongerThanTheRunLasts() {
      var book = book(guard());
      observe(book, outcomes("o F F"));
      assertThat(errorRate(book).beforeRun()).containsOnlyKeys("downtime");

      observe(book, outcomes("o"));
      assertThat(errorRate(book).beforeRun()).isEmpty();
    }

    @Test
    void staysAsItIsDuringADowntime() {
      assertThat(eventsOf("100*o F o F o F o 100*F 2*o"))
          .containsExactly(
              "105: error_rate opened", "109: downtime opened", "208: downtime recovered");
    }

    @Test
    void shortRunsOfFailuresCountInFull() {
      assertThat(eventsOf("100*o F F o F")).containsExactly("104: error_rate opened");
    }

    @Test
    void knowsOfADowntimeAlsoWhenItsRuleStandsFirst() {
      var rules = new ArrayList<>(guard().rules());
      var reversed = registration(rules.get(2), rules.get(1), rules.get(0));

      assertThat(observe(book(reversed), outcomes("100*o 3*F 25*o")))
          .containsExactly("103: downtime opened", "105: downtime recovered");
    }

    @Test
    void everyFailureRuleOfTheRegistrationCounts() {
      var book =
          book(
              registration(
                  AlertRule.whenFailing().after(3).recoverAfter(1).named("short"),
                  AlertRule.whenFailing().after(5).recoverAfter(4).named("long"),
                  AlertRule.whenAnomalous(Signal.failures(), ProportionZTest::new)
                      .named("error_rate")));

      assertThat(observe(book, outcomes("100*o 5*F 4*o 30*o")))
          .containsExactly(
              "103: short opened",
              "105: long opened",
              "106: short recovered",
              "109: long recovered");
    }

    @Test
    void recoverAfterAppliesAndIgnoresWhatWasTakenBack() {
      var scripted = new ScriptedDetector("ANNNNNNNNNN");
      var book =
          book(
              registration(
                  AlertRule.whenFailing().after(2).recoverAfter(1),
                  AlertRule.whenAnomalous(Signal.failures(), () -> scripted)
                      .named("odd")
                      .recoverAfter(3)));

      // odd, normal, (a normal one that is taken back, and the opening one), the closing one, …
      assertThat(observe(book, outcomes("o o F F o o o")))
          .containsExactly(
              "1: odd opened", "4: downtime opened", "5: downtime recovered", "7: odd recovered");
    }
  }

  @Nested
  class OtherIncidents {
    private final RuleBook book = book(rules(false));

    @Test
    void whatWasMeasuredInThemIsForgottenWhenTheyAreClosed() {
      observe(book, outcomes("10*50 F 61 62 63"));
      assertThat(book.openIncidents()).isEmpty();
      book.observe(outcome(15, Probes.up(50)));

      assertThat(baseline(book)).containsOnly(50).hasSize(11);
    }

    @Test
    void valuesInThemAreJudgedAllTheSame() {
      assertThat(observe(book, outcomes("10*50 F 300 50 50")))
          .containsExactly(
              "11: downtime opened", "12: latency_anomaly opened", "14: downtime recovered");
    }

    @Test
    void withAnIncidentOfItsOwnTheDetectorLearnsAsItLikes() {
      observe(book, outcomes("10*50 F 20*300"));

      assertThat(book.openIncidents()).isEmpty();
      assertThat(baseline(book)).as("of the new level").containsOnly(300).hasSize(20);
    }

    @Test
    void aRestartInOneChangesNothing() {
      observe(book, outcomes("10*50 F 61"));
      var restarted = book(rules(false), book.openIncidents().toArray(Incident[]::new));
      assertThat(restarted.restore(book.state())).isTrue();
      for (int i = 13; i < 16; i++) {
        restarted.observe(outcome(i, Probes.up(50 + i)));
      }

      assertThat(baseline(restarted)).containsExactly(50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 65);
    }

    @Test
    void incidentsOfAnotherDetectorCount() {
      var registration =
          registration(
              AlertRule.whenAnomalous(Signal.latency(), () -> new ScriptedDetector("NNANNNN"))
                  .named("other"),
              AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build));
      var two = book(registration);

      observe(two, outcomes("1 2 3 4 5 6 7"));

      assertThat(two.openIncidents()).isEmpty();
      assertThat(baseline(two)).as("3 opens it, and 4 to 6 close it").containsExactly(1, 2, 3, 7);
    }

    @Test
    void aRuleMayLearnInThem() {
      var learning = book(rules(true));
      observe(learning, outcomes("10*50 F 61 62 63 50"));

      assertThat(baseline(learning)).hasSize(14).contains(61, 62, 63);
    }

    private static Registration rules(boolean learning) {
      return registration(
          AlertRule.whenFailing().after(1).recoverAfter(3),
          AlertRule.whenAnomalous(Signal.latency(), RollingZScore.builder()::build)
              .learningInIncidents(learning));
    }

    private static double[] baseline(RuleBook book) {
      var saved = (SavedRule.Anomaly) RuleState.decode(book.state()).get(1);
      var values = saved.detector().values();
      return Arrays.copyOfRange(values, 1, 1 + (int) values[0]);
    }
  }

  @Nested
  class OtherSignals {
    @Test
    void aSampleIsJudgedAsADecimalNumber() {
      var book =
          book(
              registration(
                  AlertRule.whenAnomalous(
                      Signal.sample("queue_length"), RollingZScore.builder()::build)));
      for (int i = 1; i <= 10; i++) {
        book.observe(queue(i, 10));
      }

      var incident = book.observe(queue(11, 300.5)).get(0).incident();

      assertThat(incident.rule()).isEqualTo("queue_length_anomaly");
      assertThat(details(incident)).startsWith("value=300.5000 mean=10.0000 ");
    }

    private Outcome queue(int number, double length) {
      return outcome(
          number, CheckResult.pass("ok").withSample(Sample.gauge("queue_length", length)));
    }
  }

  @Nested
  class Verdicts {
    @Test
    void learningAndUnsureLeaveTheCountersAlone() {
      assertThat(judged("ANLNUN")).containsExactly("1: odd opened", "6: odd recovered");
    }

    @Test
    void nothingOpensBeforeAnAnomalousOne() {
      assertThat(judged("NLUNR")).isEmpty();
    }

    @Test
    void normalOnesBeforeTheOpeningDoNotCount() {
      assertThat(judged("NNNANN")).containsExactly("4: odd opened");
    }

    @Test
    void reBaseliningClosesAtOnce() {
      assertThat(judged("ANRA"))
          .containsExactly("1: odd opened", "3: odd re-baselined", "4: odd opened");
    }

    private List<String> judged(String verdicts) {
      var rule =
          AlertRule.whenAnomalous(Signal.latency(), () -> new ScriptedDetector(verdicts))
              .named("odd")
              .recoverAfter(3);
      return observe(book(registration(rule)), outcomes(verdicts.length() + "*o"));
    }
  }

  @Nested
  class Unknown {
    @ParameterizedTest(name = "case {0}")
    @CsvSource({
      "K, 10*50 200 50 50 50",
      "L, 10*50 200 50 F 50 F 50",
      "H, o F F F o o",
      "M, 100*o 3*F 25*o",
      "error rate, 100*o F o F o F 30*o",
    })
    void outcomesAnywhereChangeNothing(String name, String script) {
      var unknown = Probes.result("U");
      for (int many = 1; many <= 3; many++) {
        var plain = book(guard());
        var mixed = book(guard());
        for (var outcome : outcomes(script)) {
          var events = describe(plain.observe(outcome));
          for (int i = 0; i < many; i++) {
            var before = mixed.state();
            assertThat(mixed.observe(outcome((int) outcome.runId(), unknown))).isEmpty();
            assertThat(mixed.state()).isEqualTo(before);
          }
          assertThat(describe(mixed.observe(outcome))).isEqualTo(events);
        }
        assertThat(mixed.state()).as(name).isEqualTo(plain.state());
      }
    }
  }

  @Nested
  class Incidents {
    @Test
    void leaveInTheOrderOfTheRulesWithRisingIds() {
      var book =
          book(
              registration(
                  AlertRule.whenAnomalous(Signal.latency(), () -> new ScriptedDetector("A"))
                      .named("second"),
                  AlertRule.whenFailing().after(1).recoverAfter(1).named("first"),
                  AlertRule.whenAnomalous(Signal.failures(), () -> new ScriptedDetector("A"))
                      .named("third")));
      var opened = book.observe(outcomes("o").get(0));

      assertThat(describe(opened)).containsExactly("1: second opened", "1: third opened");
      assertThat(opened.get(0).incident().id()).isLessThan(opened.get(1).incident().id());
    }

    @Test
    void ofTheStoreAreGoneOnWithAndNotOpenedAgain() {
      var stored = Incident.builder(7, "shop", "downtime", at(-5)).build();
      var book = book(guard(), stored);

      assertThat(book.openIncidents()).containsExactly(stored);
      assertThat(observe(book, outcomes("9*F o o"))).containsExactly("11: downtime recovered");
    }

    @Test
    void closedByHandEndAtTheTimeOfTheCallInTheOrderOfTheRules() {
      var book = book(guard());
      observe(book, outcomes("10*50 200 3*F"));

      var events = book.resolveAll(at(99), "disabled");

      assertThat(describe(events))
          .containsExactly("99: downtime disabled", "99: latency_spike disabled");
      assertThat(book.openIncidents()).isEmpty();
      assertThat(book.resolveAll(at(99), "disabled")).isEmpty();
    }

    @Test
    void closedByHandSetCountersBackAndKeepTheBaseline() {
      var book = book(guard());
      observe(book, outcomes("10*50 200 F F"));

      book.resolveAll(at(14), "disabled");

      assertThat(observe(book, outcomes("F F"))).as("a new row of failures").isEmpty();
      var again = book.observe(outcome(15, Probes.up(200)));
      assertThat(details(again.get(0).incident())).contains("mean=50.0000", "n=10");
      assertThat(observe(book, outcomes("18*200"))).as("a new row of anomalies").isEmpty();
      assertThat(observe(book, outcomes("200"))).containsExactly("1: latency_spike re-baselined");
    }

    @Test
    void ofRulesThatAreGoneAreClosedAsSuch() {
      var known = Incident.builder(7, "shop", "downtime", at(-5)).build();
      var orphan = Incident.builder(8, "shop", "slo_burn", at(-5)).build();
      var book = book(guard(), orphan, known);
      assertThat(book.openIncidents()).containsExactly(known, orphan);

      assertThat(describe(book.resolveOrphans(at(1)))).containsExactly("1: slo_burn rule removed");

      assertThat(book.openIncidents()).containsExactly(known);
      assertThat(book.resolveOrphans(at(2))).isEmpty();
    }

    @Test
    void ofRulesThatAreGoneAreClosedByHandAsWell() {
      var book = book(registration(), Incident.builder(8, "shop", "slo_burn", at(-5)).build());
      assertThat(book.isEmpty()).isFalse();

      assertThat(describe(book.resolveAll(at(1), "deleted")))
          .containsExactly("1: slo_burn deleted");
      assertThat(book.isEmpty()).isTrue();
    }
  }

  @Nested
  class BrokenDetectors {
    @Test
    void thatThrowHaveNoOpinionAndHarmNoOtherRule() {
      assertThat(withBroken(new BrokenDetector(false))).containsExactly("3: downtime opened");
    }

    @Test
    void thatAnswerNullHaveNoOpinionAndHarmNoOtherRule() {
      assertThat(withBroken(new BrokenDetector(true))).containsExactly("3: downtime opened");
    }

    @Test
    void areNamedWhenTheirSupplierMakesNone() {
      Supplier<Detector> none = () -> null;
      var registration = registration(AlertRule.whenAnomalous(Signal.latency(), none));

      assertThatThrownBy(() -> book(registration))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("shop")
          .hasMessageContaining("latency_anomaly");
    }

    private List<String> withBroken(Detector broken) {
      var book =
          book(
              registration(
                  AlertRule.whenAnomalous(Signal.latency(), () -> broken),
                  AlertRule.whenAnomalous(Signal.failures(), () -> broken),
                  AlertRule.whenFailing()));
      var events = observe(book, outcomes("F F F o"));
      book.state();
      book.replay(List.of());
      book.resolveAll(at(5), "disabled");
      return events;
    }
  }

  private static Incident only(RuleBook book, String script) {
    observe(book, outcomes(script));
    assertThat(book.openIncidents()).hasSize(1);
    return book.openIncidents().get(0);
  }

  private static SavedRule.Anomaly errorRate(RuleBook book) {
    return (SavedRule.Anomaly) RuleState.decode(book.state()).get(2);
  }

  /** Answers what it was told, one letter per value. */
  private static final class ScriptedDetector implements Detector {
    private final String verdicts;
    private int next;

    ScriptedDetector(String verdicts) {
      this.verdicts = verdicts;
    }

    @Override
    public Verdict observe(double value, Instant at) {
      return Verdict.of(
          switch (verdicts.charAt(next++)) {
            case 'A' -> Verdict.Kind.ANOMALOUS;
            case 'N' -> Verdict.Kind.NORMAL;
            case 'U' -> Verdict.Kind.UNSURE;
            case 'L' -> Verdict.Kind.LEARNING;
            case 'R' -> Verdict.Kind.REBASELINED;
            default -> throw new AssertionError(verdicts);
          });
    }
  }

  private record BrokenDetector(boolean answersNull) implements Detector {
    @Override
    public Verdict observe(double value, Instant at) {
      fail();
      return null;
    }

    @Override
    public DetectorState state() {
      fail();
      return null;
    }

    @Override
    public void restore(DetectorState state) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void breakRun() {
      throw new IllegalStateException("broken");
    }

    private void fail() {
      if (!answersNull) {
        throw new IllegalStateException("broken");
      }
    }
  }
}
