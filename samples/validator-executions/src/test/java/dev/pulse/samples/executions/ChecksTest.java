package dev.pulse.samples.executions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.testkit.FakeCheckContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 4.8. */
@DisplayName("Row 30: checks and score")
class ChecksTest {
  @ParameterizedTest
  @CsvSource({
    "pending,PASS",
    "running,PASS",
    "completed,PASS",
    "COMPLETED,PASS",
    "failed,FAIL",
    "paused,WARN",
    "'',WARN"
  })
  void statesAreJudged(String state, Status status) {
    try (var rig = ofOne(Map.of())) {
      rig.pods.answer(0, ScriptedPods.in(state));
      rig.begin();

      var result = latest(rig, ValidatorExecutions.STATE);
      assertThat(result.status()).isEqualTo(status);
      assertThat(result.findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.key()).isEqualTo("v-0-0");
                assertThat(finding.status()).isEqualTo(status);
                assertThat(finding.labels().asMap())
                    .isEqualTo(Map.of("namespace", "infra", "pod_name", "v-0-0"));
              });
    }
  }

  @Test
  void errorsAreJudgedWhateverTheState() {
    try (var rig = Rig.ofThree()) {
      rig.pods.answer(0, ScriptedPods.failing("completed", "boom\nforged line"));
      rig.pods.answer(1, ScriptedPods.failing("failed", ""));
      rig.pods.fail(2, "connection reset");
      rig.begin();

      var result = latest(rig, ValidatorExecutions.ERRORS);
      assertThat(statuses(result))
          .isEqualTo(Map.of("v-0-0", Status.FAIL, "v-1-0", Status.PASS, "v-2-0", Status.UNKNOWN));
      assertThat(result.findings().get(0).text()).isEqualTo("boom forged line");
      assertThat(result.summary()).isEqualTo("v-0-0: boom forged line; 2 of 3 pods answered");
      assertThat(result.reason()).contains(Reason.of("bboostd.execution_error"));
    }
  }

  @Test
  void oneLineTellsOfOnePodAndCountsTheOthers() {
    try (var rig = Rig.ofThree()) {
      rig.pods.answer(0, ScriptedPods.failing("failed", "boom"));
      rig.pods.answer(1, ScriptedPods.failing("completed", ""));
      rig.pods.answer(2, ScriptedPods.failing("failed", "bang"));
      rig.begin();

      assertThat(latest(rig, ValidatorExecutions.ERRORS).summary())
          .isEqualTo("v-0-0: boom (and 1 more); 3 of 3 pods answered");
    }
  }

  @Test
  void aPodThatCouldNotBeAskedIsUnknownToEveryCheck() {
    try (var rig = ofOne(Map.of("STUCK_AFTER", "60"))) {
      rig.pods.fail(0, "pod not running: Pending");
      rig.begin();

      for (String check :
          new String[] {
            ValidatorExecutions.STATE, ValidatorExecutions.ERRORS, ValidatorExecutions.STUCK
          }) {
        var result = latest(rig, check);
        assertThat(result.status()).isEqualTo(Status.UNKNOWN);
        assertThat(result.reason()).contains(Reason.of("bboostd.query_failed"));
        assertThat(result.findings().get(0).text()).isEqualTo("pod not running: Pending");
      }
      assertThat(latest(rig, ValidatorExecutions.SCORE).status()).isEqualTo(Status.UNKNOWN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "running,3600,PASS",
    "running,3601,WARN",
    "RUNNING,3601,WARN",
    "completed,3601,PASS",
    "running,-50,PASS"
  })
  void anExecutionThatRunsForTooLongIsStuck(String state, long seconds, Status status) {
    try (var rig = ofOne(Map.of("STUCK_AFTER", "3600"))) {
      long started = rig.clock.instant().getEpochSecond() - seconds;
      rig.pods.answer(0, new Execution("a", state, 1L, null, started, null, null));
      rig.begin();

      assertThat(latest(rig, ValidatorExecutions.STUCK).status()).isEqualTo(status);
    }
  }

  @Test
  void anExecutionThatBeganNobodyKnowsWhenIsNotStuck() {
    try (var rig = ofOne(Map.of("STUCK_AFTER", "1"))) {
      rig.pods.answer(0, new Execution("a", "running", 1L, null, null, null, null));
      rig.begin();

      assertThat(latest(rig, ValidatorExecutions.STUCK).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void withoutStuckAfterNobodyAsks() {
    try (var rig = ofOne(Map.of()).begin()) {
      assertThat(rig.pulse.check(ValidatorExecutions.STUCK)).isEmpty();
    }
  }

  @Test
  @DisplayName("10.4: 3 completed, 1 failed, 1 running, 1 query failed is 75")
  void theScoreCountsWhatIsOver() {
    try (var rig = new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "5"))) {
      rig.pods.answer(3, ScriptedPods.in("failed"));
      rig.pods.answer(4, ScriptedPods.in("running"));
      rig.pods.fail(5, "timed out after 30 s");
      rig.begin();

      var result = latest(rig, ValidatorExecutions.SCORE);
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(ScorerCheck.scoreIn(result).orElseThrow().rounded()).hasValue(75);
    }
  }

  @Test
  void anErrorCountsAgainstTheScoreWhateverTheState() {
    try (var rig = new Rig(Map.of("POD_PREFIX", "v-", "POD_RANGE_END", "7"))) {
      for (int i = 1; i < 8; i++) {
        rig.pods.answer(i, ScriptedPods.failing(i % 2 == 0 ? "running" : "completed", "boom"));
      }
      rig.begin();

      // 12.5, half up.
      assertThat(
              ScorerCheck.scoreIn(latest(rig, ValidatorExecutions.SCORE)).orElseThrow().rounded())
          .hasValue(13);
    }
  }

  @Test
  void withoutAnythingThatIsOverThereIsNoScore() {
    try (var rig = ofOne(Map.of())) {
      rig.pods.answer(0, ScriptedPods.in("running"));
      rig.begin();

      var result = latest(rig, ValidatorExecutions.SCORE);
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.summary()).isEqualTo("no execution is over");
    }
  }

  @Test
  void aScanThatIsTooOldSaysNothing() {
    try (var rig = ofOne(Map.of()).begin()) {
      rig.pulse.pause(ValidatorExecutions.SCAN);
      rig.scheduler.advance(Duration.ofSeconds(179));
      assertThat(latest(rig, ValidatorExecutions.STATE).status()).isEqualTo(Status.PASS);

      rig.scheduler.advance(Duration.ofSeconds(2));
      for (String check : new String[] {ValidatorExecutions.STATE, ValidatorExecutions.SCORE}) {
        var result = latest(rig, check);
        assertThat(result.status()).isEqualTo(Status.UNKNOWN);
        assertThat(result.summary()).isEqualTo("the last scan ended at 2026-03-01T12:00:00Z");
      }
    }
  }

  @Test
  void beforeTheFirstScanNothingIsKnown() throws Exception {
    var book = new ScanBook();

    assertThat(book.settled(Duration.ZERO)).isEmpty();
    assertThat(
            new ExecutionStateCheck(book, Duration.ofMinutes(3))
                .run(FakeCheckContext.builder().build()))
        .isEqualTo(CheckResult.unknown(Reason.NO_DATA, "no scan has ended yet"));
  }

  @Test
  void pulseRemembersHowFarEachPodIs() {
    try (var rig = Rig.ofThree()) {
      rig.pods.answer(1, ScriptedPods.in("running"));
      rig.pods.fail(2, "connection reset");
      rig.begin();

      var result = latest(rig, ValidatorExecutions.SCAN);
      assertThat(
              result.samples().stream()
                  .map(sample -> sample.name() + sample.labels() + " " + sample.value()))
          .containsExactly(
              "validator_executions_pods{result=\"succeeded\"} 2.0",
              "validator_executions_pods{result=\"failed\"} 1.0",
              "validator_executions_standing{standing=\"stuck\"} 0.0",
              "validator_executions_standing{standing=\"failed\"} 0.0",
              "validator_executions_standing{standing=\"other\"} 0.0",
              "validator_executions_standing{standing=\"running\"} 1.0",
              "validator_executions_standing{standing=\"pending\"} 0.0",
              "validator_executions_standing{standing=\"completed\"} 1.0",
              "validator_executions_start_block{namespace=\"infra\", pod_name=\"v-0-0\"} 100.0",
              "validator_executions_end_block{namespace=\"infra\", pod_name=\"v-0-0\"} 200.0",
              "validator_executions_start_block{namespace=\"infra\", pod_name=\"v-1-0\"} 1.0");
      assertThat(result.findings()).extracting(Finding::text).containsExactly("connection reset");
    }
  }

  @Test
  void aScanThatReachedNobodyIsUnknown() {
    try (var rig = ofOne(Map.of())) {
      rig.pods.fail(0, "connection reset");
      rig.begin();

      assertThat(latest(rig, ValidatorExecutions.SCAN).status()).isEqualTo(Status.UNKNOWN);
      assertThat(latest(rig, ValidatorExecutions.SCAN).samples()).isEmpty();
    }
  }

  private static Rig ofOne(Map<String, String> more) {
    var variables = new HashMap<>(more);
    variables.put("POD_PREFIX", "v-");
    variables.put("POD_RANGE_END", "0");
    return new Rig(variables);
  }

  private static CheckResult latest(Rig rig, String check) {
    return rig.pulse.check(check).orElseThrow().latest().orElseThrow().result();
  }

  private static Map<String, Status> statuses(CheckResult result) {
    return result.findings().stream().collect(Collectors.toMap(Finding::key, Finding::status));
  }
}
