package dev.pulse.slack;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.regex.Pattern;

/** Somebody whom Slack shall call: a user, a group, or who is in the channel. Immutable. */
public final class SlackMention {
  private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{1,30}");
  private static final Pattern GROUP = Pattern.compile("S[A-Z0-9]{1,30}");
  private static final SlackMention HERE = new SlackMention("here", "<!here>");
  private static final SlackMention CHANNEL = new SlackMention("channel", "<!channel>");

  private final String name;
  private final String markup;

  private SlackMention(String name, String markup) {
    this.name = name;
    this.markup = markup;
  }

  /**
   * A user.
   *
   * @param id such as {@code U024BE7LH}: "Copy member ID" in the profile
   * @throws IllegalArgumentException when it has another form
   */
  public static SlackMention user(String id) {
    if (!USER.matcher(requireNonNull(id, "id")).matches()) {
      throw new IllegalArgumentException(
          "a Slack user is mentioned by an id like U024BE7LH, but this is \"" + id + "\"");
    }
    return new SlackMention("user:" + id, "<@" + id + ">");
  }

  /**
   * A user group.
   *
   * @param id such as {@code S0614TZR7}
   * @throws IllegalArgumentException when it has another form
   */
  public static SlackMention group(String id) {
    if (!GROUP.matcher(requireNonNull(id, "id")).matches()) {
      throw new IllegalArgumentException(
          "a Slack user group is mentioned by an id like S0614TZR7, but this is \"" + id + "\"");
    }
    return new SlackMention("group:" + id, "<!subteam^" + id + ">");
  }

  /** Everybody in the channel who is active. */
  public static SlackMention here() {
    return HERE;
  }

  /** Everybody in the channel, at any time of the day. */
  public static SlackMention channel() {
    return CHANNEL;
  }

  /**
   * A mention from a configuration.
   *
   * @param text {@code user:U024BE7LH}, {@code group:S0614TZR7}, {@code here} or {@code channel}
   * @throws IllegalArgumentException when it is none of these
   */
  public static SlackMention parse(String text) {
    if (text.startsWith("user:")) {
      return user(text.substring("user:".length()));
    }
    if (text.startsWith("group:")) {
      return group(text.substring("group:".length()));
    }
    return switch (text) {
      case "here" -> HERE;
      case "channel" -> CHANNEL;
      default ->
          throw new IllegalArgumentException(
              "a mention is user:U…, group:S…, here or channel, but this is \"" + text + "\"");
    };
  }

  String markup() {
    return markup;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlackMention mention && markup.equals(mention.markup);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(markup);
  }

  /** As a configuration has it. */
  @Override
  public String toString() {
    return name;
  }
}
