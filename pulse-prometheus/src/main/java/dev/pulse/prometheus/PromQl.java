package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One expression of PromQL: a text that a server evaluates. Built from parts, values of labels are
 * escaped whatever they hold, and parentheses stand where they are needed; so write expressions
 * with it rather than by hand wherever a part of them comes from outside. Not all of PromQL is
 * here: {@link #raw} takes what is missing, and {@linkplain #isRaw() stays marked}. Immutable.
 *
 * <pre>{@code
 * var head = PromQl.metric("beacon_head_slot").where(equal("network", network));
 * PromQl stuck = head.over(Duration.ofMinutes(5)).delta().atMost(0);
 * // delta(beacon_head_slot{network="hoodi"}[5m]) <= 0
 * }</pre>
 */
public abstract sealed class PromQl permits InstantVector, RangeVector {
  private static final int LONGEST = 100_000;

  private final String text;
  private final boolean raw;

  PromQl(String text, boolean raw) {
    this.text = text;
    this.raw = raw;
  }

  /**
   * All series of a metric; narrow them with {@link MetricSelector#where}.
   *
   * @throws IllegalArgumentException when it is no name of a metric; names that only newer servers
   *     know, in UTF-8, need {@link #raw}
   */
  public static MetricSelector metric(String name) {
    if (!PromQlText.isMetricName(requireNonNull(name, "name"))) {
      throw new IllegalArgumentException(
          "metric name \"" + name + "\" is not allowed: it must match [a-zA-Z_:][a-zA-Z0-9_:]*");
    }
    return new MetricSelector(name, List.of());
  }

  /** The series of all metrics whose labels match, such as <code>{job="api"}</code>. */
  public static MetricSelector metrics(LabelMatcher first, LabelMatcher... more) {
    return new MetricSelector("", List.of(requireNonNull(first, "first"))).where(more);
  }

  /** A number, as one side of an operation or by itself. */
  public static InstantVector number(double value) {
    return new Computed(PromQlText.number(value), Precedence.ATOM, false);
  }

  /**
   * An expression as somebody wrote it. Nothing in it is checked or escaped: never put a text from
   * outside into one. Inside of another expression it stands in parentheses.
   *
   * @throws IllegalArgumentException when blank, or longer than 100,000 characters
   */
  public static InstantVector raw(String expression) {
    if (!isExpression(requireNonNull(expression, "expression"))) {
      throw new IllegalArgumentException(
          "an expression must not be blank, nor longer than " + LONGEST + " characters");
    }
    return new Computed(expression, Precedence.RAW, true);
  }

  /** Whether a text may be one; whether it is one the server knows. */
  static boolean isExpression(String text) {
    return !text.isBlank() && text.length() <= LONGEST;
  }

  /** The expression as it is sent. */
  public final String text() {
    return text;
  }

  /** Whether any part of it was written by hand, with {@link #raw}. */
  public final boolean isRaw() {
    return raw;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof PromQl that && text.equals(that.text) && raw == that.raw;
  }

  @Override
  public final int hashCode() {
    return text.hashCode();
  }

  /** {@link #text()}. */
  @Override
  public final String toString() {
    return text;
  }
}
