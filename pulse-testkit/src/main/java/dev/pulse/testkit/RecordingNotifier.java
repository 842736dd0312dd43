package dev.pulse.testkit;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * A notifier that remembers what it was given, and fails when it is told to. What is to go wrong is
 * used up in the order in which it was said, one attempt each; after that everything is delivered.
 *
 * <pre>{@code
 * var pager = new RecordingNotifier().failNext(2).laterNext(Duration.ofSeconds(30));
 * …
 * assertThat(pager.attempts()).hasSize(4);
 * assertThat(pager.delivered()).hasSize(1);
 * }</pre>
 *
 * <p>Thread-safe; the lists it returns are live and may be read while more is added.
 */
public final class RecordingNotifier implements Notifier {
  private final List<Notification> attempts = new CopyOnWriteArrayList<>();
  private final List<Notification> delivered = new CopyOnWriteArrayList<>();
  private final Queue<Trouble> script = new ConcurrentLinkedQueue<>();
  private volatile Function<Notification, Receipt> receipts =
      notification -> Receipt.of("receipt-of-" + notification.id());

  /** What goes wrong with one attempt. */
  @FunctionalInterface
  private interface Trouble {
    void happen() throws InterruptedException;
  }

  /** One that delivers everything, with a receipt for each. */
  public RecordingNotifier() {}

  /** The next attempts fail in a way that may go away. */
  public RecordingNotifier failNext(int attempts) {
    for (int i = 0; i < attempts; i++) {
      script.add(
          () -> {
            throw NotifyException.passing("told to fail", null);
          });
    }
    return this;
  }

  /** The next attempt fails, and the receiver wants to be left alone for a while. */
  public RecordingNotifier laterNext(Duration wait) {
    requireNonNull(wait, "wait");
    script.add(
        () -> {
          throw NotifyException.later("told to wait", wait);
        });
    return this;
  }

  /** The next attempt fails in a way that stays. */
  public RecordingNotifier refuseNext() {
    script.add(
        () -> {
          throw NotifyException.lasting("told to refuse", null);
        });
    return this;
  }

  /** The next attempt takes until its thread is interrupted. */
  public RecordingNotifier stallNext() {
    script.add(() -> new CountDownLatch(1).await());
    return this;
  }

  /** The next attempt takes until a latch opens, then delivers. */
  public RecordingNotifier holdNext(CountDownLatch until) {
    script.add(requireNonNull(until, "until")::await);
    return this;
  }

  /** Gives other receipts from now on. */
  public RecordingNotifier receipts(Function<Notification, Receipt> receipts) {
    this.receipts = requireNonNull(receipts, "receipts");
    return this;
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    attempts.add(notification);
    var trouble = script.poll();
    if (trouble != null) {
      trouble.happen();
    }
    var receipt = receipts.apply(notification);
    delivered.add(notification);
    return receipt;
  }

  /** Every attempt, in the order in which they began. */
  public List<Notification> attempts() {
    return attempts;
  }

  /** What was delivered, in order; a repetition is there twice. */
  public List<Notification> delivered() {
    return delivered;
  }

  /** What was delivered in short: {@code FIRST <id>}. */
  public List<String> events() {
    return delivered.stream().map(message -> message.kind() + " " + message.id()).toList();
  }

  @Override
  public String toString() {
    return "recording notifier";
  }
}
