package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.notify.Notification;
import dev.pulse.core.notify.MailMessage;
import dev.pulse.discord.DiscordMessage;
import dev.pulse.slack.SlackMessage;

/** How messages look where a channel has a form for them. */
final class Layouts {
  private static final int DISCORD_CONTENT = 2_000;
  private static final int DISCORD_TITLE = 256;
  private static final int DISCORD_DESCRIPTION = 4_096;
  private static final int SLACK_TEXT = 3_000;

  private Layouts() {}

  static SlackMessage slack(Notification notification) {
    var message = Message.of(notification);
    return SlackMessage.builder(message.title())
        .colour(message.colour())
        .title(message.title())
        .body(AlertTexts.cut(message.text(), SLACK_TEXT))
        .footer("Pulse")
        .at(message.at())
        .build();
  }

  static DiscordMessage discord(Notification notification) {
    var message = Message.of(notification);
    return DiscordMessage.builder(AlertTexts.cut(message.title(), DISCORD_CONTENT))
        .title(AlertTexts.cut(message.title(), DISCORD_TITLE))
        .description(AlertTexts.cut(message.text(), DISCORD_DESCRIPTION))
        .colour(Integer.parseInt(message.colour().substring(1), 16))
        .build();
  }

  static MailMessage mail(Notification notification) {
    var message = Message.of(notification);
    return MailMessage.of(
        "[Pulse] " + message.title(), message.title() + "\n\n" + message.text() + "\n");
  }
}
