package dev.pulse.prometheus;

/**
 * Which series of two sides of an operation belong together: those that are equal in some labels,
 * one to one, or many of one side to one of the other. Without one they must be equal in all
 * labels. Immutable.
 */
public final class VectorMatching {
  static final VectorMatching ALL = new VectorMatching("");

  private final String text;

  private VectorMatching(String text) {
    this.text = text;
  }

  /** Equal in these labels; none means that each belongs to each. */
  public static VectorMatching on(String... labels) {
    return new VectorMatching(" on " + PromQlText.labels(labels));
  }

  /** Equal in all labels but these. */
  public static VectorMatching ignoring(String... labels) {
    return new VectorMatching(" ignoring " + PromQlText.labels(labels));
  }

  /**
   * Many of the left side belong to one of the right.
   *
   * @param labels what the result takes over from the right
   */
  public VectorMatching groupLeft(String... labels) {
    return new VectorMatching(text + " group_left" + PromQlText.labels(labels));
  }

  /**
   * Many of the right side belong to one of the left.
   *
   * @param labels what the result takes over from the left
   */
  public VectorMatching groupRight(String... labels) {
    return new VectorMatching(text + " group_right" + PromQlText.labels(labels));
  }

  /** As it follows an operator; with a blank before it, unless empty. */
  @Override
  public String toString() {
    return text;
  }
}
