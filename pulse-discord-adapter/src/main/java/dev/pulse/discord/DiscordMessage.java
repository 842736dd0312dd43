package dev.pulse.discord;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of a layout of your own: a line, an embed below it, links below that, and a thread. All
 * texts are plain: what Discord would take for Markdown is escaped when it is sent, and what is too
 * long is cut and ends with {@code ...} then. Immutable.
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
  private final @Nullable URI thumbnail;
  private final List<Link> links;
  private final @Nullable DiscordThread thread;

  private record Link(String label, URI target) {}

  private record Field(String name, String value, boolean inline) {}

  private DiscordMessage(Builder builder) {
    this.content = builder.content;
    this.title = builder.title;
    this.description = builder.description;
    this.colour = builder.colour;
    this.fields = List.copyOf(builder.fields);
    this.footer = builder.footer;
    this.at = builder.at;
    this.thumbnail = builder.thumbnail;
    this.links = List.copyOf(builder.links);
    this.thread = builder.thread;
  }

  /**
   * A message.
   *
   * @param content its line, which is also what a telephone shows; may be blank where there is an
   *     embed
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

  /** What is said in the thread below it. */
  public Optional<DiscordThread> thread() {
    return Optional.ofNullable(thread);
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
    room -= small.length() + (fields.isEmpty() ? 0 : REST);
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
    if (thumbnail != null) {
      embed.put("thumbnail", Map.of("url", thumbnail.toASCIIString()));
    }
    return embed;
  }

  /** The rows of links as Discord's JSON has them. */
  List<Object> links() {
    var rows = new ArrayList<Object>();
    for (int first = 0; first < links.size(); first += DiscordLimits.LINKS_IN_A_ROW) {
      int end = Math.min(links.size(), first + DiscordLimits.LINKS_IN_A_ROW);
      var row = links.subList(first, end).stream().map(DiscordMessage::json).toList();
      rows.add(Map.of("type", 1, "components", row));
    }
    return rows;
  }

  private static Map<String, Object> json(Link link) {
    var label = DiscordMarkup.PLAIN.line(link.label(), DiscordLimits.LINK_LABEL);
    return Map.of("type", 2, "style", 5, "label", label, "url", link.target().toASCIIString());
  }

  private static int put(Map<String, Object> embed, String member, String text) {
    embed.put(member, text);
    return text.length();
  }

  private List<Object> fields(int room) {
    var shown = new ArrayList<Object>();
    int left = room;
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
    private @Nullable URI thumbnail;
    private final List<Link> links = new ArrayList<>();
    private @Nullable DiscordThread thread;

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

    /**
     * A small picture in the corner of the embed; default none.
     *
     * @param picture an http or https URL of up to 2,048 characters, from which Discord fetches it
     * @throws IllegalArgumentException when it is none
     */
    public Builder thumbnail(URI picture) {
      this.thumbnail = checked(picture, DiscordLimits.URL);
      return this;
    }

    /**
     * A button below the message that opens a page; default none. They stand in the order in which
     * they were added, five in a row.
     *
     * @param label what stands on it; up to 80 characters, what is longer is cut
     * @param target an http or https URL of up to 512 characters
     * @throws IllegalArgumentException when the label is blank, the target is none, or there are 20
     *     already
     */
    public Builder link(String label, URI target) {
      if (label.isBlank()) {
        throw new IllegalArgumentException("a link needs a label, but it is blank");
      }
      if (links.size() == DiscordLimits.LINKS) {
        throw new IllegalArgumentException(
            "a message has up to " + DiscordLimits.LINKS + " links, but this is one more");
      }
      links.add(new Link(label, checked(target, DiscordLimits.LINK_URL)));
      return this;
    }

    /**
     * What is said in a thread below the message; default nothing. Whom this message pings is
     * pinged by the last message of the thread then, and not by the line.
     */
    public Builder thread(DiscordThread thread) {
      this.thread = requireNonNull(thread, "thread");
      return this;
    }

    private static URI checked(URI url, int longest) {
      var scheme = url.getScheme();
      boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      int length = url.toASCIIString().length();
      if (!http || url.getHost() == null || length > longest) {
        throw new IllegalArgumentException(
            "must be an http or https URL of up to "
                + longest
                + " characters, but is "
                + (http ? length + " characters long, or without a host" : "none"));
      }
      return url;
    }

    /**
     * The message.
     *
     * @throws IllegalArgumentException when it would show nothing: neither a line nor an embed
     */
    public DiscordMessage build() {
      boolean blank = content.isBlank() && title == null && description == null;
      if (blank && fields.isEmpty()) {
        throw new IllegalArgumentException(
            "a message needs a line, or an embed with a title, a description or a field");
      }
      return new DiscordMessage(this);
    }
  }
}
