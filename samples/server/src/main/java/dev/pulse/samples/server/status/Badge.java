package dev.pulse.samples.server.status;

import java.util.Locale;

/** A small picture for other people's pages: a label and what holds of it. */
final class Badge {
  private static final int LONGEST_LABEL = 40;
  private static final int LONGEST_VALUE = 60;
  private static final int HEIGHT = 20;
  private static final int MARGIN = 12;
  private static final int ROUND = 4;

  /** How wide the letters from the blank on are, in tenths of a pixel, of the size that is used. */
  private static final int[] LETTERS = {
    35, 44, 51, 92, 70, 105, 86, 30, 43, 43, 55, 92, 35, 40, 35, 37, 70, 70, 70, 70, 70, 70, 70, 70,
    70, 70, 37, 37, 92, 92, 92, 58, 110, 75, 75, 77, 85, 70, 63, 85, 83, 32, 32, 72, 61, 95, 82, 87,
    66, 87, 76, 70, 67, 81, 75, 109, 75, 67, 75, 43, 37, 43, 92, 55, 55, 67, 70, 60, 70, 68, 39, 70,
    70, 31, 31, 64, 31, 107, 70, 67, 70, 70, 45, 57, 43, 70, 65, 90, 65, 65, 58, 70, 37, 70, 92
  };

  private static final int OTHER_LETTER = 66;
  private static final int FIRST_WIDE = 0x1100;
  private static final int WIDE = 110;
  private static final int FIRST_PICTURE = 0x1F000;
  private static final int PICTURE = 140;
  private static final String AS_PICTURE = "\uFE0F";

  private Badge() {}

  /**
   * An SVG without style, script or address.
   *
   * @param label what it is about, shortened where it is long
   * @param value what holds
   * @param standing which colour that has
   */
  static String svg(String label, String value, Standing standing) {
    var left = Markup.line(label, LONGEST_LABEL);
    var right = Markup.line(value, LONGEST_VALUE);
    int leftWidth = width(Markup.plainLine(label, LONGEST_LABEL));
    int rightWidth = width(Markup.plainLine(value, LONGEST_VALUE));
    int all = leftWidth + rightWidth;
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" role=\"img\" aria-label=\"%3$s: %4$s\">"
            + "<title>%3$s: %4$s</title>"
            // Corners without an id: several badges may be in one document.
            + "<path fill=\"#3a424c\" d=\"M%5$d 0H4a4 4 0 0 0-4 4v12a4 4 0 0 0 4 4H%5$dz\"/>"
            + "<path fill=\"%7$s\" d=\"M%5$d 0H%6$da4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H%5$dz\"/>"
            + "<g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,Geneva,sans-serif\""
            + " font-size=\"11\" text-anchor=\"middle\">"
            + "<text x=\"%8$s\" y=\"14\" textLength=\"%9$d\" lengthAdjust=\"spacingAndGlyphs\">%3$s"
            + "</text>"
            + "<text x=\"%10$s\" y=\"14\" textLength=\"%11$d\" lengthAdjust=\"spacingAndGlyphs\">"
            + "%4$s</text></g></svg>\n",
        all,
        HEIGHT,
        left,
        right,
        leftWidth,
        all - ROUND,
        colour(standing),
        leftWidth / 2.0,
        leftWidth - MARGIN,
        leftWidth + rightWidth / 2.0,
        rightWidth - MARGIN);
  }

  /** White is readable on all of them. */
  private static String colour(Standing standing) {
    return switch (standing) {
      case UP -> "#177a45";
      case DEGRADED -> "#8f5500";
      case DOWN -> "#c0232b";
      case MAINTENANCE -> "#3d64b8";
      case UNKNOWN -> "#5f6875";
    };
  }

  /**
   * About as wide as browsers draw it: in their fonts some letters are wider and others narrower,
   * and {@code textLength} has them make up for what is left.
   */
  private static int width(String text) {
    int tenths = Clusters.of(text, text.length()).stream().mapToInt(Badge::tenths).sum();
    return (int) Math.ceil(tenths / 10.0) + MARGIN;
  }

  private static int tenths(String cluster) {
    int first = cluster.codePointAt(0);
    if (first >= FIRST_PICTURE || cluster.contains(AS_PICTURE)) {
      return PICTURE;
    }
    if (first >= ' ' && first - ' ' < LETTERS.length) {
      return LETTERS[first - ' '];
    }
    return isWide(first) ? WIDE : OTHER_LETTER;
  }

  /** From the Hangul on, but for the marks, symbols and letters that lie between. */
  private static boolean isWide(int point) {
    return (point >= FIRST_WIDE && point < 0x1200)
        || (point >= 0x2600 && point < 0x2800)
        || (point >= 0x2E80 && point < 0xA4D0)
        || (point >= 0xAC00 && point < 0xD7B0)
        || (point >= 0xF900 && point < 0xFB00)
        || (point >= 0xFE30 && point < 0xFE70)
        || (point >= 0xFF00 && point < 0xFFE7);
  }
}
