package dev.pulse.slack;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.core.internal.chat.Colour;
import dev.pulse.core.internal.chat.Headline;
import dev.pulse.core.internal.chat.Listing;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The layout of Pulse: a line, and below it a coloured attachment with a section for each alert.
 * The line is the text of the message, because only there it is what a telephone shows. Immutable.
 */
final class SlackBlocks {
  private static final SlackMarkup MARKUP = SlackMarkup.MRKDWN;

  private final @Nullable URI page;
  private final boolean buttons;

  SlackBlocks(Optional<URI> page, boolean buttons) {
    this.page = page.orElse(null);
    this.buttons = buttons;
  }

  /** The fields of a message that stands for the group. */
  Map<String, Object> fields(Notification notification) {
    var attachment = new LinkedHashMap<String, Object>();
    attachment.put("color", String.format(Locale.ROOT, "#%06x", Colour.of(notification)));
    attachment.put("fallback", Headline.of(notification, MARKUP, SlackLimits.LINE));
    var blocks = blocks(notification);
    if (!blocks.isEmpty()) {
      attachment.put("blocks", blocks);
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("text", Headline.of(notification, MARKUP, SlackLimits.LINE));
    // Without a block or a text an attachment is refused.
    fields.put("attachments", blocks.isEmpty() ? List.of() : List.of(attachment));
    return fields;
  }

  /** The line for the thread that says what has become of the group. */
  String update(Notification notification) {
    var headline = Headline.of(notification, MARKUP, SlackLimits.LINE);
    return notification.alerts().size() + notification.omitted() < 2
        ? headline
        : headline + " (" + Headline.counts(notification) + ")";
  }

  private List<Object> blocks(Notification notification) {
    var blocks = new ArrayList<Object>();
    var listing =
        Listing.of(
            notification, MARKUP, SlackLimits.SECTION, SlackLimits.BLOCKS_TEXT, SlackLimits.ALERTS);
    for (var alert : listing.alerts()) {
      blocks.add(Map.of("type", "section", "text", mrkdwn(alert)));
    }
    var small = new ArrayList<String>();
    if (listing.more() > 0) {
      small.add(listing.rest());
    }
    if (page != null) {
      small.add("<" + link(page) + "|Open in Pulse>");
    }
    if (!small.isEmpty()) {
      blocks.add(Map.of("type", "context", "elements", List.of(mrkdwn(String.join(" · ", small)))));
    }
    if (buttons && !notification.firing().isEmpty()) {
      blocks.add(actions(notification));
    }
    return blocks;
  }

  private static Map<String, Object> actions(Notification notification) {
    var ids = incidents(notification);
    return Map.of(
        "type",
        "actions",
        "elements",
        List.of(
            button("pulse:acknowledge", "Acknowledge", ids),
            button("pulse:silence", "Silence 1 h", ids)));
  }

  /** The incidents that a button is about, as many as it can carry. */
  private static String incidents(Notification notification) {
    return notification.firing().stream()
        .map(Alert::incident)
        .map(String::valueOf)
        // 16 digits and a comma each.
        .limit(SlackLimits.VALUE / 17)
        .collect(Collectors.joining(","));
  }

  private static Map<String, Object> button(String action, String label, String value) {
    return Map.of(
        "type",
        "button",
        "action_id",
        action,
        "text",
        Map.of("type", "plain_text", "text", label),
        "value",
        value);
  }

  /** Verbatim: Slack makes no links or mentions of what looks like one. */
  private static Map<String, Object> mrkdwn(String text) {
    return Map.of("type", "mrkdwn", "text", text, "verbatim", true);
  }

  private static String link(URI page) {
    return page.toASCIIString().replace("&", "&amp;").replace("|", "%7C");
  }
}
