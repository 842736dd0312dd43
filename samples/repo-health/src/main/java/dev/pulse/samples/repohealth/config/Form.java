package dev.pulse.samples.repohealth.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.core.notify.WebhookNotifier;
import dev.pulse.discord.DiscordNotifier;
import dev.pulse.github.GitHubConnection;
import dev.pulse.github.RepositoryName;
import dev.pulse.slack.SlackNotifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalTime;
import java.util.regex.Pattern;

/**
 * The forms that values have. Each reader throws an {@link IllegalArgumentException} that says what
 * is allowed, and never repeats what it was given.
 */
final class Form {
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,500}");
  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
  private static final String WEB =
      "must be an http or https URL, such as https://example.org, without user, password, ? and #";

  private Form() {}

  static String login(String text) {
    try {
      return RepositoryName.of(text, "any").owner();
    } catch (IllegalArgumentException e) {
      // Its message has the text in it.
      throw new IllegalArgumentException("must be a GitHub login, such as octo-org");
    }
  }

  static Secret token(String text) {
    require(
        TOKEN.matcher(text).matches(),
        "must be at most 500 characters of printable ASCII without blanks");
    return Secret.of(text);
  }

  static Secret apiToken(String text) {
    require(
        TOKEN.matcher(text).matches() && text.length() >= 16,
        "must be 16 to 500 characters of printable ASCII without blanks");
    return Secret.of(text);
  }

  /** An http or https URL without a slash at its end, to which clients append paths. */
  static URI web(String text) {
    try {
      var url = new URI(text.replaceFirst("/+$", ""));
      // Judged by one of those who will read it, so that none of them complains later.
      GitHubConnection.builder().baseUrl(url).build();
      return url;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException(WEB);
    }
  }

  /** The URL of a webhook, judged by whoever will send to it. */
  static Secret webhook(String channel, String text) {
    var url = Secret.of(text);
    try {
      var unused =
          switch (channel) {
            case ChannelSettings.SLACK -> SlackNotifier.webhook(url).build();
            case ChannelSettings.DISCORD -> DiscordNotifier.webhook(url).build();
            default -> WebhookNotifier.builder(url).build();
          };
      return url;
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(e.problems().get(0).message(), e);
    }
  }

  static LocalTime time(String text) {
    require(TIME.matcher(text).matches(), "must be a time HH:MM from 00:00 to 23:59, in UTC");
    return LocalTime.parse(text);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
