package dev.pulse.core.internal.notify;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Frequency;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An alert as it stands in the JSON of a notification: its parts, under short names. */
public record StoredAlert(
    long incident,
    String check,
    String rule,
    Instant starts,
    @Nullable String subject,
    Severity severity,
    Frequency frequency,
    String title,
    String text,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> details,
    @Nullable Instant ends,
    @Nullable String resolution,
    @Nullable String acknowledgedBy,
    @Nullable Instant acknowledgedAt,
    @Nullable String comment) {
  static StoredAlert of(Alert alert) {
    var acknowledgement = alert.acknowledgement();
    return new StoredAlert(
        alert.incident(),
        alert.check(),
        alert.rule(),
        alert.startsAt(),
        alert.subject().orElse(null),
        alert.severity(),
        alert.frequency(),
        alert.title(),
        alert.text(),
        alert.labels().asMap(),
        alert.annotations(),
        alert.details(),
        alert.endsAt().orElse(null),
        alert.resolution().orElse(null),
        acknowledgement.map(Acknowledgement::by).orElse(null),
        acknowledgement.map(Acknowledgement::at).orElse(null),
        acknowledgement.map(Acknowledgement::comment).orElse(null));
  }

  Alert alert() {
    var alert =
        Alert.builder(incident, check, rule, starts)
            .severity(severity)
            .frequency(frequency)
            .title(title)
            .text(text)
            .labels(Labels.from(labels))
            .annotations(annotations)
            .details(details);
    if (subject != null) {
      alert.subject(subject);
    }
    if (ends != null) {
      alert.ended(ends, requireNonNull(resolution, "resolution"));
    }
    if (acknowledgedBy != null) {
      alert.acknowledged(
          new Acknowledgement(
              acknowledgedBy,
              requireNonNull(acknowledgedAt, "acknowledgedAt"),
              requireNonNull(comment, "comment")));
    }
    return alert.build();
  }
}
