package dev.pulse.api.slo;

/**
 * How many runs kept to an {@link Objective} and how many did not. Runs of which nobody can tell,
 * and those of announced maintenance, are neither.
 *
 * @param good how many kept to it
 * @param bad how many did not
 */
public record Runs(long good, long bad) {
  /** Of nothing. */
  public static final Runs NONE = new Runs(0, 0);

  /**
   * Runs, by how they ended.
   *
   * @throws IllegalArgumentException when a number is negative
   */
  public Runs {
    if (good < 0 || bad < 0) {
      throw new IllegalArgumentException(
          "runs must not be negative, but are " + good + " and " + bad);
    }
  }

  /** How many there were. */
  public long count() {
    return good + bad;
  }

  /** These and some more. */
  public Runs plus(Runs other) {
    return new Runs(good + other.good, bad + other.bad);
  }
}
