package dev.pulse.samples.repohealth.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in columns, for a terminal of {@value #WIDTH} characters: no colours, no sequences that
 * could move a cursor, whatever the names of others hold.
 */
final class Columns {
  static final int WIDTH = 80;

  private Columns() {}

  /** A text without line breaks and whatever else could move the cursor of a terminal. */
  static String plain(String text) {
    // Format characters can turn the direction of a line round.
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
  }

  static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - length(text)));
  }

  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - length(text))) + text;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * A text behind a margin, with as many lines as it needs.
   *
   * @param margin what stands before the first line; the others have blanks of the same length
   */
  static String hanging(String margin, String text) {
    var lines = wrapped(plain(text), WIDTH - length(margin));
    var below = "\n" + " ".repeat(length(margin));
    return (margin + String.join(below, lines)).stripTrailing() + "\n";
  }

  private static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" +", -1)) {
      var rest = word;
      if (line.length() > 0 && length(line.toString()) + 1 + length(rest) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (length(rest) > width) {
        int end = rest.offsetByCodePoints(0, width);
        lines.add(rest.substring(0, end));
        rest = rest.substring(end);
      }
      line.append(line.length() > 0 ? " " : "").append(rest);
    }
    lines.add(line.toString());
    return lines;
  }
}
