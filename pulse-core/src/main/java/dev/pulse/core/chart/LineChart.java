package dev.pulse.core.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A line over time, some of which is shaded. Draws what it can: a runtime without fonts gets a
 * chart without texts.
 */
class LineChart {
  static final int WIDTH = 800;
  static final int HEIGHT = 280;
  static final int LEFT = 70;
  static final int RIGHT = 20;
  static final int TOP = 36;
  static final int BOTTOM = 34;

  static final Color PAPER = Color.WHITE;
  static final Color SHADE = new Color(0xf8d7da);
  static final Color LINE = new Color(0x0b5ed7);
  private static final Color GRID = new Color(0xdee2e6);
  private static final Color INK = new Color(0x343a40);
  private static final int ROWS = 4;
  private static final int COLUMNS = 4;

  private final String title;
  private final Instant from;
  private final Instant to;
  private final double[] seconds;
  private final Instant shadeFrom;
  private final Instant shadeTo;
  private final double top;

  /**
   * A chart.
   *
   * @param seconds values in windows of the same length; not a number where there is none
   */
  LineChart(
      String title,
      Instant from,
      Instant to,
      double[] seconds,
      Instant shadeFrom,
      Instant shadeTo) {
    this.title = title;
    this.from = from;
    this.to = to;
    this.seconds = seconds.clone();
    this.shadeFrom = shadeFrom;
    this.shadeTo = shadeTo;
    this.top = roundedUp(largest(seconds));
  }

  private static double largest(double[] seconds) {
    double largest = 0;
    for (double value : seconds) {
      largest = Double.isNaN(value) ? largest : Math.max(largest, value);
    }
    return largest;
  }

  /** The next of 1, 2 and 5 times a power of ten; at least a millisecond. */
  static double roundedUp(double seconds) {
    double unit = Math.pow(10, Math.floor(Math.log10(Math.max(seconds, 0.001))));
    for (double times : new double[] {1, 2, 5}) {
      if (seconds <= unit * times * (1 + 1e-9)) {
        return unit * times;
      }
    }
    return unit * 10;
  }

  /** The picture. */
  byte[] png() {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var pen = image.createGraphics();
    try {
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      drawGround(pen);
      drawLine(pen);
      tryTexts(pen);
    } finally {
      pen.dispose();
    }
    var bytes = new ByteArrayOutputStream();
    // In memory: ImageIO's own choice is a temporary file, which a container may not let it write.
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private void drawGround(Graphics2D pen) {
    pen.setColor(PAPER);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    int begin = x(shadeFrom);
    int end = x(shadeTo);
    pen.setColor(SHADE);
    // Also what is shorter than a dot is seen.
    pen.fillRect(begin, TOP, Math.max(2, end - begin), HEIGHT - BOTTOM - TOP);
    pen.setColor(GRID);
    for (int row = 0; row <= ROWS; row++) {
      int y = y(top * row / ROWS);
      pen.drawLine(LEFT, y, WIDTH - RIGHT, y);
    }
  }

  private void drawLine(Graphics2D pen) {
    pen.setColor(LINE);
    pen.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    var path = new Path2D.Double();
    double window = (double) (WIDTH - LEFT - RIGHT) / seconds.length;
    boolean drawing = false;
    for (int i = 0; i < seconds.length; i++) {
      if (Double.isNaN(seconds[i])) {
        drawing = false;
        continue;
      }
      double x = LEFT + (i + 0.5) * window;
      int y = y(seconds[i]);
      if (!drawing) {
        // A value with gaps on both sides is a dot.
        path.moveTo(x, y);
      }
      path.lineTo(x, y);
      drawing = true;
    }
    pen.draw(path);
  }

  private void tryTexts(Graphics2D pen) {
    try {
      drawTexts(pen);
    } catch (RuntimeException | InternalError | LinkageError e) {
      // How a JDK fails that finds no fonts is different in each version. The line says enough.
    }
  }

  void drawTexts(Graphics2D pen) {
    pen.setColor(INK);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    pen.drawString(title, LEFT, 22);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int row = 0; row <= ROWS; row++) {
      var text = words(top * row / ROWS);
      int width = pen.getFontMetrics().stringWidth(text);
      pen.drawString(text, LEFT - 8 - width, y(top * row / ROWS) + 4);
    }
    var length = Duration.between(from, to);
    var pattern = length.compareTo(Duration.ofDays(2)) > 0 ? "MM-dd HH:mm" : "HH:mm";
    var format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    for (int column = 0; column <= COLUMNS; column++) {
      var at = from.plus(length.multipliedBy(column).dividedBy(COLUMNS));
      var text = format.format(at) + (column == COLUMNS ? " UTC" : "");
      int width = pen.getFontMetrics().stringWidth(text);
      pen.drawString(text, Math.min(x(at) - width / 2, WIDTH - width - 4), HEIGHT - 12);
    }
  }

  private int x(Instant at) {
    double share =
        (double) Duration.between(from, at).toMillis() / Duration.between(from, to).toMillis();
    return (int) Math.round(LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - RIGHT));
  }

  private int y(double value) {
    return (int) Math.round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP));
  }

  static String words(double seconds) {
    if (seconds >= 1) {
      return number(seconds) + " s";
    }
    return number(seconds * 1_000) + " ms";
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
