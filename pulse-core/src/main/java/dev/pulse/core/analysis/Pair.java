package dev.pulse.core.analysis;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * What a node is made of: one part of each of two kinds, such as a region and a version, an
 * operating system and a database, or a front end and a back end. Names are compared as they are;
 * whoever wants them folded folds them before. Ordered by the first name, then the second.
 *
 * @param first the name of the part of the first kind, not blank
 * @param second the name of the part of the second kind, not blank
 */
public record Pair(String first, String second) implements Comparable<Pair> {
  private static final Comparator<Pair> ORDER =
      Comparator.comparing(Pair::first).thenComparing(Pair::second);

  /**
   * A pair.
   *
   * @throws IllegalArgumentException when a name is blank
   */
  public Pair {
    requireNonNull(first, "first");
    requireNonNull(second, "second");
    if (first.isBlank() || second.isBlank()) {
      throw new IllegalArgumentException(
          "a pair needs two names, but is \"" + first + "\" and \"" + second + "\"");
    }
  }

  /** The name on a side. */
  public String name(Side side) {
    return side == Side.FIRST ? first : second;
  }

  @Override
  public int compareTo(Pair other) {
    return ORDER.compare(this, other);
  }

  /** Both names: {@code eu-west × 2.4}. */
  @Override
  public String toString() {
    return first + " × " + second;
  }
}
