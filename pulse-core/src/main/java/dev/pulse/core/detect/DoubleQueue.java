package dev.pulse.core.detect;

/** The last numbers that were added, up to a capacity; oldest first. Confine to one thread. */
final class DoubleQueue {
  private final double[] ring;
  private int start;
  private int size;

  DoubleQueue(int capacity) {
    this.ring = new double[capacity];
  }

  int size() {
    return size;
  }

  /** Adds a number and, when this is full, drops the oldest. */
  void add(double value) {
    if (size < ring.length) {
      ring[(start + size++) % ring.length] = value;
    } else {
      ring[start] = value;
      start = (start + 1) % ring.length;
    }
  }

  /** The next to be dropped; there must be one. */
  double oldest() {
    return ring[start];
  }

  void clear() {
    start = 0;
    size = 0;
  }

  /** Replaces everything; where there is more than the capacity, the newest stay. */
  void setTo(double[] values) {
    clear();
    for (double value : values) {
      add(value);
    }
  }

  /** A copy, oldest first. */
  double[] values() {
    var copy = new double[size];
    int untilEnd = Math.min(size, ring.length - start);
    System.arraycopy(ring, start, copy, 0, untilEnd);
    System.arraycopy(ring, 0, copy, untilEnd, size - untilEnd);
    return copy;
  }
}
