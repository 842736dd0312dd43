package dev.pulse.api.store;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
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
   * History in windows: how the runs of each ended, how the signal was, how the time was spent.
   *
   * <p>Long windows, and those that began before single results were removed, are answered from
   * summaries of minutes, hours or days. Counts, minima, means and maxima are the same from either;
   * quantiles from summaries have a {@linkplain Distribution#relativeError() known error}. Where
   * only summaries are left that reach over the boundary of two windows, their runs and values
   * count where they begin, and their time is shared out evenly. In the one hour of which half of
   * the single results were removed, the smallest and largest value of a sample are as exact as a
   * quantile.
   *
   * @param signal the number to summarise
   * @return a slice for each window, in order; those without runs are there and empty
   */
  List<Slice> history(String check, Signal signal, Windows windows);

  /**
   * How a stretch of time was spent. Each outcome speaks for the time from its start to the next
   * one's, but never for longer than it is {@linkplain Outcome#validFor() valid}; all other time is
   * unknown. The last outcome before the stretch speaks into it. Where two began at the same time,
   * the later run counts. What an outcome of announced maintenance speaks for is maintenance.
   *
   * @throws IllegalArgumentException when the stretch ends before it begins
   */
  Uptime uptime(String check, Instant from, Instant to);

  /**
   * How the time of each of some windows was spent, by the rules of {@link #uptime}. To be
   * preferred to {@link #history} when neither the runs nor the values of the windows matter: a
   * store may know that of a year without reading its days.
   *
   * @return one for each window, in order
   */
  default List<Uptime> uptimes(String check, Windows windows) {
    return history(check, Signal.failures(), windows).stream().map(Slice::uptime).toList();
  }

  /**
   * When the target was down in a stretch of time, in one read: the stretches that make up {@link
   * Uptime#down()} of {@link #uptime}, by the same rules. Touching ones are one. What can be told
   * apart and what cannot add up to that time, to the millisecond.
   *
   * <p>Where results are gone, a store may know only for how long the target was down in some
   * minute, hour or day, but not when. Unless that was all of its time or none, it is {@linkplain
   * Downtime#untold() untold}.
   *
   * @throws IllegalArgumentException when the stretch ends before it begins
   */
  Downtime downtime(String check, Instant from, Instant to);

  /**
   * How the values of a signal are distributed in a stretch of time. Exact as long as all of its
   * single results are there and not too many to look at each; else from summaries, with a
   * {@linkplain Distribution#relativeError() known error}.
   *
   * @throws IllegalArgumentException when the stretch ends before it begins
   */
  Distribution distribution(String check, Signal signal, Instant from, Instant to);
}
