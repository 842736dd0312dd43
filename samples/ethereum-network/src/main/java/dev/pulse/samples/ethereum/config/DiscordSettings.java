package dev.pulse.samples.ethereum.config;

import dev.pulse.api.config.Secret;
import java.net.URI;
import java.util.List;

/**
 * How Discord is spoken to.
 *
 * @param token the bot's
 * @param api where the API is, without a slash at the end
 * @param guilds the servers that may be served; empty for all
 */
public record DiscordSettings(Secret token, URI api, List<String> guilds) {
  /** Settings; keeps a copy of the list. */
  public DiscordSettings {
    guilds = List.copyOf(guilds);
  }
}
