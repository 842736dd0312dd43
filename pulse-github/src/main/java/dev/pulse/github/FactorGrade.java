package dev.pulse.github;

import dev.pulse.api.score.Factor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the facts give for one factor: points, or nothing with a reason, and what would give more.
 * Immutable.
 */
final class FactorGrade {
  private final HealthFactor factor;
  private final @Nullable BigDecimal points;
  private final String evidence;
  private final List<Step> steps;

  /**
   * What would give more.
   *
   * @param points how many points of the factor
   */
  record Step(String text, @Nullable BigDecimal points) {}

  private FactorGrade(
      HealthFactor factor, @Nullable BigDecimal points, String evidence, List<Step> steps) {
    this.factor = factor;
    this.points = points;
    this.evidence = evidence;
    this.steps = steps;
  }

  static FactorGrade of(HealthFactor factor, BigDecimal points, String evidence) {
    return new FactorGrade(factor, points, evidence, List.of());
  }

  static FactorGrade missing(HealthFactor factor, String because) {
    return new FactorGrade(factor, null, because, List.of());
  }

  /** With something to do for so many points; not when there are none to win. */
  FactorGrade with(String text, BigDecimal gain) {
    return gain.signum() > 0 ? adding(new Step(text, gain)) : this;
  }

  /** With something to do to learn more. */
  FactorGrade with(String text) {
    return adding(new Step(text, null));
  }

  private FactorGrade adding(Step step) {
    var more = new ArrayList<>(steps);
    more.add(step);
    return new FactorGrade(factor, points, evidence, List.copyOf(more));
  }

  HealthFactor factor() {
    return factor;
  }

  boolean isMissing() {
    return points == null;
  }

  List<Step> steps() {
    return steps;
  }

  /** As a part of a score. */
  Factor weighted(double weight, boolean missingAsZero) {
    if (points != null) {
      return Factor.of(factor.word(), weight, points.doubleValue(), evidence);
    }
    return missingAsZero
        ? Factor.of(factor.word(), weight, 0, "missing, which counts as 0: " + evidence)
        : Factor.missing(factor.word(), weight, evidence);
  }
}
