package dev.pulse.core.report;

import dev.pulse.api.store.Uptime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/**
 * Draws the windows of an entry side by side, each as a column of what it was spent with: up at the
 * bottom, then unknown, maintenance, and down on top. Down that is short is drawn taller than it
 * was, so that it can be seen.
 */
final class UptimeBar {
  private static final int HEIGHT = 20;
  private static final int LEAST_DOWN = 4;
  private static final int STEP = 4;

  private final StringBuilder up = new StringBuilder();
  private final StringBuilder down = new StringBuilder();
  private final StringBuilder unknown = new StringBuilder();
  private final StringBuilder maintenance = new StringBuilder();

  private UptimeBar(List<Uptime> uptimes) {
    for (int i = 0; i < uptimes.size(); i++) {
      draw(uptimes.get(i), i * STEP);
    }
  }

  /**
   * The drawing.
   *
   * @param escapedLabel what those hear who do not see it
   */
  static String svg(List<Uptime> uptimes, String escapedLabel) {
    var bar = new UptimeBar(uptimes);
    return "<svg role=\"img\" aria-label=\""
        + escapedLabel
        + "\" viewBox=\"0 0 "
        + uptimes.size() * STEP
        + ' '
        + HEIGHT
        + "\" preserveAspectRatio=\"none\">"
        + path("u", bar.up)
        + path("n", bar.unknown)
        + path("m", bar.maintenance)
        + path("d", bar.down)
        + "</svg>";
  }

  private static String path(String kind, StringBuilder shape) {
    return shape.isEmpty() ? "" : "<path class=\"" + kind + "\" d=\"" + shape + "\"/>";
  }

  private void draw(Uptime uptime, int x) {
    int downHeight = height(uptime.down(), uptime.total());
    if (!uptime.down().isZero()) {
      downHeight = Math.max(LEAST_DOWN, downHeight);
    }
    int unknownHeight = Math.min(HEIGHT - downHeight, height(uptime.unknown(), uptime.total()));
    int maintenanceHeight =
        Math.min(HEIGHT - downHeight - unknownHeight, height(uptime.maintenance(), uptime.total()));
    int upHeight = HEIGHT - downHeight - unknownHeight - maintenanceHeight;
    if (uptime.up().isZero() && upHeight > 0) {
      // What was rounded off belongs to something that was there.
      if (!uptime.unknown().isZero()) {
        unknownHeight += upHeight;
      } else if (!uptime.maintenance().isZero()) {
        maintenanceHeight += upHeight;
      } else {
        downHeight += upHeight;
      }
      upHeight = 0;
    }
    int y = 0;
    y = add(down, x, y, downHeight);
    y = add(maintenance, x, y, maintenanceHeight);
    y = add(unknown, x, y, unknownHeight);
    add(up, x, y, upHeight);
  }

  private static int add(StringBuilder shape, int x, int y, int height) {
    if (height > 0) {
      shape.append('M').append(x).append(' ').append(y).append("h3v").append(height).append("h-3z");
    }
    return y + height;
  }

  private static int height(Duration part, Duration whole) {
    return whole.isZero()
        ? 0
        : Shares.seconds(part)
            .multiply(BigDecimal.valueOf(HEIGHT))
            .divide(Shares.seconds(whole), 0, RoundingMode.HALF_UP)
            .intValue();
  }
}
