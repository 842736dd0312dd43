package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RecordingNotifierTest extends NotifierContract {
  private final RecordingNotifier notifier = new RecordingNotifier();

  @Override
  protected Notifier delivering() {
    return notifier;
  }

  @Override
  protected List<String> received() {
    return notifier.delivered().stream()
        .map(message -> message.id() + " " + message.alerts())
        .map(text -> text.replaceAll("\\p{Cntrl}", "?"))
        .toList();
  }

  @Test
  void troubleIsUsedUpInOrder() throws Exception {
    notifier.failNext(2).laterNext(Duration.ofSeconds(30)).refuseNext();
    assertThat(failure().isWorthRetrying()).isTrue();
    assertThat(failure().retryAfter()).isEmpty();
    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(failure().isWorthRetrying()).isFalse();
    var message = Messages.of(Kind.FIRST);
    assertThat(notifier.send(message)).isEqualTo(Receipt.of("receipt-of-" + message.id()));
    assertThat(notifier.attempts()).hasSize(5);
    assertThat(notifier.delivered()).containsExactly(message);
    assertThat(notifier.events()).containsExactly("FIRST " + message.id());
  }

  @Test
  void stallsUntilItIsInterrupted() throws Exception {
    notifier.stallNext();
    var trial = Trial.begin(() -> notifier.send(Messages.of(Kind.FIRST)));
    assertThat(trial.endsWithin(Patience.USUAL.hang())).isFalse();
    trial.interrupt();
    assertThat(trial.endsWithin(Patience.USUAL.soon())).isTrue();
    assertThat(trial.failure()).isInstanceOf(InterruptedException.class);
    assertThat(notifier.delivered()).isEmpty();
  }

  @Test
  void holdsUntilTheLatchOpens() throws Exception {
    var latch = new CountDownLatch(1);
    notifier.holdNext(latch).receipts(message -> Receipt.none());
    var trial = Trial.begin(() -> notifier.send(Messages.of(Kind.FIRST)));
    assertThat(trial.endsWithin(Patience.USUAL.hang())).isFalse();
    latch.countDown();
    assertThat(trial.endsWithin(Patience.USUAL.soon())).isTrue();
    assertThat(trial.requireAnswer()).isEqualTo(Receipt.none());
  }

  private NotifyException failure() {
    return assertThatExceptionOfType(NotifyException.class)
        .isThrownBy(() -> notifier.send(Messages.of(Kind.FIRST)))
        .actual();
  }
}
