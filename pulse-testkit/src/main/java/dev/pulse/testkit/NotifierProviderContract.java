package dev.pulse.testkit;

import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.NotifierProvider;

/**
 * What Pulse expects of every {@link NotifierProvider}, as tests: a type of the right form, options
 * that are read strictly and described, all problems at once.
 */
public abstract class NotifierProviderContract extends ProviderContract {
  /** For subclasses. */
  protected NotifierProviderContract() {}

  /** The provider to test. */
  protected abstract NotifierProvider provider();

  @Override
  final Object subject() {
    return provider();
  }

  @Override
  final String type() {
    return provider().type();
  }

  @Override
  final Object create(Settings settings) {
    return provider().create(settings);
  }
}
