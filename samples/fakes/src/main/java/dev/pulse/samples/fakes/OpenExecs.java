package dev.pulse.samples.fakes;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts the execs whose end has not been told to their clients yet. */
final class OpenExecs {
  private final Object lock = new Object();
  private final Set<FakeExec> open = new HashSet<>();
  private int most;

  void opened(FakeExec exec) {
    synchronized (lock) {
      open.add(exec);
      most = Math.max(most, open.size());
      lock.notifyAll();
    }
  }

  /**
   * To be called before the client can know of the end, so that no exec that follows is counted
   * with it.
   */
  void ended(FakeExec exec) {
    synchronized (lock) {
      open.remove(exec);
      lock.notifyAll();
    }
  }

  int now() {
    synchronized (lock) {
      return open.size();
    }
  }

  int most() {
    synchronized (lock) {
      return most;
    }
  }

  void await(int count, Duration limit) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lock) {
      while (open.size() != count) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new TimeoutException(
              "Expected %d open execs within %s, found %d: %s"
                  .formatted(count, limit, open.size(), open));
        }
        lock.wait(left);
      }
    }
  }
}
