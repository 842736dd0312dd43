package dev.pulse.samples.executions;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The last scan, and whether another one is under way. Thread-safe. */
final class ScanBook {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private int underWay;
  private @Nullable Scan latest;

  /** A scan begins. */
  void begin() {
    lock.lock();
    try {
      underWay++;
    } finally {
      lock.unlock();
    }
  }

  /** Writes down what a scan found. */
  void write(Scan scan) {
    lock.lock();
    try {
      latest = scan;
    } finally {
      lock.unlock();
    }
  }

  /** A scan is over, with or without having been written down. */
  void end() {
    lock.lock();
    try {
      underWay--;
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The last scan that ended; empty before the first. */
  Optional<Scan> latest() {
    lock.lock();
    try {
      return Optional.ofNullable(latest);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The last scan, after waiting for the one that is under way.
   *
   * @param patience how long to wait at most
   * @return empty when none has ended yet
   */
  Optional<Scan> settled(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (underWay > 0 && left > 0) {
        left = settled.awaitNanos(left);
      }
      return Optional.ofNullable(latest);
    } finally {
      lock.unlock();
    }
  }
}
