package dev.pulse.core.notify;

import dev.pulse.api.alert.Acknowledgement;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.model.Labels;
import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.Notification.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Messages for tests. */
final class Alarms {
  static final Instant START = Instant.parse("2026-03-01T10:15:30Z");
  static final Instant SAID = Instant.parse("2026-03-01T10:16:00Z");

  private Alarms() {}

  static Alert.Builder checkout() {
    return Alert.builder(42, "checkout", "downtime", START)
        .severity(Severity.CRITICAL)
        .title("checkout is down")
        .text("3 failures in a row")
        .labels(Labels.of("team", "shop"))
        .annotations(Map.of("runbook", "https://wiki.example/checkout"))
        .details(Map.of("failures", "3"));
  }

  static Alert over() {
    return checkout().ended(START.plusSeconds(90), "recovered").build();
  }

  static Alert taken() {
    return checkout().acknowledged(new Acknowledgement("ada", SAID, "mine")).build();
  }

  static Alert disk(long incident) {
    return Alert.builder(incident, "disk", "full", START.plusSeconds(incident))
        .subject("/var/" + incident)
        .title("disk " + incident + " is full")
        .build();
  }

  static Notification message(Kind kind, Alert... alerts) {
    return builder(kind, alerts).build();
  }

  static Notification.Builder builder(Kind kind, Alert... alerts) {
    return Notification.builder("20260301101600000-ab12", kind, "ops", SAID)
        .group("d41d8cd98f00b204e9800998ecf8427e", Labels.of("team", "shop"))
        .alerts(List.of(alerts));
  }
}
