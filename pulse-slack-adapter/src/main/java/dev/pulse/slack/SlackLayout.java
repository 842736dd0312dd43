package dev.pulse.slack;

import dev.pulse.api.notify.Notification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is sent of a message, in whichever layout, and whom it calls. Immutable. */
final class SlackLayout {
  private final SlackBlocks blocks;
  private final @Nullable Function<Notification, SlackMessage> own;
  private final SlackMentions mentions;

  SlackLayout(
      SlackBlocks blocks,
      Optional<Function<Notification, SlackMessage>> own,
      SlackMentions mentions) {
    this.blocks = blocks;
    this.own = own.orElse(null);
    this.mentions = mentions;
  }

  /** A new message for the channel: it calls people. */
  Map<String, Object> message(Notification notification) {
    return calling(notification, standing(notification));
  }

  /** What a message that is there already shall show from now on; nobody is called by an edit. */
  Map<String, Object> standing(Notification notification) {
    var fields =
        new LinkedHashMap<>(
            own == null ? blocks.fields(notification) : own.apply(notification).fields());
    fields.put("unfurl_links", false);
    fields.put("unfurl_media", false);
    return fields;
  }

  /** A line for the thread of a message: it calls people. */
  Map<String, Object> update(Notification notification) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(
        "text",
        own == null
            ? blocks.update(notification)
            : String.valueOf(own.apply(notification).fields().get("text")));
    fields.put("unfurl_links", false);
    fields.put("unfurl_media", false);
    return calling(notification, fields);
  }

  private Map<String, Object> calling(Notification notification, Map<String, Object> fields) {
    var called = mentions.of(notification);
    if (!called.isEmpty()) {
      var words = new ArrayList<String>();
      words.add(String.valueOf(fields.get("text")));
      called.forEach(mention -> words.add(mention.markup()));
      fields.put("text", String.join(" ", words));
    }
    return fields;
  }
}
