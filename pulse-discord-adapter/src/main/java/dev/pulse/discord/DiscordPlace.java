package dev.pulse.discord;

import dev.pulse.api.notify.Receipt;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is, and how far its thread has come; ids are digits, so that they can stand in a
 * path.
 *
 * @param last the id of what was said last below the message; null before anything was
 */
record DiscordPlace(String channel, String message, @Nullable String last) {
  private static final Pattern RECEIPT =
      Pattern.compile("([0-9]{1,20})/([0-9]{1,20})(?:/([0-9]{1,20}))?");

  /** The place that a receipt names; empty when it is none of these notifiers'. */
  static Optional<DiscordPlace> of(Receipt receipt) {
    var matcher = RECEIPT.matcher(receipt.reference());
    return matcher.matches()
        ? Optional.of(new DiscordPlace(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  static DiscordPlace of(DiscordAnswer answer) {
    return new DiscordPlace(answer.id("channel_id"), answer.id("id"), null);
  }

  /** The same place after something was said below it. */
  DiscordPlace saying(String last) {
    return new DiscordPlace(channel, message, last);
  }

  /**
   * The receipt. How far the thread has come tells what a later message says from what an earlier
   * one has said in the same words.
   */
  Receipt receipt() {
    return Receipt.of(channel + "/" + message + (last == null ? "" : "/" + last));
  }
}
