package dev.pulse.samples.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries the wish to stop to a command that serves, and the news that it has stopped back to
 * whoever wished it. Thread-safe.
 */
final class StopSignal {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Asks the command to stop. */
  void ask() {
    asked.countDown();
  }

  /** Waits until somebody asks. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Tells that the command has stopped. */
  void stopped() {
    stopped.countDown();
  }

  /**
   * Waits until the command has stopped.
   *
   * @return whether it did within the time
   */
  boolean awaitStopped(Duration most) throws InterruptedException {
    return stopped.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }
}
