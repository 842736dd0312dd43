package dev.pulse.testkit;

import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.ScorerProvider;

/**
 * What Pulse expects of every {@link ScorerProvider}, as tests: a type of the right form, options
 * that are read strictly, all problems at once.
 */
public abstract class ScorerProviderContract extends ProviderContract {
  /** The provider to test. */
  protected abstract ScorerProvider provider();

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
