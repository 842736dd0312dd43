package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is sent of a message, in whichever layout, and whom it pings. Immutable. */
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

  /** A new message for the channel: it pings people. */
  Map<String, Object> message(Notification notification) {
    return standing(notification, mentions.of(notification));
  }

  /** What a message that is there already shall show from now on; an edit pings nobody. */
  Map<String, Object> standing(Notification notification) {
    return standing(notification, Set.of());
  }

  private Map<String, Object> standing(Notification notification, Set<DiscordMention> pinged) {
    var own = ownMessage(notification);
    var line = own.map(DiscordMessage::line).orElseGet(() -> embeds.line(notification));
    var fields = pinging(line, pinged);
    fields.put("embeds", embed(notification, own).map(List::of).orElse(List.of()));
    fields.put("components", embeds.components(notification));
    return fields;
  }

  /** What adds a picture to a message that is there already. */
  Map<String, Object> withPicture(Notification notification, Picture picture) {
    var embed = new LinkedHashMap<>(embed(notification, ownMessage(notification)).orElse(Map.of()));
    embed.put("image", Map.of("url", "attachment://" + picture.name()));
    return Map.of(
        "embeds",
        List.of(embed),
        "attachments",
        List.of(Map.of("id", 0, "filename", picture.name(), "description", picture.description())));
  }

  /** A line that says what has become of the group: it pings people. */
  Map<String, Object> update(Notification notification) {
    var line =
        ownMessage(notification)
            .map(DiscordMessage::line)
            .orElseGet(() -> embeds.update(notification));
    return pinging(line, mentions.of(notification));
  }

  private Optional<DiscordMessage> ownMessage(Notification notification) {
    return own == null ? Optional.empty() : Optional.of(own.apply(notification));
  }

  private Optional<Map<String, Object>> embed(
      Notification notification, Optional<DiscordMessage> own) {
    var embed = own.map(DiscordMessage::embed).orElseGet(() -> embeds.embed(notification));
    return embed.isEmpty() ? Optional.empty() : Optional.of(embed);
  }

  private static Map<String, Object> pinging(String line, Set<DiscordMention> pinged) {
    var calls =
        pinged.stream().map(mention -> " " + mention.markup()).collect(Collectors.joining());
    var fields = new LinkedHashMap<String, Object>();
    fields.put("content", line + calls);
    fields.put("allowed_mentions", DiscordMentions.allowing(pinged));
    return fields;
  }
}
