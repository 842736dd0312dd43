package dev.pulse.api.spi;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import java.util.function.Supplier;

/**
 * Makes detectors of one type from options. See {@link CheckProvider}, whose rules hold here as
 * well.
 */
public interface DetectorProvider {
  /** The name of the type, as for a check. */
  String type();

  /**
   * Reads the options once and returns what makes detectors from them: one for each series.
   *
   * @throws IllegalArgumentException when the options contradict each other
   */
  Supplier<? extends Detector> create(Settings settings);
}
