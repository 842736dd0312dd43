package dev.pulse.core.internal.alert;

import static dev.pulse.core.internal.alert.Probes.at;
import static dev.pulse.core.internal.alert.Probes.book;
import static dev.pulse.core.internal.alert.Probes.describe;
import static dev.pulse.core.internal.alert.Probes.observe;
import static dev.pulse.core.internal.alert.Probes.outcome;
import static dev.pulse.core.internal.alert.Probes.outcomes;
import static dev.pulse.core.internal.alert.Probes.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of rule takes for bad and good, and what all of them have in common. */
class RuleKindsTest {
  private static final Reason REASON = Reason.of("acme.test");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "W W W, 3: degraded opened",
    "W W o W W, ''",
    "W F W U W, 5: degraded opened",
    "3*W F F F o F o, 3: degraded opened|9: degraded recovered",
  })
  void warningsCountAndOnlyAPassIsBetter(String script, String events) {
    assertEvents(AlertRule.whenWarning(), script, events);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "U U U, 3: no_data opened",
    "U U F U U, ''",
    "4*U F, 3: no_data opened|5: no_data recovered",
    "4*U W, 3: no_data opened|5: no_data recovered",
  })
  void whateverIsKnownIsGoodWhereNothingWas(String script, String events) {
    assertEvents(AlertRule.whenUnknown(), script, events);
  }

  private static void assertEvents(AlertRule rule, String script, String events) {
    var expected = events.isEmpty() ? List.<String>of() : List.of(events.split("\\|", -1));
    assertThat(observe(book(registration(rule)), outcomes(script))).isEqualTo(expected);
  }

  @Test
  void theWordsFitWhatIsCounted() {
    var book = book(registration(AlertRule.whenWarning().after(2), AlertRule.whenUnknown()));
    observe(book, outcomes("W W U U U"));

    assertThat(book.openIncidents())
        .extracting(incident -> incident.timeline().get(0).text())
        .containsExactly(
            "2 warnings in a row; the last one: latency: slow",
            "3 unknown results in a row; the last one: denied: refused");
    assertThat(book.openIncidents())
        .extracting(Probes::details)
        .containsExactly("warnings=2", "unknown=3");
  }

  /** The probes are 30 seconds apart. */
  @Nested
  class Durations {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "F F F, ''",
      "F F F F, 4: downtime opened",
      "F F F o F F F F, 8: downtime opened",
      "F U U F, 4: downtime opened",
      "4*F o, 4: downtime opened|5: downtime recovered",
    })
    void itMustHaveBeenBadForAsLongAsIsAskedFor(String script, String events) {
      var rule = AlertRule.whenFailing().after(1).recoverAfter(1).forAtLeast(seconds(90));
      assertEvents(rule, script, events);
    }

    @Test
    void aMillisecondTooEarlyIsTooEarly() {
      var book =
          book(
              registration(AlertRule.whenFailing().after(2).forAtLeast(Duration.ofMillis(60_001))));
      assertThat(observe(book, outcomes("F F F"))).isEmpty();
      assertThat(observe(book, outcomes("o F F F F")).get(0)).isEqualTo("5: downtime opened");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "F o o, 1: downtime opened",
      "F o o o, 1: downtime opened|4: downtime recovered",
      "F o o F o o, 1: downtime opened",
      "F o U o, 1: downtime opened|4: downtime recovered",
    })
    void itKeepsFiringUntilItWasGoodForAsLongAsIsAskedFor(String script, String events) {
      var rule = AlertRule.whenFailing().after(1).recoverAfter(1).keepFiringFor(seconds(60));
      assertEvents(rule, script, events);
    }

    @Test
    void whatIsPendingCanBeSeen() {
      var rule = AlertRule.whenFailing().after(2).forAtLeast(seconds(90));
      var book = book(registration(rule));
      observe(book, outcomes("o F F"));

      assertThat(book.pending())
          .containsExactly(new Pending("downtime", null, at(2), 2, 2, at(2).plusSeconds(90)));

      observe(book, outcomes("o"));
      assertThat(book.pending()).isEmpty();
    }

    @Test
    void whatIsOpenIsNotPending() {
      var book = book(registration(AlertRule.whenFailing().after(1)));
      observe(book, outcomes("F F"));
      assertThat(book.pending()).isEmpty();
    }

    @Test
    void theTimelineTellsSinceWhenItIsSo() {
      var rule = AlertRule.whenFailing().after(1).forAtLeast(seconds(30));
      var book = book(registration(rule));
      observe(book, outcomes("F F"));
      assertThat(book.openIncidents().get(0).timeline())
          .last()
          .isEqualTo(new Incident.Entry(at(2), "so since " + at(1)));
    }

    @Test
    void aClockThatWasSetBackDelaysByNoMoreThanIsAskedFor() {
      var rule = AlertRule.whenFailing().after(1).forAtLeast(seconds(60));
      var book = book(registration(rule));
      var events = new ArrayList<String>();
      for (int number : List.of(100, 10, 11, 12)) {
        events.addAll(describe(book.observe(outcome(number, Probes.result("F")))));
      }
      assertThat(events).containsExactly("12: downtime opened");
    }
  }

  @Nested
  class Flapping {
    private final AlertRule rule =
        AlertRule.whenFailing().after(1).recoverAfter(1).flapping(3, seconds(300));

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "F o F o, 1: downtime opened|2: downtime recovered|3: downtime opened|4: downtime recovered",
      "F o F o F 10*o, 5",
      "F o F o F 11*o, 16",
      "F o F o F 10*o F 10*o, 5",
      "F o F 7*o F o, 12",
    })
    void theThirdWithinFiveMinutesStaysOpenUntilAllWasGoodForFive(String script, String events) {
      var seen = observe(book(registration(rule)), outcomes(script));
      if (events.contains(" ")) {
        assertThat(seen).containsExactly(events.split("\\|", -1));
      } else {
        assertThat(seen).last().asString().startsWith(events + ": downtime");
      }
    }

    @Test
    void theTimelineSaysSo() {
      var book = book(registration(rule));
      observe(book, outcomes("F o F o F"));
      assertThat(book.openIncidents().get(0).timeline())
          .last()
          .isEqualTo(
              new Incident.Entry(
                  at(5),
                  "flapping: opened 3 times within 5m; stays open until all was good for 5m"));
    }

    @Test
    void whoClosesItByHandBeginsAnew() {
      var book = book(registration(rule));
      observe(book, outcomes("F o F o F"));
      var id = book.openIncidents().get(0).id();
      assertThat(book.change(id, Change.resolve(at(6), "ada", ""))).isPresent();

      assertThat(observe(book, outcomes("F o")))
          .containsExactly("1: downtime opened", "2: downtime recovered");
    }
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Nested
  class Findings {
    private final RuleBook book = book(registration(AlertRule.whenFinding()));
    private int number;

    private List<String> see(Finding... findings) {
      return see(CheckResult.worstOf(REASON, "seen", List.of(findings)));
    }

    private List<String> see(CheckResult result) {
      return book.observe(outcome(++number, result)).stream()
          .map(
              event ->
                  event.kind()
                      + " "
                      + event.incident().subject().orElse("-")
                      + event.incident().resolution().map(why -> " " + why).orElse(""))
          .toList();
    }

    private static Finding bad(String key) {
      return Finding.of(key, Status.FAIL, key + " is bad");
    }

    private static Finding good(String key) {
      return Finding.of(key, Status.PASS, "fine");
    }

    @Test
    void eachFindingHasAnIncidentOfItsOwn() {
      assertThat(see(bad("a"), good("b"), bad("c"))).containsExactly("OPENED a", "OPENED c");
      assertThat(see(bad("a"), bad("b"), bad("c"))).containsExactly("OPENED b");
      assertThat(see(good("a"), bad("c")))
          .containsExactly("RESOLVED a recovered", "RESOLVED b gone");
      assertThat(see(good("x"))).containsExactly("RESOLVED c gone");
      assertThat(RuleState.decode(book.state()))
          .containsExactly(new SavedRule.Counting("finding", "finding", Map.of(), Map.of()));
    }

    @Test
    void whoCannotLookSeesNothingGo() {
      see(bad("a"));

      assertThat(see(CheckResult.unknown(Reason.ERROR, "broken"))).isEmpty();
      assertThat(see(CheckResult.fail(Reason.REFUSED, "no answer"))).isEmpty();
      assertThat(see(Finding.of("a", Status.UNKNOWN, "?"), bad("z"))).containsExactly("OPENED z");
      assertThat(book.openIncidents()).hasSize(2);
      assertThat(see(CheckResult.pass("all is well")))
          .containsExactly("RESOLVED a gone", "RESOLVED z gone");
    }

    @Test
    void warningsAreGoodUnlessTheyAreIncluded() {
      var warning = Finding.of("w", Status.WARN, "hm");
      assertThat(see(warning, bad("a"))).containsExactly("OPENED a");
      var including = book(registration(AlertRule.whenFinding().includingWarnings()));
      assertThat(
              including.observe(outcome(1, CheckResult.worstOf(REASON, "seen", List.of(warning)))))
          .hasSize(1);
    }

    @Test
    void theIncidentTellsWhichFindingItIs() {
      var labelled = registration(AlertRule.whenFinding().labels(Labels.of("team", "sec")));
      var finding = bad("lib:CVE-1").withLabels(Labels.of("package", "lib", "team", "core"));

      var incident =
          book(labelled)
              .observe(outcome(1, CheckResult.worstOf(REASON, "seen", List.of(finding))))
              .get(0)
              .incident();

      assertThat(incident.subject()).contains("lib:CVE-1");
      assertThat(incident.title()).isEqualTo("Shop: finding: lib:CVE-1");
      assertThat(incident.labels()).isEqualTo(Labels.of("package", "lib", "team", "core"));
      assertThat(incident.timeline())
          .containsExactly(new Incident.Entry(at(1), "lib:CVE-1 is bad"));
    }

    @Test
    void countsEachByItself() {
      var slow = book(registration(AlertRule.whenFinding().after(2)));
      slow.observe(outcome(1, CheckResult.worstOf(REASON, "", List.of(bad("a")))));
      assertThat(slow.pending()).containsExactly(new Pending("finding", "a", at(1), 1, 2, at(1)));
      var second =
          slow.observe(outcome(2, CheckResult.worstOf(REASON, "", List.of(bad("a"), bad("b")))));
      assertThat(second)
          .singleElement()
          .satisfies(event -> assertThat(event.incident().subject()).contains("a"));
    }

    @Test
    void maintenanceOpensNothingAndMayClose() {
      see(bad("a"), bad("b"));
      var work =
          Outcome.builder(
                  "shop", 50, at(50), CheckResult.worstOf(REASON, "", List.of(bad("b"), bad("c"))))
              .maintenance("upgrade")
              .build();
      assertThat(book.observe(work))
          .singleElement()
          .satisfies(event -> assertThat(event.incident().subject()).contains("a"));
      assertThat(book.openIncidents()).hasSize(1);
    }

    @Test
    void aThousandAreFollowedAndTheRestIsConfessed() {
      var all = IntStream.range(0, 1_003).mapToObj(i -> bad(String.format("f%04d", i))).toList();

      var events = book.observe(outcome(1, CheckResult.worstOf(REASON, "", all)));

      assertThat(events).hasSize(1_000);
      assertThat(book.openIncidents()).hasSize(1_000);
      assertThat(events.get(999).incident().timeline())
          .last()
          .isEqualTo(
              new Incident.Entry(at(1), "more than 1000 findings are bad; 3 are not followed"));
      assertThat(book.observe(outcome(2, CheckResult.worstOf(REASON, "", all))))
          .as("said once")
          .isEmpty();
      assertThat(book.observe(outcome(3, CheckResult.worstOf(REASON, "", all.subList(1, 1_003)))))
          .as("one is gone, and its place is free for the next outcome")
          .extracting(IncidentEvent::kind)
          .containsExactly(IncidentEvent.Kind.RESOLVED);
      assertThat(book.observe(outcome(4, CheckResult.worstOf(REASON, "", all.subList(1, 1_003)))))
          .extracting(IncidentEvent::kind)
          .contains(IncidentEvent.Kind.OPENED);
    }

    @Test
    void longKeysStayApart() {
      var one = "x".repeat(300) + "1";
      var other = "x".repeat(300) + "2";
      assertThat(see(bad(one), bad(other))).hasSize(2).doesNotHaveDuplicates();
      assertThat(see(bad(one), bad(other))).isEmpty();
    }

    @Test
    void anIncidentWithoutSubjectIsNoneOfThem() {
      var orphan = Incident.builder(7, "shop", "finding", at(-5)).build();
      var restarted = book(registration(AlertRule.whenFinding()), orphan);
      assertThat(restarted.resolveOrphans(at(0))).hasSize(1);
    }
  }

  @Nested
  class Conditions {
    private static CheckResult queue(double depth) {
      return CheckResult.pass("queue " + depth).withSample(Sample.gauge("queue_depth", depth));
    }

    private static List<String> judge(AlertRule rule, CheckResult... results) {
      var book = book(registration(rule));
      var events = new ArrayList<String>();
      for (int i = 0; i < results.length; i++) {
        events.addAll(describe(book.observe(outcome(i + 1, results[i]))));
      }
      return events;
    }

    @Test
    void whatHoldsIsBadAndWhatCannotBeToldChangesNothing() {
      var rule = AlertRule.when("samples.queue_depth > 10").named("backlog").after(2);
      assertThat(
              judge(
                  rule,
                  queue(11),
                  CheckResult.pass("no sample"),
                  CheckResult.unknown(Reason.ERROR, "?"),
                  queue(12),
                  CheckResult.pass("no sample"),
                  queue(10)))
          .containsExactly("4: backlog opened", "6: backlog recovered");
    }

    @Test
    void theIncidentTellsTheValues() {
      var book = book(registration(AlertRule.when("samples.queue_depth > 10 and latency < 99")));
      var event =
          book.observe(
              outcome(1, queue(11).withLatency(Duration.ofMillis(7)).withDetail("d", "e")));
      assertThat(event.get(0).incident().timeline().get(0).text())
          .isEqualTo(
              "samples.queue_depth > 10 and latency < 99: samples.queue_depth is 11, latency is 7");
      assertThat(event.get(0).incident().details())
          .containsExactly(entry("times", "1"), entry("d", "e"));
    }

    @Test
    void aChangeIsMeasuredAgainstTheLastKnownValue() {
      var rule = AlertRule.when("coverage.delta < -5").named("coverage_drop");
      assertThat(
              judge(
                  rule,
                  coverage(80),
                  coverage(75),
                  CheckResult.unknown(Reason.NO_DATA, "no report"),
                  coverage(69.9999),
                  coverage(69.9999)))
          .containsExactly("4: coverage_drop opened", "5: coverage_drop recovered");
    }

    private static CheckResult coverage(double percent) {
      return CheckResult.pass("covered").withSample(Sample.gauge("coverage", percent));
    }

    @Test
    void theValueBeforeOutlivesARestart() {
      var registration = registration(AlertRule.when("coverage.delta < -5"));
      var before = book(registration);
      before.observe(outcome(1, coverage(80)));
      var after = book(registration);
      assertThat(after.restore(before.state())).isTrue();
      assertThat(after.observe(outcome(2, coverage(70)))).hasSize(1);
    }

    @Test
    void aConditionOnFindingsHasAnIncidentForEach() {
      var rule = AlertRule.when("vulnerability.severity == 'critical'").named("critical");
      var book = book(registration(rule));
      var seen =
          List.of(
              vulnerability("a", "critical"),
              vulnerability("b", "low"),
              Finding.of("c", Status.FAIL, "x").withLabels(Labels.of("severity", "critical")));
      assertThat(book.observe(outcome(1, CheckResult.worstOf(REASON, "", seen))))
          .singleElement()
          .satisfies(event -> assertThat(event.incident().subject()).contains("a"));
      assertThat(
              book.observe(
                  outcome(2, CheckResult.worstOf(REASON, "", List.of(vulnerability("a", "low"))))))
          .singleElement()
          .satisfies(event -> assertThat(event.incident().resolution()).contains("recovered"));
    }

    @Test
    void aBuildThatFailsOnItsMainBranchIsARuleAsItStandsThere() {
      var rule =
          AlertRule.when("build.status == 'failure' and build.branch == build.default_branch");
      var book = book(registration(rule));
      var builds = List.of(build("main", "failure"), build("topic", "failure"));
      assertThat(book.observe(outcome(1, CheckResult.worstOf(REASON, "", builds))))
          .singleElement()
          .satisfies(event -> assertThat(event.incident().subject()).contains("main"));
      var mended = List.of(build("main", "success"));
      assertThat(book.observe(outcome(2, CheckResult.worstOf(REASON, "", mended)))).hasSize(1);
      assertThat(book.openIncidents()).isEmpty();
    }

    private static Finding build(String branch, String status) {
      return Finding.of(branch, Status.PASS, status)
          .withLabels(
              Labels.of("kind", "build", "status", status)
                  .with("branch", branch)
                  .with("default_branch", "main"));
    }

    private static Finding vulnerability(String key, String severity) {
      return Finding.of(key, Status.WARN, key)
          .withLabels(Labels.of("kind", "vulnerability", "severity", severity));
    }

    @Test
    void countsOfAnotherExpressionAreNotTakenOver() {
      var before = book(registration(AlertRule.when("latency > 5").after(3)));
      observe(before, outcomes("o o"));
      var after = book(registration(AlertRule.when("latency > 6").after(3)));
      assertThat(after.restore(before.state())).isFalse();
      assertThat(after.pending()).isEmpty();
    }

    @Test
    void aConditionThatCannotBeReadNamesRegistrationAndRule() {
      var registration = registration(AlertRule.when("latency >").named("slow"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> book(registration))
          .withMessageStartingWith(
              "registration \"shop\": rule \"slow\": condition: line 1, column");
    }
  }

  @Nested
  class Words {
    @Test
    void labelsAnnotationsAndFrequencyReachTheIncident() {
      var rule =
          AlertRule.whenFailing()
              .after(1)
              .severity(Severity.WARNING)
              .frequency(Frequency.DAILY_DIGEST)
              .labels(Labels.of("team", "shop", "tier", "1"))
              .annotation("summary", "{{title}} ({{severity}}): {{reason}} {{details.status_code}}")
              .annotation(
                  "runbook", "https://wiki.example/{{labels.team}}{{#finding}}x{{/finding}}");
      var incident =
          book(registration(rule)).observe(outcome(1, Probes.result("F"))).get(0).incident();

      assertThat(incident.labels()).isEqualTo(Labels.of("team", "shop", "tier", "1"));
      assertThat(incident.frequency()).isEqualTo(Frequency.DAILY_DIGEST);
      assertThat(incident.annotations())
          .containsExactly(
              entry("summary", "Shop: downtime (warning): status 503"),
              entry("runbook", "https://wiki.example/shop"));
    }

    @Test
    void annotationsOfFindingsKnowTheFinding() {
      var rule = AlertRule.whenFinding().annotation("a", "{{finding.labels.package}} {{subject}}");
      var finding = Finding.of("k", Status.FAIL, "bad").withLabels(Labels.of("package", "lib"));
      var incident =
          book(registration(rule))
              .observe(outcome(1, CheckResult.worstOf(REASON, "", List.of(finding))))
              .get(0)
              .incident();
      assertThat(incident.annotations()).containsExactly(entry("a", "lib k"));
    }

    @Test
    void anAnnotationThatCannotBeReadNamesRegistrationRuleAndAnnotation() {
      var registration = registration(AlertRule.whenFailing().annotation("runbook", "{{oops"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> book(registration))
          .withMessage(
              "registration \"shop\": rule \"downtime\": annotation runbook: line 1, column 1:"
                  + " the tag that begins here is not closed");
    }
  }

  @Nested
  class ByHand {
    private final RuleBook book = book(registration(AlertRule.whenFailing().after(2)));
    private final long id;

    ByHand() {
      observe(book, outcomes("F F"));
      id = book.openIncidents().get(0).id();
    }

    @Test
    void anAcknowledgementIsKeptUntilTheEnd() {
      var given = new Acknowledgement("ada", at(3), "on\nit");

      var event = book.change(id, Change.acknowledge(given)).orElseThrow();

      assertThat(event.kind()).isEqualTo(IncidentEvent.Kind.UPDATED);
      assertThat(event.incident().acknowledgement().orElseThrow().comment())
          .isEqualTo("on\ufffdit");
      assertThat(book.openIncidents()).containsExactly(event.incident());
      assertThat(book.observe(outcome(4, Probes.up(1)))).isEmpty();
      var closed = book.observe(outcome(5, Probes.up(1)));
      assertThat(closed.get(0).incident().acknowledgement()).isPresent();
    }

    @Test
    void commentsAndNotesGoIntoTheTimeline() {
      book.change(id, Change.comment(at(3), "ada", "looking"));
      book.change(id, Change.note(at(4), "kept back: silenced"));
      assertThat(book.openIncidents().get(0).timeline())
          .endsWith(
              new Incident.Entry(at(3), "ada: looking"),
              new Incident.Entry(at(4), "kept back: silenced"));
    }

    @Test
    void closingItCountsFromZero() {
      var event = book.change(id, Change.resolve(at(3), "ada", "known")).orElseThrow();

      assertThat(event.kind()).isEqualTo(IncidentEvent.Kind.RESOLVED);
      assertThat(event.incident().resolution()).contains("resolved by ada");
      assertThat(event.incident().timeline())
          .endsWith(
              new Incident.Entry(at(3), "ada: known"),
              new Incident.Entry(at(3), "resolved: resolved by ada"));
      assertThat(observe(book, outcomes("F"))).isEmpty();
      assertThat(observe(book, outcomes("F"))).hasSize(1);
    }

    @Test
    void whatIsNotOpenHereIsNobodys() {
      assertThat(book.change(id + 1, Change.note(at(3), "x"))).isEmpty();
      book.change(id, Change.resolve(at(3), "ada", ""));
      assertThat(book.change(id, Change.note(at(3), "x"))).isEmpty();
    }

    @Test
    void aTimelineHasABoundAndCanBeEndedAllTheSame() {
      for (int i = 1; i < 1_000; i++) {
        book.change(id, Change.note(at(3), "x".repeat(2_000)));
      }
      assertThat(book.openIncidents().get(0).timeline())
          .last()
          .extracting("text")
          .asString()
          .hasSize(1_000);
      assertThatIllegalStateException()
          .isThrownBy(() -> book.change(id, Change.note(at(3), "y")))
          .withMessageContaining("1000 entries");
      assertThat(book.change(id, Change.resolve(at(3), "ada", "z"))).isPresent();
    }
  }
}
