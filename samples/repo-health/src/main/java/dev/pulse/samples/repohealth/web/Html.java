package dev.pulse.samples.repohealth.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Markup into which nothing from outside can bring markup of its own. */
final class Html {
  static final String NOTHING = "<span class=\"soft\">–</span>";

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");

  private Html() {}

  /**
   * A text that cannot become markup, neither in an element nor in a quoted attribute. What looks
   * like an address in it is shown and is none in the markup: nothing on the page leads elsewhere.
   */
  static String text(String text) {
    return CONTROLS
        .matcher(text)
        .replaceAll("\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("://", "&#58;//");
  }

  /** A name whose direction of writing ends with it, so that it cannot turn around what follows. */
  static String name(String name) {
    return "<bdi>" + text(name) + "</bdi>";
  }

  /** A word with the colour and the shape that it has everywhere on the page. */
  static String word(String word) {
    var safe = text(word);
    return "<span class=\"word " + safe + "\">" + safe + "</span>";
  }

  /** A number; a dash when nobody knows it. */
  static String number(@Nullable Number number) {
    if (number == null) {
      return NOTHING;
    }
    return text(number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString());
  }

  /** How long ago something was; a dash when nobody knows. */
  static String ago(@Nullable Instant then, Instant now) {
    if (then == null) {
      return NOTHING;
    }
    var time = Json.time(then);
    return "<time datetime=\""
        + time
        + "\" title=\""
        + time.replace('T', ' ')
        + "\">"
        + words(Duration.between(then, now))
        + "</time>";
  }

  private static String words(Duration age) {
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      return "just now";
    }
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return age.toMinutes() + " min ago";
    }
    if (age.compareTo(Duration.ofDays(2)) < 0) {
      return age.toHours() + " h ago";
    }
    return age.toDays() + " days ago";
  }

  /** A difference with its sign; {@code ±0} when there is none. */
  static String signed(int delta) {
    return delta > 0 ? "+" + delta : delta < 0 ? "−" + -delta : "±0";
  }

  /** A word as the beginning of a line. */
  static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
