package dev.pulse.api.spi;

import dev.pulse.api.config.Settings;
import dev.pulse.api.score.Scorer;

/**
 * Makes scorers of one type from options. See {@link CheckProvider}, whose rules hold here as well.
 */
public interface ScorerProvider {
  /** The name of the type, as for a check. */
  String type();

  /**
   * Makes a scorer, without side effects.
   *
   * @throws IllegalArgumentException when the options contradict each other
   */
  Scorer create(Settings settings);
}
