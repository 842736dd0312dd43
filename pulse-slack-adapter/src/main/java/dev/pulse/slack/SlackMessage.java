package dev.pulse.slack;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of a layout of your own: a line, and a coloured attachment below it. All texts are
 * plain: what Slack would take for markup, links or mentions is escaped when it is sent, and what
 * is too long is cut with a mark. Immutable.
 *
 * @see SlackNotifier.Builder#layout
 */
public final class SlackMessage {
  private final String text;
  private final @Nullable String colour;
  private final @Nullable String title;
  private final @Nullable String body;
  private final @Nullable String footer;
  private final @Nullable Instant at;

  private SlackMessage(Builder builder) {
    this.text = builder.text;
    this.colour = builder.colour;
    this.title = builder.title;
    this.body = builder.body;
    this.footer = builder.footer;
    this.at = builder.at;
  }

  /**
   * A message.
   *
   * @param text its line, which is also what a telephone shows
   */
  public static Builder builder(String text) {
    return new Builder(text);
  }

  /** The line. */
  public String text() {
    return text;
  }

  /** The colour of the attachment. */
  public Optional<String> colour() {
    return Optional.ofNullable(colour);
  }

  /** The title of the attachment. */
  public Optional<String> title() {
    return Optional.ofNullable(title);
  }

  /** The text of the attachment. */
  public Optional<String> body() {
    return Optional.ofNullable(body);
  }

  /** The small print below the attachment. */
  public Optional<String> footer() {
    return Optional.ofNullable(footer);
  }

  /** The time beside the small print. */
  public Optional<Instant> at() {
    return Optional.ofNullable(at);
  }

  /** As the fields of Slack's JSON. */
  Map<String, Object> fields() {
    var attachment = new LinkedHashMap<String, Object>();
    colour().ifPresent(value -> attachment.put("color", value));
    title().ifPresent(value -> attachment.put("title", escaped(value, SlackLimits.TITLE)));
    body()
        .ifPresent(
            value -> attachment.put("text", SlackMarkup.MRKDWN.lines(value, SlackLimits.SECTION)));
    footer().ifPresent(value -> attachment.put("footer", escaped(value, SlackLimits.FOOTER)));
    at().ifPresent(value -> attachment.put("ts", value.getEpochSecond()));
    var fields = new LinkedHashMap<String, Object>();
    fields.put("text", escaped(text, SlackLimits.LINE));
    if (!attachment.isEmpty()) {
      fields.put("attachments", List.of(attachment));
    }
    return fields;
  }

  private static String escaped(String text, int most) {
    return SlackMarkup.MRKDWN.line(text, most);
  }

  /** Builds a {@link SlackMessage}. Confine to one thread. */
  public static final class Builder {
    private final String text;
    private @Nullable String colour;
    private @Nullable String title;
    private @Nullable String body;
    private @Nullable String footer;
    private @Nullable Instant at;

    private Builder(String text) {
      this.text = requireNonNull(text, "text");
    }

    /** {@code good}, {@code warning}, {@code danger}, or like {@code #dc3545}; default none. */
    public Builder colour(String colour) {
      if (!colour.matches("good|warning|danger|#[0-9a-fA-F]{6}")) {
        throw new IllegalArgumentException(
            "a colour is good, warning, danger or like #dc3545, but this is \"" + colour + "\"");
      }
      this.colour = colour;
      return this;
    }

    /** The title of the attachment; default none. */
    public Builder title(String title) {
      this.title = requireNonNull(title, "title");
      return this;
    }

    /** The text of the attachment, which may have several lines; default none. */
    public Builder body(String body) {
      this.body = requireNonNull(body, "body");
      return this;
    }

    /** The small print below the attachment; default none. */
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
    public SlackMessage build() {
      return new SlackMessage(this);
    }
  }
}
