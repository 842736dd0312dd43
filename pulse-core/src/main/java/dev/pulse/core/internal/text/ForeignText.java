package dev.pulse.core.internal.text;

/** What a server sent, fit to be shown. */
public final class ForeignText {
  private ForeignText() {}

  /**
   * One line without control characters and other invisible ones, cut off.
   *
   * @param most how many characters at most, the mark of the cut included
   */
  public static String oneLine(String text, int most) {
    var clean = new StringBuilder();
    text.codePoints()
        .limit(most + 1L)
        .forEach(c -> clean.appendCodePoint(invisible(c) ? 0xfffd : c));
    return Cut.to(clean.toString(), most);
  }

  private static boolean invisible(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
