package dev.pulse.discord;

import dev.pulse.core.internal.chat.Markup;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How Discord reads texts. */
enum DiscordMarkup implements Markup {
  /**
   * Where Markdown is read. A backslash takes the meaning of the sign behind it; the colon is one
   * of them because emoji and links are made of it.
   */
  MARKDOWN {
    @Override
    public String escaped(int character) {
      var sign = Character.toString(character);
      return MEANINGFUL.contains(sign) ? "\\" + sign : sign;
    }

    @Override
    public String bold(String escaped) {
      return "**" + escaped + "**";
    }

    @Override
    public String time(Instant at) {
      return "<t:" + at.getEpochSecond() + ":f>";
    }
  },

  /** Where nothing is read: names of threads, small print. */
  PLAIN {
    @Override
    public String escaped(int character) {
      return Character.toString(character);
    }

    @Override
    public String bold(String escaped) {
      return escaped;
    }

    @Override
    public String time(Instant at) {
      return SECONDS.format(at);
    }
  };

  private static final String MEANINGFUL = "\\*_~`|<>#[]()@:-";
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
}
