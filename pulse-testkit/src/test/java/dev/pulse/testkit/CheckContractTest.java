package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract that lets a bad check pass would be worse than none. */
class CheckContractTest {
  private static final Check GOOD = context -> CheckResult.pass("fine");
  private static final Check DOWN = context -> CheckResult.fail(Reason.REFUSED, "refused");
  private static final Check WAITS =
      context -> {
        new CountDownLatch(1).await();
        return CheckResult.fail(Reason.TIMEOUT, "never");
      };

  static Arguments[] badChecks() {
    return new Arguments[] {
      Arguments.argumentSet(
          "says nothing is wrong with what it cannot reach",
          (Broken) () -> new Contract(GOOD, GOOD, WAITS).unreachableTargetIsNeverUp()),
      Arguments.argumentSet(
          "says the healthy target is down",
          (Broken) () -> new Contract(DOWN, DOWN, WAITS).healthyTargetIsUp()),
      Arguments.argumentSet(
          "passes when its time is over",
          (Broken) () -> new Contract(GOOD, DOWN, GOOD).hangingTargetIsNotUpAtTheDeadline()),
      Arguments.argumentSet(
          "ignores interrupts",
          (Broken) () -> new Contract(GOOD, DOWN, ignoresInterrupts()).interruptEndsItSoon()),
      Arguments.argumentSet(
          "passes when interrupted",
          (Broken) () -> new Contract(GOOD, DOWN, passesWhenInterrupted()).interruptEndsItSoon()),
      Arguments.argumentSet(
          "works only once", (Broken) () -> new Contract(once(), DOWN, WAITS).canRunAgain()),
      Arguments.argumentSet(
          "shows a secret in its summary",
          (Broken) () -> new Contract(says("hunter2"), DOWN, WAITS).showsNoSecret()),
      Arguments.argumentSet(
          "shows a secret in an exception",
          (Broken) () -> new Contract(GOOD, throwing("hunter2"), WAITS).showsNoSecret()),
      Arguments.argumentSet(
          "answers nothing",
          (Broken) () -> new Contract(context -> null, DOWN, WAITS).healthyTargetIsUp()),
    };
  }

  private interface Broken extends ThrowingCallable {}

  @ParameterizedTest
  @MethodSource("badChecks")
  void badCheckIsFound(Broken test) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class);
  }

  @Test
  void goodCheckHoldsTheContract() throws Exception {
    var contract = new Contract(GOOD, DOWN, WAITS);
    contract.healthyTargetIsUp();
    contract.unreachableTargetIsNeverUp();
    contract.hangingTargetIsNotUpAtTheDeadline();
    contract.interruptEndsItSoon();
    contract.canRunAgain();
    contract.canRunOnTwoThreadsAtOnce();
    contract.showsNoSecret();
    assertThat(contract.secrets()).isNotEmpty();
  }

  private static Check ignoresInterrupts() {
    return context -> {
      while (!context.remaining().isZero()) {
        boolean ignored = Thread.interrupted();
        LockSupport.parkNanos(1_000_000);
      }
      return CheckResult.fail(Reason.TIMEOUT, "late");
    };
  }

  private static Check passesWhenInterrupted() {
    return context -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        return CheckResult.pass("must be fine");
      }
      return CheckResult.fail(Reason.TIMEOUT, "never");
    };
  }

  private static Check once() {
    var first = new CountDownLatch(1);
    return context -> {
      if (first.getCount() == 0) {
        return CheckResult.fail(Reason.ERROR, "used up");
      }
      first.countDown();
      return CheckResult.pass("fine");
    };
  }

  private static Check says(String text) {
    return context -> CheckResult.pass(text);
  }

  private static Check throwing(String text) {
    return context -> {
      throw new IllegalStateException(text);
    };
  }

  private static final class Contract extends CheckContract {
    private final Check healthy;
    private final Check unreachable;
    private final Check hanging;

    Contract(Check healthy, Check unreachable, Check hanging) {
      this.healthy = healthy;
      this.unreachable = unreachable;
      this.hanging = hanging;
    }

    @Override
    protected Check healthy() {
      return healthy;
    }

    @Override
    protected Check unreachable() {
      return unreachable;
    }

    @Override
    protected Check hanging() {
      return hanging;
    }

    @Override
    protected Set<String> secrets() {
      return Set.of("hunter2");
    }
  }
}
