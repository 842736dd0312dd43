package dev.pulse.samples.ethereum;

import dev.pulse.samples.server.web.HttpError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which guild a caller asks about: one that is configured, or any where none is. Immutable. */
final class Guilds {
  private static final Pattern SNOWFLAKE = Pattern.compile("[0-9]{17,20}");

  private final List<String> configured;

  Guilds(List<String> configured) {
    this.configured = List.copyOf(configured);
  }

  /** Those that are configured. */
  List<String> all() {
    return configured;
  }

  /**
   * The one that is meant; where exactly one is configured nobody needs to say so.
   *
   * @throws HttpError when it is missing, none, or not served
   */
  String one(Optional<String> asked) {
    var given = asked.map(String::strip).filter(text -> !text.isEmpty());
    if (given.isEmpty()) {
      if (configured.size() == 1) {
        return configured.get(0);
      }
      throw HttpError.of(400, "Invalid guild")
          .withDetail("guild is needed: the id of a Discord server, of 17 to 20 digits.");
    }
    var id = snowflake("guild", given.get());
    if (!configured.isEmpty() && !configured.contains(id)) {
      throw HttpError.of(403, "Guild not served")
          .withDetail("This guild is not among those that are configured.");
    }
    return id;
  }

  /**
   * An id as Discord gives them.
   *
   * @throws HttpError when it is none
   */
  static String snowflake(String name, String text) {
    if (!SNOWFLAKE.matcher(text).matches()) {
      throw HttpError.invalid(name, "an id of 17 to 20 digits", text);
    }
    return text;
  }
}
