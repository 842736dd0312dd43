package dev.pulse.core;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import dev.pulse.testkit.RecordingListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a run: results, faults, deadlines, retries. */
@Timeout(30)
class PulseRunTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final ManualScheduler time = new ManualScheduler(clock);
  private final RecordingListener seen = new RecordingListener();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Pulse pulse = onTheSpot();

  @AfterEach
  void close() {
    threads.shutdownNow();
    pulse.close();
  }

  private Pulse onTheSpot() {
    return Pulse.builder()
        .clock(clock)
        .scheduler(time)
        .executor(Runnable::run)
        .listener(seen)
        .start();
  }

  private void useThreads() {
    pulse.close();
    pulse = Pulse.builder().clock(clock).scheduler(time).executor(threads).listener(seen).start();
  }

  private static Registration.Builder every30(String name, Check check) {
    return Registration.check(name, check).schedule(Schedules.every(Duration.ofSeconds(30)));
  }

  private Outcome runOnce(Check check) {
    pulse.add(every30("a", check).build());
    return seen.outcomes().get(0);
  }

  static List<Arguments.ArgumentSet> faults() {
    return List.of(
        Arguments.argumentSet(
            "an exception",
            (Check)
                context -> {
                  throw new IOException("disk gone");
                },
            "the check threw IOException: disk gone"),
        Arguments.argumentSet(
            "an exception without message",
            (Check)
                context -> {
                  throw new IllegalStateException();
                },
            "the check threw IllegalStateException"),
        Arguments.argumentSet(
            "an error of a broken plug-in",
            (Check)
                context -> {
                  throw new NoClassDefFoundError("acme/Gone");
                },
            "the check is broken: NoClassDefFoundError: acme/Gone"),
        Arguments.argumentSet("no result", (Check) context -> null, "the check returned no result"),
        Arguments.argumentSet(
            "a message with secrets in a URL",
            (Check)
                context -> {
                  throw new IOException("GET https://bob:pa55@host.example/x?token=s3cret failed");
                },
            "the check threw IOException: GET https://***@host.example/x?*** failed"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aCheckThatCannotAnswerIsUnknown(Check check, String summary) {
    var result = runOnce(check).result();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.ERROR);
    assertThat(result.summary()).isEqualTo(summary);
  }

  @Test
  void anOutcomeTellsTheCircumstances() {
    var outcome =
        runOnce(
            context -> {
              time.advance(Duration.ofMillis(42));
              context.log().add("looked\nhere");
              return CheckResult.pass("fine");
            });
    assertThat(outcome.check()).isEqualTo("a");
    assertThat(outcome.started()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(outcome.took()).isEqualTo(Duration.ofMillis(42));
    assertThat(outcome.late()).isZero();
    assertThat(outcome.attempt()).isEqualTo(1);
    assertThat(outcome.instance()).isNotBlank();
    assertThat(outcome.log()).containsExactly("looked here");
  }

  @Test
  void runIdsRiseEvenWhenTheClockGoesBack() {
    pulse.add(every30("a", context -> CheckResult.pass("ok")).build());
    clock.move(Duration.ofDays(-1));
    time.advance(Duration.ofMinutes(5));
    assertThat(seen.outcomes().stream().map(Outcome::runId)).isSorted().doesNotHaveDuplicates();
    assertThat(seen.outcomes()).allMatch(outcome -> outcome.runId() < 1L << 53);
  }

  @Test
  void aCollectorPassesWithWhatItBrought() {
    pulse.add(
        Registration.collector(
                "queues", context -> Samples.builder().gauge("depth", Labels.empty(), 3).build())
            .build());
    var result = seen.outcomes().get(0).result();
    assertThat(result.status()).isEqualTo(Status.PASS);
    assertThat(result.summary()).isEqualTo("1 sample");
    assertThat(result.samples()).hasSize(1);
  }

  @Test
  void whatACollectorCouldNotReadIsAFindingAndNeverNone() {
    pulse.add(
        Registration.collector(
                "repository",
                context ->
                    Samples.builder()
                        .gauge("open_issues", Labels.empty(), 3)
                        .unavailable("code scanning", "403, the token may not read it")
                        .build())
            .build());
    pulse.add(
        Registration.collector(
                "blind",
                context -> Samples.builder().unavailable("everything", "403 everywhere").build())
            .build());
    var partial = seen.outcomes().get(0).result();
    assertThat(partial.status()).isEqualTo(Status.PASS);
    assertThat(partial.summary()).isEqualTo("1 sample, 1 unavailable");
    assertThat(partial.findings())
        .containsExactly(
            Finding.of("code scanning", Status.UNKNOWN, "403, the token may not read it"));
    assertThat(seen.outcomes().get(1).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aCheckSeesHowItEndedBefore() {
    var previous = new ArrayList<String>();
    pulse.add(
        every30(
                "a",
                context -> {
                  previous.add(context.previous().map(o -> o.result().summary()).orElse("none"));
                  return CheckResult.pass("run " + previous.size());
                })
            .build());
    time.advance(Duration.ofSeconds(60));
    assertThat(previous).containsExactly("none", "run 1", "run 2");
  }

  @Test
  void whatIsNotUpIsTriedAgainAfterItsOwnInterval() {
    var answers =
        new ArrayDeque<>(
            List.of(
                CheckResult.fail(Reason.REFUSED, "no"),
                CheckResult.unknown(Reason.NO_DATA, "?"),
                CheckResult.pass("at last")));
    var tries = new ArrayList<String>();
    pulse.add(
        every30(
                "a",
                context -> {
                  tries.add(context.attempt() + "@" + clock.instant());
                  return answers.remove();
                })
            .retries(2, Duration.ofSeconds(3))
            .build());
    time.advance(Duration.ofSeconds(6));
    assertThat(tries)
        .containsExactly(
            "1@2026-03-01T12:00:00Z", "2@2026-03-01T12:00:03Z", "3@2026-03-01T12:00:06Z");
    assertThat(seen.outcomes()).hasSize(1);
    assertThat(seen.outcomes().get(0).attempt()).isEqualTo(3);
    assertThat(seen.outcomes().get(0).status()).isEqualTo(Status.PASS);
  }

  @Test
  void theLastTryCountsWhenAllFail() {
    pulse.add(
        every30("a", context -> CheckResult.fail(Reason.REFUSED, "try " + context.attempt()))
            .retries(1, Duration.ofSeconds(1))
            .build());
    time.advance(Duration.ofSeconds(1));
    assertThat(seen.outcomes()).extracting(o -> o.result().summary()).containsExactly("try 2");
  }

  @Test
  void atTheDeadlineTheCheckIsInterrupted() throws Exception {
    useThreads();
    var entered = new CountDownLatch(1);
    pulse.add(
        every30(
                "a",
                context -> {
                  entered.countDown();
                  new CountDownLatch(1).await();
                  return CheckResult.pass("never");
                })
            .timeout(Duration.ofSeconds(5))
            .build());
    assertThat(entered.await(20, SECONDS)).isTrue();
    var outcome = pulse.runNow("a");
    time.advance(Duration.ofSeconds(5));
    var result = outcome.get(20, SECONDS).result();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.TIMEOUT);
    assertThat(result.summary()).isEqualTo("the check did not answer within 5 s");
  }

  @Test
  void aCheckMayTurnItsInterruptionIntoAnAnswer() throws Exception {
    useThreads();
    var entered = new CountDownLatch(1);
    pulse.add(
        every30(
                "a",
                context -> {
                  entered.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    return CheckResult.fail(Reason.TIMEOUT, "target hangs");
                  }
                  return CheckResult.pass("never");
                })
            .build());
    assertThat(entered.await(20, SECONDS)).isTrue();
    var outcome = pulse.runNow("a");
    time.advance(Duration.ofSeconds(10));
    assertThat(outcome.get(20, SECONDS).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void aCheckThatIgnoresItsInterruptionIsGivenUpAndNeverRunTwice() throws Exception {
    useThreads();
    var entered = new LinkedBlockingQueue<String>();
    var let = new CountDownLatch(1);
    pulse.add(
        every30(
                "stubborn",
                context -> {
                  entered.add("in");
                  boolean waiting = true;
                  while (waiting) {
                    try {
                      let.await();
                      waiting = false;
                    } catch (InterruptedException e) {
                      entered.add("interrupted");
                    }
                  }
                  return CheckResult.pass("too late");
                })
            .build());
    assertThat(entered.poll(20, SECONDS)).isEqualTo("in");
    var outcome = pulse.runNow("stubborn");
    time.advance(Duration.ofSeconds(10));
    assertThat(entered.poll(20, SECONDS)).isEqualTo("interrupted");
    time.advance(Duration.ofSeconds(1));
    var result = outcome.get(20, SECONDS).result();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.summary())
        .isEqualTo("the check did not answer within 10 s and ignored its interruption");
    assertThat(pulse.statistics().abandoned()).isEqualTo(1);
    assertThat(pulse.statistics().running()).isZero();

    time.advance(Duration.ofSeconds(30));
    assertThat(seen.events()).contains("abandoned stubborn", "skipped stubborn");
    assertThat(pulse.runNow("stubborn"))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("still hangs");
    let.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, SECONDS)).isTrue();
    assertThat(pulse.statistics().abandoned()).isZero();
    assertThat(seen.outcomes()).hasSize(1);
  }

  @Test
  void aRunThatIsDueWhileThePreviousOneGoesOnIsSkipped() throws Exception {
    useThreads();
    var entered = new CountDownLatch(1);
    pulse.add(
        every30(
                "a",
                context -> {
                  entered.countDown();
                  new CountDownLatch(1).await();
                  return CheckResult.pass("never");
                })
            .timeout(Duration.ofMinutes(10))
            .build());
    assertThat(entered.await(20, SECONDS)).isTrue();
    time.advance(Duration.ofSeconds(90));
    assertThat(seen.events()).filteredOn("skipped a"::equals).hasSize(3);
    assertThat(seen.events()).filteredOn("started a"::equals).hasSize(1);
  }

  @Test
  void aHangingCheckDelaysNoOther() throws Exception {
    useThreads();
    var entered = new CountDownLatch(1);
    pulse.add(
        every30(
                "hangs",
                context -> {
                  entered.countDown();
                  new CountDownLatch(1).await();
                  return CheckResult.pass("never");
                })
            .build());
    assertThat(entered.await(20, SECONDS)).isTrue();
    pulse.add(every30("other", context -> CheckResult.pass("ok")).build());
    assertThat(pulse.runNow("other").get(20, SECONDS).status()).isEqualTo(Status.PASS);
  }

  @Test
  void aPausedCheckCanBeRunByHand() throws Exception {
    pulse.add(every30("a", context -> CheckResult.pass("ok")).build());
    pulse.pause("a");
    assertThat(pulse.runNow("a").get(20, SECONDS).late()).isZero();
    assertThat(seen.outcomes()).hasSize(2);
    assertThat(pulse.check("a")).get().returns(true, CheckView::paused);
  }

  @Test
  void runningWhatIsNotThereIsAnError() {
    assertThatThrownBy(() -> pulse.runNow("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"nobody\"");
  }

  @Test
  void removingInterruptsTheRunAndDropsItsResult() throws Exception {
    useThreads();
    var entered = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    pulse.add(
        every30(
                "a",
                context -> {
                  entered.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    left.countDown();
                  }
                  return CheckResult.pass("never");
                })
            .build());
    assertThat(entered.await(20, SECONDS)).isTrue();
    var outcome = pulse.runNow("a");
    pulse.remove("a");
    assertThat(left.await(20, SECONDS)).isTrue();
    assertThat(outcome).failsWithin(Duration.ofSeconds(20));
    assertThat(seen.outcomes()).isEmpty();
    assertThat(pulse.checks()).isEmpty();
  }

  @Test
  void closingInterruptsRunsAndHappensOnce() throws Exception {
    useThreads();
    var entered = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    pulse.add(
        every30(
                "a",
                context -> {
                  entered.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    left.countDown();
                  }
                  return CheckResult.pass("never");
                })
            .build());
    assertThat(entered.await(20, SECONDS)).isTrue();
    pulse.close();
    assertThat(left.await(20, SECONDS)).isTrue();
    pulse.close();
    assertThatThrownBy(() -> pulse.runNow("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pulse.add(every30("b", context -> CheckResult.pass("")).build()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    pulse.addListener(
        new PulseListener() {
          @Override
          public void onOutcome(Registration registration, Outcome outcome) {
            throw new IllegalStateException("bad listener");
          }
        });
    var after = new RecordingListener();
    pulse.addListener(after);
    pulse.add(every30("a", context -> CheckResult.pass("ok")).build());
    assertThat(after.outcomes()).hasSize(1);
    pulse.removeListener(after);
    time.advance(Duration.ofSeconds(30));
    assertThat(after.outcomes()).hasSize(1);
  }

  @Test
  void notesAreBounded() {
    var outcome =
        runOnce(
            context -> {
              for (int i = 0; i < 250; i++) {
                context.log().add("x".repeat(1000));
              }
              return CheckResult.pass("ok");
            });
    assertThat(outcome.log()).hasSize(201).last().isEqualTo("… and 50 more lines");
    assertThat(outcome.log().get(0)).hasSize(500).endsWith("…");
  }

  @Test
  void aCheckSeesHowAnotherOneEnded() {
    pulse.add(every30("database", context -> CheckResult.fail(Reason.REFUSED, "down")).build());
    pulse.add(
        every30(
                "asker",
                context -> {
                  assertThat(context.latest("nobody")).isEmpty();
                  return CheckResult.pass(context.latest("database").orElseThrow().toString());
                })
            .build());

    assertThat(seen.outcomes().get(1).result().summary()).contains("FAIL (refused): down");
  }

  @Test
  void whatTheTargetSaidStaysInTheRun() {
    var outcome = runOnce(context -> CheckResult.pass("fine").withBody("a secret page"));

    assertThat(outcome.result().body()).isEmpty();
    assertThat(outcome.result()).isEqualTo(CheckResult.pass("fine"));
  }
}
