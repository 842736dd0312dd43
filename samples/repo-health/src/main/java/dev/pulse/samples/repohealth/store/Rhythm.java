package dev.pulse.samples.repohealth.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far scans usually are apart, to tell where some are missing: whoever scans once a week leaves
 * no gaps, and whoever scans every hour does with a day. Immutable.
 *
 * @param usual the usual distance
 */
public record Rhythm(Duration usual) {
  /** What is so many usual distances long is a pause. */
  private static final int PAUSE = 3;

  /** Whoever scans every few seconds may take his time. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

  /** A rhythm. */
  public Rhythm {
    requireNonNull(usual, "usual");
  }

  /**
   * The rhythm of scans.
   *
   * @param scans when they were, the oldest first
   * @param least what the usual distance is at least; more than 0
   */
  public static Rhythm of(List<Instant> scans, Duration least) {
    var distances =
        IntStream.range(1, scans.size())
            .mapToObj(i -> Duration.between(scans.get(i - 1), scans.get(i)))
            .sorted()
            .toList();
    var usual = distances.isEmpty() ? least : distances.get(distances.size() / 2);
    return new Rhythm(usual.compareTo(least) < 0 ? least : usual);
  }

  /** Whether scans are missing between one and the next. */
  public boolean isPause(Instant before, Instant after) {
    var longest = usual.multipliedBy(PAUSE);
    return Duration.between(before, after)
            .compareTo(longest.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : longest)
        > 0;
  }

  /** How many scans are missing there; 0 where it is no pause. */
  int missing(Instant before, Instant after) {
    return isPause(before, after)
        ? Math.toIntExact(Duration.between(before, after).dividedBy(usual)) - 1
        : 0;
  }
}
