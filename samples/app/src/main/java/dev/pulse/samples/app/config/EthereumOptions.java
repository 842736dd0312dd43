package dev.pulse.samples.app.config;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Settings;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import java.util.Optional;

/**
 * How Ethereum networks are watched as a part of {@code pulse serve}.
 *
 * @param configuration what the system itself wants to know; addresses and store are the server's
 */
public record EthereumOptions(EthereumConfiguration configuration) {
  /** Options; there must be a configuration. */
  public EthereumOptions {
    requireNonNull(configuration, "configuration");
  }

  /** Reads the section; its mere presence switches the system on. */
  static Optional<EthereumOptions> read(Settings section) {
    return SystemSection.read(
            section, EthereumConfiguration.VARIABLES_OF_A_PART, EthereumConfiguration::from)
        .map(EthereumOptions::new);
  }

  /** The configuration has secrets. */
  @Override
  public String toString() {
    return "the watch over Ethereum networks";
  }
}
