package dev.pulse.core.notify;

import dev.pulse.api.config.Settings;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.spi.NotifierProvider;

/**
 * Makes {@link ConsoleNotifier}s of the type {@code console}, for the standard output. No options.
 */
public final class ConsoleNotifierProvider implements NotifierProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ConsoleNotifierProvider() {}

  @Override
  public String type() {
    return "console";
  }

  @Override
  public Notifier create(Settings settings) {
    return ConsoleNotifier.standardOutput();
  }
}
