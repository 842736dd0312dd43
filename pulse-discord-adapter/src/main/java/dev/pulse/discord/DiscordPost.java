package dev.pulse.discord;

import dev.pulse.core.chart.Picture;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of several messages below another: a text or a picture. Immutable.
 *
 * @param content what it says, as Discord reads it
 * @param file the picture
 * @param pinged whom it pings; everybody else is left alone, whatever the content says
 */
record DiscordPost(String content, @Nullable Picture file, Set<DiscordMention> pinged) {
  DiscordPost {
    pinged = Collections.unmodifiableSet(new LinkedHashSet<>(pinged));
  }

  static DiscordPost text(String content) {
    return new DiscordPost(content, null, Set.of());
  }

  static DiscordPost picture(Picture picture) {
    return new DiscordPost("", picture, Set.of());
  }

  Optional<Picture> picture() {
    return Optional.ofNullable(file);
  }

  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("content", content);
    fields.put("allowed_mentions", DiscordMentions.allowing(pinged));
    if (file != null) {
      fields.put("attachments", List.of(attachment(file)));
    }
    return fields;
  }

  static Map<String, Object> attachment(Picture picture) {
    return Map.of("id", 0, "filename", picture.name(), "description", picture.description());
  }

  /** Whether a message that Discord knows says this. */
  boolean isSaidBy(Map<?, ?> message) {
    var said = message.get("content") instanceof String text ? text.strip() : "";
    return said.equals(content.strip()) && nameOfFile(message).equals(picture().map(Picture::name));
  }

  private static Optional<String> nameOfFile(Map<?, ?> message) {
    return message.get("attachments") instanceof List<?> files
            && !files.isEmpty()
            && files.get(0) instanceof Map<?, ?> file
            && file.get("filename") instanceof String name
        ? Optional.of(name)
        : Optional.empty();
  }
}
