package dev.pulse.api.store;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the history of results. Windows include their start and exclude their end. What Pulse does
 * not know is never counted as good: it is left out, and said to be unknown. Thread-safe.
 */
public interface Journal {
  /** The newest outcome of a registration: the one with the largest run id. */
  Optional<Outcome> latest(String check);

  /** The outcomes of a query, newest first. */
  Page<Outcome> outcomes(OutcomeQuery query);

  /**
   * A window, cut into equal parts: how the runs of each ended, and how the signal was.
   *
   * @param signal the number to summarise
   * @param points into how many parts, 1 to 5,000
   * @return exactly that many slices, oldest first; those without runs are there and empty
   * @throws IllegalArgumentException when the window is empty or the number of points not allowed
   */
  List<Slice> history(String check, Signal signal, Instant from, Instant to, int points);

  /**
   * How long a target was up in a window. Each outcome speaks for the time from its start to the
   * next one's, but never for longer than {@code validity}; all other time is unknown. The last
   * outcome before the window speaks into it. Where two began at the same time, the later run
   * counts.
   *
   * @param validity how long one outcome may speak at most; usually two or three intervals
   * @throws IllegalArgumentException when the window ends before it begins, or the validity is not
   *     positive
   */
  Uptime uptime(String check, Instant from, Instant to, Duration validity);

  /**
   * How the values of a signal are distributed in a window; exact.
   *
   * @throws IllegalArgumentException when the window ends before it begins
   */
  Distribution distribution(String check, Signal signal, Instant from, Instant to);
}
