package dev.pulse.core.slo;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.api.slo.Objective;
import dev.pulse.api.spi.CheckProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@link SloCheck}s of the type {@code slo}. Options: {@code of} (the name of the check that
 * is judged, needed), {@code objective} ({@code 99.9%} or {@code 0.999}, needed), {@code latency}
 * (the longest that is in time; without it the objective is one of availability), {@code window}
 * (default: 30d), {@code pairs} (a list of {@code burn-rate}, {@code long}, {@code short} and
 * {@code status}; default: those of the workbook), {@code confidence} (default: 0.95) and {@code
 * least-bad-runs} (default: 2).
 */
public final class SloCheckProvider implements CheckProvider {
  // So near to 1 that every pair fits it: what is wrong with a pair is its own fault then.
  private static final double PLACEHOLDER = Objective.HIGHEST;
  private static final int LONGEST_TEXT = 20;

  /** What a pair makes of the result. */
  private enum Kind {
    FAIL,
    WARN
  }

  /** For {@link java.util.ServiceLoader}. */
  public SloCheckProvider() {}

  @Override
  public String type() {
    return "slo";
  }

  @Override
  public Check create(Settings settings) {
    var check =
        settings
            .text("of")
            .describedAs("the name of the check whose history is judged")
            .where(
                Registration::isName,
                "must be 1 to 200 letters, digits, dots, underscores and hyphens")
            .required();
    var objective = objective(settings);
    var builder = SloCheck.of(check, objective);
    builder.confidence(
        settings
            .number("confidence")
            .describedAs("how sure to be that failures are no accident; 0 for not at all")
            .between(0.0, 0.9999)
            .map(confidence -> confidence, Evidence.USUAL.confidence())
            .orElse(Evidence.USUAL.confidence()));
    builder.leastBadRuns(
        settings
            .integer("least-bad-runs")
            .describedAs("how many runs must have been bad before it can burn")
            .between(1, 1000)
            .orElse(Evidence.USUAL.leastBadRuns()));
    if (settings.has("pairs")) {
      builder.pairs(pairs(settings, objective));
    }
    return builder.build();
  }

  private static Objective objective(Settings settings) {
    double ratio =
        settings
            .text("objective")
            .expecting("a share like 99.9% or 0.999")
            .describedAs("the share that has to go well, such as 99.9%")
            .map(SloCheckProvider::share, PLACEHOLDER)
            .required();
    var window =
        settings
            .duration("window")
            .describedAs("the rolling window of the objective")
            .between(Objective.SHORTEST_WINDOW, Objective.LONGEST_WINDOW)
            .map(length -> length, Objective.USUAL_WINDOW)
            .orElse(Objective.USUAL_WINDOW);
    return settings
        .duration("latency")
        .describedAs("the longest latency that is in time, for an objective of latency")
        .notEmpty()
        .where(bound -> bound.toMillis() >= 1, "must be at least 1ms")
        .optional()
        .map(bound -> Objective.latency(bound, ratio))
        .orElseGet(() -> Objective.availability(ratio))
        .over(window);
  }

  /** Reads {@code 99.9%} or {@code 0.999}. */
  private static double share(String text) {
    var stripped = text.strip();
    boolean percent = stripped.endsWith("%");
    double share;
    try {
      // BigDecimal, because Double also reads "1d" and "NaN"; short, because it takes its time.
      var number =
          new BigDecimal(
              stripped.length() > LONGEST_TEXT
                  ? ""
                  : percent ? stripped.substring(0, stripped.length() - 1).strip() : stripped);
      share = (percent ? number.movePointLeft(2) : number).doubleValue();
    } catch (ArithmeticException | NumberFormatException e) {
      throw refused(text, "must be a share like 99.9% or 0.999");
    }
    if (share == 1) {
      throw refused(text, "must be below 100%: all of it leaves no budget for anything to fail");
    }
    if (!(share >= Objective.LOWEST && share <= Objective.HIGHEST)) {
      throw refused(text, "must be a share of 1% to 99.99999%, like 99.9% or 0.999");
    }
    return share;
  }

  private static IllegalArgumentException refused(String text, String allowed) {
    var found = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return new IllegalArgumentException(allowed + ", but is \"" + found + "\"");
  }

  private static List<BurnPair> pairs(Settings settings, Objective objective) {
    var pairs = new ArrayList<BurnPair>();
    var sections = settings.sections("pairs");
    var place = settings.problem("pairs", "").key();
    if (sections.isEmpty()
        && settings.problems().stream().noneMatch(problem -> problem.key().equals(place))) {
      // Nothing would ever burn.
      settings.note("pairs", "must not be empty; leave it out if you mean the usual ones");
    }
    for (Settings section : sections) {
      pair(section)
          .ifPresent(
              pair -> {
                var problems = pair.problems(objective);
                problems.forEach(problem -> section.note(problem.key(), problem.message()));
                if (problems.isEmpty()) {
                  pairs.add(pair);
                }
              });
    }
    return pairs;
  }

  /** One pair; empty when it cannot be read. */
  private static Optional<BurnPair> pair(Settings section) {
    return section.attempt(
        options -> {
          double burnRate =
              options
                  .number("burn-rate")
                  .describedAs("how many times faster than allowed")
                  .required();
          Duration longWindow =
              options
                  .duration("long")
                  .describedAs("the window over which enough must be gone")
                  .required();
          Duration shortWindow =
              options.duration("short").describedAs("the window in which it must go on").required();
          var kind =
              options
                  .choice("status", Kind.class)
                  .describedAs("what it makes of the result")
                  .orElse(Kind.FAIL);
          return kind == Kind.FAIL
              ? BurnPair.failing(burnRate, longWindow, shortWindow)
              : BurnPair.warning(burnRate, longWindow, shortWindow);
        });
  }
}
