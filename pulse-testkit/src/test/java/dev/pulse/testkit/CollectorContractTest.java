package dev.pulse.testkit;

import static dev.pulse.testkit.Rules.mutant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.collect.CollectContext;
import dev.pulse.api.collect.Collector;
import dev.pulse.api.collect.Samples;
import dev.pulse.api.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CollectorContractTest {
  private static final Rules RULES = new Rules(CollectorContract.class);
  private static final String SECRET = "hunter2";
  private static final Samples FOUND = depth("mail").build();
  private static final Samples LACKING =
      Samples.builder().unavailable("depth", "connection refused").build();
  private static final Collector GOOD = context -> FOUND;
  private static final Collector DOWN = throwing("connection refused");
  private static final Collector EMPTY = context -> Samples.builder().build();
  private static final Collector WAITS =
      context -> {
        new CountDownLatch(1).await();
        return FOUND;
      };

  static Arguments[] mutants() {
    return new Arguments[] {
      mutant("healthyTargetBringsSamples", "throws", new Contract(DOWN, DOWN, WAITS)),
      mutant("healthyTargetBringsSamples", "brings nothing", new Contract(EMPTY, DOWN, WAITS)),
      mutant(
          "healthyTargetBringsSamples",
          "lacks something",
          new Contract(context -> depth("mail").unavailable("age", "403").build(), DOWN, WAITS)),
      mutant(
          "healthyTargetBringsSamples",
          "answers nothing",
          new Contract(context -> null, DOWN, WAITS)),
      mutant(
          "unreachableTargetIsNeverAnEmptySuccess",
          "brings nothing and does not say why",
          new Contract(GOOD, EMPTY, WAITS)),
      mutant(
          "unreachableTargetIsNeverAnEmptySuccess",
          "makes something up",
          new Contract(
              GOOD, context -> depth("mail").unavailable("age", "refused").build(), WAITS)),
      mutant(
          "unreachableTargetIsNeverAnEmptySuccess",
          "answers nothing",
          new Contract(GOOD, context -> null, WAITS)),
      mutant(
          "unreachableTargetIsNeverAnEmptySuccess",
          "throws an error",
          new Contract(
              GOOD,
              context -> {
                throw new StackOverflowError("too deep");
              },
              WAITS)),
      mutant(
          "unreachableTargetIsNeverAnEmptySuccess",
          "does not come back",
          new Contract(GOOD, WAITS, WAITS)),
      mutant(
          "hangingTargetIsNoSuccessAtTheDeadline",
          "brings nothing and does not say why",
          new Contract(GOOD, DOWN, EMPTY)),
      mutant(
          "hangingTargetIsNoSuccessAtTheDeadline",
          "goes on for ever",
          new Contract(GOOD, DOWN, goingOn())),
      mutant("interruptEndsItSoon", "goes on", new Contract(GOOD, DOWN, goingOn())),
      mutant(
          "interruptEndsItSoon",
          "takes an interrupt for an empty answer",
          new Contract(GOOD, DOWN, emptyWhenInterrupted())),
      mutant("interruptEndsItSoon", "does not hang", new Contract(GOOD, DOWN, DOWN)),
      mutant("canRunAgain", "works only once", new Contract(once(), DOWN, WAITS)),
      mutant("canRunAgain", "brings other series", new Contract(changing(), DOWN, WAITS)),
      mutant("canRunOnTwoThreadsAtOnce", "works alone", new Contract(alone(), DOWN, WAITS)),
      mutant(
          "showsNoSecret",
          "measures it",
          new Contract(context -> depth(SECRET).build(), DOWN, WAITS)),
      mutant(
          "showsNoSecret",
          "says it of what is missing",
          new Contract(
              GOOD,
              context -> Samples.builder().unavailable("depth", "401 for " + SECRET).build(),
              WAITS)),
      mutant(
          "showsNoSecret",
          "notes it",
          new Contract(
              context -> {
                context.log().add("asked with " + SECRET);
                return FOUND;
              },
              DOWN,
              WAITS)),
      mutant("showsNoSecret", "throws it", new Contract(GOOD, throwing(SECRET), WAITS)),
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
  void goodCollectorKeepsAllRules() throws Throwable {
    RULES.applyAll(new Contract(GOOD, DOWN, WAITS, Patience.USUAL));
    RULES.applyAll(new Contract(GOOD, context -> LACKING, WAITS, Patience.USUAL));
  }

  private static Samples.Builder depth(String queue) {
    return Samples.builder().gauge("depth", Labels.of("queue", queue), 3);
  }

  private static Collector throwing(String message) {
    return context -> {
      throw new IOException(message);
    };
  }

  /** Outlives the patience of the contract, whatever it is told. */
  private static Collector goingOn() {
    return context -> {
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (System.nanoTime() < end) {
        boolean ignored = Thread.interrupted();
        LockSupport.parkNanos(1_000_000);
      }
      return FOUND;
    };
  }

  private static Collector emptyWhenInterrupted() {
    return context -> {
      try {
        return WAITS.collect(context);
      } catch (InterruptedException e) {
        return Samples.builder().build();
      }
    };
  }

  private static Collector once() {
    var used = new AtomicBoolean();
    return context -> used.getAndSet(true) ? Samples.builder().build() : FOUND;
  }

  private static Collector changing() {
    var runs = new AtomicInteger();
    return context -> depth("queue-" + runs.incrementAndGet()).build();
  }

  /** Answers the first run, which is by itself; of the two that meet then, one. */
  private static Collector alone() {
    var runs = new AtomicInteger();
    return context -> {
      if (runs.incrementAndGet() > 2) {
        throw new IOException("somebody is here already");
      }
      return FOUND;
    };
  }

  private record Printed(String token) implements Collector {
    Printed() {
      this(SECRET);
    }

    @Override
    public Samples collect(CollectContext context) throws Exception {
      return WAITS.collect(context);
    }
  }

  private static final class Contract extends CollectorContract {
    private final Collector healthy;
    private final Collector unreachable;
    private final Collector hanging;
    private final Patience patience;

    Contract(Collector healthy, Collector unreachable, Collector hanging) {
      this(healthy, unreachable, hanging, Patience.LITTLE);
    }

    Contract(Collector healthy, Collector unreachable, Collector hanging, Patience patience) {
      this.patience = patience;
      this.healthy = healthy;
      this.unreachable = unreachable;
      this.hanging = hanging;
    }

    @Override
    protected Collector healthy() {
      return healthy;
    }

    @Override
    protected Collector unreachable() {
      return unreachable;
    }

    @Override
    protected Collector hanging() {
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
