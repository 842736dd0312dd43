package dev.pulse.samples.app.demo;

import java.time.Duration;

/**
 * Rises when somebody can watch: until then nothing happens, so that what is said of the first
 * minute holds on slow machines too. Thread-safe.
 */
final class Curtain {
  private volatile long roseNanos = Long.MIN_VALUE;

  void rise() {
    roseNanos = System.nanoTime();
  }

  /** For how long it has been up; zero while it is not. */
  Duration since() {
    long rose = roseNanos;
    return rose == Long.MIN_VALUE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - rose);
  }
}
