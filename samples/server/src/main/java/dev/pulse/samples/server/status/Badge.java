package dev.pulse.samples.server.status;

import java.util.Locale;

/** A small picture for other people's pages: a label and what holds of it. */
final class Badge {
  private static final int LONGEST_LABEL = 40;
  private static final int LONGEST_VALUE = 60;
  private static final int HEIGHT = 20;
  private static final int MARGIN = 12;
  private static final double NARROW = 6.6;
  private static final double WIDE = 12.5;
  private static final int FIRST_WIDE = 0x1100;

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
    int leftWidth = width(label, LONGEST_LABEL);
    int rightWidth = width(value, LONGEST_VALUE);
    int all = leftWidth + rightWidth;
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\""
            + " viewBox=\"0 0 %1$d %2$d\" role=\"img\" aria-label=\"%3$s: %4$s\">"
            + "<title>%3$s: %4$s</title>"
            + "<clipPath id=\"r\"><rect width=\"%1$d\" height=\"%2$d\" rx=\"4\"/></clipPath>"
            + "<g clip-path=\"url(#r)\"><rect width=\"%5$d\" height=\"%2$d\" fill=\"#3a424c\"/>"
            + "<rect x=\"%5$d\" width=\"%6$d\" height=\"%2$d\" fill=\"%7$s\"/></g>"
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
        rightWidth,
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

  private static int width(String text, int most) {
    double width = text.codePoints().limit(most).mapToDouble(Badge::width).sum();
    return (int) Math.ceil(width) + MARGIN;
  }

  private static double width(int point) {
    return point < FIRST_WIDE ? NARROW : WIDE;
  }
}
