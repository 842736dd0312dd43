package dev.pulse.samples.ethereum.message;

import static java.util.Objects.requireNonNull;

import dev.pulse.discord.DiscordMention;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Somebody whom an alert pings, as Discord writes it into a command: {@code <@id>} and {@code
 * <@!id>} are a user, {@code <@&id>} is a role. Nothing else is a handle, least of all everybody.
 *
 * @param text how it was written
 * @param mention who that is
 */
public record MentionHandle(String text, DiscordMention mention) {
  private static final Pattern HANDLE = Pattern.compile("<@([!&]?)([0-9]{17,20})>");

  /** Handles may follow each other directly, or with blanks or commas in between. */
  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+|(?<=>)(?=<)");

  private static final int MOST_SHOWN = 100;

  /** A handle; use {@link #parse}. */
  public MentionHandle {
    requireNonNull(text, "text");
    requireNonNull(mention, "mention");
  }

  /**
   * Reads a handle.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static MentionHandle parse(String text) {
    var matcher = HANDLE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a mention is <@id> or <@!id> for a user or <@&id> for a role, with an id of 17 to 20"
              + " digits, but this is \""
              + shown(text)
              + "\"");
    }
    var id = matcher.group(2);
    return new MentionHandle(
        text, matcher.group(1).equals("&") ? DiscordMention.role(id) : DiscordMention.user(id));
  }

  /**
   * Reads handles as somebody typed them: in their order, each person and role once.
   *
   * @throws IllegalArgumentException when there is none, or when something else is among them; says
   *     all that is
   */
  public static List<MentionHandle> parseAll(String text) {
    var handles = new LinkedHashMap<DiscordMention, MentionHandle>();
    var problems = new ArrayList<String>();
    for (var part : BETWEEN.split(text, -1)) {
      if (part.isEmpty()) {
        continue;
      }
      try {
        var handle = parse(part);
        handles.putIfAbsent(handle.mention(), handle);
      } catch (IllegalArgumentException e) {
        problems.add("\"" + shown(part) + "\"");
      }
    }
    if (handles.isEmpty() && problems.isEmpty()) {
      problems.add("none");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "a mention is <@id> or <@!id> for a user or <@&id> for a role, with an id of 17 to 20"
              + " digits, but there is "
              + shown(String.join(", ", problems)));
    }
    return List.copyOf(handles.values());
  }

  private static String shown(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= MOST_SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN - 3)) + "...";
  }

  /** How it was written. */
  @Override
  public String toString() {
    return text;
  }
}
