package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pulse.samples.fakes.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardMetricsTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void probesAreCountedByHowTheyEnded() {
    rig.create("a", "o F R o");
    rig.probes(3);

    assertThat(rig.registry.scrape())
        .contains(
            "pulseguard_probes_total{result=\"ok\",target=\"a\",type=\"http\"} 2.0",
            "pulseguard_probes_total{result=\"fail\",target=\"a\",type=\"http\"} 1.0",
            "pulseguard_probes_total{result=\"refused\",target=\"a\",type=\"http\"} 1.0");
  }

  @Test
  void theHistogramHoldsGoodProbesInTheBucketsOfTheSpecification() {
    rig.create("a", "7 F 9000");
    rig.probes(2);

    var lines = lines("pulseguard_probe_latency_seconds");
    assertThat(lines)
        .filteredOn(line -> line.contains("_bucket"))
        .containsExactly(
            bucket("0.005", 0),
            bucket("0.01", 1),
            bucket("0.025", 1),
            bucket("0.05", 1),
            bucket("0.1", 1),
            bucket("0.25", 1),
            bucket("0.5", 1),
            bucket("1.0", 1),
            bucket("2.5", 1),
            bucket("5.0", 1),
            bucket("10.0", 2),
            bucket("+Inf", 2));
    assertThat(lines).contains("pulseguard_probe_latency_seconds_count{target=\"a\"} 2");
  }

  @Test
  void aTargetIsUpUnlessADowntimeIsOpen() {
    rig.create("a", "F F F o o");
    rig.probes(1);
    assertThat(rig.registry.scrape()).contains("pulseguard_target_up{target=\"a\"} 1.0");

    rig.probes(1);
    assertThat(rig.registry.scrape())
        .contains(
            "pulseguard_target_up{target=\"a\"} 0.0",
            "pulseguard_incidents_total{kind=\"downtime\",target=\"a\"} 1.0",
            "pulseguard_incidents_open{kind=\"downtime\"} 1.0");

    rig.probes(2);
    assertThat(rig.registry.scrape())
        .contains(
            "pulseguard_target_up{target=\"a\"} 1.0",
            "pulseguard_incidents_total{kind=\"downtime\",target=\"a\"} 1.0",
            "pulseguard_incidents_open{kind=\"downtime\"} 0.0");
  }

  @Test
  void beforeTheFirstProbeNothingIsSaidOfATarget() {
    rig.create("a", "R");
    rig.pulse.flush();

    assertThat(lines("pulseguard_target_up{")).isEmpty();
    assertThat(lines("pulseguard_last_probe_timestamp_seconds{")).isEmpty();
  }

  @Test
  void theLastProbeIsTheWallClockInSeconds() {
    rig.create("a");
    rig.probes(1);

    assertThat(lines("pulseguard_last_probe_timestamp_seconds{"))
        .singleElement()
        .asString()
        .endsWith(" " + (double) Rig.START.plusSeconds(30).getEpochSecond());
  }

  @Test
  void allFourKindsAndEverySubjectAreAlwaysThere() {
    assertThat(lines("pulseguard_incidents_open{"))
        .containsExactlyInAnyOrder(
            "pulseguard_incidents_open{kind=\"downtime\"} 0.0",
            "pulseguard_incidents_open{kind=\"error_rate\"} 0.0",
            "pulseguard_incidents_open{kind=\"latency_spike\"} 0.0",
            "pulseguard_incidents_open{kind=\"slo_burn\"} 0.0");
    assertThat(lines("pulseguard_bus_published_total{")).hasSize(3);
    assertThat(lines("pulseguard_bus_failed_total{")).hasSize(3);
    assertThat(lines("pulseguard_notifications_total{")).hasSize(2);
  }

  @Test
  void theSeriesOfADisabledTargetAreRemoved() {
    var target = rig.create("a", "F F F");
    rig.create("b");
    rig.probes(2);

    rig.guard.setEnabled(target.id(), false);

    assertThat(rig.registry.scrape())
        .doesNotContain("target=\"a\"")
        .contains("target=\"b\"", "pulseguard_incidents_open{kind=\"downtime\"} 0.0");
  }

  @Test
  void theSeriesOfADeletedTargetAreRemoved() {
    var target = rig.create("a", "F F F");
    rig.probes(2);

    rig.guard.delete(target.id());

    assertThat(rig.registry.scrape())
        .doesNotContain("target=\"a\"")
        .contains("pulseguard_incidents_open{kind=\"downtime\"} 0.0");
  }

  @Test
  void promtoolFindsNothingToComplainOf(@TempDir Path folder) throws Exception {
    assumeThat(Programs.has("promtool")).isTrue();
    rig.create("a \"quoted\" \\ name\nof two lines", "o F F F R 9999 o");
    rig.probes(6);
    var scrape = folder.resolve("scrape");
    Files.writeString(scrape, rig.registry.scrape(), StandardCharsets.UTF_8);

    var process =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(scrape.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output).isEmpty();
    assertThat(process.exitValue()).isZero();
  }

  private List<String> lines(String start) {
    rig.pulse.flush();
    return rig.registry.scrape().lines().filter(line -> line.startsWith(start)).toList();
  }

  private static String bucket(String le, int count) {
    return "pulseguard_probe_latency_seconds_bucket{target=\"a\",le=\"" + le + "\"} " + count;
  }
}
