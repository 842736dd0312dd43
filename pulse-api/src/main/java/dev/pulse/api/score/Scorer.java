package dev.pulse.api.score;

/**
 * Grades one target from 0 to 100: the health of a repository, the performance of an operator.
 * Write a {@link dev.pulse.api.check.Check} where the answer is yes or no; write a {@link
 * dev.pulse.api.collect.Collector} to fetch numbers without an opinion.
 *
 * <p>A scorer may fetch its facts itself, or take them from the outcomes of other registrations
 * ({@link ScoreContext#latest}). A fact that it could not learn is a {@linkplain Factor#missing
 * missing factor}: it is left out of the score and listed, and never counts as 0 or as 100. Without
 * any fact the score is {@linkplain Score#inconclusive inconclusive}. Equal facts give an equal
 * score.
 *
 * <p>A scorer must be safe to run again and from several threads at once, and must end soon after
 * its thread is interrupted.
 *
 * <pre>{@code
 * Scorer documentation =
 *     context ->
 *         Score.weighted(
 *             List.of(
 *                 Factor.of("readme", 2, 100, "README.md is there"),
 *                 Factor.missing("site", 1, "403: the token may not read it")));
 * }</pre>
 *
 * @see ScorerCheck
 */
@FunctionalInterface
public interface Scorer {
  /**
   * Grades once.
   *
   * @return the score; returning nothing is recorded as {@link dev.pulse.api.model.Status#UNKNOWN}
   * @throws Exception when there can be no score this time; recorded as {@link
   *     dev.pulse.api.model.Status#UNKNOWN} with the class and message of the exception
   */
  Score score(ScoreContext context) throws Exception;
}
