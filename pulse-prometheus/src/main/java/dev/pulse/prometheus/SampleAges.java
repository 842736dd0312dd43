package dev.pulse.prometheus;

import dev.pulse.api.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How old the newest samples of series are, and which are too old. Immutable. */
final class SampleAges {
  /** When the newest sample of a series was taken; null when nobody knows. */
  @FunctionalInterface
  private interface Times {
    @Nullable Instant of(Series series);
  }

  private static final SampleAges UNBOUNDED =
      new SampleAges(Instant.MAX, null, series -> Instant.MAX);

  private final Instant now;
  private final @Nullable Duration most;
  private final Times times;

  private SampleAges(Instant now, @Nullable Duration most, Times times) {
    this.now = now;
    this.most = most;
    this.times = times;
  }

  /** Nobody minds. */
  static SampleAges unbounded() {
    return UNBOUNDED;
  }

  /**
   * The answer tells.
   *
   * @param scraped whether its times are those of samples, and not of the evaluation
   */
  static SampleAges own(Instant now, Duration most, boolean scraped) {
    return new SampleAges(
        now, most, series -> scraped ? series.latest().map(Point::at).orElse(null) : null);
  }

  /** Another answer tells, for series with the same labels, or for all. */
  static SampleAges told(Instant now, Duration most, Iterable<Series> answer) {
    Map<Labels, Double> seconds = new HashMap<>();
    for (Series series : answer) {
      series.latest().ifPresent(point -> seconds.put(series.labels(), point.value()));
    }
    return new SampleAges(
        now,
        most,
        series -> {
          @Nullable Double own = seconds.get(series.labels());
          return moment(own != null ? own : seconds.get(Labels.empty()));
        });
  }

  private static @Nullable Instant moment(@Nullable Double seconds) {
    // Written so that what is not a number is no time, too.
    return seconds != null && Math.abs(seconds) <= 1e11
        ? Instant.ofEpochMilli(Math.round(seconds * 1000))
        : null;
  }

  private static String words(Duration age) {
    var seconds = age.truncatedTo(ChronoUnit.SECONDS);
    return seconds.isZero() ? "less than a second" : PromQlText.duration(seconds);
  }

  /** What is wrong with the age of a series' newest sample, as it follows its name. */
  Optional<String> complaint(Series series) {
    if (most == null) {
      return Optional.empty();
    }
    @Nullable Instant at = times.of(series);
    if (at == null) {
      return Optional.of("has a sample that nobody knows the age of");
    }
    var age = Duration.between(at, now);
    return age.compareTo(most) > 0
        ? Optional.of("has no newer sample than one of " + words(age) + " ago")
        : Optional.empty();
  }
}
