package dev.pulse.kubernetes;

import dev.pulse.core.internal.text.ForeignText;

/** What others wrote, as one line: line breaks cannot forge lines of a log. */
final class OneLine {
  /** Longer than any message of an API server that somebody reads to its end. */
  static final int LONG = 1_000;

  /** As long as an error of a program may be. */
  static final int SHORT = 500;

  private OneLine() {}

  /**
   * The text with each stretch of white space as one blank, cut off.
   *
   * @param most how many code points at most, the mark of the cut included
   */
  static String of(String text, int most) {
    // Bounded first: only so much of it is looked at.
    var enough = text.length() > most * 4 ? text.substring(0, most * 4) : text;
    return ForeignText.oneLine(enough.strip().replaceAll("\\s+", " "), most);
  }
}
