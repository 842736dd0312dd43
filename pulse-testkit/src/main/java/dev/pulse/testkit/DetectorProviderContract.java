package dev.pulse.testkit;

import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.DetectorProvider;

/**
 * What Pulse expects of every {@link DetectorProvider}, as tests: a type of the right form, options
 * that are read strictly and described, all problems at once.
 */
public abstract class DetectorProviderContract extends ProviderContract {
  /** The provider to test. */
  protected abstract DetectorProvider provider();

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
