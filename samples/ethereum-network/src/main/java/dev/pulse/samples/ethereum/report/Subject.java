package dev.pulse.samples.ethereum.report;

import static java.util.Objects.requireNonNull;

/**
 * Who is told about what: a client of a network, in a channel of a guild.
 *
 * @param network the key of the network
 * @param client the key of the client; empty for the network as a whole
 * @param guild the id of the Discord guild
 * @param channel the id of the channel
 */
public record Subject(String network, String client, String guild, String channel) {
  /** A subject; all parts are needed. */
  public Subject {
    requireNonNull(network, "network");
    requireNonNull(client, "client");
    requireNonNull(guild, "guild");
    requireNonNull(channel, "channel");
  }

  /** The network as a whole, for what concerns no client alone. */
  public static Subject wholeNetwork(String network, String guild, String channel) {
    return new Subject(network, "", guild, channel);
  }
}
