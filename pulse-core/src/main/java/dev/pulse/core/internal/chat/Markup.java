package dev.pulse.core.internal.chat;

import java.time.Instant;

/**
 * How a chat wants its texts: what its signs mean, and what takes their meaning away. Lengths are
 * counted in {@code char}s, of which no way of counting finds more. Immutable.
 */
public interface Markup {
  /** A character of somebody else's, so that it shows and means nothing. */
  String escaped(int character);

  /**
   * The same between its neighbours, for signs that mean something at some places only.
   *
   * @param before the character before it; -1 at the begin
   * @param after the character behind it; -1 at the end
   */
  default String escaped(int before, int character, int after) {
    return escaped(character);
  }

  /** What stands at the end of a text that was cut. */
  default String mark() {
    return "…";
  }

  /** Emphasis. */
  String bold(String escaped);

  /** A point in time, in the zone of whoever reads it where the chat can do that. */
  String time(Instant at);

  /**
   * A text of somebody else's in one line: escaped, without invisible characters, and cut with a
   * mark that says so.
   *
   * @param most how long it may be when escaped, the mark included; at least as long as the mark
   */
  default String line(String text, int most) {
    return fitted(text, most, false);
  }

  /** The same for a text of several lines, which it keeps. */
  default String lines(String text, int most) {
    return fitted(text, most, true);
  }

  private String fitted(String text, int most, boolean lines) {
    var fitted = new StringBuilder();
    int cutAt = 0;
    int before = -1;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      int after = i < text.length() ? text.codePointAt(i) : -1;
      var next = lines && character == '\n' ? "\n" : escaped(before, visible(character), after);
      before = character;
      if (fitted.length() + next.length() > most) {
        return fitted.substring(0, cutAt) + mark();
      }
      fitted.append(next);
      if (fitted.length() + mark().length() <= most) {
        cutAt = fitted.length();
      }
    }
    return fitted.toString();
  }

  private static int visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> isSpace(character) ? ' ' : 0xfffd;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.FORMAT, Character.SURROGATE -> 0xfffd;
      default -> character;
    };
  }

  private static boolean isSpace(int character) {
    return character == '\n' || character == '\r' || character == '\t';
  }
}
