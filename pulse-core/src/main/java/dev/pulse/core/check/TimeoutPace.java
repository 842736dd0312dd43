package dev.pulse.core.check;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.AsyncTimeout;

/**
 * Wakes the thread that watches all time-outs four times a second while there are calls. Otherwise
 * each call whose time-out is the next to strike, which nearly every one is that ends at once,
 * wakes it to wait anew. Thread-safe.
 */
final class TimeoutPace extends AsyncTimeout {
  private static final long MILLIS = 250;
  private static final TimeoutPace PACE = new TimeoutPace();

  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean under = new AtomicBoolean();

  private TimeoutPace() {
    timeout(MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Goes on for now; to be called before each call. */
  static void keep() {
    PACE.want();
  }

  private void want() {
    if (!wanted.get()) {
      wanted.set(true);
    }
    if (!under.get() && under.compareAndSet(false, true)) {
      enter();
    }
  }

  /** On the thread that watches. */
  @Override
  protected void timedOut() {
    exit();
    if (wanted.getAndSet(false)) {
      enter();
    } else {
      under.set(false);
    }
  }
}
