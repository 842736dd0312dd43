package dev.pulse.core.detect;

/**
 * What is usual at each half hour of the day, from the days before. A half hour is learnt as a
 * whole when it is over, so that it is never compared with itself however many values it has.
 * Confine to one thread.
 */
final class TimeOfDay {
  private static final int SLOTS = 48;
  private static final long SLOT_SECONDS = 1800;

  /** Each day counts as much as this at least: about the last five days count. */
  private static final double LEAST_WEIGHT = 0.3;

  private final double[] means = new double[SLOTS];
  private final int[] days = new int[SLOTS];

  /** The half hour that runs, counted since 1970; none while it has no values. */
  private long running;

  private double mean;
  private int count;

  /** Whether the half hour was seen on an earlier day. */
  boolean knows(long seconds) {
    return days[slot(number(seconds))] > 0;
  }

  double mean(long seconds) {
    return means[slot(number(seconds))];
  }

  /** Makes the half hour of a time the running one; the one that ran before is over and learnt. */
  void arrive(long seconds) {
    long number = number(seconds);
    if (number != running) {
      finish();
      running = number;
    }
  }

  /** Notes a value of the running half hour. */
  void add(double value) {
    count++;
    mean += (value - mean) / count;
  }

  private void finish() {
    if (count == 0) {
      return;
    }
    int slot = slot(running);
    // Only whether there was one, and how many as long as they all weigh the same.
    days[slot] = Math.min(days[slot] + 1, (int) Math.ceil(1 / LEAST_WEIGHT));
    means[slot] += Math.max(LEAST_WEIGHT, 1.0 / days[slot]) * (mean - means[slot]);
    mean = 0;
    count = 0;
  }

  private static long number(long seconds) {
    return Math.floorDiv(seconds, SLOT_SECONDS);
  }

  private static int slot(long number) {
    return (int) Math.floorMod(number, (long) SLOTS);
  }

  void write(StateWriter state) {
    state.add(running).add(mean).add(count);
    for (int i = 0; i < SLOTS; i++) {
      state.add(days[i]).add(means[i]);
    }
  }

  static TimeOfDay read(StateReader state) {
    var profile = new TimeOfDay();
    profile.running = state.whole();
    profile.mean = state.number();
    profile.count = (int) state.count(Integer.MAX_VALUE - 1);
    for (int i = 0; i < SLOTS; i++) {
      profile.days[i] = (int) state.count(Integer.MAX_VALUE - 1);
      profile.means[i] = state.number();
    }
    return profile;
  }
}
