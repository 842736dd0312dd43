package dev.pulse.samples.ethereum.store;

import java.time.Instant;
import java.util.List;

/**
 * Whom to call about a client, as it is kept. Public because the JSON library asks for it.
 *
 * @param network the key of the network
 * @param client the key of the client
 * @param discordGuildId the guild whose people they are
 * @param mentions the handles in the order of adding, such as {@code <@41771983423143937>}
 * @param enabled whether they are called
 * @param createdAt when the first one was added
 * @param updatedAt when it was changed last
 */
public record MentionsDocument(
    String network,
    String client,
    String discordGuildId,
    List<String> mentions,
    boolean enabled,
    Instant createdAt,
    Instant updatedAt) {
  /** A document; keeps a copy of the list. */
  public MentionsDocument {
    mentions = List.copyOf(mentions);
  }

  /** The same with other handles. */
  public MentionsDocument withMentions(List<String> mentions, Instant at) {
    return new MentionsDocument(network, client, discordGuildId, mentions, enabled, createdAt, at);
  }

  /** The same, called or not called. */
  public MentionsDocument withEnabled(boolean enabled, Instant at) {
    return new MentionsDocument(network, client, discordGuildId, mentions, enabled, createdAt, at);
  }
}
