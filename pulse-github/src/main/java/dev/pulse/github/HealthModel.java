package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.score.Score;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns facts about a repository into points: six {@linkplain HealthFactor factors}, each 0 to 100,
 * and their weighted mean. A factor that nobody could learn is left out and listed. Equal facts
 * give equal points. Immutable.
 *
 * <pre>{@code
 * HealthModel strict =
 *     HealthModel.builder().weight(HealthFactor.SECURITY, 40).without(HealthFactor.COVERAGE).build();
 * }</pre>
 */
public final class HealthModel {
  private static final String NAME = "repository-health/1";
  private static final HealthModel STANDARD = builder().build();
  private static final int MOST_WEIGHT = 1000;
  private static final int SCORE_DECIMALS = 1;

  private final Map<HealthFactor, Integer> weights;
  private final boolean missingAsZero;

  private HealthModel(Builder builder) {
    this.weights = Collections.unmodifiableMap(new EnumMap<>(builder.weights));
    this.missingAsZero = builder.missingAsZero;
  }

  /** The weights of {@link HealthFactor}; what is missing is left out. */
  public static HealthModel standard() {
    return STANDARD;
  }

  /** Begins as {@link #standard()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Grades. */
  public RepositoryHealth grade(RepositoryFacts facts) {
    var grades =
        new FactorRules(facts)
            .grades().stream().filter(grade -> weights.containsKey(grade.factor())).toList();
    var missing = grades.stream().filter(FactorGrade::isMissing).map(FactorGrade::factor).toList();
    // Nothing at all is not zero.
    boolean zeros = missingAsZero && missing.size() < grades.size();
    var score =
        Score.weighted(grades.stream().map(grade -> grade.weighted(weight(grade), zeros)).toList())
            .withModel(name());
    return new RepositoryHealth(facts, score, missing, advice(grades, zeros));
  }

  private int weight(FactorGrade grade) {
    return requireNonNull(weights.get(grade.factor()));
  }

  /** What gives most comes first, what only tells more comes last. */
  private List<Advice> advice(List<FactorGrade> grades, boolean zeros) {
    int sum =
        grades.stream().filter(grade -> zeros || !grade.isMissing()).mapToInt(this::weight).sum();
    var all = new ArrayList<Advice>();
    for (FactorGrade grade : grades) {
      for (FactorGrade.Step step : grade.steps()) {
        var points = step.points();
        var gain =
            points == null
                ? null
                : points
                    .multiply(BigDecimal.valueOf(weight(grade)))
                    .divide(BigDecimal.valueOf(sum), SCORE_DECIMALS, RoundingMode.HALF_UP);
        all.add(new Advice(grade.factor(), step.text(), gain));
      }
    }
    all.sort(
        Comparator.comparing((Advice advice) -> advice.gain().orElse(BigDecimal.ONE.negate()))
            .reversed());
    return List.copyOf(all);
  }

  /**
   * The name and version of these rules, which every score has: scores of different models are not
   * comparable.
   */
  public String name() {
    if (equals(STANDARD)) {
      return NAME;
    }
    return NAME
        + weights.entrySet().stream()
            .map(entry -> entry.getKey().word() + "=" + entry.getValue())
            .collect(Collectors.joining(",", ";", missingAsZero ? ";missing=0" : ""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HealthModel model
        && weights.equals(model.weights)
        && missingAsZero == model.missingAsZero;
  }

  @Override
  public int hashCode() {
    return weights.hashCode() * 2 + (missingAsZero ? 1 : 0);
  }

  @Override
  public String toString() {
    return name();
  }

  /** Makes a model. Confine to one thread. */
  public static final class Builder {
    private final Map<HealthFactor, Integer> weights = new EnumMap<>(HealthFactor.class);
    private boolean missingAsZero;

    private Builder() {
      for (HealthFactor factor : HealthFactor.values()) {
        weights.put(factor, factor.weight());
      }
    }

    /**
     * How much a factor counts in relation to the others.
     *
     * @param weight 1 to 1000
     * @throws IllegalArgumentException when it is something else
     */
    public Builder weight(HealthFactor factor, int weight) {
      if (weight < 1 || weight > MOST_WEIGHT) {
        throw new IllegalArgumentException(
            "the weight of "
                + factor.word()
                + " must be 1 to "
                + MOST_WEIGHT
                + ", but is "
                + weight
                + ": leave out what does not count with without()");
      }
      weights.put(factor, weight);
      return this;
    }

    /** Leaves a factor out of the score. */
    public Builder without(HealthFactor factor) {
      weights.remove(requireNonNull(factor, "factor"));
      return this;
    }

    /**
     * Counts what is missing as 0, as long as something is known. It stays listed as missing.
     *
     * <p>Then a service that is down makes every repository look worse: the default leaves it out.
     */
    public Builder missingAsZero() {
      missingAsZero = true;
      return this;
    }

    /**
     * The model.
     *
     * @throws IllegalArgumentException when no factor is left
     */
    public HealthModel build() {
      if (weights.isEmpty()) {
        throw new IllegalArgumentException("a model needs at least one factor");
      }
      return new HealthModel(this);
    }
  }
}
