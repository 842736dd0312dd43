package dev.pulse.testkit;

import static dev.pulse.testkit.Rules.mutant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckContractTest {
  private static final Rules RULES = new Rules(CheckContract.class);
  private static final String SECRET = "hunter2";
  private static final Check GOOD = context -> CheckResult.pass("fine");
  private static final Check DOWN = context -> CheckResult.fail(Reason.REFUSED, "refused");
  private static final Check WAITS =
      context -> {
        new CountDownLatch(1).await();
        return CheckResult.fail(Reason.TIMEOUT, "never");
      };

  static Arguments[] mutants() {
    return new Arguments[] {
      mutant("healthyTargetIsUp", "fails for all", new Contract(DOWN, DOWN, WAITS)),
      mutant("healthyTargetIsUp", "answers nothing", new Contract(context -> null, DOWN, WAITS)),
      mutant("healthyTargetIsUp", "throws", new Contract(throwing("no"), DOWN, WAITS)),
      mutant(
          "healthyTargetIsUp",
          "does not know",
          new Contract(context -> CheckResult.unknown(Reason.ERROR, "?"), DOWN, WAITS)),
      mutant("unreachableTargetIsNeverUp", "passes for all", new Contract(GOOD, GOOD, WAITS)),
      mutant(
          "unreachableTargetIsNeverUp",
          "warns only",
          new Contract(GOOD, context -> CheckResult.warn(Reason.REFUSED, "hm"), WAITS)),
      mutant(
          "unreachableTargetIsNeverUp",
          "answers nothing",
          new Contract(GOOD, context -> null, WAITS)),
      mutant("unreachableTargetIsNeverUp", "throws an error", new Contract(GOOD, erring(), WAITS)),
      mutant("unreachableTargetIsNeverUp", "does not come back", new Contract(GOOD, WAITS, WAITS)),
      mutant(
          "hangingTargetIsNotUpAtTheDeadline",
          "passes when its time is over",
          new Contract(GOOD, DOWN, GOOD)),
      mutant(
          "hangingTargetIsNotUpAtTheDeadline",
          "goes on for ever",
          new Contract(GOOD, DOWN, goingOn())),
      mutant("interruptEndsItSoon", "goes on", new Contract(GOOD, DOWN, goingOn())),
      mutant(
          "interruptEndsItSoon",
          "passes when interrupted",
          new Contract(GOOD, DOWN, passesWhenInterrupted())),
      mutant("interruptEndsItSoon", "does not hang", new Contract(GOOD, DOWN, DOWN)),
      mutant("canRunAgain", "works only once", new Contract(once(), DOWN, WAITS)),
      mutant("canRunOnTwoThreadsAtOnce", "works alone", new Contract(alone(), DOWN, WAITS)),
      mutant("showsNoSecret", "tells its summary", new Contract(pass(SECRET), DOWN, WAITS)),
      mutant("showsNoSecret", "measures it", new Contract(answering(sample(SECRET)), DOWN, WAITS)),
      mutant(
          "showsNoSecret",
          "gives it as a detail",
          new Contract(answering(passed().withDetail("url", SECRET)), DOWN, WAITS)),
      mutant(
          "showsNoSecret",
          "finds it",
          new Contract(
              answering(passed().withFindings(List.of(Finding.of("f", Status.PASS, SECRET)))),
              DOWN,
              WAITS)),
      mutant("showsNoSecret", "notes it", new Contract(noting(SECRET), DOWN, WAITS)),
      mutant("showsNoSecret", "throws it", new Contract(GOOD, throwing("at " + SECRET), WAITS)),
      mutant(
          "showsNoSecret",
          "throws it as a cause",
          new Contract(
              GOOD,
              context -> {
                throw new IllegalStateException("no", new IllegalStateException(SECRET));
              },
              WAITS)),
      mutant(
          "showsNoSecret",
          "tells when interrupted",
          new Contract(
              GOOD,
              DOWN,
              context -> {
                try {
                  return WAITS.run(context);
                } catch (InterruptedException e) {
                  return CheckResult.unknown(Reason.TIMEOUT, "no answer from " + SECRET);
                }
              })),
      mutant("showsNoSecret", "is printed", new Contract(GOOD, DOWN, new Printed())),
    };
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void ruleCanBeBroken(String rule, Contract mutant) {
    assertThatThrownBy(() -> RULES.apply(rule, mutant)).isInstanceOf(AssertionError.class);
  }

  @Test
  void everyRuleHasItsMutant() {
    assertThat(Rules.broken(mutants())).isEqualTo(RULES.names());
  }

  @Test
  void goodCheckKeepsAllRules() throws Throwable {
    RULES.applyAll(new Contract(GOOD, DOWN, WAITS, Patience.USUAL));
    RULES.applyAll(new Contract(GOOD, throwing("connection refused"), WAITS, Patience.USUAL));
  }

  @Test
  void reportOfASecretDoesNotRepeatIt() {
    var mutant = new Contract(pass(SECRET), DOWN, WAITS, Patience.USUAL);
    assertThatThrownBy(() -> RULES.apply("showsNoSecret", mutant))
        .hasMessageContaining("the result")
        .hasMessageNotContaining(SECRET);
  }

  private static CheckResult passed() {
    return CheckResult.pass("fine");
  }

  private static CheckResult sample(String label) {
    return passed().withSample(Sample.gauge("depth", Labels.of("queue", label), 1));
  }

  private static Check answering(CheckResult result) {
    return context -> result;
  }

  private static Check pass(String summary) {
    return answering(CheckResult.pass(summary));
  }

  private static Check noting(String line) {
    return context -> {
      context.log().add(line);
      return passed();
    };
  }

  private static Check throwing(String message) {
    return context -> {
      throw new IllegalStateException(message);
    };
  }

  private static Check erring() {
    return context -> {
      throw new StackOverflowError("too deep");
    };
  }

  /** Outlives the patience of the contract, whatever it is told. */
  private static Check goingOn() {
    return context -> {
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (System.nanoTime() < end) {
        boolean ignored = Thread.interrupted();
        LockSupport.parkNanos(1_000_000);
      }
      return CheckResult.fail(Reason.TIMEOUT, "late");
    };
  }

  private static Check passesWhenInterrupted() {
    return context -> {
      try {
        return WAITS.run(context);
      } catch (InterruptedException e) {
        return CheckResult.pass("must be fine");
      }
    };
  }

  private static Check once() {
    var used = new AtomicBoolean();
    return context -> used.getAndSet(true) ? CheckResult.fail(Reason.ERROR, "used up") : passed();
  }

  /** Fails whoever comes while another one is there, and stays until another one has come. */
  private static Check alone() {
    var inside = new AtomicInteger();
    var met = new CountDownLatch(1);
    return context -> {
      if (inside.incrementAndGet() > 1) {
        met.countDown();
        return CheckResult.fail(Reason.ERROR, "somebody is here already");
      }
      met.await();
      return passed();
    };
  }

  private record Printed(String token) implements Check {
    Printed() {
      this(SECRET);
    }

    @Override
    public CheckResult run(CheckContext context) throws Exception {
      return WAITS.run(context);
    }
  }

  private static final class Contract extends CheckContract {
    private final Check healthy;
    private final Check unreachable;
    private final Check hanging;
    private final Patience patience;

    Contract(Check healthy, Check unreachable, Check hanging) {
      this(healthy, unreachable, hanging, Patience.LITTLE);
    }

    Contract(Check healthy, Check unreachable, Check hanging, Patience patience) {
      this.patience = patience;
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
    Patience patience() {
      return patience;
    }

    @Override
    protected Set<String> secrets() {
      return Set.of(SECRET);
    }
  }
}
