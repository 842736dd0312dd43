package dev.pulse.core.internal.text;

/** Texts that must fit: cut between characters, never inside of one, with a mark that says so. */
public final class Cut {
  private static final String MARK = "…";

  private Cut() {}

  /**
   * The text, or as much of its begin as fits together with the mark of the cut.
   *
   * @param most how many code points at most, the mark included; at least 1
   */
  public static String to(String text, int most) {
    // A text has no more code points than this, so most are not counted.
    if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + MARK;
  }
}
