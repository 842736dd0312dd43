package dev.pulse.samples.repohealth.web;

import dev.pulse.samples.repohealth.store.Rhythm;
import dev.pulse.samples.repohealth.store.TrendPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much of the past is shown, and in how many points: from the first scan on where that is not
 * as long ago, so that a young installation has a plot, too.
 *
 * @param from where it begins
 * @param to where it ends, which is now
 * @param step how far points are apart at least
 */
record TrendSpan(Instant from, Instant to, Duration step) {
  static TrendSpan of(Instant now, Duration range, Optional<Instant> begin, int points) {
    var earliest = now.minus(range);
    var from = begin.filter(earliest::isBefore).orElse(earliest);
    var step = Duration.between(from, now).dividedBy(points);
    return new TrendSpan(
        from, now, step.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : step);
  }

  /**
   * The times of gaps: between two points, or after the last one, where scans are missing that
   * usually are there.
   */
  List<Instant> gaps(List<TrendPoint> points) {
    var ends = new ArrayList<>(points.stream().map(TrendPoint::at).toList());
    var rhythm = Rhythm.of(ends, step);
    if (!ends.isEmpty()) {
      ends.add(to);
    }
    var gaps = new ArrayList<Instant>();
    for (int i = 1; i < ends.size(); i++) {
      var before = ends.get(i - 1);
      if (rhythm.isPause(before, ends.get(i))) {
        gaps.add(before.plus(Duration.between(before, ends.get(i)).dividedBy(2)));
      }
    }
    return gaps;
  }
}
