package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What Pulse expects of every notifier that talks to somebody over a network, as tests. Extend it,
 * and hand over the notifier with receivers that are well, and with others that are not. {@link
 * dev.pulse.testkit.fault.FaultServer} makes some of them.
 */
public abstract class RemoteNotifierContract extends NotifierContract {
  /** How long {@link #busy} must tell its callers to wait. */
  protected static final Duration WAIT = Duration.ofSeconds(7);

  /** For subclasses. */
  protected RemoteNotifierContract() {}

  /** The notifier with a receiver that answers that it is in trouble itself. */
  protected abstract Notifier failing() throws Exception;

  /** The notifier with a receiver that answers that it will never take such a message. */
  protected abstract Notifier refusing() throws Exception;

  /**
   * The notifier with a receiver that asks to be left alone for {@link #WAIT}; empty where the
   * protocol has no word for it.
   */
  protected abstract Optional<Notifier> busy() throws Exception;

  /** The notifier with a receiver that nobody can reach. */
  protected abstract Notifier unreachable() throws Exception;

  /** The notifier with a receiver that breaks the connection instead of answering. */
  protected abstract Notifier resetting() throws Exception;

  /** The notifier with a receiver that takes the connection and never answers. */
  protected abstract Notifier stalling() throws Exception;

  @Test
  void troubleOfTheReceiverIsWorthRetrying() throws Exception {
    assertWorthRetrying(whole(failing()));
  }

  @Test
  void refusalStays() throws Exception {
    var failure = told(whole(refusing()));
    assertThat(failure.isWorthRetrying()).as("worth retrying").isFalse();
    assertThat(failure.getMessage()).as("says why").isNotBlank();
  }

  @Test
  void waitIsToldAsTheReceiverTellsIt() throws Exception {
    var busy = busy();
    if (busy.isPresent()) {
      var failure = told(whole(busy.get()));
      assertThat(failure.isWorthRetrying()).as("worth retrying").isTrue();
      assertThat(failure.retryAfter()).contains(WAIT);
    }
  }

  @Test
  void unreachableReceiverIsWorthRetrying() throws Exception {
    assertWorthRetrying(whole(unreachable()));
  }

  @Test
  void brokenConnectionIsWorthRetrying() throws Exception {
    assertWorthRetrying(whole(resetting()));
  }

  @Test
  void interruptEndsItSoonAndIsNoDelivery() throws Exception {
    var notifier = stalling();
    var trial = Trial.begin(() -> notifier.send(Messages.of(Kind.FIRST)));
    assertThat(trial.endsWithin(patience().hang())).as("ended although nobody answers").isFalse();
    trial.interrupt();
    assertThat(trial.endsWithin(patience().soon())).as("ended after an interrupt").isTrue();
    assertWorthRetrying(trial);
  }

  @Test
  void canBeUsedAfterAnInterrupt() throws Exception {
    var notifier = delivering();
    var interrupted =
        Trial.begin(
            () -> {
              Thread.currentThread().interrupt();
              return notifier.send(Messages.of(Kind.FIRST));
            });
    assertThat(interrupted.endsWithin(patience().soon())).as("ended after an interrupt").isTrue();
    send(notifier, Messages.of(Kind.FIRST));
  }

  @Override
  void addShown(Shown shown) throws Exception {
    for (Notifier notifier :
        new Notifier[] {failing(), refusing(), unreachable(), resetting(), stalling()}) {
      shown.add("toString() of the notifier", notifier);
      var trial =
          Trial.interruptedAtTheDeadline(patience(), () -> notifier.send(Messages.of(Kind.FIRST)));
      shown.addFailure(trial.failure());
    }
  }

  private Trial<Receipt> whole(Notifier notifier) throws InterruptedException {
    return Trial.whole(patience(), () -> notifier.send(Messages.of(Kind.FIRST)));
  }

  /** The failure, which must say whether trying again can help. */
  private static NotifyException told(Trial<Receipt> trial) {
    if (trial.failure() instanceof NotifyException failure) {
      return failure;
    }
    throw new AssertionError("expected a NotifyException", trial.failure());
  }

  /** Anything but a {@link NotifyException} that stays counts as a failure that may go away. */
  private static void assertWorthRetrying(Trial<Receipt> trial) {
    var failure = trial.failure();
    assertThat(failure).as("it claims to have delivered").isNotNull();
    assertThat(failure).isInstanceOf(Exception.class);
    if (failure instanceof NotifyException refusal) {
      assertThat(refusal.isWorthRetrying()).as("worth retrying: %s", refusal).isTrue();
    }
  }
}
