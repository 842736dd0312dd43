package dev.pulse.core.report;

import dev.pulse.api.store.Downtime;
import dev.pulse.api.store.Downtime.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outages of a stretch of time: its unbroken stretches of down. One that unknown time or
 * maintenance interrupts counts as two; one that reaches over an end of the report is cut off
 * there. Immutable.
 */
public final class Outages {
  static final Outages NONE = new Outages(0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO, true);

  private final long count;
  private final Duration total;
  private final Duration longest;
  private final long recovered;
  private final Duration recoveryTime;
  private final boolean complete;

  Outages(
      long count,
      Duration total,
      Duration longest,
      long recovered,
      Duration recoveryTime,
      boolean complete) {
    this.count = count;
    this.total = total;
    this.longest = longest;
    this.recovered = recovered;
    this.recoveryTime = recoveryTime;
    this.complete = complete;
  }

  /**
   * The outages that a down time comes to.
   *
   * @param begin where the report begins
   * @param excluded ordered, not overlapping
   */
  static Outages of(Downtime downtime, Instant begin, List<Exclusion> excluded) {
    long count = 0;
    long recovered = 0;
    var total = Duration.ZERO;
    var longest = Duration.ZERO;
    var recoveryTime = Duration.ZERO;
    for (Stretch whole : downtime.stretches()) {
      for (Stretch stretch : without(excluded, whole)) {
        var length = stretch.length();
        count++;
        total = total.plus(length);
        longest = length.compareTo(longest) > 0 ? length : longest;
        boolean begun = stretch.from().equals(whole.from()) && stretch.from().isAfter(begin);
        if (begun && stretch.recovered()) {
          recovered++;
          recoveryTime = recoveryTime.plus(length);
        }
      }
    }
    return new Outages(count, total, longest, recovered, recoveryTime, downtime.isComplete());
  }

  private static List<Stretch> without(List<Exclusion> excluded, Stretch whole) {
    var pieces = new ArrayList<Stretch>();
    var from = whole.from();
    for (Exclusion exclusion : excluded) {
      if (!exclusion.from().isBefore(whole.to())) {
        break;
      }
      if (from.isBefore(exclusion.from())) {
        pieces.add(new Stretch(from, exclusion.from(), false));
      }
      from = from.isBefore(exclusion.to()) ? exclusion.to() : from;
    }
    if (from.isBefore(whole.to())) {
      pieces.add(new Stretch(from, whole.to(), whole.recovered()));
    }
    return pieces;
  }

  /**
   * How many there were; at least so many when they are not {@linkplain #isComplete() complete}.
   */
  public long count() {
    return count;
  }

  /** How long they were together. */
  public Duration total() {
    return total;
  }

  /** How long the longest was, as far as it lies in the report; empty without outages. */
  public Optional<Duration> longest() {
    return count == 0 ? Optional.empty() : Optional.of(longest);
  }

  /** How many began inside the report and ended in it because the target was seen to work again. */
  public long recovered() {
    return recovered;
  }

  /** The mean length of those that {@linkplain #recovered() recovered}; empty without any. */
  public Optional<Duration> meanTimeToRecovery() {
    return recovered == 0 ? Optional.empty() : Optional.of(recoveryTime.dividedBy(recovered));
  }

  /**
   * Whether all of the down time could be told apart into outages. Where only summaries of results
   * are left it cannot.
   */
  public boolean isComplete() {
    return complete;
  }

  /** The outages of several checks, counted together. */
  Outages plus(Outages other) {
    return new Outages(
        count + other.count,
        total.plus(other.total),
        longest.compareTo(other.longest) >= 0 ? longest : other.longest,
        recovered + other.recovered,
        recoveryTime.plus(other.recoveryTime),
        complete && other.complete);
  }

  @Override
  public String toString() {
    return count + " outages, " + total + (complete ? "" : ", and more that cannot be told apart");
  }
}
