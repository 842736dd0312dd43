package dev.pulse.slack;

import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.api.notify.Receipt;
import dev.pulse.core.internal.json.JsonTree;
import dev.pulse.core.internal.notify.HttpAnswer;
import dev.pulse.core.internal.notify.HttpMessage;
import dev.pulse.core.internal.notify.HttpPost;

/** Posts every message anew: an incoming webhook tells nothing by which to find one again. */
final class SlackWebhook implements Notifier {
  private final HttpPost http;
  private final Secret url;
  private final SlackLayout layout;

  SlackWebhook(HttpPost http, Secret url, SlackLayout layout) {
    this.http = http;
    this.url = url;
    this.layout = layout;
  }

  @Override
  public Receipt send(Notification notification) throws InterruptedException {
    var json = JsonTree.text(layout.message(notification));
    var answer = http.send(HttpMessage.json(url.reveal(), json).hiding(url).build());
    if (!wasTaken(answer)) {
      // Whoever else answers, such as a proxy with a page to log in, has told nobody anything.
      throw NotifyException.lasting(
          answer.refusal().getMessage() + "; a Slack webhook answers 200 and \"ok\"", null);
    }
    return Receipt.none();
  }

  private static boolean wasTaken(HttpAnswer answer) {
    var said = answer.body().strip();
    return answer.status() == 200
        && answer.isWhole()
        && (said.isEmpty() || said.equalsIgnoreCase("ok"));
  }
}
