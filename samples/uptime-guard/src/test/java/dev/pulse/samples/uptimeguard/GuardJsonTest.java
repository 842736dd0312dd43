package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.incident.Incident;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class GuardJsonTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.007Z");
  private static final WatchedTarget TARGET =
      new WatchedTarget(
          7, 1, new TargetDocument("a \"b\"", "tcp://h:1", "tcp", true, AT, null, null, null));

  @Test
  void aTargetHasTheMembersOfTheSeedAndOptionsOnlyWhenSet() {
    assertThat(GuardJson.target(TARGET))
        .isEqualTo(
            "{\"id\":7,\"name\":\"a \\\"b\\\"\",\"url\":\"tcp://h:1\",\"type\":\"tcp\","
                + "\"enabled\":true,\"created_at\":\"2026-03-01T12:00:00.007Z\"}");

    var options =
        new WatchedTarget(8, 1, new TargetDocument("c", "u", "http", false, AT, 5, 100, 404));
    assertThat(GuardJson.target(options))
        .endsWith(
            "\"enabled\":false,\"created_at\":\"2026-03-01T12:00:00.007Z\",\"interval_s\":5,"
                + "\"timeout_ms\":100,\"expected_status\":404}");
  }

  @Test
  void aProbeHasTheMembersOfTheSeed() {
    assertThat(GuardJson.probes(List.of(new Probe(9, 7, AT, 12, 200, true))))
        .isEqualTo(
            "[{\"id\":9,\"target_id\":7,\"timestamp\":\"2026-03-01T12:00:00.007Z\","
                + "\"latency_ms\":12,\"status_code\":200,\"ok\":true}]");
    assertThat(GuardJson.probes(List.of())).isEqualTo("[]");
  }

  @Test
  void theEventOfAProbeHasExactlyEightMembers() {
    assertThat(GuardJson.probeEvent(TARGET, new Probe(9, 7, AT, 12, 0, false)))
        .isEqualTo(
            "{\"target_id\":7,\"target_name\":\"a \\\"b\\\"\",\"url\":\"tcp://h:1\","
                + "\"type\":\"tcp\",\"latency_ms\":12,\"status_code\":0,\"ok\":false,"
                + "\"timestamp\":\"2026-03-01T12:00:00.007Z\"}");
  }

  @Test
  void anIncidentLeavesItsEndOutWhileOpen() {
    assertThat(GuardJson.incidents(List.of(incident())))
        .isEqualTo(
            "[{\"id\":5,\"target_id\":7,\"started_at\":\"2026-03-01T12:00:00.007Z\","
                + "\"kind\":\"downtime\",\"details\":\"failures=3 status_code=0\"}]");
    assertThat(GuardJson.incidents(List.of(incident().resolved(AT.plusMillis(3), "recovered"))))
        .isEqualTo(
            "[{\"id\":5,\"target_id\":7,\"started_at\":\"2026-03-01T12:00:00.007Z\","
                + "\"ended_at\":\"2026-03-01T12:00:00.010Z\",\"kind\":\"downtime\","
                + "\"details\":\"failures=3 status_code=0 closed=recovered\"}]");
  }

  @Test
  void theEventOfAnIncidentSaysWhetherItIsOver() {
    assertThat(GuardJson.incidentEvent(TARGET, incident()))
        .isEqualTo(
            "{\"id\":5,\"status\":\"open\",\"target_id\":7,\"target_name\":\"a \\\"b\\\"\","
                + "\"kind\":\"downtime\",\"details\":\"failures=3 status_code=0\","
                + "\"started_at\":\"2026-03-01T12:00:00.007Z\"}");
    assertThat(GuardJson.incidentEvent(TARGET, incident().resolved(AT, "recovered")))
        .contains("\"status\":\"resolved\"", "\"ended_at\":\"2026-03-01T12:00:00.007Z\"");
  }

  @Test
  void timesDoNotDependOnTheZoneOfTheMachine() {
    var zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      assertThat(GuardJson.time(AT)).isEqualTo("2026-03-01T12:00:00.007Z");
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  private static Incident incident() {
    var details = new LinkedHashMap<String, String>();
    details.put("failures", "3");
    details.put("status_code", "0");
    return Incident.builder(5, "uptime-guard.7", "downtime", AT).details(details).build();
  }
}
