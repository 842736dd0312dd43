package dev.pulse.api.spi;

import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifierContext;

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

  /**
   * The same for notifiers that need something of Pulse, such as what was measured. This is the one
   * that Pulse calls; by default it leaves the context alone.
   *
   * @throws IllegalArgumentException when the options contradict each other
   */
  default Notifier create(Settings settings, NotifierContext context) {
    return create(settings);
  }
}
