package dev.pulse.testkit;

import static dev.pulse.api.store.Retention.FOREVER;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Commit;
import dev.pulse.api.store.IncidentQuery;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Retention;
import dev.pulse.api.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the parts of the {@link StoreContract} share: a store for each test, and things to put into
 * it. A part is listed here and brought in by a nested class of the contract; one without the other
 * does not pass this module's build, for it would be tests that nobody runs.
 */
abstract sealed class StoreContractPart
    permits CommitContract,
        DistributionContract,
        DocumentsContract,
        DowntimeContract,
        HistoryContract,
        IncidentsContract,
        JournalContract,
        LifecycleContract,
        RoundTripContract,
        RuleStateContract,
        UpkeepContract,
        UptimeContract {
  static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  /** How long the outcomes of {@link #outcome} speak. */
  static final Duration VALIDITY = Duration.ofSeconds(60);

  private final StoreContract contract;

  /** The store of the test that runs: its own, and empty when the test begins. */
  Store store;

  StoreContractPart(StoreContract contract) {
    this.contract = contract;
  }

  @BeforeEach
  final void openStore() {
    store = contract.open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  /** Goes on with what the store left, or skips the test if the store is not durable. */
  final void reopen() {
    store = contract.reopen(store);
  }

  /** Removes single results that began before a time, and keeps all summaries. */
  final void prune(Instant before) {
    var kept = Duration.ofMinutes(1);
    var now = before.isAfter(Instant.MAX.minus(kept)) ? Instant.MAX : before.plus(kept);
    store.prune(Retention.builder().results(kept).minutes(FOREVER).hours(FOREVER).build(), now);
  }

  static Outcome outcome(long runId, String check, long seconds, CheckResult result) {
    return outcome(runId, check, seconds, result, VALIDITY);
  }

  static Outcome outcome(
      long runId, String check, long seconds, CheckResult result, Duration validFor) {
    return Outcome.builder(check, runId, T0.plusSeconds(seconds), result)
        .validFor(validFor)
        .build();
  }

  static Outcome pass(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.pass("ok"));
  }

  static Outcome pass(long runId, String check, long seconds, long latencyMillis) {
    var result = CheckResult.pass("ok").withLatency(Duration.ofMillis(latencyMillis));
    return outcome(runId, check, seconds, result);
  }

  static Outcome fail(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.fail(Reason.REFUSED, "refused"));
  }

  static Outcome unknown(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.unknown(Reason.DNS, "no such name"));
  }

  static Outcome warn(long runId, String check, long seconds) {
    return outcome(runId, check, seconds, CheckResult.warn(Reason.LATENCY, "slow"));
  }

  static Incident incident(long id, String check, String rule) {
    return Incident.builder(id, check, rule, T0).build();
  }

  static Incident incident(long id, String check, String rule, String subject) {
    return incident(id, check, rule).toBuilder().subject(subject).build();
  }

  final void commit(Outcome... outcomes) {
    store.commit(Commit.builder().outcomes(List.of(outcomes)).build());
  }

  final void commit(Incident... incidents) {
    var commit = Commit.builder();
    List.of(incidents).forEach(commit::incident);
    store.commit(commit.build());
  }

  final List<Long> runIds(OutcomeQuery query) {
    return store.journal().outcomes(query).items().stream().map(Outcome::runId).toList();
  }

  final List<Long> incidentIds(IncidentQuery query) {
    return store.incidents().list(query).items().stream().map(Incident::id).toList();
  }

  static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  /** An outcome in which every part has a value of its own. */
  static Outcome richOutcome(long runId) {
    var result =
        CheckResult.fail(Reason.of("acme.quota"), "quota used up 🦆 'quoted' \"twice\"")
            .withLatency(Duration.ofNanos(123_456_000))
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
        .late(Duration.ofNanos(89_100_000))
        .attempt(3)
        .instance("host-1 🦆")
        .log(List.of("asked", "", "answered\nin two lines"))
        .validFor(Duration.ofMillis(90_001))
        .maintenance("move of the 🦆 pond")
        .build();
  }

  /** An incident in which every part has a value of its own. */
  static Incident richIncident(long id) {
    return Incident.builder(id, "rich", "latency_spike", Instant.parse("2026-03-01T00:00:00.001Z"))
        .severity(Severity.CRITICAL)
        .title("Slow 🦆: 'quoted' \"twice\"")
        .labels(Labels.of("team", "shop", "env", "prod \\ \""))
        .subject("pod 🦆 \"7\"")
        .frequency(Frequency.DAILY_DIGEST)
        .annotations(inOrder("summary", "'slow' \\ 🦆", "runbook", ""))
        .details(inOrder("z", "3.1416", "a", "2"))
        .acknowledged(
            new Acknowledgement(
                "Zoë 🦆", Instant.parse("2026-03-01T00:00:02.000000007Z"), "\"mine\""))
        .entry(Instant.parse("2026-03-01T00:00:00.001000009Z"), "opened")
        .build()
        .noted(Instant.parse("2026-03-01T00:00:01Z"), "worse\nand worse");
  }

  private static Map<String, String> inOrder(String first, String its, String then, String other) {
    var map = new LinkedHashMap<String, String>();
    map.put(first, its);
    map.put(then, other);
    return map;
  }
}
