package dev.pulse.api.score;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Scorer} answers: 0 to 100 points, more is better, or inconclusive with a reason. A
 * weighted score knows its factors, those that are missing among them. Immutable.
 *
 * <p>The points of a weighted score are Σ weight × points ÷ Σ weight over the factors that are not
 * missing. Weights and points count as the decimal numbers that were written, so 8.13 is 8.13. The
 * sums are exact; {@link #value()} is the quotient, rounded half up to six decimals, and {@link
 * #rounded()} is that value, rounded half up to a whole number.
 *
 * <pre>{@code
 * Score.weighted(
 *         List.of(
 *             Factor.of("build", 25, 80, "8 of 10 builds succeeded"),
 *             Factor.missing("coverage", 20, "Codecov answered 404")))
 *     .withModel("repository-health/1");
 * }</pre>
 */
public final class Score {
  static final int DECIMALS = 6;

  private final @Nullable BigDecimal value;
  private final @Nullable Reason reason;
  private final String because;
  private final List<Factor> factors;
  private final String model;

  private Score(
      @Nullable BigDecimal value,
      @Nullable Reason reason,
      String because,
      List<Factor> factors,
      String model) {
    this.value = value;
    this.reason = reason;
    this.because = because;
    this.factors = factors;
    this.model = model;
  }

  /**
   * A score that is not made of factors.
   *
   * @param points 0 to 100
   * @throws IllegalArgumentException when it is something else, or not a number: what is not known
   *     is {@link #inconclusive}
   */
  public static Score of(double points) {
    var decimal = BigDecimal.valueOf(requirePoints("score", points));
    return conclusive(decimal.setScale(DECIMALS, RoundingMode.HALF_UP), List.of());
  }

  /**
   * No score: nobody can tell.
   *
   * @param because one line for people; never a secret
   */
  public static Score inconclusive(Reason reason, String because) {
    return new Score(
        null, requireNonNull(reason, "reason"), requireNonNull(because, "because"), List.of(), "");
  }

  /**
   * The weighted mean of the factors that are not missing. When all are, or there is none, it is
   * inconclusive with {@link Reason#NO_DATA}; the missing ones are listed all the same.
   *
   * @throws IllegalArgumentException when two factors have the same name
   */
  public static Score weighted(Collection<Factor> factors) {
    var all = List.copyOf(factors);
    var names = new HashSet<String>();
    for (Factor factor : all) {
      if (!names.add(factor.name())) {
        throw new IllegalArgumentException("factor \"" + factor.name() + "\" occurs twice");
      }
    }
    var known = all.stream().filter(factor -> !factor.isMissing()).toList();
    if (known.isEmpty()) {
      var because =
          all.isEmpty() ? "there are no factors" : "every factor is missing: " + namesOf(all);
      return new Score(null, Reason.NO_DATA, because, all, "");
    }
    return conclusive(
        weightedSum(known).divide(weights(known), DECIMALS, RoundingMode.HALF_UP), all);
  }

  private static Score conclusive(BigDecimal value, List<Factor> factors) {
    return new Score(value, null, "", factors, "");
  }

  /**
   * This score with the name and version of the rules that made it, such as {@code
   * repository-health/1}. Give them another when weights or the meaning of a factor change: scores
   * of different models are not comparable.
   */
  public Score withModel(String model) {
    return new Score(value, reason, because, factors, requireNonNull(model, "model"));
  }

  /** The points, 0 to 100 with at most six decimals; empty when inconclusive. */
  public OptionalDouble value() {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.doubleValue());
  }

  /** The points as a whole number, 0 to 100; empty when inconclusive. */
  public OptionalInt rounded() {
    return value == null
        ? OptionalInt.empty()
        : OptionalInt.of(value.setScale(0, RoundingMode.HALF_UP).intValueExact());
  }

  /** Why it is inconclusive; empty when there are points. */
  public Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  /** Why it is inconclusive, in one line for people; empty when there are points. */
  public Optional<String> because() {
    return value == null ? Optional.of(because) : Optional.empty();
  }

  /** All factors, the missing ones too, in the order in which they were given; unmodifiable. */
  public List<Factor> factors() {
    return factors;
  }

  /** The factors that were left out because nobody could learn them; unmodifiable. */
  public List<Factor> missing() {
    return factors.stream().filter(Factor::isMissing).toList();
  }

  /** The name and version of the rules that made it; empty when it was not told. */
  public Optional<String> model() {
    return model.isEmpty() ? Optional.empty() : Optional.of(model);
  }

  /**
   * What made the difference to an earlier score, factor by factor.
   *
   * @return empty when the two cannot be compared: one of them is inconclusive, or they are of
   *     different models
   */
  public Optional<ScoreChange> changeSince(Score previous) {
    return previous.value == null || value == null || !previous.model.equals(model)
        ? Optional.empty()
        : Optional.of(
            ScoreChange.between(
                previous.value, known(previous.factors), value, known(factors), missing()));
  }

  private static List<Factor> known(List<Factor> factors) {
    return factors.stream().filter(factor -> !factor.isMissing()).toList();
  }

  static String namesOf(Collection<Factor> factors) {
    return factors.stream().map(Factor::name).collect(Collectors.joining(", "));
  }

  static BigDecimal weightedSum(Collection<Factor> known) {
    return known.stream()
        .map(factor -> factor.decimalWeight().multiply(factor.decimalPoints()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static BigDecimal weights(Collection<Factor> factors) {
    return factors.stream().map(Factor::decimalWeight).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static double requirePoints(String what, double points) {
    if (!(points >= 0 && points <= 100)) {
      throw new IllegalArgumentException(
          "the points of "
              + what
              + " must be 0 to 100, but are "
              + points
              + ": what is not known has none");
    }
    // The negative zero would be another number in a stored sample.
    return points + 0.0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Score score
        && Objects.equals(value, score.value)
        && Objects.equals(reason, score.reason)
        && because.equals(score.because)
        && factors.equals(score.factors)
        && model.equals(score.model);
  }

  @Override
  public int hashCode() {
    return Objects.hash(value, reason, because, factors, model);
  }

  @Override
  public String toString() {
    if (value == null) {
      return "inconclusive (" + reason + "): " + because;
    }
    var missing = missing();
    return ScoreChange.text(value)
        + " of 100"
        + (missing.isEmpty() ? "" : ", without " + namesOf(missing));
  }
}
