package dev.pulse.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.incident.Incident;
import dev.pulse.api.model.Labels;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static Alert.Builder alert() {
    return Alert.builder(7, "shop", "downtime", START).severity(Severity.CRITICAL);
  }

  @Test
  void hasTheLabelsThatRoutesAskFor() {
    var labels =
        alert().subject("pod-1").labels(Labels.of("team", "web", "check", "x")).build().labels();

    assertThat(labels.asMap())
        .containsEntry("alertname", "downtime")
        .containsEntry("check", "shop")
        .containsEntry("severity", "critical")
        .containsEntry("subject", "pod-1")
        .containsEntry("team", "web")
        .hasSize(5);
  }

  @Test
  void theFingerprintIsThatOfItsLabels() {
    var one = alert().labels(Labels.of("a", "bc")).build();
    var later =
        Alert.builder(8, "shop", "downtime", START.plusSeconds(60))
            .severity(Severity.CRITICAL)
            .labels(Labels.of("a", "bc"))
            .build();

    assertThat(one.fingerprint()).matches("[0-9a-f]{16}").isEqualTo(later.fingerprint());
    assertThat(alert().labels(Labels.of("ab", "c")).build().fingerprint())
        .isNotEqualTo(one.fingerprint());
  }

  @Test
  void comesFromAnIncident() {
    var incident =
        Incident.builder(7, "shop", "downtime", START)
            .subject("pod-1")
            .severity(Severity.CRITICAL)
            .frequency(Frequency.DAILY_DIGEST)
            .title("Shop: downtime")
            .labels(Labels.of("team", "web"))
            .entry(START, "3 failures in a row")
            .build()
            .acknowledged(new Acknowledgement("Ada", START.plusSeconds(30), "on it"));
    var resolved = incident.resolved(START.plusSeconds(60), "recovered").alert();

    assertThat(incident.alert().isFiring()).isTrue();
    assertThat(resolved.endsAt()).contains(START.plusSeconds(60));
    assertThat(resolved.resolution()).contains("recovered");
    assertThat(resolved.text()).isEqualTo("3 failures in a row");
    assertThat(resolved.subject()).contains("pod-1");
    assertThat(resolved.frequency()).isEqualTo(Frequency.DAILY_DIGEST);
    assertThat(resolved.acknowledgement().orElseThrow().by()).isEqualTo("Ada");
    assertThat(incident.timeline().get(1).text()).isEqualTo("acknowledged by Ada: on it");
  }
}
