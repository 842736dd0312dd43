package dev.pulse.samples.uptimeguard;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Route;
import dev.pulse.slack.SlackMessage;
import dev.pulse.slack.SlackNotifier;
import java.time.Duration;

/** Tells Slack of each incident when it begins and when it ends, in the form of the seed. */
final class GuardSlack {
  /** The name of the channel, in messages of the outbox and in metrics. */
  static final String CHANNEL = "slack";

  private static final Duration AT_ONCE = Duration.ofMillis(10);
  private static final Duration NEVER = Duration.ofDays(366);

  private GuardSlack() {}

  /**
   * Where the alerts of the guard go: each incident is told by itself, at once.
   *
   * @param url the incoming webhook
   * @param notifyResolved whether the end is told, too
   * @throws dev.pulse.api.config.ConfigurationException when the URL is none
   */
  static Route route(Secret url, boolean notifyResolved) {
    var slack = SlackNotifier.webhook(url).layout(GuardSlack::message).build();
    return Route.to(Channel.of(CHANNEL, withoutReminders(slack)).sendResolved(notifyResolved))
        .groupBy(Route.ALL_LABELS)
        .groupWait(Duration.ZERO)
        .groupInterval(AT_ONCE)
        .repeatInterval(NEVER);
  }

  /** Also after a year, nobody is reminded. */
  private static Notifier withoutReminders(Notifier notifier) {
    return notification ->
        notification.kind() == Kind.REPEAT ? Receipt.none() : notifier.send(notification);
  }

  private static SlackMessage message(Notification notification) {
    // One alert each, as the route has them; should there be more, the first is what fires.
    var alert = notification.alerts().get(0);
    var what = target(alert) + " - " + alert.rule();
    return SlackMessage.builder(
            (alert.isFiring() ? "Incident started: " : "Incident resolved: ") + what)
        .colour(alert.isFiring() ? "danger" : "good")
        .title(what)
        .body(GuardJson.details(alert.details(), alert.resolution()))
        .footer("PulseGuard")
        .build();
  }

  /** The name of the target, which is the first part of the title: also when it is deleted. */
  private static String target(Alert alert) {
    var rest = ": " + alert.rule();
    var title = alert.title();
    return title.endsWith(rest) ? title.substring(0, title.length() - rest.length()) : title;
  }
}
