package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * When a target was down in a stretch of time. Where only summaries of results are left, some of
 * the time is known by how much of it there was, but not by when: it is {@linkplain #untold()
 * untold}, and lies in none of the stretches. Immutable.
 */
public final class Downtime {
  /** Of a target that was not down. */
  public static final Downtime NONE = new Downtime(List.of(), Duration.ZERO);

  private final List<Stretch> stretches;
  private final Duration untold;

  /**
   * Down without a break. Unknown time and announced maintenance break it.
   *
   * @param from when it began, or where what was asked for begins
   * @param to when it was over, or where what was asked for ends
   * @param recovered whether the target was seen to work right at the end; not when nobody could
   *     tell then, when maintenance began, when what was asked for ends there, and where single
   *     results are gone that would say so
   */
  public record Stretch(Instant from, Instant to, boolean recovered) {
    /**
     * A stretch.
     *
     * @throws IllegalArgumentException when it does not end after it begins
     */
    public Stretch {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException(
            "a stretch must end after it begins, but goes from " + from + " to " + to);
      }
    }

    /** How long it was. */
    public Duration length() {
      return Duration.between(from, to);
    }
  }

  private Downtime(List<Stretch> stretches, Duration untold) {
    this.stretches = stretches;
    this.untold = untold;
  }

  /**
   * Times in which a target was down.
   *
   * @param stretches in order, with time between each and the next
   * @param untold what is known besides, but not when it was
   * @throws IllegalArgumentException when stretches overlap, touch or are in another order, or when
   *     the untold time is negative
   */
  public static Downtime of(List<Stretch> stretches, Duration untold) {
    var copy = List.copyOf(stretches);
    for (int i = 1; i < copy.size(); i++) {
      var before = copy.get(i - 1);
      if (!before.to().isBefore(copy.get(i).from())) {
        throw new IllegalArgumentException(
            "there must be time between stretches, but one ends at "
                + before.to()
                + " and the next begins at "
                + copy.get(i).from());
      }
    }
    if (requireNonNull(untold, "untold").isNegative()) {
      throw new IllegalArgumentException("untold must not be negative, but is " + untold);
    }
    return new Downtime(copy, untold);
  }

  /**
   * The stretches that can be told apart, oldest first; they neither overlap nor touch. One that
   * lies beside untold time may have been longer.
   */
  public List<Stretch> stretches() {
    return stretches;
  }

  /** The time that the target was down besides, but nobody knows any more when. */
  public Duration untold() {
    return untold;
  }

  /** All of the time: the lengths of the stretches, and what is untold. */
  public Duration total() {
    return stretches.stream().map(Stretch::length).reduce(untold, Duration::plus);
  }

  /** Whether all of the time is in the stretches; else there were at least these. */
  public boolean isComplete() {
    return untold.isZero();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Downtime downtime
        && stretches.equals(downtime.stretches)
        && untold.equals(downtime.untold);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stretches, untold);
  }

  @Override
  public String toString() {
    return stretches + (isComplete() ? "" : " and " + untold + " that cannot be told apart");
  }
}
