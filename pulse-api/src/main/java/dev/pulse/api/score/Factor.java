package dev.pulse.api.score;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One part of a {@linkplain Score#weighted weighted score}: a name, a weight, and either points
 * with the evidence for them or the reason why there are none. Immutable.
 */
public final class Factor {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final double SMALLEST_WEIGHT = 1e-6;
  private static final double LARGEST_WEIGHT = 1e6;

  private final String name;
  private final double weight;
  private final @Nullable Double points;
  private final String evidence;

  private Factor(String name, double weight, @Nullable Double points, String evidence) {
    if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
      throw new IllegalArgumentException(
          "the name of a factor must match " + NAME + ", but is \"" + name + "\"");
    }
    if (!(weight >= SMALLEST_WEIGHT && weight <= LARGEST_WEIGHT)) {
      throw new IllegalArgumentException(
          "the weight of factor \""
              + name
              + "\" must be 0.000001 to 1000000, but is "
              + weight
              + ": leave out a factor that does not count");
    }
    this.name = name;
    this.weight = weight;
    this.points = points;
    this.evidence = requireNonNull(evidence, "evidence");
  }

  /**
   * A factor that is known.
   *
   * @param name what identifies it within the score, the same from run to run: 1 to 100 letters,
   *     digits, dots, underscores and hyphens
   * @param weight how much it counts in relation to the others: 0.000001 to 1,000,000
   * @param points 0 to 100, more is better
   * @param evidence what the points stand on, in one line for people; never a secret
   * @throws IllegalArgumentException when one of them is not allowed; points that are not a number
   *     are not: say {@link #missing}
   */
  public static Factor of(String name, double weight, double points, String evidence) {
    return new Factor(
        name, weight, Score.requirePoints("factor \"" + name + "\"", points), evidence);
  }

  /**
   * A factor that nobody could learn, this time. It is left out of the score and listed.
   *
   * @param weight how much it would count
   * @param because why it is missing, in one line for people; never a secret
   * @throws IllegalArgumentException when name or weight are not allowed, as for {@link #of}
   */
  public static Factor missing(String name, double weight, String because) {
    return new Factor(name, weight, null, because);
  }

  /** What identifies it within the score. */
  public String name() {
    return name;
  }

  /** How much it counts in relation to the others; positive. */
  public double weight() {
    return weight;
  }

  /** The points, 0 to 100 and exactly as given; empty when the factor is missing. */
  public OptionalDouble points() {
    return points == null ? OptionalDouble.empty() : OptionalDouble.of(points);
  }

  /** Whether nobody could learn it. */
  public boolean isMissing() {
    return points == null;
  }

  /** What the points stand on; for a missing factor, why it is missing. */
  public String evidence() {
    return evidence;
  }

  /** The weight as the decimal number that was written. */
  BigDecimal decimalWeight() {
    return BigDecimal.valueOf(weight);
  }

  /** The points as the decimal number that was written; only of a factor that is known. */
  BigDecimal decimalPoints() {
    return BigDecimal.valueOf(requireNonNull(points, "points"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Factor factor
        && name.equals(factor.name)
        && Double.compare(weight, factor.weight) == 0
        && Objects.equals(points, factor.points)
        && evidence.equals(factor.evidence);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, weight, points, evidence);
  }

  @Override
  public String toString() {
    return name + (points == null ? " missing: " : " " + points + ": ") + evidence;
  }
}
