package dev.pulse.core.detect;

/**
 * Where values lie and how far they spread, with weights that fall off exponentially: the mean, and
 * the mean absolute deviation. In place of the standard deviation the latter needs no squares, so
 * that it stays in range and a single wild value counts once and not squared. Both are the plain
 * means until the memory is full. Confine to one thread.
 */
final class Level {
  /** √(π ÷ 2): standard deviations in a mean absolute deviation, where values are normal. */
  private static final double TO_STANDARD = Math.sqrt(Math.PI / 2);

  private final int memory;
  private double mean;
  private double spread;
  private int count;

  /**
   * @param memory how many values it reaches back, on average
   */
  Level(int memory) {
    this.memory = memory;
  }

  void add(double value) {
    count = Math.min(count + 1, memory);
    if (count == 1) {
      mean = value;
      spread = 0;
      return;
    }
    double distance = value - mean;
    spread += (Math.abs(distance) - spread) / count;
    mean += distance / count;
  }

  double mean() {
    return mean;
  }

  /** The standard deviation that a normal distribution of this spread has. */
  double deviation() {
    return TO_STANDARD * spread;
  }

  /** How many values were added, up to the memory. */
  int count() {
    return count;
  }

  /** Takes another mean, and no longer trusts it more than one of so many values. */
  void moveTo(double mean, int count) {
    this.mean = mean;
    this.count = count;
  }

  void write(StateWriter state) {
    state.add(count).add(mean).add(spread);
  }

  static Level read(StateReader state, int memory) {
    var level = new Level(memory);
    level.count = (int) Math.min(memory, state.count(Integer.MAX_VALUE));
    level.mean = state.number();
    level.spread = state.magnitude();
    return level;
  }
}
