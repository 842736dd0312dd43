package dev.pulse.discord;

import dev.pulse.api.notify.Receipt;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a message is; ids are digits, so that they can stand in a path. */
record DiscordPlace(String channel, String message) {
  private static final Pattern RECEIPT = Pattern.compile("([0-9]{1,20})/([0-9]{1,20})");

  /** The place that a receipt names; empty when it is none of these notifiers'. */
  static Optional<DiscordPlace> of(Receipt receipt) {
    var matcher = RECEIPT.matcher(receipt.reference());
    return matcher.matches()
        ? Optional.of(new DiscordPlace(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  static DiscordPlace of(DiscordAnswer answer) {
    return new DiscordPlace(answer.id("channel_id"), answer.id("id"));
  }

  Receipt receipt() {
    return Receipt.of(channel + "/" + message);
  }
}
