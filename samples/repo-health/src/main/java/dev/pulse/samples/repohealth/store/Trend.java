package dev.pulse.samples.repohealth.store;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Where the score of a repository is going. Immutable.
 *
 * @param history the last scores, the oldest first: at most {@value #MOST}
 */
public record Trend(List<ScorePoint> history) {
  /** How many scores count. */
  public static final int MOST = 90;

  /** Which way. */
  public enum Direction {
    /** Better than it was. */
    UP,
    /** Worse than it was. */
    DOWN,
    /** As it was. */
    STABLE,
    /** There are not two scores to compare. */
    UNKNOWN;

    /** The word for it, in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The trend of a history. */
  public Trend {
    history = List.copyOf(history);
  }

  /** The last score less the first one; empty below two. */
  public OptionalInt delta() {
    return history.size() < 2
        ? OptionalInt.empty()
        : OptionalInt.of(history.get(history.size() - 1).score() - history.get(0).score());
  }

  /** Which way it goes. */
  public Direction direction() {
    var delta = delta();
    if (delta.isEmpty()) {
      return Direction.UNKNOWN;
    }
    int sign = Integer.signum(delta.getAsInt());
    return sign == 0 ? Direction.STABLE : sign > 0 ? Direction.UP : Direction.DOWN;
  }
}
