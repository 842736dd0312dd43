package dev.pulse.core.check;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.AsyncTimeout;

/**
 * Wakes the thread that watches all time-outs four times a second while there are calls. Otherwise
 * each call whose time-out is the next to strike, which nearly every one is that ends at once,
 * wakes it to wait anew. Thread-safe.
 */
class TimeoutPace extends AsyncTimeout {
  private static final TimeoutPace PACE = new TimeoutPace(Duration.ofMillis(250));

  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean under = new AtomicBoolean();

  /** One that nobody wants yet. */
  TimeoutPace(Duration tick) {
    timeout(tick.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Goes on for now; to be called before each call. */
  static void keep() {
    PACE.want();
  }

  /** Wakes the thread at the next tick; at the one after it only when wanted again. */
  final void want() {
    if (!wanted.get()) {
      wanted.set(true);
    }
    if (!under.get() && under.compareAndSet(false, true)) {
      begin();
    }
  }

  /** Begins a tick. Overridden only to count them. */
  void begin() {
    enter();
  }

  /** On the thread that watches. */
  @Override
  protected void timedOut() {
    exit();
    if (wanted.getAndSet(false)) {
      begin();
    } else {
      under.set(false);
    }
  }
}
