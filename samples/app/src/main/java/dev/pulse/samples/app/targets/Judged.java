package dev.pulse.samples.app.targets;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.app.config.CheckDocument;
import dev.pulse.samples.app.config.TargetReader;

/**
 * What a document is worth. Immutable.
 *
 * @param document what was sent, with what is kept in the place of asterisks
 */
record Judged(CheckDocument document, TargetReader.Reading reading) {
  /**
   * How it is run.
   *
   * @throws ConfigurationException with everything that is wrong with it
   */
  Registration registration() {
    return reading.registration().orElseThrow(() -> new ConfigurationException(reading.problems()));
  }
}
