package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lays messages out, in Pulse's way or in somebody's own. Immutable. */
final class DiscordLayout {
  private final DiscordEmbeds embeds;
  private final @Nullable Function<Notification, DiscordMessage> own;
  private final DiscordMentions mentions;

  DiscordLayout(
      DiscordEmbeds embeds,
      Optional<Function<Notification, DiscordMessage>> own,
      DiscordMentions mentions) {
    this.embeds = embeds;
    this.own = own.orElse(null);
    this.mentions = mentions;
  }

  /** Asks a layout of somebody's own once, whatever it takes to deliver what it answers. */
  DiscordContent of(Notification notification) {
    return new DiscordContent(
        embeds,
        notification,
        mentions.of(notification),
        own == null ? null : own.apply(notification));
  }
}
