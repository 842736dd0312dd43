package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.OutcomeQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What was written is what is read. */
abstract non-sealed class RoundTripContract extends StoreContractPart {
  private static final List<String> HOSTILE =
      List.of(
          "'; DROP TABLE result; --",
          "\"double\" 'single' `back` \\slash\\",
          "100%_sure%",
          "emoji 🦆👩‍👩‍👧‍👦 and \uFFFD \uE000",
          "right-to-left \u202E and zero \u200B width",
          "tab\tline\nreturn\rbell\u0007escape\u001B",
          "\u2028\u2029</script>&amp;",
          "nothing \u0000 heading \u0001 text \u00010 \u0002\u0003",
          "{\"json\": [1, null]}",
          "x".repeat(100_000));

  RoundTripContract(StoreContract contract) {
    super(contract);
  }

  @Test
  void everyPartOfAnOutcomeIsKept() {
    commit(richOutcome(1));

    assertThat(store.journal().latest("rich")).hasValue(richOutcome(1));
    var details = store.journal().latest("rich").orElseThrow().result().details();
    assertThat(details.keySet()).containsExactly("zulu", "alpha", "");
  }

  @Test
  void anOutcomeWithNothingButItsStatusIsKept() {
    var bare = List.of(pass(1, "a", 0), warn(2, "a", 1), unknown(3, "a", 2), fail(4, "a", 3));
    commit(bare.toArray(Outcome[]::new));

    var read = new ArrayList<>(store.journal().outcomes(OutcomeQuery.of("a")).items());
    java.util.Collections.reverse(read);
    assertThat(read).isEqualTo(bare);
    assertThat(read.get(0).result().latency()).isEmpty();
    assertThat(read.get(0).result().reason()).isEmpty();
  }

  @Test
  void aLatencyOfNothingIsNotTheAbsenceOfLatency() {
    commit(pass(1, "a", 0, 0));

    assertThat(store.journal().latest("a").orElseThrow().result().latency())
        .hasValue(Duration.ZERO);
  }

  @Test
  void runsOfOneCheckMayHaveSamplesOfDifferentShape() {
    var results =
        List.of(
            CheckResult.pass("").withSample(Sample.gauge("a", 1)),
            CheckResult.pass("").withSample(Sample.counter("a", Labels.empty(), 1)),
            CheckResult.pass("").withSample(Sample.gauge("a", 1).at(T0)),
            CheckResult.pass("").withSamples(List.of(Sample.gauge("b", 2), Sample.gauge("a", 1))),
            CheckResult.pass("").withSamples(List.of(Sample.gauge("a", 1), Sample.gauge("a", 2))),
            CheckResult.pass(""));
    for (int i = 0; i < results.size(); i++) {
      commit(outcome(i + 1, "a", i, results.get(i)));
    }

    assertThat(store.journal().outcomes(OutcomeQuery.of("a")).items())
        .extracting(Outcome::result)
        .containsExactly(
            results.get(5),
            results.get(4),
            results.get(3),
            results.get(2),
            results.get(1),
            results.get(0));
  }

  @Test
  void idsOf53BitsAndTimesBefore1970AreKept() {
    long largest = (1L << 53) - 1;
    var old =
        Outcome.builder(
                "a", largest, Instant.parse("1969-07-20T20:17:40.001Z"), CheckResult.pass("landed"))
            .build();
    commit(old);

    assertThat(store.journal().latest("a")).hasValue(old);
    assertThat(store.lastId()).isEqualTo(largest);
  }

  @Test
  void aResultWithThousandsOfSamplesIsKept() {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < 3_000; i++) {
      samples.add(Sample.gauge("pod_cpu_seconds", Labels.of("pod", "pod-" + i), i / 7.0));
    }
    var outcome = outcome(1, "a", 0, CheckResult.pass("many").withSamples(samples));
    commit(outcome);

    assertThat(store.journal().latest("a")).hasValue(outcome);
  }

  @Test
  void everyPartOfAnIncidentIsKept() {
    var open = richIncident(1);
    commit(open);
    assertThat(store.incidents().find(1)).hasValue(open);
    var read = store.incidents().find(1).orElseThrow();
    assertThat(read.annotations().keySet()).containsExactly("summary", "runbook");
    assertThat(read.details().keySet()).containsExactly("z", "a");

    var closed = open.resolved(Instant.parse("2026-03-01T01:00:00.5Z"), "re-baselined 🦆");
    commit(closed);
    assertThat(store.incidents().find(1)).hasValue(closed);
  }

  @TestFactory
  List<DynamicTest> hostileTextsAreKept() {
    var tests = new ArrayList<DynamicTest>();
    for (int i = 0; i < HOSTILE.size(); i++) {
      int id = i + 1;
      var text = HOSTILE.get(i);
      tests.add(DynamicTest.dynamicTest("text " + id, () -> assertKept(id, text)));
    }
    return tests;
  }

  private void assertKept(long id, String text) {
    var result =
        CheckResult.fail(Reason.ERROR, text)
            .withDetail(text, text)
            .withFindings(List.of(Finding.of("k" + text, Status.WARN, text)))
            .withSample(Sample.gauge("s", Labels.of("l", text), 1));
    var outcome =
        Outcome.builder("check " + text, id, T0, result).instance(text).log(List.of(text)).build();
    var incident =
        Incident.builder(id, "check " + text, text, T0)
            .title(text)
            .labels(Labels.of("l", text))
            .subject(text)
            .annotations(Map.of(text, text))
            .details(Map.of(text, text))
            .acknowledged(new Acknowledgement("by " + text, T0, text))
            .entry(T0, text)
            .ended(T0, text)
            .build();

    store.commit(
        Commit.builder()
            .outcomes(List.of(outcome))
            .incident(incident)
            .ruleState("check " + text, text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .document("hostile", "c" + id, text)
            .build());
    store.documents("hostile").create("d" + id, text);

    assertThat(store.journal().latest("check " + text)).hasValue(outcome);
    assertThat(store.incidents().find(id)).hasValue(incident);
    assertThat(store.ruleState("check " + text)).isPresent();
    assertThat(store.documents("hostile").find("c" + id).orElseThrow().value()).isEqualTo(text);
    assertThat(store.documents("hostile").find("d" + id).orElseThrow().value()).isEqualTo(text);
  }
}
