package dev.pulse.samples.server.status;

/** Writes texts from outside into HTML and SVG. */
final class Markup {
  private Markup() {}

  /**
   * A text as content or as a quoted attribute: no mark-up, no control characters. What changes the
   * direction of a text is left to the browser, which keeps it within a {@code bdi}.
   */
  static String text(String text) {
    var written = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(written, point));
    return written.toString();
  }

  private static void append(StringBuilder written, int point) {
    switch (point) {
      case '&' -> written.append("&amp;");
      case '<' -> written.append("&lt;");
      case '>' -> written.append("&gt;");
      case '"' -> written.append("&quot;");
      case '\'' -> written.append("&#39;");
      default -> {
        if (isPossible(point)) {
          written.appendCodePoint(point);
        } else {
          written.append(Character.isWhitespace(point) ? ' ' : '\uFFFD');
        }
      }
    }
  }

  /** XML, which an SVG is, has no place for control characters and halves of pairs. */
  private static boolean isPossible(int point) {
    return !Character.isISOControl(point)
        && Character.getType(point) != Character.SURROGATE
        && (point & 0xFFFE) != 0xFFFE;
  }

  /** The same, shortened, and without what turns the text around: where there is no {@code bdi}. */
  static String line(String text, int most) {
    return text(plainLine(text, most));
  }

  /** The same before it is written into HTML or SVG. */
  static String plainLine(String text, int most) {
    var straight =
        text.codePoints()
            .filter(point -> !turnsAround(point))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return Clusters.shortened(straight, most);
  }

  private static boolean turnsAround(int point) {
    return (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069)
        || point == 0x200E
        || point == 0x200F
        || point == 0x061C;
  }

  /** A text whose direction is its own affair. */
  static String isolated(String text) {
    return "<bdi>" + text(text) + "</bdi>";
  }
}
