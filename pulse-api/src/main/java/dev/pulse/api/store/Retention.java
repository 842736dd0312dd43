package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long history is kept, by how fine it is: single results with everything about them, and what
 * they come to by minute, by hour and by day. What is coarser takes less room and is kept for at
 * least as long as what is finer. Immutable.
 *
 * <pre>{@code
 * Retention retention =
 *     Retention.builder().results(Duration.ofDays(30)).hours(Retention.FOREVER).build();
 * }</pre>
 *
 * <p>Defaults: single results 90 days, minutes 180 days, hours three years (1,095 days), days for
 * ever; what is not set is kept for as long as what is finer, where that is longer.
 */
public final class Retention {
  /** What is kept for as long is never removed. */
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration RESULTS = Duration.ofDays(90);
  private static final Duration MINUTES = Duration.ofDays(180);
  private static final Duration HOURS = Duration.ofDays(3 * 365);

  private final Duration results;
  private final Duration minutes;
  private final Duration hours;
  private final Duration days;

  private Retention(Duration results, Duration minutes, Duration hours, Duration days) {
    this.results = results;
    this.minutes = minutes;
    this.hours = hours;
    this.days = days;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** How long single results are kept. */
  public Duration results() {
    return results;
  }

  /** How long summaries of minutes are kept: of runs, time and latency. */
  public Duration minutes() {
    return minutes;
  }

  /** How long summaries of hours are kept: of runs, time, latency and samples. */
  public Duration hours() {
    return hours;
  }

  /** How long summaries of days are kept: of runs, time, latency and samples. */
  public Duration days() {
    return days;
  }

  /**
   * The moment before which something is not kept any more; for authors of stores.
   *
   * @param kept one of the durations of this retention
   */
  public static Instant before(Duration kept, Instant now) {
    if (kept.equals(FOREVER)) {
      return Instant.MIN;
    }
    try {
      return now.minus(kept);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Retention retention
        && results.equals(retention.results)
        && minutes.equals(retention.minutes)
        && hours.equals(retention.hours)
        && days.equals(retention.days);
  }

  @Override
  public int hashCode() {
    return ((results.hashCode() * 31 + minutes.hashCode()) * 31 + hours.hashCode()) * 31
        + days.hashCode();
  }

  @Override
  public String toString() {
    return "results for "
        + text(results)
        + ", minutes for "
        + text(minutes)
        + ", hours for "
        + text(hours)
        + ", days for "
        + text(days);
  }

  private static String text(Duration kept) {
    return kept.equals(FOREVER) ? "ever" : Durations.format(kept);
  }

  /** Builds a {@link Retention}. Confine to one thread. */
  public static final class Builder {
    private @Nullable Duration results;
    private @Nullable Duration minutes;
    private @Nullable Duration hours;
    private @Nullable Duration days;

    private Builder() {}

    /** How long single results are kept; at least a minute. */
    public Builder results(Duration kept) {
      results = requireNonNull(kept, "kept");
      return this;
    }

    /** How long summaries of minutes are kept. */
    public Builder minutes(Duration kept) {
      minutes = requireNonNull(kept, "kept");
      return this;
    }

    /** How long summaries of hours are kept. */
    public Builder hours(Duration kept) {
      hours = requireNonNull(kept, "kept");
      return this;
    }

    /** How long summaries of days are kept. */
    public Builder days(Duration kept) {
      days = requireNonNull(kept, "kept");
      return this;
    }

    /**
     * The retention.
     *
     * @throws IllegalArgumentException when something is kept for less than a minute, or what is
     *     coarser for less long than what is finer; names all problems
     */
    public Retention build() {
      var problems = new ArrayList<String>();
      var ofResults = results == null ? RESULTS : results;
      if (ofResults.compareTo(SHORTEST) < 0) {
        problems.add("results must be kept for a minute at least, but for " + text(ofResults));
      }
      var ofMinutes = coarser("minutes", minutes, MINUTES, "results", ofResults, problems);
      var ofHours = coarser("hours", hours, HOURS, "minutes", ofMinutes, problems);
      var ofDays = coarser("days", days, FOREVER, "hours", ofHours, problems);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new Retention(ofResults, ofMinutes, ofHours, ofDays);
    }

    private static Duration coarser(
        String name,
        @Nullable Duration set,
        Duration usual,
        String finerName,
        Duration finer,
        List<String> problems) {
      if (set == null) {
        return usual.compareTo(finer) < 0 ? finer : usual;
      }
      if (set.compareTo(finer) < 0) {
        problems.add(
            name
                + " must be kept for as long as "
                + finerName
                + " at least, which is "
                + text(finer)
                + ", but for "
                + text(set));
      }
      return set;
    }
  }
}
