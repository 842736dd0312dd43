package dev.pulse.core.internal.notify;

import dev.pulse.api.config.Durations;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.schedule.Scheduler;
import dev.pulse.api.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a notifier: with a deadline at which its thread is interrupted, and a moment after it
 * at which its answer is no longer waited for. Whatever happens, it ends exactly once.
 */
final class Delivery {
  /** How long an interrupted delivery may take to clean up and answer. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final Message message;
  private final Channel channel;
  private final Supplier<Notification> text;
  private final Scheduler scheduler;
  private final Ending ending;
  private final Object lock = new Object();

  private Scheduler.@Nullable Scheduled timer;
  private @Nullable Thread thread;
  private volatile long startedNanos;
  private boolean over;
  private boolean abandonmentTold;
  private @Nullable Result back;
  private boolean cancelled;

  /** Who is told how it ended. */
  interface Ending {
    /**
     * The one end of it.
     *
     * @param abandoned whether the notifier still holds its thread; then this is the timer's
     */
    void over(Delivery delivery, Result result, boolean abandoned);

    /**
     * The thread of an abandoned delivery came back; always after it was told as abandoned.
     *
     * @param receipt what it brings, if the message was delivered after all
     */
    void returned(Delivery delivery, Optional<Receipt> receipt);
  }

  /**
   * A delivery that has not begun.
   *
   * @param text what is sent; may ask the store, before the deadline runs. Throws a {@link
   *     StoreException} when that does not answer, a {@link NotifyException} when there is no text
   */
  Delivery(
      Message message,
      Channel channel,
      Supplier<Notification> text,
      Scheduler scheduler,
      Ending ending) {
    this.message = message;
    this.channel = channel;
    this.text = text;
    this.scheduler = scheduler;
    this.ending = ending;
    this.startedNanos = scheduler.nanoTime();
  }

  Message message() {
    return message;
  }

  Duration took() {
    return Duration.ofNanos(scheduler.nanoTime() - startedNanos);
  }

  /** Delivers on the calling thread. */
  void run() {
    Notification notification;
    boolean begun;
    try {
      notification = text.get();
      begun = begin();
    } catch (NotifyException e) {
      ending.over(this, refused(e), false);
      return;
    } catch (Throwable e) {
      // The store does not answer, there is no memory for the text, no timer: nothing of it is the
      // channel's doing, and whatever it is, a channel whose delivery never ends is silent for
      // ever.
      ending.over(this, new Result.Unbegun(e), false);
      return;
    }
    if (!begun) {
      ending.over(this, new Result.Cancelled(), false);
      return;
    }
    var result = send(notification);
    boolean late;
    boolean returned;
    synchronized (lock) {
      thread = null;
      late = over;
      over = true;
      back = result;
      returned = late && abandonmentTold;
      if (timer != null) {
        timer.cancel();
      }
    }
    // The deadline may have struck between the answer and the lock; the thread goes back clean.
    Thread.interrupted();
    if (returned) {
      ending.returned(this, receiptOf(result));
    } else if (!late) {
      ending.over(this, result, false);
    }
  }

  private boolean begin() {
    synchronized (lock) {
      if (cancelled) {
        return false;
      }
      startedNanos = scheduler.nanoTime();
      timer = scheduler.schedule(channel.timeout(), this::expire);
      thread = Thread.currentThread();
      return true;
    }
  }

  /** Interrupts it, because the outbox is closed. */
  void cancel() {
    synchronized (lock) {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  private Result send(Notification notification) {
    try {
      @Nullable Receipt receipt = channel.notifier().send(notification);
      return new Result.Taken(receipt == null ? Receipt.none() : receipt);
    } catch (NotifyException e) {
      return isCancelled() ? new Result.Cancelled() : refused(e);
    } catch (InterruptedException e) {
      return isCancelled() ? new Result.Cancelled() : Result.Refused.passing(tooLong());
    } catch (Exception e) {
      if (isCancelled()) {
        return new Result.Cancelled();
      }
      return Result.Refused.passing(isLate() ? tooLong() : Complaints.describe(e));
    } catch (Throwable e) {
      // Also what the JVM itself throws: an error that went on from here would end a pooled thread
      // that nobody watches, and the channel would be silent for ever.
      log.error("The notifier of channel {} is broken: {}", channel, Complaints.describe(e));
      return Result.Refused.passing("the notifier is broken: " + Complaints.describe(e));
    }
  }

  private static Result refused(NotifyException e) {
    return new Result.Refused(
        Complaints.of(e), !e.isWorthRetrying(), e.retryAfter().orElse(Duration.ZERO));
  }

  private boolean isCancelled() {
    synchronized (lock) {
      return cancelled;
    }
  }

  private boolean isLate() {
    return took().compareTo(channel.timeout()) >= 0;
  }

  private String tooLong() {
    return "the delivery took longer than " + Durations.format(channel.timeout());
  }

  private void expire() {
    synchronized (lock) {
      if (over || thread == null) {
        return;
      }
      thread.interrupt();
      timer = scheduler.schedule(GRACE, this::abandon);
    }
  }

  private void abandon() {
    synchronized (lock) {
      if (over || thread == null) {
        return;
      }
      over = true;
    }
    @Nullable Result result;
    try {
      ending.over(this, Result.Refused.passing(tooLong() + " and ignored its interruption"), true);
    } finally {
      // The notifier may have come back in the meantime; then it was left to this thread to say so.
      synchronized (lock) {
        abandonmentTold = true;
        result = back;
      }
    }
    if (result != null) {
      ending.returned(this, receiptOf(result));
    }
  }

  private static Optional<Receipt> receiptOf(Result result) {
    return result instanceof Result.Taken taken ? Optional.of(taken.receipt()) : Optional.empty();
  }
}
