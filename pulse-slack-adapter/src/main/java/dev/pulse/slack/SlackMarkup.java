package dev.pulse.slack;

import dev.pulse.core.internal.chat.Markup;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Slack's mrkdwn. Only three signs can do harm, because commands, links and mentions all stand in
 * angle brackets; what emphasises is left alone, as Slack knows no way to escape it.
 */
enum SlackMarkup implements Markup {
  /** The only one. */
  MRKDWN;

  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String escaped(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      default -> Character.toString(character);
    };
  }

  @Override
  public String bold(String escaped) {
    return "*" + escaped + "*";
  }

  @Override
  public String time(Instant at) {
    return "<!date^" + at.getEpochSecond() + "^{date_num} {time_secs}|" + PLAIN.format(at) + ">";
  }
}
