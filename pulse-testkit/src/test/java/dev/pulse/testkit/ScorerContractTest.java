package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Reason;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.Scorer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract that lets a bad scorer pass would be worse than none. */
class ScorerContractTest {
  private static final Factor BUILD = Factor.of("build", 3, 80, "8 of 10");
  private static final Factor COVERAGE = Factor.of("coverage", 1, 40, "40 %");
  private static final Factor NO_COVERAGE = Factor.missing("coverage", 1, "404");
  private static final Scorer FULL = context -> Score.weighted(List.of(BUILD, COVERAGE));
  private static final Scorer PARTIAL = context -> Score.weighted(List.of(BUILD, NO_COVERAGE));
  private static final Scorer BLIND =
      context -> Score.weighted(List.of(Factor.missing("build", 3, "403"), NO_COVERAGE));
  private static final Scorer WAITS =
      context -> {
        new CountDownLatch(1).await();
        return Score.inconclusive(Reason.TIMEOUT, "never");
      };

  private interface Broken extends ThrowingCallable {}

  static Arguments[] badScorers() {
    return new Arguments[] {
      broken("has no points for a target that it knows", full(BLIND)::everyFact),
      broken("misses what it could have known", full(PARTIAL)::everyFact),
      broken("answers nothing", full(context -> null)::everyFact),
      broken("does not list what it could not weigh", partial(context -> Score.of(80))::listed),
      broken("leaves a missing fact out of the list", partial(scores(BUILD))::listed),
      broken("counts a missing fact as 0", partial(scores(BUILD, coverage(0)))::listed),
      broken("counts a missing fact as 100", partial(scores(BUILD, coverage(100)))::listed),
      broken(
          "does not say why a fact is missing",
          partial(scores(BUILD, Factor.missing("coverage", 1, " ")))::listed),
      broken("makes 0 of nothing", blind(context -> Score.of(0))::without),
      broken("makes 100 of nothing", blind(context -> Score.of(100))::without),
      broken("rolls dice", full(counting())::equal),
      broken("has other evidence each time", full(chatty())::equal),
      broken("mixes two runs", full(shared())::twoThreads),
      broken("ignores interrupts", hanging(ignoresInterrupts())::interrupted),
      broken("ignores the deadline and interrupts", hanging(ignoresInterrupts())::deadline),
      broken("makes a number of an interrupt", hanging(afterInterrupt(Score.of(50)))::interrupted),
      broken("does not wait for its source", hanging(FULL)::interrupted),
      broken("makes a number of a late source", hanging(FULL)::deadline),
      broken(
          "shows a secret in its evidence",
          full(scores(Factor.of("build", 1, 1, "hunter2")))::secret),
      broken(
          "shows a secret in why a fact is missing",
          partial(scores(BUILD, Factor.missing("coverage", 1, "hunter2")))::secret),
      broken(
          "shows a secret in why it is inconclusive",
          blind(context -> Score.inconclusive(Reason.NO_DATA, "hunter2"))::secret),
      broken("shows a secret in its model", full(c -> Score.of(1).withModel("hunter2"))::secret),
      broken("shows a secret in an exception", blind(throwing("hunter2"))::secret),
      broken(
          "shows a secret in the cause of an exception",
          blind(
                  context -> {
                    throw new IOException("502", new IOException("hunter2"));
                  })
              ::secret),
      broken(
          "shows a secret when it is cut off",
          hanging(afterInterrupt(Score.inconclusive(Reason.TIMEOUT, "no answer to hunter2")))
              ::secret),
      broken("answers nothing where it knows nothing", blind(context -> null)::without),
      broken(
          "throws an error where it knows nothing",
          blind(
                  context -> {
                    throw new StackOverflowError("too deep");
                  })
              ::without),
      broken("shows a secret in its log", full(logging("hunter2"))::secret),
    };
  }

  @ParameterizedTest
  @MethodSource("badScorers")
  void badScorerIsFound(Broken test) {
    assertThatThrownBy(test).isInstanceOf(AssertionError.class);
  }

  @Test
  void reportOfASecretDoesNotRepeatIt() {
    Broken test = blind(throwing("hunter2"))::secret;
    assertThatThrownBy(test).hasMessageNotContaining("hunter2");
  }

  @Test
  void goodScorerHoldsTheContract() throws Exception {
    holds(new Contract(FULL, PARTIAL, BLIND, WAITS));
  }

  @Test
  void scorerThatThrowsForWantOfFactsHoldsTheContract() throws Exception {
    holds(
        new Contract(
            FULL,
            PARTIAL,
            throwing("502"),
            afterInterrupt(Score.weighted(List.of(BUILD, NO_COVERAGE)))));
  }

  @Test
  void scorerMayLookAtTheOutcomesOfOthers() throws Exception {
    holds(
        new Contract(FULL, PARTIAL, BLIND, WAITS) {
          @Override
          protected Scorer withEveryFact(FakeScoreContext.Builder context) {
            var result = CheckResult.pass("fine");
            context.latest(Outcome.builder("shop", 1, Instant.EPOCH, result).build());
            return run -> Score.of(run.latest("shop").isPresent() ? 100 : 0);
          }
        });
  }

  private static void holds(Contract contract) throws Exception {
    contract.everyFact();
    contract.listed();
    contract.without();
    contract.equal();
    contract.twoThreads();
    contract.interrupted();
    contract.deadline();
    contract.secret();
    assertThat(contract.secrets()).isNotEmpty();
  }

  private static Arguments broken(String what, Broken test) {
    return Arguments.argumentSet(what, test);
  }

  private static Contract full(Scorer scorer) {
    return new Contract(scorer, PARTIAL, BLIND, WAITS, Patience.LITTLE);
  }

  private static Contract partial(Scorer scorer) {
    return new Contract(FULL, scorer, BLIND, WAITS, Patience.LITTLE);
  }

  private static Contract blind(Scorer scorer) {
    return new Contract(FULL, PARTIAL, scorer, WAITS, Patience.LITTLE);
  }

  private static Contract hanging(Scorer scorer) {
    return new Contract(FULL, PARTIAL, BLIND, scorer, Patience.LITTLE);
  }

  private static Scorer scores(Factor... factors) {
    return context -> Score.weighted(List.of(factors));
  }

  private static Factor coverage(double points) {
    return Factor.of("coverage", 1, points, "404");
  }

  private static Scorer counting() {
    var runs = new AtomicInteger();
    return context -> Score.of(runs.incrementAndGet());
  }

  private static Scorer chatty() {
    var runs = new AtomicInteger();
    return context -> Score.weighted(List.of(Factor.of("a", 1, 1, "" + runs.incrementAndGet())));
  }

  /** Two runs that meet see each other's numbers. */
  private static Scorer shared() {
    var meet = new CyclicBarrier(2);
    var runs = new AtomicInteger();
    return context -> {
      runs.incrementAndGet();
      return Score.of(meet.await(5, TimeUnit.SECONDS) == 0 ? 1 : 2);
    };
  }

  private static Scorer ignoresInterrupts() {
    return context -> {
      // Not for ever, so that its thread ends some time after the test.
      for (int i = 0; i < 10_000; i++) {
        boolean ignored = Thread.interrupted();
        LockSupport.parkNanos(1_000_000);
      }
      return Score.inconclusive(Reason.TIMEOUT, "late");
    };
  }

  private static Scorer afterInterrupt(Score score) {
    return context -> {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        return score;
      }
      return Score.inconclusive(Reason.TIMEOUT, "never");
    };
  }

  private static Scorer throwing(String text) {
    return context -> {
      throw new IOException(text);
    };
  }

  private static Scorer logging(String text) {
    return context -> {
      context.log().add(text);
      return Score.of(1);
    };
  }

  private static class Contract extends ScorerContract {
    private final Scorer full;
    private final Scorer partial;
    private final Scorer blind;
    private final Scorer hanging;
    private final Patience patience;

    Contract(Scorer full, Scorer partial, Scorer blind, Scorer hanging) {
      this(full, partial, blind, hanging, Patience.USUAL);
    }

    Contract(Scorer full, Scorer partial, Scorer blind, Scorer hanging, Patience patience) {
      this.full = full;
      this.partial = partial;
      this.blind = blind;
      this.hanging = hanging;
      this.patience = patience;
    }

    @Override
    protected Scorer withEveryFact(FakeScoreContext.Builder context) {
      return full;
    }

    @Override
    protected Scorer withFactsMissing(FakeScoreContext.Builder context) {
      return partial;
    }

    @Override
    protected Set<String> missingFactors() {
      return Set.of("coverage");
    }

    @Override
    protected Scorer withoutFacts(FakeScoreContext.Builder context) {
      return blind;
    }

    @Override
    protected Optional<Scorer> hanging(FakeScoreContext.Builder context) {
      return Optional.of(hanging);
    }

    @Override
    protected Set<String> secrets() {
      return Set.of("hunter2");
    }

    @Override
    Patience patience() {
      return patience;
    }

    void everyFact() throws Exception {
      everyFactMakesAScoreThatMissesNothing();
    }

    void listed() throws Exception {
      missingFactsAreListedAndDoNotCount();
    }

    void without() throws Exception {
      withoutFactsThereIsNoNumber();
    }

    void equal() throws Exception {
      equalFactsMakeEqualScores();
    }

    void twoThreads() throws Exception {
      canRunOnTwoThreadsAtOnce();
    }

    void interrupted() throws Exception {
      interruptEndsItSoonWithoutNumber();
    }

    void deadline() throws Exception {
      hangingSourceIsGivenUpAtTheDeadline();
    }

    void secret() throws Exception {
      showsNoSecret();
    }
  }
}
