package dev.pulse.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every check, as tests. Extend it, and hand over the check against three
 * targets: one that is well, one that cannot be reached, and one that never answers.
 *
 * <pre>{@code
 * class QueueCheckTest extends CheckContract {
 *   @Override
 *   protected Check healthy() {
 *     return new QueueCheck(broker.address());
 *   }
 *   …
 * }
 * }</pre>
 */
public abstract class CheckContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final long SOON_SECONDS = 3;

  /** The check against a target that is well: it must pass or warn. */
  protected abstract Check healthy() throws Exception;

  /** The check against a target that nobody can reach: it must fail or not know. */
  protected abstract Check unreachable() throws Exception;

  /** The check against a target that takes the question and never answers. */
  protected abstract Check hanging() throws Exception;

  /** The secrets that the three checks were given; none of them may show anywhere. */
  protected Set<String> secrets() {
    return Set.of();
  }

  @Test
  void healthyTargetIsUp() throws Exception {
    var result = run(healthy(), FakeCheckContext.create());
    assertThat(result.status().isUp()).as("up: %s", result).isTrue();
  }

  @Test
  void unreachableTargetIsNeverUp() throws Exception {
    var check = unreachable();
    var result = inTime(() -> orUnknown(check, FakeCheckContext.create()), TIMEOUT);
    assertThat(result == null || !result.status().isUp()).as("not up: %s", result).isTrue();
    if (result != null) {
      assertThat(result.reason()).as("the reason of %s", result).isPresent();
    }
  }

  @Test
  void hangingTargetIsNotUpAtTheDeadline() throws Exception {
    var check = hanging();
    var context = FakeCheckContext.builder().timeout(SHORT).build();
    var run = new Run(check, context);
    boolean ended = run.join(SHORT);
    if (!ended) {
      run.interrupt();
      ended = run.join(Duration.ofSeconds(SOON_SECONDS));
    }
    assertThat(ended).as("ended soon after its deadline and an interrupt").isTrue();
    var result = run.result();
    assertThat(result == null || !result.status().isUp()).as("not up: %s", result).isTrue();
  }

  @Test
  void interruptEndsItSoon() throws Exception {
    var run = new Run(hanging(), FakeCheckContext.builder().timeout(TIMEOUT).build());
    assertThat(run.join(SHORT)).as("ended although its target hangs").isFalse();
    run.interrupt();
    assertThat(run.join(Duration.ofSeconds(SOON_SECONDS))).as("ended after an interrupt").isTrue();
    var result = run.result();
    assertThat(result == null || !result.status().isUp()).as("not up: %s", result).isTrue();
  }

  @Test
  void canRunAgain() throws Exception {
    var check = healthy();
    var first = run(check, FakeCheckContext.create());
    var second = run(check, FakeCheckContext.create());
    assertThat(second.status()).isEqualTo(first.status());
  }

  @Test
  void canRunOnTwoThreadsAtOnce() throws Exception {
    var check = healthy();
    var both = new CountDownLatch(2);
    Callable<Status> together =
        () -> {
          both.countDown();
          both.await();
          return run(check, FakeCheckContext.create()).status();
        };
    var one = new FutureTask<>(together);
    var other = new FutureTask<>(together);
    new Thread(one).start();
    new Thread(other).start();
    assertThat(one.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).isUp()).isTrue();
    assertThat(other.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).isUp()).isTrue();
  }

  @Test
  void showsNoSecret() throws Exception {
    for (Check check : new Check[] {healthy(), unreachable()}) {
      var context = FakeCheckContext.create();
      @Nullable String thrown = null;
      @Nullable CheckResult result = null;
      try {
        result = check.run(context);
      } catch (Exception e) {
        thrown = e.toString();
      }
      var shown = new StringBuilder().append(check).append(thrown).append(context.logLines());
      if (result != null) {
        shown.append(result).append(result.samples());
        shown.append(result.details()).append(result.findings());
      }
      secrets().forEach(secret -> assertThat(shown.toString()).doesNotContain(secret));
    }
  }

  private static CheckResult run(Check check, FakeCheckContext context) throws Exception {
    var result = inTime(() -> check.run(context), TIMEOUT);
    assertThat(result).as("the result").isNotNull();
    return requireNonNull(result);
  }

  /** A check may throw instead of answering; the engine makes {@code UNKNOWN} of it. */
  private static @Nullable CheckResult orUnknown(Check check, FakeCheckContext context) {
    try {
      return check.run(context);
    } catch (Exception e) {
      return null;
    }
  }

  private static <T extends @Nullable Object> T inTime(Callable<T> task, Duration most)
      throws Exception {
    var future = new FutureTask<>(task);
    var thread = new Thread(future, "check-contract");
    thread.setDaemon(true);
    thread.start();
    try {
      return future.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      thread.interrupt();
    }
  }

  /** A run on a thread of its own. */
  private static final class Run {
    private final FutureTask<@Nullable CheckResult> task;
    private final Thread thread;

    Run(Check check, FakeCheckContext context) {
      task = new FutureTask<>(() -> orUnknown(check, context));
      thread = new Thread(task, "check-contract");
      thread.setDaemon(true);
      thread.start();
    }

    /** Whether it ended within a time. */
    boolean join(Duration time) throws InterruptedException {
      thread.join(time.toMillis());
      return !thread.isAlive();
    }

    void interrupt() {
      thread.interrupt();
    }

    /** The answer; null when it threw. */
    @Nullable CheckResult result() throws Exception {
      return task.get(SOON_SECONDS, TimeUnit.SECONDS);
    }
  }
}
