package dev.pulse.api.spi;

import dev.pulse.api.collect.Collector;
import dev.pulse.api.config.Settings;

/**
 * Makes collectors of one type from options. See {@link CheckProvider}, whose rules hold here as
 * well.
 */
public interface CollectorProvider {
  /** The name of the type, as for a check. */
  String type();

  /**
   * Makes a collector, without side effects.
   *
   * @throws IllegalArgumentException when the options contradict each other
   */
  Collector create(Settings settings);
}
