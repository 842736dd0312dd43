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
   * of them because emoji and links are made of it. Inside a word a hyphen means nothing, and
   * neither does a colon before a blank: most names and sentences stay as they are.
   */
  MARKDOWN {
    @Override
    public String escaped(int character) {
      var sign = Character.toString(character);
      return MEANINGFUL.contains(sign) ? "\\" + sign : sign;
    }

    @Override
    public String escaped(int before, int character, int after) {
      boolean plain =
          (character == '-' && Character.isLetterOrDigit(before))
              || (character == ':' && Character.isWhitespace(after));
      return plain ? Character.toString(character) : escaped(character);
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

  /** Inside of a block of code, which only its own sign ends; another stands for it. */
  CODE {
    @Override
    public String escaped(int character) {
      return character == '`' ? "\u02cb" : Character.toString(character);
    }

    @Override
    public String bold(String escaped) {
      return escaped;
    }

    @Override
    public String time(Instant at) {
      return SECONDS.format(at);
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

  /** Three dots are found by whoever searches for them; one sign that looks the same is not. */
  @Override
  public String mark() {
    return "...";
  }
}
