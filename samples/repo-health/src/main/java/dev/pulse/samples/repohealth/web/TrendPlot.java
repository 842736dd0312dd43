package dev.pulse.samples.repohealth.web;

import dev.pulse.samples.repohealth.store.ScorePoint;
import dev.pulse.samples.repohealth.store.Trend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The scores of a repository as a line over time, from 0 at the bottom to 100 at the top. */
final class TrendPlot {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 40;
  private static final int EDGE = 3;
  private static final int BEST = 100;

  private TrendPlot() {}

  static String of(Trend trend) {
    var history = trend.history();
    if (history.isEmpty()) {
      return "<span></span>";
    }
    var first = history.get(0);
    var last = history.get(history.size() - 1);
    var from = first.at();
    var span = Duration.between(from, last.at());
    var points =
        history.stream()
            .map(point -> place(x(point.at(), from, span), y(point.score())))
            .collect(Collectors.joining(" "));
    return "<svg class=\"plot\" viewBox=\"0 0 "
        + WIDTH
        + " "
        + HEIGHT
        + "\" role=\"img\" aria-label=\""
        + spoken(history)
        + "\"><path class=\"bounds\" d=\"M0 "
        + number(y(80))
        + "H"
        + WIDTH
        + "M0 "
        + number(y(50))
        + "H"
        + WIDTH
        + "\"/><polyline points=\""
        + points
        + "\"/><circle cx=\""
        + number(x(last.at(), from, span))
        + "\" cy=\""
        + number(y(last.score()))
        + "\" r=\"3\"/></svg>";
  }

  private static String spoken(List<ScorePoint> history) {
    int last = history.get(history.size() - 1).score();
    return history.size() == 1
        ? "one score: " + last
        : history.size() + " scores, from " + history.get(0).score() + " to " + last;
  }

  private static double x(Instant at, Instant from, Duration span) {
    // A single score is the newest one, at the right.
    double share =
        span.isZero() ? 1 : (double) Duration.between(from, at).toMillis() / span.toMillis();
    return EDGE + share * (WIDTH - 2 * EDGE);
  }

  private static double y(int score) {
    return HEIGHT - EDGE - (double) score / BEST * (HEIGHT - 2 * EDGE);
  }

  private static String place(double x, double y) {
    return number(x) + "," + number(y);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
