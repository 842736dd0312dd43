package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notifier;
import dev.pulse.core.notify.ConsoleNotifier;
import dev.pulse.core.notify.EmailNotifier;
import dev.pulse.core.notify.PagerDutyNotifier;
import dev.pulse.core.notify.WebhookNotifier;
import dev.pulse.discord.DiscordNotifier;
import dev.pulse.samples.repohealth.config.ChannelSettings;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.config.SmtpSettings;
import dev.pulse.slack.SlackNotifier;
import java.io.PrintStream;
import java.time.Duration;

/** Makes the channels that rules name. */
final class AlertChannels {
  /** A Pulse may have other channels of the same name. */
  private static final String PREFIX = "repo-health-";

  private static final String LINES = "\n";
  private static final Duration WEBHOOK_PATIENCE = Duration.ofSeconds(10);
  private static final Duration MAIL_PATIENCE = Duration.ofSeconds(60);

  private final String organisation;
  private final ChannelSettings settings;
  private final PrintStream out;
  private final DeliveryCounter counter;

  AlertChannels(RepoHealthSettings settings, PrintStream out, DeliveryCounter counter) {
    this.organisation = settings.organisation();
    this.settings = settings.channels();
    this.out = out;
    this.counter = counter;
  }

  /** The channel of a name that is configured. */
  Channel channel(String name) {
    return switch (name) {
      case ChannelSettings.SLACK ->
          channel(
              name,
              SlackNotifier.webhook(settings.slack().orElseThrow()).layout(Layouts::slack).build());
      case ChannelSettings.DISCORD ->
          channel(
              name,
              DiscordNotifier.webhook(settings.discord().orElseThrow())
                  .layout(Layouts::discord)
                  .build());
      case ChannelSettings.EMAIL ->
          channel(name, mail(settings.smtp().orElseThrow())).timeout(MAIL_PATIENCE);
      case ChannelSettings.PAGERDUTY -> pager(name, settings.pagerDutyKey().orElseThrow());
      case ChannelSettings.CONSOLE ->
          channel(name, new Presented(ConsoleNotifier.to(out), organisation, "; "));
      default -> webhook(name);
    };
  }

  private Channel channel(String name, Notifier notifier) {
    return channel(name, notifier, false);
  }

  private Channel channel(String name, Notifier notifier, boolean tellsEnds) {
    return Channel.of(
            PREFIX + name,
            new Telling(notifier, tellsEnds, delivered -> counter.notified(name, delivered)))
        .sendResolved(tellsEnds);
  }

  private static Notifier mail(SmtpSettings smtp) {
    var mail =
        EmailNotifier.builder(smtp.host(), smtp.from(), smtp.to())
            .port(smtp.port())
            .security(smtp.security())
            .layout(Layouts::mail);
    smtp.login().ifPresent(login -> mail.login(login.user(), login.password()));
    return mail.build();
  }

  private Channel pager(String name, Secret key) {
    var pager =
        PagerDutyNotifier.builder(key)
            .baseUrl(settings.pagerDuty().toString())
            .keyedBy(AlertChannels::key)
            .level(alert -> Message.level(alert).pagerDuty())
            .build();
    return channel(name, new Presented(pager, organisation, LINES), true);
  }

  /** What is longer than PagerDuty takes, the notifier shortens. */
  private static String key(Alert alert) {
    var labels = alert.labels();
    if (Message.isDigest(alert)) {
      return "pulse:digest:" + labels.get(AlertLabels.DAY).orElse("");
    }
    return Message.repository(alert)
        .map(
            repository ->
                "pulse:"
                    + labels.get(AlertLabels.RULE).orElse("")
                    + ":"
                    + repository
                    + ":"
                    + labels.get(AlertLabels.ABOUT).orElse(AlertTexts.WHOLE))
        .orElseGet(() -> "pulse:" + alert.fingerprint());
  }

  private Channel webhook(String name) {
    var url = settings.webhooks().get(name);
    if (url == null) {
      throw new IllegalArgumentException("there is no channel " + name);
    }
    return channel(name, new Presented(WebhookNotifier.builder(url).build(), organisation, LINES))
        .timeout(WEBHOOK_PATIENCE);
  }
}
