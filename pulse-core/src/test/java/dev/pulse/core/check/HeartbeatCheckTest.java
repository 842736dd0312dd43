package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.schedule.Cron;
import dev.pulse.core.store.Stores;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeartbeatCheckTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration HOUR = Duration.ofHours(1);

  private Jobs jobs;

  @AfterEach
  void close() {
    if (jobs != null) {
      jobs.close();
    }
  }

  private Jobs hourly() {
    return watch(HeartbeatCheck.every(HOUR).grace(Duration.ofMinutes(10)));
  }

  private Jobs watch(HeartbeatCheck.Builder check) {
    return watch(check, "2026-03-01T12:00:00Z");
  }

  private Jobs watch(HeartbeatCheck.Builder check, String from) {
    jobs = new Jobs(ManualClock.at(from), Stores.memory(), check.build());
    return jobs;
  }

  private void assertNow(Status status, Reason reason, String summary) {
    assertResult(jobs.now(), status, reason, summary);
  }

  private static void assertResult(
      CheckResult result, Status status, Reason reason, String summary) {
    assertThat(result.summary()).isEqualTo(summary);
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.reason()).isEqualTo(Optional.ofNullable(reason));
  }

  @Test
  void successPassesUntilTheNextIsOverdue() {
    hourly();
    var result = jobs.report(HeartbeatReport.succeeded());
    assertResult(result, Status.PASS, null, "last success 0 ms ago");
    jobs.pass(HOUR.plusMinutes(10));
    assertNow(Status.PASS, null, "last success 70 min ago");
    jobs.pass(Duration.ofSeconds(30));
    assertNow(
        Status.FAIL,
        Reason.MISSED,
        "expected until 2026-03-01T13:10:00Z, overdue by 30 s; the last success was 70 min ago");
  }

  @Test
  void lateSuccessIsWellAgain() {
    hourly();
    jobs.report(HeartbeatReport.succeeded());
    jobs.pass(Duration.ofHours(3));
    assertThat(jobs.now().status()).isEqualTo(Status.FAIL);
    assertThat(jobs.report(HeartbeatReport.succeeded()).status()).isEqualTo(Status.PASS);
    assertThat(jobs.pulse.check("backup").orElseThrow().openIncidents()).isEmpty();
  }

  @Test
  void nothingReportedIsUnknownUntilTheFirstDeadlineAndThenMissed() {
    hourly();
    assertNow(
        Status.UNKNOWN,
        Reason.NO_DATA,
        "nothing was reported yet; expected until 2026-03-01T13:10:00Z");
    jobs.pass(HOUR.plusMinutes(10));
    assertThat(jobs.now().status()).isEqualTo(Status.UNKNOWN);
    jobs.pass(Duration.ofSeconds(30));
    assertNow(
        Status.FAIL,
        Reason.MISSED,
        "expected until 2026-03-01T13:10:00Z, overdue by 30 s; no success was ever reported");
  }

  @Test
  void failureFailsUntilTheNextSuccess() {
    hourly();
    jobs.report(HeartbeatReport.succeeded());
    var result = jobs.report(HeartbeatReport.failed(3).withOutput("disk full\n"));
    assertResult(result, Status.FAIL, HeartbeatCheck.FAILED, "failed 0 ms ago with exit code 3");
    assertThat(result.details()).contains(entry("exit_code", "3"), entry("output", "disk full"));
    assertThat(result.samples()).contains(Sample.gauge("heartbeat_exit_code", 3));
    jobs.pass(Duration.ofMinutes(5));
    jobs.report(HeartbeatReport.started());
    assertNow(
        Status.FAIL, HeartbeatCheck.FAILED, "failed 5 min ago with exit code 3; running for 0 ms");
    jobs.pass(Duration.ofSeconds(42));
    assertResult(
        jobs.report(HeartbeatReport.succeeded()),
        Status.PASS,
        null,
        "last success 0 ms ago, ran for 42 s");
  }

  @Test
  void failureWithoutAnExitCodeHasNone() {
    hourly();
    var result = jobs.report(HeartbeatReport.failed());
    assertResult(result, Status.FAIL, HeartbeatCheck.FAILED, "failed 0 ms ago");
    assertThat(result.samples()).isEmpty();
  }

  @Test
  void runTimeIsTheLatencyOfTheFirstResultOnly() {
    hourly();
    jobs.report(HeartbeatReport.started());
    assertNow(
        Status.UNKNOWN,
        Reason.NO_DATA,
        "no success was reported yet; expected until 2026-03-01T13:10:00Z; running for 0 ms");
    jobs.pass(Duration.ofSeconds(12));
    var result = jobs.report(HeartbeatReport.succeeded());
    assertThat(result.summary()).isEqualTo("last success 0 ms ago, ran for 12 s");
    assertThat(result.latency()).contains(Duration.ofSeconds(12));
    assertThat(result.samples())
        .containsExactly(
            Sample.gauge(
                "heartbeat_last_success_timestamp_seconds",
                Instant.parse("2026-03-01T12:00:12Z").toEpochMilli() / 1e3),
            Sample.gauge("heartbeat_run_seconds", 12));
    jobs.pass(Duration.ofMinutes(5));
    assertThat(jobs.now().latency()).isEmpty();
    assertThat(jobs.now().samples()).hasSize(2);
    jobs.report(HeartbeatReport.started());
    assertThat(jobs.all()).filteredOn(o -> o.result().latency().isPresent()).hasSize(1);
  }

  @Test
  void sameReportTwiceDoesNoHarm() {
    hourly();
    jobs.report(HeartbeatReport.started());
    jobs.pass(Duration.ofSeconds(12));
    jobs.report(HeartbeatReport.succeeded());
    jobs.pass(Duration.ofSeconds(5));
    assertResult(
        jobs.report(HeartbeatReport.succeeded()),
        Status.PASS,
        null,
        "last success 0 ms ago, ran for 12 s");
    assertThat(jobs.all()).filteredOn(o -> o.result().latency().isPresent()).hasSize(1);
  }

  @Test
  void runThatTakesTooLongFailsBeforeTheNextIsDue() {
    watch(HeartbeatCheck.every(Duration.ofDays(1)).longest(Duration.ofHours(2)));
    jobs.report(HeartbeatReport.succeeded());
    jobs.pass(Duration.ofHours(3));
    jobs.report(HeartbeatReport.started());
    jobs.pass(Duration.ofHours(2));
    assertThat(jobs.now().status()).isEqualTo(Status.PASS);
    jobs.pass(Duration.ofSeconds(30));
    assertNow(Status.FAIL, HeartbeatCheck.TOO_LONG, "has been running for 2 hours, allowed are 2h");
  }

  @Test
  void newStartDoesNotHealARunThatNeverEnded() {
    watch(HeartbeatCheck.every(Duration.ofDays(1)).longest(Duration.ofHours(2)));
    jobs.report(HeartbeatReport.succeeded());
    jobs.report(HeartbeatReport.started());
    jobs.pass(Duration.ofHours(3));
    var result = jobs.report(HeartbeatReport.started());
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(jobs.report(HeartbeatReport.succeeded()).status()).isEqualTo(Status.PASS);
  }

  @Test
  void runThatBeganInTimeMayTakeItsLongestTime() {
    watch(HeartbeatCheck.every(HOUR).grace(Duration.ofMinutes(10)).longest(Duration.ofHours(2)));
    jobs.report(HeartbeatReport.succeeded());
    jobs.pass(HOUR.plusMinutes(5));
    jobs.report(HeartbeatReport.started());
    jobs.pass(Duration.ofMinutes(90));
    assertThat(jobs.now().status()).isEqualTo(Status.PASS);
  }

  @Test
  void jobThatDiesInEachRunIsMissedAlthoughItKeepsStarting() {
    watch(HeartbeatCheck.every(HOUR).grace(Duration.ofMinutes(10)).longest(Duration.ofHours(2)));
    jobs.report(HeartbeatReport.succeeded());
    for (int i = 0; i < 3; i++) {
      jobs.pass(HOUR);
      jobs.report(HeartbeatReport.started());
    }
    assertThat(jobs.now().reason()).contains(Reason.MISSED);
  }

  @Test
  void withoutALongestTimeAStartExcusesNothing() {
    hourly();
    jobs.report(HeartbeatReport.succeeded());
    jobs.pass(HOUR);
    jobs.report(HeartbeatReport.started());
    jobs.pass(Duration.ofMinutes(11));
    assertThat(jobs.now().reason()).contains(Reason.MISSED);
  }

  static Stream<Arguments> nights() {
    var nightly = Cron.of("30 2 * * *", BERLIN);
    return Stream.of(
        Arguments.argumentSet("winter", nightly, "2026-02-10T01:40:00Z", "2026-02-11T01:30:00Z"),
        Arguments.argumentSet("summer", nightly, "2026-07-10T00:40:00Z", "2026-07-11T00:30:00Z"),
        Arguments.argumentSet(
            "the hour that the clocks skip is due when they have moved",
            nightly,
            "2026-03-28T01:40:00Z",
            "2026-03-29T01:00:00Z"),
        Arguments.argumentSet(
            "the hour that comes twice is due once",
            nightly,
            "2026-10-24T00:40:00Z",
            "2026-10-25T00:30:00Z"),
        Arguments.argumentSet(
            "after the hour that came twice",
            nightly,
            "2026-10-25T00:40:00Z",
            "2026-10-26T01:30:00Z"),
        Arguments.argumentSet(
            "daily across the skipped hour",
            Schedules.daily(LocalTime.of(2, 30), BERLIN),
            "2026-03-28T01:40:00Z",
            "2026-03-29T01:00:00Z"),
        Arguments.argumentSet(
            "weekdays over a week-end",
            Cron.of("0 7 * * 1-5", ZoneOffset.UTC),
            "2026-03-06T07:03:00Z",
            "2026-03-09T07:00:00Z"),
        Arguments.argumentSet(
            "a job whose clock is ahead by ten seconds",
            nightly,
            "2026-02-10T01:29:50Z",
            "2026-02-11T01:30:00Z"),
        Arguments.argumentSet(
            "a job that comes five minutes too early",
            nightly,
            "2026-02-10T01:25:00Z",
            "2026-02-10T01:30:00Z"),
        Arguments.argumentSet(
            "each minute, where a minute early is a run of its own",
            Cron.of("* * * * *", ZoneOffset.UTC),
            "2026-02-10T01:29:30Z",
            "2026-02-10T01:30:00Z"));
  }

  @ParameterizedTest
  @MethodSource("nights")
  void nextSuccessIsExpectedWhenTheScheduleSays(Schedule schedule, String success, String due) {
    watch(HeartbeatCheck.on(schedule).grace(Duration.ofMinutes(20)), success);
    jobs.report(HeartbeatReport.succeeded());
    assertThat(Instant.parse(jobs.now().details().get("expected_until")))
        .isEqualTo(Instant.parse(due).plus(Duration.ofMinutes(20)));
    jobs.passUntil(Instant.parse(due).plus(Duration.ofMinutes(20)).toString());
    assertThat(jobs.now().status()).isEqualTo(Status.PASS);
    jobs.pass(Duration.ofSeconds(30));
    assertThat(jobs.now().reason()).contains(Reason.MISSED);
  }

  @Test
  void scheduleThatHasEndedExpectsNothing() {
    watch(HeartbeatCheck.on(after -> Optional.empty()));
    assertNow(Status.UNKNOWN, Reason.NO_DATA, "nothing was reported yet; nothing more is expected");
    jobs.report(HeartbeatReport.succeeded());
    jobs.pass(Duration.ofDays(2));
    assertNow(Status.PASS, null, "last success 2 days ago");
  }

  @Test
  void clockThatIsSetBackMakesNoNonsense() {
    hourly();
    jobs.report(HeartbeatReport.started());
    jobs.pass(Duration.ofSeconds(12));
    jobs.report(HeartbeatReport.succeeded());
    jobs.clock.move(Duration.ofDays(-1));
    jobs.pass(Duration.ofSeconds(30));
    assertThat(jobs.now().summary()).startsWith("last success").doesNotContain("-");
    // Counted from when the clock was seen to be back, not from tomorrow.
    jobs.pass(HOUR.plusMinutes(11));
    assertThat(jobs.now().reason()).contains(Reason.MISSED);
  }

  @Test
  void clockThatIsSetBackDuringARunMakesNoNegativeRunTime() {
    hourly();
    jobs.report(HeartbeatReport.started());
    jobs.clock.move(Duration.ofDays(-1));
    assertThat(jobs.report(HeartbeatReport.failed(1)).status()).isEqualTo(Status.FAIL);
    assertThat(jobs.report(HeartbeatReport.succeeded()).status()).isEqualTo(Status.PASS);
  }

  @Test
  void outputIsBoundedCleanAndRepeatedInShort() {
    hourly();
    var esc = "\u001b[31mred\u001b[0m\tx\r\n\u0007\u202e" + "y".repeat(20_000);
    var first = jobs.report(HeartbeatReport.failed(1).withOutput(esc)).details().get("output");
    assertThat(first).hasSize(10_000).startsWith("…").endsWith("y");
    jobs.pass(Duration.ofSeconds(30));
    assertThat(jobs.now().details().get("output")).hasSize(500).startsWith("…");
    assertThat(
            jobs.report(HeartbeatReport.failed(1).withOutput("\u001b[31mred\u001b[0m\tx\r\n\u0007"))
                .details()
                .get("output"))
        .isEqualTo("red x | \ufffd");
    assertThat(jobs.report(HeartbeatReport.failed(1).withOutput(" \n")).details())
        .doesNotContainKey("output");
  }

  @Test
  void everythingThatIsNotAllowedIsReportedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HeartbeatCheck.every(Duration.ZERO)
                    .grace(Duration.ofSeconds(-1))
                    .longest(Duration.ofDays(400))
                    .token(Secret.of("short-secret"))
                    .build())
        .withMessage(
            "expect-every: must be 1s to 366d, but is 0s; grace: must be 0s to 366d, but is -1s;"
                + " longest: must be 1s to 366d, but is 400d; token: must have at least 16"
                + " characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeartbeatReport.ended(256))
        .withMessage("exit code must be 0 to 255, but is 256");
  }

  @Test
  void exitCodeZeroIsSuccessUnlessTheJobSaysFailure() {
    hourly();
    assertThat(jobs.report(HeartbeatReport.ended(0)).status()).isEqualTo(Status.PASS);
    assertThat(jobs.report(HeartbeatReport.ended(7)).status()).isEqualTo(Status.FAIL);
    assertThat(jobs.report(HeartbeatReport.ended(0)).status()).isEqualTo(Status.PASS);
    assertThat(jobs.report(HeartbeatReport.failed(0)).summary())
        .isEqualTo("failed 0 ms ago with exit code 0");
  }

  @Test
  void printsWithoutItsToken() {
    var check =
        HeartbeatCheck.on(Cron.of("0 2 * * *", BERLIN))
            .longest(HOUR)
            .token(Secret.of("sixteen-characters"))
            .build();
    assertThat(check).hasToString("heartbeat cron 0 2 * * * Europe/Berlin, grace 5m, longest 1h");
  }
}
