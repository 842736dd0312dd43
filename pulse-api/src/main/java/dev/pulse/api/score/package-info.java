/**
 * Scorers grade: 0 to 100, or inconclusive with a reason. Enter at {@link
 * dev.pulse.api.score.Scorer}; what it returns is a {@link dev.pulse.api.score.Score}, and a {@link
 * dev.pulse.api.score.ScorerCheck} lets it run where a check runs.
 */
@NullMarked
package dev.pulse.api.score;

import org.jspecify.annotations.NullMarked;
