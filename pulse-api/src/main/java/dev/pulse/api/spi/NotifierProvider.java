package dev.pulse.api.spi;

import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;

/**
 * Makes notifiers of one type from options. See {@link CheckProvider}, whose rules hold here as
 * well.
 */
public interface NotifierProvider {
  /** The name of the type, as for a check. */
  String type();

  /**
   * Reads the options and makes a notifier. Secrets are read with {@link Settings#secret}.
   *
   * @throws IllegalArgumentException when the options contradict each other
   */
  Notifier create(Settings settings);
}
