package dev.pulse.discord;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of a layout of your own: a line, and an embed below it. All texts are plain: what
 * Discord would take for Markdown is escaped when it is sent, and what is too long is cut with a
 * mark. Immutable.
 *
 * @see DiscordNotifier.Builder#layout
 */
public final class DiscordMessage {
  /** Room for the field that says how many others there are. */
  private static final int REST = 40;

  private final String content;
  private final @Nullable String title;
  private final @Nullable String description;
  private final @Nullable Integer colour;
  private final List<Field> fields;
  private final @Nullable String footer;
  private final @Nullable Instant at;

  private record Field(String name, String value, boolean inline) {}

  private DiscordMessage(Builder builder) {
    this.content = builder.content;
    this.title = builder.title;
    this.description = builder.description;
    this.colour = builder.colour;
    this.fields = List.copyOf(builder.fields);
    this.footer = builder.footer;
    this.at = builder.at;
  }

  /**
   * A message.
   *
   * @param content its line, which is also what a telephone shows
   */
  public static Builder builder(String content) {
    return new Builder(content);
  }

  /** The line. */
  public String content() {
    return content;
  }

  /** The title of the embed. */
  public Optional<String> title() {
    return Optional.ofNullable(title);
  }

  /** The text of the embed. */
  public Optional<String> description() {
    return Optional.ofNullable(description);
  }

  /** The line, escaped. */
  String line() {
    return DiscordMarkup.MARKDOWN.line(content, DiscordLimits.HEADLINE);
  }

  /** The embed as Discord's JSON has it; empty without any part. */
  Map<String, Object> embed() {
    var embed = new LinkedHashMap<String, Object>();
    int room = DiscordLimits.EMBED;
    if (title != null) {
      room -= put(embed, "title", DiscordMarkup.MARKDOWN.line(title, DiscordLimits.TITLE));
    }
    var small = footer == null ? "" : DiscordMarkup.PLAIN.line(footer, DiscordLimits.FOOTER);
    room -= small.length();
    if (description != null) {
      int most = Math.min(room, DiscordLimits.DESCRIPTION);
      room -= put(embed, "description", DiscordMarkup.MARKDOWN.lines(description, most));
    }
    if (!fields.isEmpty()) {
      embed.put("fields", fields(room));
    }
    if (!small.isEmpty()) {
      embed.put("footer", Map.of("text", small));
    }
    if (colour != null) {
      embed.put("color", colour);
    }
    if (at != null) {
      embed.put("timestamp", at.toString());
    }
    return embed;
  }

  private static int put(Map<String, Object> embed, String member, String text) {
    embed.put(member, text);
    return text.length();
  }

  private List<Object> fields(int room) {
    var shown = new ArrayList<Object>();
    int left = room - REST;
    for (var field : fields) {
      var name = DiscordMarkup.MARKDOWN.line(field.name(), DiscordLimits.FIELD_NAME);
      var value = DiscordMarkup.MARKDOWN.lines(field.value(), DiscordLimits.FIELD_VALUE);
      left -= name.length() + value.length();
      boolean last = shown.size() == fields.size() - 1;
      if (left < 0 || (shown.size() == DiscordLimits.FIELDS - 1 && !last)) {
        shown.add(json("…", fields.size() - shown.size() + " more", false));
        break;
      }
      shown.add(json(name, value, field.inline()));
    }
    return shown;
  }

  private static Map<String, Object> json(String name, String value, boolean inline) {
    return Map.of("name", name, "value", value, "inline", inline);
  }

  /** Builds a {@link DiscordMessage}. Confine to one thread. */
  public static final class Builder {
    private final String content;
    private @Nullable String title;
    private @Nullable String description;
    private @Nullable Integer colour;
    private final List<Field> fields = new ArrayList<>();
    private @Nullable String footer;
    private @Nullable Instant at;

    private Builder(String content) {
      this.content = requireNonNull(content, "content");
    }

    /** The title of the embed; default none. */
    public Builder title(String title) {
      this.title = requireNonNull(title, "title");
      return this;
    }

    /** The text of the embed, which may have several lines; default none. */
    public Builder description(String description) {
      this.description = requireNonNull(description, "description");
      return this;
    }

    /**
     * The colour of the embed; default Discord's.
     *
     * @param rgb red, green and blue of 8 bits each, such as {@code 0xdc3545}
     */
    public Builder colour(int rgb) {
      if (rgb < 0 || rgb > 0xffffff) {
        throw new IllegalArgumentException("a colour is 0 to 0xffffff, but this is " + rgb);
      }
      this.colour = rgb;
      return this;
    }

    /**
     * A field of the embed; default none. Those for which there is no room are counted in the last.
     *
     * @param inline whether others may stand beside it
     * @throws IllegalArgumentException when the name or the value is blank, which Discord refuses
     */
    public Builder field(String name, String value, boolean inline) {
      if (name.isBlank() || value.isBlank()) {
        throw new IllegalArgumentException(
            "a field needs a name and a value, but has \"" + name + "\" and \"" + value + "\"");
      }
      this.fields.add(new Field(name, value, inline));
      return this;
    }

    /** The small print below the embed; default none. */
    public Builder footer(String footer) {
      this.footer = requireNonNull(footer, "footer");
      return this;
    }

    /** The time beside the small print; default none. */
    public Builder at(Instant at) {
      this.at = requireNonNull(at, "at");
      return this;
    }

    /** The message. */
    public DiscordMessage build() {
      return new DiscordMessage(this);
    }
  }
}
