package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.ConflictException;
import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Page;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link Store} must do. An author of a store extends this class and says how to open
 * one; an author of a durable store also says how to open it again.
 *
 * <pre>{@code
 * class MyStoreTest extends StoreContract {
 *   @Override
 *   protected Store open() {
 *     return MyStore.open(…);
 *   }
 * }
 * }</pre>
 */
public abstract class StoreContract {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<String> HOSTILE =
      List.of(
          "'; DROP TABLE result; --",
          "\"double\" 'single' `back` \\slash\\",
          "100%_sure%",
          "emoji 🦆👩‍👩‍👧‍👦 and \uFFFD \uE000",
          "right-to-left \u202E and zero \u200B width",
          "tab\tline\nreturn\rbell\u0007escape\u001B",
          "\u2028\u2029</script>&amp;",
          "{\"json\": [1, null]}",
          "x".repeat(100_000));

  private Store store;

  /** For subclasses. */
  protected StoreContract() {}

  /** A new store in which there is nothing. The contract closes it. */
  protected abstract Store open();

  /**
   * Closes a store and opens what it left. A store that is not durable leaves this method as it is;
   * the tests of durability are then skipped.
   */
  protected Store reopen(Store store) {
    return Assumptions.abort("this store does not outlive its closing");
  }

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  private static Outcome outcome(long runId, String check, long seconds, CheckResult result) {
    return Outcome.builder(check, runId, T0.plusSeconds(seconds), result).build();
  }

  private static Outcome pass(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.pass("ok"));
  }

  private static Outcome pass(long runId, String check, long seconds, long latencyMillis) {
    var result = CheckResult.pass("ok").withLatency(Duration.ofMillis(latencyMillis));
    return outcome(runId, check, seconds, result);
  }

  private static Outcome fail(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.fail(Reason.REFUSED, "refused"));
  }

  private static Outcome unknown(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.unknown(Reason.DNS, "no such name"));
  }

  private static Outcome warn(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.warn(Reason.LATENCY, "slow"));
  }

  private static Incident incident(long id, String check, String rule) {
    return Incident.builder(id, check, rule, T0).build();
  }

  private void commit(Outcome... outcomes) {
    store.commit(Commit.builder().outcomes(List.of(outcomes)).build());
  }

  private void commit(Incident... incidents) {
    var commit = Commit.builder();
    List.of(incidents).forEach(commit::incident);
    store.commit(commit.build());
  }

  private List<Long> runIds(OutcomeQuery query) {
    return store.journal().outcomes(query).items().stream().map(Outcome::runId).toList();
  }

  private List<Long> incidentIds(IncidentQuery query) {
    return store.incidents().list(query).items().stream().map(Incident::id).toList();
  }

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  /** An outcome in which every part has a value of its own. */
  private static Outcome richOutcome(long runId) {
    var result =
        CheckResult.fail(Reason.of("acme.quota"), "quota used up 🦆 'quoted' \"twice\"")
            .withLatency(Duration.ofNanos(123_456_789))
            .withSample(Sample.gauge("plain", -0.0))
            .withSample(Sample.gauge("labelled", Labels.of("a", "1", "b", "é\"\n"), 1.5e300))
            .withSample(Sample.counter("requests_total", Labels.of("code", "200"), 9e15))
            .withSample(Sample.gauge("old", 7).at(Instant.parse("2026-02-28T23:59:59.123456789Z")))
            .withSample(Sample.gauge("small", Double.MIN_VALUE))
            .withFindings(
                List.of(
                    Finding.of("z", Status.WARN, "first"),
                    Finding.of("a", Status.FAIL, "second").withLabels(Labels.of("pod", "p-1"))))
            .withDetail("zulu", "1")
            .withDetail("alpha", "2")
            .withDetail("", "no key");
    return Outcome.builder("rich", runId, Instant.ofEpochMilli(1_772_000_000_123L), result)
        .took(Duration.ofNanos(1_234_567_000))
        .late(Duration.ofNanos(89_000))
        .attempt(3)
        .instance("host-1 🦆")
        .log(List.of("asked", "", "answered\nin two lines"))
        .build();
  }

  /** An incident in which every part has a value of its own. */
  private static Incident richIncident(long id) {
    return Incident.builder(id, "rich", "latency_spike", Instant.parse("2026-03-01T00:00:00.001Z"))
        .severity(Severity.CRITICAL)
        .title("Slow 🦆: 'quoted' \"twice\"")
        .labels(Labels.of("team", "shop", "env", "prod \\ \""))
        .details(new java.util.LinkedHashMap<>(Map.of("z", "3.1416")))
        .entry(Instant.parse("2026-03-01T00:00:00.001000009Z"), "opened")
        .build()
        .noted(Instant.parse("2026-03-01T00:00:01Z"), "worse\nand worse");
  }

  /** A commit is written whole or not at all. */
  @Nested
  class Commits {
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
              .build());

      assertThat(runIds(OutcomeQuery.all())).containsExactly(2L, 1L);
      assertThat(incidentIds(IncidentQuery.all())).containsExactly(3L);
      assertThat(store.ruleState("b")).hasValue(new byte[] {1, 2});
    }

    @Test
    void aSecondOpenIncidentIsRefusedAndLeavesNothingBehind() {
      store.commit(
          Commit.builder()
              .incident(incident(1, "a", "down"))
              .ruleState("a", new byte[] {1})
              .build());
      var refused =
          Commit.builder()
              .outcomes(List.of(pass(10, "a", 0), pass(11, "new", 0)))
              .incident(incident(12, "new", "down"))
              .incident(incident(13, "a", "down"))
              .ruleState("a", new byte[] {2})
              .ruleState("new", new byte[] {3})
              .build();

      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> store.commit(refused))
          .withMessageContaining("13")
          .withMessageContaining("\"a\"")
          .withMessageContaining("\"down\"");

      assertThat(runIds(OutcomeQuery.all())).isEmpty();
      assertThat(incidentIds(IncidentQuery.all())).containsExactly(1L);
      assertThat(store.ruleState("a")).hasValue(new byte[] {1});
      assertThat(store.ruleState("new")).isEmpty();
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
    void aRunIdThatIsTakenIsRefusedAndLeavesNothingBehind() {
      commit(pass(1, "a", 0));

      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> commit(pass(2, "a", 1), pass(1, "b", 2)))
          .withMessageContaining("1");

      assertThat(store.journal().outcomes(OutcomeQuery.all()).items())
          .containsExactly(pass(1, "a", 0));
    }
  }

  /** What was written is what is read. */
  @Nested
  class RoundTrips {
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
                  "a",
                  largest,
                  Instant.parse("1969-07-20T20:17:40.001Z"),
                  CheckResult.pass("landed"))
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
          Outcome.builder("check " + text, id, T0, result)
              .instance(text)
              .log(List.of(text))
              .build();
      var incident =
          Incident.builder(id, "check " + text, text, T0)
              .title(text)
              .labels(Labels.of("l", text))
              .details(Map.of(text, text))
              .entry(T0, text)
              .ended(T0, text)
              .build();

      store.commit(
          Commit.builder()
              .outcomes(List.of(outcome))
              .incident(incident)
              .ruleState("check " + text, text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
              .build());
      store.documents("hostile").create("d" + id, text);

      assertThat(store.journal().latest("check " + text)).hasValue(outcome);
      assertThat(store.incidents().find(id)).hasValue(incident);
      assertThat(store.ruleState("check " + text)).isPresent();
      assertThat(store.documents("hostile").find("d" + id).orElseThrow().value()).isEqualTo(text);
    }
  }

  /** The latest outcome and pages of outcomes. */
  @Nested
  class Pages {
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

  /** History in equal parts. */
  @Nested
  class Histories {
    private List<Slice> latency(long from, long to, int points) {
      return store.journal().history("a", Signal.latency(), at(from), at(to), points);
    }

    @Test
    void aWindowIsCutIntoEqualParts() {
      commit(
          pass(1, "a", 0, 10),
          pass(2, "a", 5, 20),
          fail(3, "a", 9),
          unknown(4, "a", 10),
          warn(5, "a", 29),
          pass(6, "b", 0, 999));

      var slices = latency(0, 40, 4);

      assertThat(slices).extracting(Slice::start).containsExactly(at(0), at(10), at(20), at(30));
      assertThat(slices).extracting(Slice::end).containsExactly(at(10), at(20), at(30), at(40));
      assertThat(slices)
          .extracting(Slice::runs)
          .containsExactly(
              Map.of(Status.PASS, 2L, Status.FAIL, 1L),
              Map.of(Status.UNKNOWN, 1L),
              Map.of(Status.WARN, 1L),
              Map.of());
      var values = slices.get(0).values().orElseThrow();
      assertThat(values.count()).isEqualTo(2);
      assertThat(values.min()).isEqualTo(10);
      assertThat(values.mean()).isEqualTo(15, within(1e-9));
      assertThat(values.max()).isEqualTo(20);
    }

    @Test
    void aPartWithoutValuesIsThereAndEmpty() {
      commit(fail(1, "a", 0));

      var slices = latency(0, 20, 2);

      assertThat(slices).extracting(Slice::values).containsOnly(Optional.empty());
      assertThat(slices.get(1).runs()).isEmpty();
    }

    @Test
    void anUnknownCheckHasEmptyParts() {
      assertThat(store.journal().history("nobody", Signal.failures(), at(0), at(10), 5))
          .hasSize(5)
          .allSatisfy(slice -> assertThat(slice.runs()).isEmpty());
    }

    @Test
    void theStartIsInsideAndTheEndIsNot() {
      commit(pass(1, "a", 0, 1), pass(2, "a", 10, 2), pass(3, "a", 20, 3));

      var slices = latency(0, 20, 2);

      assertThat(slices.get(0).values().orElseThrow().max()).isEqualTo(1);
      assertThat(slices.get(1).values().orElseThrow().max()).isEqualTo(2);
      assertThat(slices.get(1).runs()).isEqualTo(Map.of(Status.PASS, 1L));
    }

    @Test
    void boundariesBetweenMillisecondsCount() {
      commit(pass(1, "a", 0, 1));

      var after = store.journal().history("a", Signal.latency(), T0.plusNanos(1), at(1), 1);
      var until = store.journal().history("a", Signal.latency(), at(-1), T0.plusNanos(1), 1);

      assertThat(after.get(0).runs()).isEmpty();
      assertThat(until.get(0).runs()).isEqualTo(Map.of(Status.PASS, 1L));
    }

    @Test
    void partsThatDoNotComeOutEvenLeaveNothingOut() {
      for (int i = 0; i < 10; i++) {
        commit(pass(i + 1, "a", i, i));
      }

      var slices = latency(0, 10, 7);

      assertThat(slices).hasSize(7);
      assertThat(slices.get(0).start()).isEqualTo(at(0));
      assertThat(slices.get(6).end()).isEqualTo(at(10));
      for (int i = 1; i < 7; i++) {
        assertThat(slices.get(i).start()).isEqualTo(slices.get(i - 1).end());
      }
      assertThat(slices.stream().mapToLong(slice -> slice.runs().get(Status.PASS)).sum())
          .isEqualTo(10);
      for (Slice slice : slices) {
        for (double value :
            List.of(slice.values().orElseThrow().min(), slice.values().orElseThrow().max())) {
          assertThat(at((long) value)).isAfterOrEqualTo(slice.start()).isBefore(slice.end());
        }
      }
    }

    @Test
    void thereMayBeMoreParts5000ThanMilliseconds() {
      commit(pass(1, "a", 0, 1));

      var slices = store.journal().history("a", Signal.latency(), T0, T0.plusMillis(2), 5_000);

      assertThat(slices).hasSize(5_000);
      assertThat(slices.get(0).runs()).isEqualTo(Map.of(Status.PASS, 1L));
    }

    @Test
    void allOfTimeIsAWindow() {
      commit(pass(1, "a", 0, 1));

      var slices = store.journal().history("a", Signal.latency(), Instant.MIN, Instant.MAX, 3);

      assertThat(slices.stream().filter(slice -> !slice.runs().isEmpty())).hasSize(1);
    }

    @Test
    void failuresAreOnesAndZerosAndUnknownIsNeither() {
      commit(pass(1, "a", 0), warn(2, "a", 1), fail(3, "a", 2), unknown(4, "a", 3));

      var slice = store.journal().history("a", Signal.failures(), at(0), at(10), 1).get(0);

      assertThat(slice.values().orElseThrow().count()).isEqualTo(3);
      assertThat(slice.values().orElseThrow().mean()).isEqualTo(1 / 3.0, within(1e-9));
    }

    @Test
    void aSampleIsFoundByItsNameAndExactLabels() {
      var eu = Labels.of("region", "eu");
      commit(
          outcome(
              1,
              "a",
              0,
              CheckResult.pass("")
                  .withSample(Sample.gauge("load", 1))
                  .withSample(Sample.gauge("load", eu, 2))
                  .withSample(Sample.gauge("load", eu.with("x", "y"), 3))),
          outcome(2, "a", 1, CheckResult.pass("").withSample(Sample.counter("load", eu, 6).at(T0))),
          outcome(3, "a", 2, CheckResult.pass("").withSample(Sample.gauge("other", eu, 9))),
          pass(4, "a", 3));
      var journal = store.journal();

      var plain = journal.history("a", Signal.sample("load"), at(0), at(10), 1).get(0);
      var inEurope = journal.history("a", Signal.sample("load", eu), at(0), at(10), 1).get(0);
      var missing = journal.history("a", Signal.sample("absent"), at(0), at(10), 1).get(0);

      assertThat(plain.values()).hasValue(new Slice.Summary(1, 1, 1, 1));
      assertThat(inEurope.values().orElseThrow().mean()).isEqualTo(4, within(1e-9));
      assertThat(inEurope.runs()).isEqualTo(Map.of(Status.PASS, 4L));
      assertThat(missing.values()).isEmpty();
    }

    @Test
    void latencyIsInWholeMillisecondsRoundedDown() {
      var result = CheckResult.pass("").withLatency(Duration.ofNanos(1_999_999));
      commit(outcome(1, "a", 0, result));

      assertThat(latency(0, 1, 1).get(0).values().orElseThrow().max()).isEqualTo(1);
    }

    @Test
    void windowsAndPointsThatAreNotAllowedAreRefused() {
      assertThatIllegalArgumentException().isThrownBy(() -> latency(5, 5, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> latency(5, 4, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> latency(0, 1, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> latency(0, 1, 5_001));
    }
  }

  /** Time up, down and unknown. */
  @Nested
  class Uptimes {
    private static final Duration VALIDITY = Duration.ofSeconds(60);

    private Uptime uptime(long from, long to) {
      return store.journal().uptime("a", at(from), at(to), VALIDITY);
    }

    private static Uptime spent(long up, long down, long unknown) {
      return new Uptime(
          Duration.ofSeconds(up), Duration.ofSeconds(down), Duration.ofSeconds(unknown));
    }

    @Test
    void eachOutcomeSpeaksUntilTheNext() {
      commit(pass(1, "a", 0), fail(2, "a", 30), warn(3, "a", 50), pass(4, "b", 10));

      assertThat(uptime(0, 60)).isEqualTo(spent(40, 20, 0));
    }

    @Test
    void nothingIsKnownWithoutOutcomes() {
      assertThat(uptime(0, 60)).isEqualTo(spent(0, 0, 60));
      assertThat(uptime(0, 60).ratio()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void theTimeBeforeTheFirstOutcomeIsUnknown() {
      commit(pass(1, "a", 40));

      assertThat(uptime(0, 60)).isEqualTo(spent(20, 0, 40));
    }

    @Test
    void noOutcomeSpeaksForLongerThanItsValidity() {
      commit(pass(1, "a", 0), fail(2, "a", 200));

      assertThat(uptime(0, 300)).isEqualTo(spent(60, 60, 180));
    }

    @Test
    void unknownEndsWhatWasKnown() {
      commit(pass(1, "a", 0), unknown(2, "a", 10), pass(3, "a", 40));

      assertThat(uptime(0, 50)).isEqualTo(spent(20, 0, 30));
    }

    @Test
    void theOutcomeBeforeTheWindowSpeaksIntoIt() {
      commit(fail(1, "a", -100), pass(2, "a", -20));

      assertThat(uptime(0, 100)).isEqualTo(spent(40, 0, 60));
    }

    @Test
    void anOutcomeWhoseValidityEndedBeforeTheWindowSaysNothing() {
      commit(pass(1, "a", -60));

      assertThat(uptime(0, 100)).isEqualTo(spent(0, 0, 100));
    }

    @Test
    void whatBeganAtTheEndIsOutside() {
      commit(pass(1, "a", 0), fail(2, "a", 30));

      assertThat(uptime(0, 30)).isEqualTo(spent(30, 0, 0));
    }

    @Test
    void aClockThatJumpedBackCountsNoTimeTwice() {
      commit(pass(1, "a", 40), fail(2, "a", 0), pass(3, "a", 20));

      assertThat(uptime(0, 60)).isEqualTo(spent(40, 20, 0));
    }

    @Test
    void ofTwoThatBeganTogetherTheLaterRunCounts() {
      commit(pass(1, "a", 0), fail(2, "a", 0), fail(3, "a", 30), pass(4, "a", 30));

      assertThat(uptime(0, 60)).isEqualTo(spent(30, 30, 0));
    }

    @Test
    void partsOfASecondCount() {
      commit(pass(1, "a", 0));

      var uptime = store.journal().uptime("a", T0.plusMillis(250), T0.plusMillis(1_000), VALIDITY);

      assertThat(uptime.up()).isEqualTo(Duration.ofMillis(750));
    }

    @Test
    void anEmptyWindowHasNoTime() {
      assertThat(uptime(5, 5)).isEqualTo(spent(0, 0, 0));
    }

    @Test
    void theLongestWindowAndValidityAreAllowed() {
      commit(pass(1, "a", 0));
      var forever = Duration.ofSeconds(Long.MAX_VALUE);

      var uptime = store.journal().uptime("a", Instant.MIN, Instant.MAX, forever);

      assertThat(uptime.up()).isEqualTo(Duration.between(T0, Instant.MAX));
      assertThat(uptime.unknown()).isEqualTo(Duration.between(Instant.MIN, T0));
    }

    @Test
    void windowsAndValiditiesThatAreNotAllowedAreRefused() {
      assertThatIllegalArgumentException().isThrownBy(() -> uptime(1, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.journal().uptime("a", at(0), at(1), Duration.ZERO));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.journal().uptime("a", at(0), at(1), Duration.ofSeconds(-1)));
    }
  }

  /** Distributions. */
  @Nested
  class Distributions {
    @Test
    void everyValueInsideCountsOnce() {
      for (int i = 0; i <= 200; i++) {
        commit(pass(i + 1, "a", i, 200 - i));
      }
      commit(fail(500, "a", 50), pass(501, "b", 50, 9_999));

      var all = store.journal().distribution("a", Signal.latency(), at(0), at(200));

      assertThat(all.count()).isEqualTo(200);
      assertThat(all.min()).hasValue(1);
      assertThat(all.max()).hasValue(200);
      assertThat(all.quantile(0.5).getAsDouble()).isEqualTo(100.5, within(1e-9));
    }

    @Test
    void nothingHasNoMean() {
      commit(fail(1, "a", 0));
      var journal = store.journal();

      assertThat(journal.distribution("a", Signal.latency(), at(0), at(9)).mean()).isEmpty();
      assertThat(journal.distribution("x", Signal.latency(), at(0), at(9)).count()).isZero();
      assertThat(journal.distribution("a", Signal.failures(), at(5), at(5)).count()).isZero();
    }

    @Test
    void samplesAreKeptBitForBit() {
      double odd = 0.1 + 0.2;
      commit(outcome(1, "a", 0, CheckResult.pass("").withSample(Sample.gauge("s", odd))));

      var values = store.journal().distribution("a", Signal.sample("s"), at(0), at(1));

      assertThat(values.max().getAsDouble()).isEqualTo(odd);
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.journal().distribution("a", Signal.latency(), at(1), at(0)));
    }
  }

  /** Incidents. */
  @Nested
  class IncidentRecords {
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

  /** What rules have learnt. */
  @Nested
  class RuleStates {
    @Test
    void theLastStateCounts() {
      store.commit(Commit.builder().ruleState("a", new byte[] {1}).build());
      store.commit(
          Commit.builder()
              .ruleState("a", new byte[] {-1, 0, 127})
              .ruleState("b", new byte[0])
              .build());

      assertThat(store.ruleState("a")).hasValue(new byte[] {-1, 0, 127});
      assertThat(store.ruleState("b")).hasValue(new byte[0]);
    }

    @Test
    void aStateIsNotSharedWithItsReaders() {
      store.commit(Commit.builder().ruleState("a", new byte[] {1}).build());

      store.ruleState("a").orElseThrow()[0] = 99;

      assertThat(store.ruleState("a")).hasValue(new byte[] {1});
    }
  }

  /** Documents. */
  @Nested
  class DocumentCollections {
    @Test
    void aDocumentBeginsWithVersion1AndGainsOneWithEachChange() {
      var documents = store.documents("guard.targets");

      assertThat(documents.create("a", "{}")).isEqualTo(new Document<>("a", 1, "{}"));
      assertThat(documents.update("a", "[1]", 1)).isEqualTo(new Document<>("a", 2, "[1]"));
      assertThat(documents.update("a", "[2]", 2)).isEqualTo(new Document<>("a", 3, "[2]"));
      assertThat(documents.find("a")).hasValue(new Document<>("a", 3, "[2]"));
    }

    @Test
    void anIdThatExistsIsRefused() {
      var documents = store.documents("c");
      documents.create("a", "first");

      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> documents.create("a", "second"))
          .withMessageContaining("\"a\"")
          .withMessageContaining("c");

      assertThat(documents.find("a").orElseThrow().value()).isEqualTo("first");
    }

    @Test
    void aChangeOfAnOldVersionIsRefused() {
      var documents = store.documents("c");
      documents.create("a", "1");
      documents.update("a", "2", 1);

      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> documents.update("a", "lost", 1));
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> documents.update("a", "early", 3));

      assertThat(documents.find("a")).hasValue(new Document<>("a", 2, "2"));
    }

    @Test
    void aChangeOfWhatIsGoneIsRefused() {
      var documents = store.documents("c");
      documents.create("a", "1");
      documents.delete("a");

      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> documents.update("a", "2", 1));

      assertThat(documents.find("a")).isEmpty();
    }

    @Test
    void whatIsDeletedIsGoneAndMayComeAgain() {
      var documents = store.documents("c");
      documents.create("a", "1");
      documents.update("a", "2", 1);

      assertThat(documents.delete("a")).isTrue();
      assertThat(documents.delete("a")).isFalse();
      assertThat(documents.list()).isEmpty();
      assertThat(documents.create("a", "3").version()).isEqualTo(1);
    }

    @Test
    void collectionsAreApart() {
      store.documents("a").create("id", "in a");
      store.documents("A").create("id", "in A");

      assertThat(store.documents("a").list()).containsExactly(new Document<>("id", 1, "in a"));
      assertThat(store.documents("b").list()).isEmpty();
      assertThat(store.documents("b").delete("id")).isFalse();
    }

    @Test
    void theOrderIsThatOfCodePoints() {
      var documents = store.documents("c");
      var ids = List.of("a", "B", "\uFFFD", "🦆", "10", "9", "a b", "ä");
      ids.forEach(id -> documents.create(id, ""));

      assertThat(documents.list())
          .extracting(Document::id)
          .containsExactly("10", "9", "B", "a", "a b", "ä", "\uFFFD", "🦆");
    }

    @Test
    void aPartBeginsAfterAnIdAndHasALimit() {
      var documents = store.documents("c");
      List.of("a", "b", "c", "🦆").forEach(id -> documents.create(id, "value of " + id));

      assertThat(documents.list("", 2)).extracting(Document::id).containsExactly("a", "b");
      assertThat(documents.list("b", 2)).extracting(Document::id).containsExactly("c", "🦆");
      assertThat(documents.list("bb", 9)).extracting(Document::id).containsExactly("c", "🦆");
      assertThat(documents.list("🦆", 9)).isEmpty();
      assertThatThrownBy(() -> documents.list("", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeIsMadeOutOfWhatIsThere() {
      var documents = store.documents("c");

      documents.change("a", found -> found.orElse("") + "1");
      var changed = documents.change("a", found -> found.orElse("") + "2");

      assertThat(changed).isEqualTo(new Document<>("a", 2, "12"));
      assertThat(documents.find("a")).contains(changed);
    }

    @Test
    void aChangeThatWasOvertakenIsMadeAgain() {
      var documents = store.documents("c");
      documents.create("a", "");
      var overtaken = new AtomicBoolean();

      var changed =
          documents.change(
              "a",
              found -> {
                if (overtaken.compareAndSet(false, true)) {
                  documents.update("a", "theirs", 1);
                }
                return found.orElse("") + ", mine";
              });

      assertThat(changed.value()).isEqualTo("theirs, mine");
    }

    @Test
    void anyVisibleTextIsAnId() {
      var documents = store.documents("c");
      for (String id : List.of("/", "..", "%", "_", "'", "🦆", " ", "x".repeat(200))) {
        documents.create(id, id);

        assertThat(documents.find(id).orElseThrow().value()).isEqualTo(id);
      }
      assertThat(documents.find("X".repeat(200))).isEmpty();
    }

    @Test
    void idsOfAnotherFormAreRefusedAndFindNothing() {
      var documents = store.documents("c");
      for (String id : List.of("", "x".repeat(201), "a\nb", "\u0000", "a\u007F", "\uD83E")) {
        assertThatIllegalArgumentException().isThrownBy(() -> documents.create(id, "{}"));
        assertThat(documents.find(id)).isEmpty();
        assertThat(documents.delete(id)).isFalse();
      }
      assertThat(documents.list()).isEmpty();
    }

    @Test
    void collectionsOfAnotherFormAreRefused() {
      store.documents("x".repeat(100)).create("a", "");
      for (String name : List.of("", "x".repeat(101), "a b", "a/b", "ä", "a\n")) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.documents(name));
      }
    }

    @Test
    void aDocumentOf100KilobytesIsKept() {
      var json = "[\"" + "é🦆".repeat(25_000) + "\"]";
      store.documents("c").create("a", json);

      assertThat(store.documents("c").find("a").orElseThrow().value()).isEqualTo(json);
    }
  }

  /** Ids, pruning, forgetting. */
  @Nested
  class Upkeep {
    @Test
    void theLastIdIsTheLargestOfRunsAndIncidents() {
      assertThat(store.lastId()).isZero();
      commit(pass(5, "a", 0));
      assertThat(store.lastId()).isEqualTo(5);
      commit(incident(9, "a", "down"));
      assertThat(store.lastId()).isEqualTo(9);
      commit(pass(7, "a", 0));
      assertThat(store.lastId()).isEqualTo(9);
    }

    @Test
    void pruningTakesWhatBeganEarlierAndNothingElse() {
      store.commit(
          Commit.builder()
              .outcomes(List.of(pass(1, "a", 0), pass(2, "a", 10), pass(3, "b", 9)))
              .outcomes(List.of(pass(4, "a", 9), pass(5, "c", 10)))
              .incident(incident(6, "a", "down"))
              .ruleState("b", new byte[] {1})
              .build());
      store.documents("c").create("d", "{}");

      store.prune(at(10));

      assertThat(runIds(OutcomeQuery.all())).containsExactly(5L, 2L);
      assertThat(store.journal().latest("b")).isEmpty();
      assertThat(incidentIds(IncidentQuery.all())).containsExactly(6L);
      assertThat(store.ruleState("b")).hasValue(new byte[] {1});
      assertThat(store.documents("c").list()).hasSize(1);
      assertThat(store.lastId()).isEqualTo(6);
    }

    @Test
    void pruningEverythingAndNothingWorks() {
      commit(pass(1, "a", 0));
      store.prune(Instant.MIN);
      assertThat(runIds(OutcomeQuery.all())).containsExactly(1L);

      store.prune(Instant.MAX);

      assertThat(runIds(OutcomeQuery.all())).isEmpty();
      assertThat(store.lastId()).isEqualTo(1);
      commit(richOutcome(2));
      assertThat(store.journal().latest("rich")).hasValue(richOutcome(2));
    }

    @Test
    void pruningManyResultsTakesAllOfThem() {
      var outcomes = new ArrayList<Outcome>();
      for (int i = 1; i <= 5_000; i++) {
        outcomes.add(pass(i, "check-" + i % 7, i));
      }
      commit(outcomes.toArray(Outcome[]::new));

      store.prune(at(4_500));

      assertThat(runIds(OutcomeQuery.all().limit(10_000))).hasSize(501);
    }

    @Test
    void whatStaysIsWholeAfterEverythingThatLookedLikeItWasPruned() {
      var day = Duration.ofDays(1).toSeconds();
      commit(richOutcome(1));
      for (int i = 0; i < 10; i++) {
        var result = CheckResult.fail(Reason.TLS, "x").withSample(Sample.gauge("s", i));
        commit(outcome(i + 2, "a", i * day / 2, result));
      }

      for (int i = 0; i < 10; i++) {
        store.prune(at(i * day / 2));
        assertThat(store.journal().outcomes(OutcomeQuery.of("a")).items()).hasSize(10 - i);
      }
    }

    @Test
    void forgettingTakesEverythingOfOneCheckAndNothingOfOthers() {
      store.commit(
          Commit.builder()
              .outcomes(List.of(pass(1, "a", 0), pass(2, "ab", 0), pass(3, "a", 1)))
              .incident(incident(4, "a", "down"))
              .incident(incident(5, "a", "slow").resolved(at(1), "recovered"))
              .incident(incident(6, "ab", "down"))
              .ruleState("a", new byte[] {1})
              .ruleState("ab", new byte[] {2})
              .build());

      store.forget("a");

      assertThat(runIds(OutcomeQuery.all())).containsExactly(2L);
      assertThat(incidentIds(IncidentQuery.all())).containsExactly(6L);
      assertThat(store.ruleState("a")).isEmpty();
      assertThat(store.ruleState("ab")).isPresent();
      assertThat(store.lastId()).isEqualTo(6);
    }

    @Test
    void whatWasForgottenMayComeAgain() {
      commit(pass(1, "a", 0));
      commit(incident(2, "a", "down"));
      store.forget("a");
      store.forget("a");
      store.forget("never seen");

      commit(pass(3, "a", 0));
      commit(incident(4, "a", "down"));

      assertThat(runIds(OutcomeQuery.of("a"))).containsExactly(3L);
      assertThat(incidentIds(IncidentQuery.of("a"))).containsExactly(4L);
    }

    @Test
    void manyResultsAreForgotten() {
      var outcomes = new ArrayList<Outcome>();
      for (int i = 1; i <= 3_000; i++) {
        outcomes.add(pass(i, i % 3 == 0 ? "b" : "a", i));
      }
      commit(outcomes.toArray(Outcome[]::new));

      store.forget("a");

      assertThat(runIds(OutcomeQuery.all().limit(10_000))).hasSize(1_000);
    }
  }

  /** Opening, closing, and many at once. */
  @Nested
  class Lives {
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
      calls.add(() -> journal.history("a", Signal.latency(), at(0), at(1), 1));
      calls.add(() -> journal.uptime("a", at(0), at(1), Duration.ofSeconds(1)));
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
      calls.add(Executors.callable(() -> store.prune(T0)));
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
              .build());
      store.documents("c").create("d", "{\"a\": 1}");

      store = reopen(store);

      assertThat(store.journal().latest("rich")).hasValue(richOutcome(1));
      assertThat(store.incidents().find(2)).hasValue(richIncident(2));
      assertThat(store.ruleState("rich")).hasValue(new byte[] {1, 2, 3});
      assertThat(store.documents("c").list()).containsExactly(new Document<>("d", 1, "{\"a\": 1}"));
      assertThat(store.lastId()).isEqualTo(2);
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> commit(incident(3, "rich", "latency_spike")));
      commit(richOutcome(4));
      assertThat(store.journal().latest("rich")).hasValue(richOutcome(4));
    }

    @Test
    void theLastIdOutlivesTheResultsThatHadIt() {
      commit(pass(41, "a", 0));
      store.forget("a");

      store = reopen(store);

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
        var slice = store.journal().history("pair", Signal.failures(), at(0), at(9_999), 1).get(0);
        assertThat(slice.runs().get(Status.PASS)).isEqualTo(slice.runs().get(Status.FAIL));
        var page = store.journal().outcomes(OutcomeQuery.of("pair").limit(10_000));
        assertThat(page.items().size() % 2).isZero();
      }
      return null;
    }
  }
}
