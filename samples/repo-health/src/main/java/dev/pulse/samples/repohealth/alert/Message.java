package dev.pulse.samples.repohealth.alert;

import dev.pulse.api.alert.Alert;
import dev.pulse.api.notify.Notification;
import java.time.Instant;
import java.util.Optional;

/**
 * What a message says to people, whichever channel it goes to. Immutable.
 *
 * @param title one line
 * @param text one line, or those of a digest
 * @param level how bad it is
 * @param over whether it is about an end
 * @param at when it was decided upon
 */
record Message(String title, String text, Level level, boolean over, Instant at) {
  static Message of(Notification notification) {
    var alert = notification.alerts().stream().findFirst();
    return new Message(
        alert.map(Message::title).orElse("Pulse"),
        alert.map(Alert::text).orElse(""),
        alert.map(Message::level).orElse(Level.LOW),
        notification.kind() == Notification.Kind.RESOLVED,
        notification.at());
  }

  /** The title of an alert; that of Pulse where it is none of ours. */
  static String title(Alert alert) {
    var labels = alert.labels();
    if (isDigest(alert)) {
      return "Pulse daily digest " + labels.get(AlertLabels.DAY).orElse("");
    }
    return repository(alert)
        .map(repository -> AlertTexts.title(labels.get(AlertLabels.RULE).orElse(""), repository))
        .orElseGet(() -> AlertTexts.oneLine(alert.title()));
  }

  static Level level(Alert alert) {
    return alert
        .labels()
        .get(AlertLabels.LEVEL)
        .map(Level::of)
        .orElseGet(() -> Level.of(alert.severity()));
  }

  static boolean isDigest(Alert alert) {
    return alert.labels().get(AlertLabels.DIGEST).isPresent();
  }

  /** The repository that it is about; empty where it is none of ours. */
  static Optional<String> repository(Alert alert) {
    return alert.labels().get(AlertLabels.RULE).isPresent()
        ? alert.labels().get(AlertLabels.REPOSITORY)
        : Optional.empty();
  }

  String colour() {
    return over ? Level.RESOLVED_COLOUR : level.colour();
  }
}
