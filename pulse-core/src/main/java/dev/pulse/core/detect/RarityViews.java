package dev.pulse.core.detect;

/**
 * The ways in which {@link RarityScore} looks at a series. Each turns a value into a magnitude and
 * asks how rare a magnitude like it is among all before. Magnitudes are formed of halves of halves,
 * because the distance of two doubles may not fit into one. Confine to one thread.
 */
final class RarityViews {
  /** Above the level. */
  static final int HIGH = 0;

  /** Below the level. */
  static final int LOW = 1;

  /** The mean of the last values, away from the level. */
  static final int DRIFT = 2;

  /** Moving more than usual. */
  static final int BUSY = 3;

  /** Moving less than usual. */
  static final int CALM = 4;

  /** Away from what the time of day lets expect. */
  static final int DAILY = 5;

  static final int COUNT = 6;

  /** Exact, and leaves room for a distance. */
  private static final double SCALE = 0.25;

  /** The level reaches back 1,000 values. */
  private static final double LEVEL_WEIGHT = 1.0 / 1000;

  /** The mean of the last values: 20 of them. */
  private static final double RECENT_WEIGHT = 1.0 / 20;

  /** Movement is that of the last 33 values. */
  private static final double MOVEMENT_WEIGHT = 0.03;

  /** Distances from the time of day are smoothed over the last 7 values. */
  private static final double DAILY_WEIGHT = 0.15;

  /** The time of day must explain half of the distances to be asked at all. */
  private static final double EXPLAINED = 0.5;

  /** Below this part of the level a distance is one of arithmetic. */
  private static final double NOTHING = 1e-9;

  private static final double MOST_RATIO = 1e9;

  private final Tail[] tails = new Tail[COUNT];
  private TimeOfDay day = new TimeOfDay();
  private double level;
  private double recent;
  private double last;
  private double movement;
  private double usualMovement;
  private double dayError;
  private double dayDistance;
  private double levelDistance;

  RarityViews(int memory) {
    for (int i = 0; i < COUNT; i++) {
      tails[i] = new Tail(memory);
    }
  }

  /** The level before the value that was looked at last was learnt. */
  double level() {
    return Score.finite(level / SCALE);
  }

  /**
   * Writes how rare each view finds the value, and learns it.
   *
   * @param before how many values came before
   */
  void look(double value, long seconds, double minDelta, long before, double[] rarities) {
    day.arrive(seconds);
    double x = value * SCALE;
    double first = 1.0 / (before + 1);
    if (before == 0) {
      level = x;
      recent = x;
      last = x;
    }
    double least = Math.max(NOTHING * Math.abs(level), minDelta * SCALE);
    double step = magnitude(x - last, least);
    recent += Math.max(RECENT_WEIGHT, first) * (x - recent);
    movement += Math.max(MOVEMENT_WEIGHT, first) * (step - movement);
    double ratio = ratio(movement, usualMovement);

    rarities[HIGH] = see(HIGH, magnitude(Math.max(0, x - level), least));
    rarities[LOW] = see(LOW, magnitude(Math.max(0, level - x), least));
    rarities[DRIFT] = see(DRIFT, magnitude(recent - level, least));
    rarities[BUSY] = see(BUSY, ratio);
    rarities[CALM] = see(CALM, ratio(usualMovement, movement));
    double weight = Math.max(LEVEL_WEIGHT, first);
    rarities[DAILY] = lookAtDay(x, seconds, least, weight);

    day.add(x);
    usualMovement += weight * (step - usualMovement);
    last = x;
  }

  /** Moves the level on; apart from {@link #look}, so that what was expected can be told. */
  void learnLevel(long before) {
    level += Math.max(LEVEL_WEIGHT, 1.0 / (before + 1)) * (last - level);
  }

  private double lookAtDay(double x, long seconds, double least, double weight) {
    if (!day.knows(seconds)) {
      return 0;
    }
    double error = magnitude(x - day.mean(seconds), least);
    dayError += DAILY_WEIGHT * (error - dayError);
    dayDistance += weight * (error - dayDistance);
    levelDistance += weight * (Math.abs(x - level) - levelDistance);
    double rarity = see(DAILY, dayError);
    return dayDistance < EXPLAINED * levelDistance ? rarity : 0;
  }

  private double see(int view, double magnitude) {
    double rarity = tails[view].rarity(magnitude);
    tails[view].add(magnitude);
    return rarity;
  }

  private static double magnitude(double distance, double least) {
    double size = Math.abs(distance);
    return size <= least ? 0 : size;
  }

  /** How many times one is the other; 1 where there is neither. */
  private static double ratio(double one, double other) {
    if (other <= 0) {
      return one <= 0 ? 1 : MOST_RATIO;
    }
    return Math.min(MOST_RATIO, one / other);
  }

  void write(StateWriter state) {
    state.add(level).add(recent).add(last).add(movement).add(usualMovement);
    state.add(dayError).add(dayDistance).add(levelDistance);
    for (Tail tail : tails) {
      tail.write(state);
    }
    day.write(state);
  }

  static RarityViews read(StateReader state, int memory) {
    var views = new RarityViews(memory);
    views.level = state.number();
    views.recent = state.number();
    views.last = state.number();
    views.movement = state.magnitude();
    views.usualMovement = state.magnitude();
    views.dayError = state.magnitude();
    views.dayDistance = state.magnitude();
    views.levelDistance = state.magnitude();
    for (int i = 0; i < COUNT; i++) {
      views.tails[i] = Tail.read(state, memory);
    }
    views.day = TimeOfDay.read(state);
    return views;
  }
}
