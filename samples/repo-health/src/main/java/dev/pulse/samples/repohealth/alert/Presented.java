package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notifier;
import dev.pulse.api.notify.Receipt;
import java.util.Map;

/**
 * Shows alerts in the words of this system to notifiers that have a layout of their own: the rule
 * of the file instead of Pulse's, the repository instead of the registration. Thread-safe as far as
 * the notifier is.
 */
final class Presented implements Notifier {
  private final Notifier notifier;
  private final String organisation;
  private final String lineEnd;

  /**
   * A notifier.
   *
   * @param lineEnd what stands between the lines of a digest
   */
  Presented(Notifier notifier, String organisation, String lineEnd) {
    this.notifier = notifier;
    this.organisation = organisation;
    this.lineEnd = lineEnd;
  }

  @Override
  public Receipt send(Notification notification) throws Exception {
    return notifier.send(
        notification.withAlerts(notification.alerts().stream().map(this::presented).toList()));
  }

  private Alert presented(Alert alert) {
    var repository = Message.repository(alert);
    if (repository.isEmpty() && !Message.isDigest(alert)) {
      return alert;
    }
    var labels = alert.labels();
    var presented =
        Alert.builder(
                alert.incident(),
                repository.map(name -> organisation + "/" + name).orElse(organisation),
                labels.get(AlertLabels.RULE).orElse(AlertLabels.DIGEST),
                alert.startsAt())
            .severity(Message.level(alert).severity())
            .title(Message.title(alert))
            .text(alert.text().replace("\n", lineEnd))
            .labels(labels)
            .annotations(alert.annotations())
            .details(Map.of());
    labels.get(AlertLabels.ABOUT).ifPresent(presented::subject);
    alert.endsAt().ifPresent(end -> presented.ended(end, alert.resolution().orElse("recovered")));
    alert.acknowledgement().ifPresent(presented::acknowledged);
    return presented.build();
  }

  @Override
  public String toString() {
    return notifier.toString();
  }
}
