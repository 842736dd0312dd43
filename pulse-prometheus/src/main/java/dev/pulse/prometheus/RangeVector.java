package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

/**
 * Series with all their values over a time, which a function makes into one value each. As a query
 * of its own it answers the values with the times at which they were scraped. Immutable.
 */
public final class RangeVector extends PromQl {
  RangeVector(String text) {
    super(text, false);
  }

  /** By how much each has changed, for gauges; drops count. */
  public InstantVector delta() {
    return function("delta");
  }

  /** By how much each has risen, for counters. */
  public InstantVector increase() {
    return function("increase");
  }

  /** How much each rises in a second, for counters. */
  public InstantVector rate() {
    return function("rate");
  }

  /**
   * What another function of one range makes of them, such as {@code avg_over_time}.
   *
   * @throws IllegalArgumentException when it cannot be the name of a function
   */
  public InstantVector function(String name) {
    var function = PromQlText.function(requireNonNull(name, "name"));
    return new Computed(function + "(" + text() + ")", Precedence.ATOM, false);
  }
}
