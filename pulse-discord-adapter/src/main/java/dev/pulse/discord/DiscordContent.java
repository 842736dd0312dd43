package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.chart.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is sent of one message, in whichever layout, and whom it pings. Immutable. */
final class DiscordContent {
  private final DiscordEmbeds embeds;
  private final Notification notification;
  private final Set<DiscordMention> pinged;
  private final @Nullable DiscordMessage own;

  DiscordContent(
      DiscordEmbeds embeds,
      Notification notification,
      Set<DiscordMention> pinged,
      @Nullable DiscordMessage own) {
    this.embeds = embeds;
    this.notification = notification;
    this.pinged = pinged;
    this.own = own;
  }

  /** A new message for the channel: it pings people, unless its thread does. */
  Map<String, Object> message() {
    return standing(thread().isPresent() ? Set.of() : pinged);
  }

  /** What a message that is there already shall show from now on; an edit pings nobody. */
  Map<String, Object> standing() {
    return standing(Set.of());
  }

  private Map<String, Object> standing(Set<DiscordMention> called) {
    var line = own == null ? embeds.line(notification) : own.line();
    var fields = pinging(line, called);
    var embed = embed();
    fields.put("embeds", embed.isEmpty() ? List.of() : List.of(embed));
    var components = own == null ? new ArrayList<>() : new ArrayList<>(own.links());
    components.addAll(embeds.components(notification));
    fields.put("components", components);
    return fields;
  }

  /** What adds a picture to a message that is there already. */
  Map<String, Object> withPicture(Picture picture) {
    var embed = new LinkedHashMap<>(embed());
    embed.put("image", Map.of("url", "attachment://" + picture.name()));
    return Map.of(
        "embeds", List.of(embed), "attachments", List.of(DiscordPost.attachment(picture)));
  }

  /**
   * A line that says what has become of the group: it pings people. Empty where a layout has no
   * line for it.
   */
  Optional<Map<String, Object>> update() {
    var line = own == null ? embeds.update(notification) : own.line();
    return line.isBlank() && pinged.isEmpty()
        ? Optional.empty()
        : Optional.of(pinging(line, pinged));
  }

  /** The thread of a layout. */
  Optional<DiscordThread> thread() {
    return own == null ? Optional.empty() : own.thread();
  }

  /** What the thread says. */
  List<DiscordPost> posts(DiscordThread thread) {
    return thread.posts(pinged);
  }

  private Map<String, Object> embed() {
    return own == null ? embeds.embed(notification) : own.embed();
  }

  private static Map<String, Object> pinging(String line, Set<DiscordMention> called) {
    var calls =
        called.stream().map(mention -> " " + mention.markup()).collect(Collectors.joining());
    var fields = new LinkedHashMap<String, Object>();
    fields.put("content", line + calls);
    fields.put("allowed_mentions", DiscordMentions.allowing(called));
    return fields;
  }
}
