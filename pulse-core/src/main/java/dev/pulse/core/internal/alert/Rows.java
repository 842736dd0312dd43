package dev.pulse.core.internal.alert;

/** Reads what was saved of rules that count. */
final class Rows {
  private Rows() {}

  /**
   * What was saved of a rule that counts.
   *
   * @throws IllegalArgumentException when it is the state of another rule
   */
  static SavedRule.Counting counting(SavedRule saved, String trigger) {
    if (saved instanceof SavedRule.Counting state && state.trigger().equals(trigger)) {
      return state;
    }
    throw new IllegalArgumentException(
        "expected the state of a rule that watches for " + trigger + ", but found " + saved);
  }

  /**
   * The row of a rule without subjects.
   *
   * @throws IllegalArgumentException when it is the state of another rule
   */
  static SavedRow single(SavedRule saved, String trigger) {
    var row = counting(saved, trigger).rows().get("");
    if (row == null) {
      throw new IllegalArgumentException("expected one row without subject, but found " + saved);
    }
    return row;
  }
}
