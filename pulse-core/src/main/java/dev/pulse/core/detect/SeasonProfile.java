package dev.pulse.core.detect;

import java.util.Arrays;

/**
 * What is usual in each hour of a day or a week: mean and mean absolute deviation of the values of
 * that hour, from the weeks before. An hour is learnt as a whole when it is over, so that it is
 * never compared with itself however many values it has. Values are halves of halves, because the
 * distance of two doubles may not fit into one. Confine to one thread.
 */
final class SeasonProfile {
  /** Mean absolute deviations in a standard deviation, where values are normal. */
  private static final double TO_STANDARD = Math.sqrt(Math.PI / 2);

  /**
   * A slot deviates at least half as much as all do on average: one that happened to be still for
   * two weeks would find fault with the least movement.
   */
  private static final double LEAST_SHARE = 0.5;

  private final int memory;
  private final int[] times;
  private final double[] means;
  private final double[] spreads;

  /** The hour that runs, counted in local time since 1970. */
  private long hour;

  private int count;
  private double mean;
  private double spread;

  /** Follows from the slots; formed anew when one of them changes. */
  private double leastSpread;

  /**
   * @param slots how many hours the season has
   * @param memory how many seasons it reaches back
   */
  SeasonProfile(int slots, int memory) {
    this.memory = memory;
    this.times = new int[slots];
    this.means = new double[slots];
    this.spreads = new double[slots];
  }

  /** In how many seasons the hour was seen, up to the memory; the running one is not counted. */
  int times(long hour) {
    return times[slot(hour)];
  }

  double mean(long hour) {
    return means[slot(hour)];
  }

  double deviation(long hour) {
    return TO_STANDARD * Math.max(spreads[slot(hour)], leastSpread);
  }

  /** Makes an hour the running one; the one that ran before is over and learnt. */
  void arrive(long hour) {
    // Clocks are set back a little; that is no new hour. Further back is another time.
    boolean runs = count > 0 && (hour == this.hour || hour == this.hour - 1);
    if (!runs) {
      finish();
      this.hour = hour;
    }
  }

  /** Notes a value of the running hour. */
  void add(double value) {
    count++;
    double distance = Math.abs(value - (times(this.hour) > 0 ? mean(this.hour) : mean));
    spread += ((count == 1 && times(this.hour) == 0 ? 0 : distance) - spread) / count;
    mean += (value - mean) / count;
  }

  private void finish() {
    if (count == 0) {
      return;
    }
    int slot = slot(hour);
    times[slot] = Math.min(times[slot] + 1, memory);
    means[slot] += (mean - means[slot]) / times[slot];
    spreads[slot] += (spread - spreads[slot]) / times[slot];
    forgetRunning();
    formLeastSpread();
  }

  private void forgetRunning() {
    count = 0;
    mean = 0;
    spread = 0;
  }

  private void formLeastSpread() {
    double average = 0;
    int known = 0;
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        average += (spreads[i] - average) / ++known;
      }
    }
    leastSpread = LEAST_SHARE * average;
  }

  /** Moves the level of all hours. */
  void shift(double distance) {
    for (int i = 0; i < means.length; i++) {
      means[i] = clamp(means[i] + distance);
    }
    forgetRunning();
  }

  private static double clamp(double value) {
    return Math.max(-Double.MAX_VALUE / 4, Math.min(Double.MAX_VALUE / 4, value));
  }

  int slot(long hour) {
    // 1970 began on a Thursday; the week begins on Monday.
    return (int) Math.floorMod(hour + 3 * 24, (long) times.length);
  }

  /** Whether nothing was learnt. */
  boolean isEmpty() {
    return count == 0 && Arrays.stream(times).allMatch(seen -> seen == 0);
  }

  void write(StateWriter state) {
    state.add(times.length).add(hour).add(count).add(mean).add(spread);
    for (int i = 0; i < times.length; i++) {
      state.add(times[i]);
      if (times[i] > 0) {
        state.add(means[i]).add(spreads[i]);
      }
    }
  }

  static SeasonProfile read(StateReader state, int slots, int memory) {
    var profile = new SeasonProfile(slots, memory);
    long found = state.count(Integer.MAX_VALUE);
    state.require(found == slots, "a season of " + found + " hours instead of " + slots);
    profile.hour = state.whole();
    profile.count = (int) state.count(Integer.MAX_VALUE - 1);
    profile.mean = state.number();
    profile.spread = state.magnitude();
    for (int i = 0; i < slots; i++) {
      profile.times[i] = (int) Math.min(memory, state.count(Integer.MAX_VALUE));
      if (profile.times[i] > 0) {
        profile.means[i] = state.number();
        profile.spreads[i] = state.magnitude();
      }
    }
    profile.formLeastSpread();
    return profile;
  }
}
