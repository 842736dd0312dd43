package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every check, as tests. Extend it, and hand over the check against three
 * targets: one that is well, one that cannot be reached, and one that never answers. {@link
 * dev.pulse.testkit.fault.FaultServer} makes all three for whatever asks over a network.
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
  /** For subclasses. */
  protected CheckContract() {}

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

  /** How long to wait; shorter in the tests of the contract itself. */
  Patience patience() {
    return Patience.USUAL;
  }

  @Test
  void healthyTargetIsUp() throws Exception {
    assertUp(whole(healthy()));
  }

  @Test
  void unreachableTargetIsNeverUp() throws Exception {
    var trial = whole(unreachable());
    assertNotUp(trial);
    var result = trial.answer();
    if (result != null) {
      assertThat(result.reason()).as("the reason of %s", result).isPresent();
    }
  }

  @Test
  void hangingTargetIsNotUpAtTheDeadline() throws Exception {
    var check = hanging();
    var context = FakeCheckContext.builder().timeout(patience().hang()).build();
    assertNotUp(Trial.interruptedAtTheDeadline(patience(), () -> check.run(context)));
  }

  @Test
  void interruptEndsItSoon() throws Exception {
    var check = hanging();
    var context = FakeCheckContext.builder().timeout(patience().ample()).build();
    var trial = Trial.begin(() -> check.run(context));
    assertThat(trial.endsWithin(patience().hang())).as("ended although its target hangs").isFalse();
    trial.interrupt();
    assertThat(trial.endsWithin(patience().soon())).as("ended after an interrupt").isTrue();
    assertNotUp(trial);
  }

  @Test
  void canRunAgain() throws Exception {
    var check = healthy();
    var first = whole(check).requireAnswer();
    assertThat(whole(check).requireAnswer().status()).isEqualTo(first.status());
  }

  @Test
  void canRunOnTwoThreadsAtOnce() throws Exception {
    var check = healthy();
    for (Trial<CheckResult> trial :
        Trial.twice(patience(), () -> check.run(FakeCheckContext.create()))) {
      assertUp(trial);
    }
  }

  @Test
  void showsNoSecret() throws Exception {
    var shown = new Shown();
    for (Check check : new Check[] {healthy(), unreachable(), hanging()}) {
      var context = FakeCheckContext.builder().timeout(patience().hang()).build();
      var trial = Trial.interruptedAtTheDeadline(patience(), () -> check.run(context));
      shown.add("toString() of the check", check);
      shown.add("the log of the run", context.logLines());
      shown.addFailure(trial.failure());
      var result = trial.answer();
      if (result != null) {
        shown.add("the result", result);
        shown.add("the samples", result.samples());
        shown.add("the details", result.details());
        shown.add("the findings", result.findings());
      }
    }
    shown.assertNone(secrets());
  }

  private Trial<CheckResult> whole(Check check) throws InterruptedException {
    return Trial.whole(patience(), () -> check.run(FakeCheckContext.create()));
  }

  private static void assertUp(Trial<CheckResult> trial) {
    var result = trial.requireAnswer();
    assertThat(result.status().isUp()).as("up: %s", result).isTrue();
  }

  /** A check may throw instead of answering; the engine makes {@code UNKNOWN} of it. */
  private static void assertNotUp(Trial<CheckResult> trial) {
    @Nullable Throwable failure = trial.failure();
    if (failure == null) {
      var result = trial.requireAnswer();
      assertThat(result.status().isUp()).as("up, which nobody can know: %s", result).isFalse();
    } else {
      assertThat(failure).isInstanceOf(Exception.class);
    }
  }
}
