package dev.pulse.prometheus;

import static java.util.Objects.requireNonNull;

/**
 * Series with one value each, or a single number. Operations follow PromQL: a comparison keeps the
 * series for which it holds, with their values. Immutable.
 */
public abstract sealed class InstantVector extends PromQl permits Computed, MetricSelector {
  private final Precedence precedence;

  InstantVector(String text, Precedence precedence, boolean raw) {
    super(text, raw);
    this.precedence = precedence;
  }

  /** How many series there are, for each combination of the labels' values; over all without. */
  public InstantVector countBy(String... labels) {
    return aggregate("count", labels);
  }

  /** The sum for each combination of the labels' values; over all without labels. */
  public InstantVector sumBy(String... labels) {
    return aggregate("sum", labels);
  }

  /** The mean for each combination of the labels' values; over all without labels. */
  public InstantVector avgBy(String... labels) {
    return aggregate("avg", labels);
  }

  /** The smallest value for each combination of the labels' values; over all without labels. */
  public InstantVector minBy(String... labels) {
    return aggregate("min", labels);
  }

  /** The largest value for each combination of the labels' values; over all without labels. */
  public InstantVector maxBy(String... labels) {
    return aggregate("max", labels);
  }

  /** Those that are equal to a number. */
  public InstantVector equalTo(double number) {
    return compare("==", number);
  }

  /** Those that are not equal to a number. */
  public InstantVector notEqualTo(double number) {
    return compare("!=", number);
  }

  /** Those that are greater than a number. */
  public InstantVector greaterThan(double number) {
    return compare(">", number);
  }

  /** Those that are as great as a number, or greater. */
  public InstantVector atLeast(double number) {
    return compare(">=", number);
  }

  /** Those that are less than a number. */
  public InstantVector lessThan(double number) {
    return compare("<", number);
  }

  /** Those that are as small as a number, or smaller. */
  public InstantVector atMost(double number) {
    return compare("<=", number);
  }

  /** The sum with another side; matched by all labels, or with a {@link #number}. */
  public InstantVector plus(InstantVector other) {
    return plus(other, VectorMatching.ALL);
  }

  /** The sum with another side. */
  public InstantVector plus(InstantVector other, VectorMatching matching) {
    return operate("+", Precedence.SUM, other, matching);
  }

  /** This without another side; matched by all labels, or with a {@link #number}. */
  public InstantVector minus(InstantVector other) {
    return minus(other, VectorMatching.ALL);
  }

  /** This without another side. */
  public InstantVector minus(InstantVector other, VectorMatching matching) {
    return operate("-", Precedence.SUM, other, matching);
  }

  /** The product with another side; matched by all labels, or with a {@link #number}. */
  public InstantVector times(InstantVector other) {
    return times(other, VectorMatching.ALL);
  }

  /** The product with another side. */
  public InstantVector times(InstantVector other, VectorMatching matching) {
    return operate("*", Precedence.PRODUCT, other, matching);
  }

  /** The quotient with another side; matched by all labels, or with a {@link #number}. */
  public InstantVector dividedBy(InstantVector other) {
    return dividedBy(other, VectorMatching.ALL);
  }

  /** The quotient with another side. */
  public InstantVector dividedBy(InstantVector other, VectorMatching matching) {
    return operate("/", Precedence.PRODUCT, other, matching);
  }

  /** Those that have a partner on the other side. */
  public InstantVector and(InstantVector other, VectorMatching matching) {
    return operate("and", Precedence.AND, other, matching);
  }

  /** Those that have no partner on the other side. */
  public InstantVector unless(InstantVector other, VectorMatching matching) {
    return operate("unless", Precedence.AND, other, matching);
  }

  /** These, and those of the other side that have no partner here. */
  public InstantVector or(InstantVector other) {
    return operate("or", Precedence.OR, other, VectorMatching.ALL);
  }

  /**
   * When each was scraped, in seconds since 1970. Of anything but a {@link MetricSelector} it is
   * when the server evaluates, which tells nothing.
   */
  public InstantVector timestamp() {
    return function("timestamp");
  }

  /**
   * What a function of one vector makes of them, such as {@code abs}.
   *
   * @throws IllegalArgumentException when it cannot be the name of a function
   */
  public InstantVector function(String name) {
    return atom(PromQlText.function(requireNonNull(name, "name")) + "(");
  }

  private InstantVector aggregate(String operator, String... labels) {
    return atom(operator + (labels.length == 0 ? "(" : " by " + PromQlText.labels(labels) + " ("));
  }

  private InstantVector atom(String before) {
    return new Computed(before + closed() + ")", Precedence.ATOM, isRaw());
  }

  private InstantVector compare(String operator, double number) {
    return operate(operator, Precedence.COMPARISON, number(number), VectorMatching.ALL);
  }

  private InstantVector operate(
      String operator, Precedence how, InstantVector other, VectorMatching matching) {
    var left = side(precedence.compareTo(how) >= 0);
    var right = other.side(other.precedence.compareTo(how) > 0);
    return new Computed(
        left + " " + operator + matching + " " + right, how, isRaw() || other.isRaw());
  }

  private String side(boolean bare) {
    return bare ? text() : "(" + closed() + ")";
  }

  /** A comment at the end of what somebody wrote must not swallow what comes behind it. */
  private String closed() {
    return isRaw() && text().indexOf('#') >= 0 ? text() + "\n" : text();
  }
}
