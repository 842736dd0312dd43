package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.internal.chat.Colour;
import dev.pulse.core.internal.chat.Headline;
import dev.pulse.core.internal.chat.Listing;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The layout of Pulse: a line, and below it a coloured embed with the alerts. Immutable. */
final class DiscordEmbeds {
  private static final DiscordMarkup MARKUP = DiscordMarkup.MARKDOWN;
  private static final String LINK = "Open in Pulse";

  /** What the alerts may take of a description, which also says how many more there are. */
  private static final int ALERTS = DiscordLimits.DESCRIPTION - 200;

  /** No two alerts are shorter together than this, so that the blank lines between them fit. */
  private static final int MOST_ALERTS = 60;

  private final @Nullable URI page;
  private final boolean buttons;

  DiscordEmbeds(Optional<URI> page, boolean buttons) {
    this.page = page.orElse(null);
    this.buttons = buttons;
  }

  /** The line of a message that stands for the group. */
  String line(Notification notification) {
    return Headline.of(notification, MARKUP, DiscordLimits.HEADLINE);
  }

  /** The line that says what has become of the group. */
  String update(Notification notification) {
    return notification.alerts().size() + notification.omitted() < 2
        ? line(notification)
        : line(notification) + " (" + Headline.counts(notification) + ")";
  }

  /** The embed; empty without any part. */
  Map<String, Object> embed(Notification notification) {
    var embed = new LinkedHashMap<String, Object>();
    if (page != null) {
      embed.put("title", LINK);
      embed.put("url", page.toASCIIString());
    }
    var description = description(notification);
    if (!description.isEmpty()) {
      embed.put("description", description);
    }
    if (!embed.isEmpty()) {
      embed.put("color", Colour.of(notification));
      embed.put("timestamp", notification.at().toString());
    }
    return embed;
  }

  private static String description(Notification notification) {
    var listing = Listing.of(notification, MARKUP, ALERTS, ALERTS, MOST_ALERTS);
    var text = String.join("\n\n", listing.alerts());
    return listing.more() == 0 ? text : text + (text.isEmpty() ? "" : "\n\n") + listing.rest();
  }

  /** The rows of buttons; empty where there shall be none. */
  List<Object> components(Notification notification) {
    if (!buttons || notification.firing().isEmpty()) {
      return List.of();
    }
    var what = about(notification);
    return List.of(
        Map.of(
            "type",
            1,
            "components",
            List.of(
                button("pulse:acknowledge:" + what, "Acknowledge"),
                button("pulse:silence:" + what, "Silence 1 h"))));
  }

  /** One incident by itself; several by their group, as their ids would not fit. */
  private static String about(Notification notification) {
    var firing = notification.firing();
    var group = notification.group();
    boolean fits = group.length() <= DiscordLimits.CUSTOM_ID - "pulse:acknowledge:group:".length();
    return firing.size() == 1 || !fits ? "incident:" + firing.get(0).incident() : "group:" + group;
  }

  private static Map<String, Object> button(String id, String label) {
    return Map.of("type", 2, "style", 2, "label", label, "custom_id", id);
  }
}
