package dev.pulse.discord;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** Somebody whom Discord shall ping: a user or a role. Immutable. */
public final class DiscordMention {
  private static final Pattern ID = Pattern.compile("[0-9]{15,20}");

  private final boolean role;
  private final String id;

  private DiscordMention(boolean role, String id) {
    this.role = role;
    this.id = id;
  }

  /**
   * A user.
   *
   * @param id such as {@code 80351110224678912}: "Copy User ID" in developer mode
   * @throws IllegalArgumentException when it has another form
   */
  public static DiscordMention user(String id) {
    return new DiscordMention(false, checked(id));
  }

  /**
   * A role.
   *
   * @param id such as {@code 41771983423143936}
   * @throws IllegalArgumentException when it has another form
   */
  public static DiscordMention role(String id) {
    return new DiscordMention(true, checked(id));
  }

  /**
   * A mention from a configuration.
   *
   * @param text {@code user:80351110224678912} or {@code role:41771983423143936}
   * @throws IllegalArgumentException when it is neither
   */
  public static DiscordMention parse(String text) {
    if (text.startsWith("user:")) {
      return user(text.substring("user:".length()));
    }
    if (text.startsWith("role:")) {
      return role(text.substring("role:".length()));
    }
    throw new IllegalArgumentException(
        "a mention is user:<id> or role:<id>, but this is \"" + text + "\"");
  }

  private static String checked(String id) {
    if (!ID.matcher(requireNonNull(id, "id")).matches()) {
      throw new IllegalArgumentException(
          "an id of Discord is 15 to 20 digits, but this is \"" + id + "\"");
    }
    return id;
  }

  boolean isRole() {
    return role;
  }

  String id() {
    return id;
  }

  String markup() {
    return (role ? "<@&" : "<@") + id + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiscordMention mention && role == mention.role && id.equals(mention.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** As a configuration has it. */
  @Override
  public String toString() {
    return (role ? "role:" : "user:") + id;
  }
}
