package dev.pulse.testkit;

import static dev.pulse.testkit.Rules.mutant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NotifierContractTest {
  private static final Rules RULES = new Rules(RemoteNotifierContract.class);
  private static final String SECRET = "hunter2";
  private static final Notifier WAITS =
      message -> {
        new CountDownLatch(1).await();
        return Receipt.none();
      };

  static Arguments[] mutants() {
    return new Arguments[] {
      mutant("everyKindIsDelivered", "keeps RESOLVED to itself", skipping(Kind.RESOLVED)),
      mutant(
          "everyKindIsDelivered", "gives no receipt", new Contract().with(c -> c.receipt = null)),
      mutant("everyKindIsDelivered", "forgets the title", writing(message -> "something is up")),
      mutant(
          "everyKindIsDelivered",
          "delivers what it says it does not",
          new Contract().with(c -> c.undelivered = Kind.TEST)),
      mutant("digestOfNothingIsNoFailure", "wants an alert", throwingAt(m -> m.alerts().isEmpty())),
      mutant("manyAlertsAreDelivered", "takes ten", throwingAt(m -> m.alerts().size() > 10)),
      mutant("manyAlertsAreDelivered", "drops many", dropping(m -> m.alerts().size() > 10)),
      mutant(
          "hostileTextsAreDeliveredAndDoNoHarm",
          "stumbles over a long text",
          throwingAt(m -> m.alerts().get(0).title().length() > 50_000)),
      mutant(
          "hostileTextsAreDeliveredAndDoNoHarm",
          "drops what looks odd",
          dropping(m -> m.alerts().get(0).title().contains("<"))),
      mutant(
          "hostileTextsAreDeliveredAndDoNoHarm",
          "passes control characters on",
          writing(m -> m.alerts().isEmpty() ? "" : m.alerts().get(0).title())),
      mutant("repetitionIsTheSameMessage", "counts", counting()),
      mutant("repetitionIsTheSameMessage", "remembers", remembering()),
      mutant("anotherMessageIsNoRepetition", "always says the same", writing(m -> "ring")),
      mutant(
          "receiptCanBeContinued",
          "cannot read its own receipt",
          throwingAt(m -> m.continues().isPresent())),
      mutant(
          "receiptThatNobodyUnderstandsIsNoObstacle",
          "parses it",
          throwingAt(m -> m.continues().filter(r -> r.reference().equals("?")).isPresent())),
      mutant("canSendOnTwoThreadsAtOnce", "works alone", alone()),
      mutant(
          "showsNoSecret",
          "is printed",
          new Contract().with(c -> c.shown = "to https://x/" + SECRET)),
      mutant(
          "showsNoSecret",
          "gives it as a receipt",
          new Contract().with(c -> c.receipt = Receipt.of(SECRET))),
      mutant("showsNoSecret", "throws it", new Contract().with(c -> c.failing = refusal(SECRET))),
      mutant(
          "showsNoSecret",
          "throws it as a cause",
          new Contract()
              .with(
                  c ->
                      c.resetting =
                          message -> {
                            throw NotifyException.passing("no", new Exception(SECRET));
                          })),
      mutant("troubleOfTheReceiverIsWorthRetrying", "gives up", failing(refusal("no"))),
      mutant("troubleOfTheReceiverIsWorthRetrying", "claims success", failing(m -> Receipt.none())),
      mutant("troubleOfTheReceiverIsWorthRetrying", "throws an error", failing(erring())),
      mutant("troubleOfTheReceiverIsWorthRetrying", "does not come back", failing(WAITS)),
      mutant("refusalStays", "never gives up", refusing(passing())),
      mutant("refusalStays", "says nothing of it", refusing(m -> Receipt.none())),
      mutant("refusalStays", "does not say why", refusing(refusal(" "))),
      mutant(
          "refusalStays",
          "leaves it to the engine",
          refusing(
              message -> {
                throw new IllegalStateException("400");
              })),
      mutant("waitIsToldAsTheReceiverTellsIt", "does not tell", busy(passing())),
      mutant("waitIsToldAsTheReceiverTellsIt", "gives up", busy(refusal("429"))),
      mutant(
          "waitIsToldAsTheReceiverTellsIt",
          "takes seconds for milliseconds",
          busy(later(Duration.ofMillis(7)))),
      mutant(
          "unreachableReceiverIsWorthRetrying",
          "gives up",
          new Contract().with(c -> c.unreachable = refusal("no"))),
      mutant(
          "brokenConnectionIsWorthRetrying",
          "claims success",
          new Contract().with(c -> c.resetting = m -> Receipt.none())),
      mutant("interruptEndsItSoonAndIsNoDelivery", "goes on", stalling(goingOn())),
      mutant("interruptEndsItSoonAndIsNoDelivery", "does not wait", stalling(passing())),
      mutant(
          "interruptEndsItSoonAndIsNoDelivery",
          "takes an interrupt for success",
          stalling(swallowing())),
      mutant(
          "interruptEndsItSoonAndIsNoDelivery",
          "takes an interrupt for a refusal",
          stalling(
              message -> {
                try {
                  return WAITS.send(message);
                } catch (InterruptedException e) {
                  throw NotifyException.lasting("interrupted", e);
                }
              })),
      mutant("canBeUsedAfterAnInterrupt", "is broken by one", breakable()),
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
  void goodNotifierKeepsAllRules() throws Throwable {
    for (String rule : RULES.names()) {
      RULES.apply(rule, new Contract().with(c -> c.patience = Patience.USUAL));
      var neverBusy = new Contract().with(c -> c.busy = Optional.empty());
      RULES.apply(rule, neverBusy.with(c -> c.patience = Patience.USUAL));
    }
  }

  private static Contract writing(Words words) {
    return new Contract().with(c -> c.words = words);
  }

  private static Contract skipping(Kind kind) {
    return dropping(message -> message.kind() == kind);
  }

  private static Contract dropping(Predicate<Notification> which) {
    return new Contract().with(c -> c.dropped = which);
  }

  private static Contract throwingAt(Predicate<Notification> which) {
    return new Contract()
        .with(
            c ->
                c.before =
                    message -> {
                      if (which.test(message)) {
                        throw new IllegalStateException("cannot do that");
                      }
                    });
  }

  private static Contract counting() {
    var number = new AtomicInteger();
    return writing(message -> number.incrementAndGet() + Contract.plain(message));
  }

  private static Contract remembering() {
    var known = new CopyOnWriteArrayList<String>();
    return dropping(message -> !known.addIfAbsent(message.id()));
  }

  /** Fails whoever comes while another one is there, and stays until another one has come. */
  private static Contract alone() {
    var inside = new AtomicInteger();
    var met = new CountDownLatch(1);
    return new Contract()
        .with(
            c ->
                c.before =
                    message -> {
                      if (inside.incrementAndGet() > 1) {
                        met.countDown();
                        throw new IllegalStateException("somebody is here already");
                      }
                      met.await();
                    });
  }

  private static Contract breakable() {
    var broken = new AtomicBoolean();
    return new Contract()
        .with(
            c ->
                c.before =
                    message -> {
                      if (Thread.interrupted()) {
                        broken.set(true);
                      }
                      if (broken.get()) {
                        throw new IllegalStateException("closed");
                      }
                    });
  }

  private static Contract failing(Notifier notifier) {
    return new Contract().with(c -> c.failing = notifier);
  }

  private static Contract refusing(Notifier notifier) {
    return new Contract().with(c -> c.refusing = notifier);
  }

  private static Contract busy(Notifier notifier) {
    return new Contract().with(c -> c.busy = Optional.of(notifier));
  }

  private static Contract stalling(Notifier notifier) {
    return new Contract().with(c -> c.stalling = notifier);
  }

  private static Notifier refusal(String why) {
    return message -> {
      throw NotifyException.lasting(why, null);
    };
  }

  private static Notifier passing() {
    return message -> {
      throw NotifyException.passing("503", null);
    };
  }

  private static Notifier later(Duration wait) {
    return message -> {
      throw NotifyException.later("429", wait);
    };
  }

  private static Notifier erring() {
    return message -> {
      throw new StackOverflowError("too deep");
    };
  }

  private static Notifier swallowing() {
    return message -> {
      try {
        return WAITS.send(message);
      } catch (InterruptedException e) {
        return Receipt.none();
      }
    };
  }

  /** Outlives the patience of the contract, whatever it is told. */
  private static Notifier goingOn() {
    return message -> {
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (System.nanoTime() < end) {
        boolean ignored = Thread.interrupted();
        LockSupport.parkNanos(1_000_000);
      }
      throw NotifyException.passing("late", null);
    };
  }

  @FunctionalInterface
  private interface Words {
    String of(Notification message);
  }

  @FunctionalInterface
  private interface Step {
    void take(Notification message) throws Exception;
  }

  /** A good notifier with good receivers, until a mutant changes one of them. */
  private static final class Contract extends RemoteNotifierContract {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private Patience patience = Patience.LITTLE;
    private String shown = "a notifier";
    private Receipt receipt = Receipt.of("1");
    private Kind undelivered;
    private Words words = Contract::plain;
    private Predicate<Notification> dropped = message -> false;
    private Step before =
        message -> {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        };
    private Notifier failing = passing();
    private Notifier refusing = refusal("400");
    private Optional<Notifier> busy = Optional.of(later(WAIT));
    private Notifier unreachable = passing();
    private Notifier resetting =
        message -> {
          throw new IllegalStateException("connection reset");
        };
    private Notifier stalling = WAITS;

    Contract with(Consumer<Contract> change) {
      change.accept(this);
      return this;
    }

    static String plain(Notification message) {
      return message.id()
          + message.alerts().stream()
              .map(alert -> alert.title().replaceAll("\\p{Cntrl}", "?"))
              .collect(Collectors.joining());
    }

    @Override
    protected Notifier delivering() {
      return new Notifier() {
        @Override
        public Receipt send(Notification message) throws Exception {
          before.take(message);
          if (!dropped.test(message)) {
            received.add(words.of(message));
          }
          return receipt;
        }

        @Override
        public String toString() {
          return shown;
        }
      };
    }

    @Override
    protected List<String> received() {
      return List.copyOf(received);
    }

    @Override
    protected boolean delivers(Kind kind) {
      return kind != undelivered;
    }

    @Override
    protected Notifier failing() {
      return failing;
    }

    @Override
    protected Notifier refusing() {
      return refusing;
    }

    @Override
    protected Optional<Notifier> busy() {
      return busy;
    }

    @Override
    protected Notifier unreachable() {
      return unreachable;
    }

    @Override
    protected Notifier resetting() {
      return resetting;
    }

    @Override
    protected Notifier stalling() {
      return stalling;
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
