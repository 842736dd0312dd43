package dev.pulse.core.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.squareup.moshi.Moshi;
import dev.pulse.api.alert.Alert;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Notification.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PagerDutyNotifierTest {
  private static final String KEY = "pulse:d41d8cd98f00b204e9800998ecf8427e";

  private final HttpReceivers receivers = new HttpReceivers();

  @AfterEach
  void close() throws Exception {
    receivers.close();
  }

  @Test
  void firstMessageTriggersWithAllThatIsKnown() throws Exception {
    pager().build().send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
    assertThat(receivers.requests().get(0).getRequestLine()).isEqualTo("POST /v2/enqueue HTTP/1.1");
    assertThat(receivers.requests().get(0).getBody().utf8())
        .isEqualTo(
            """
            {"routing_key":"r0uting-key","event_action":"trigger",\
            "dedup_key":"pulse:d41d8cd98f00b204e9800998ecf8427e",\
            "payload":{"summary":"checkout is down","source":"checkout","severity":"critical",\
            "timestamp":"2026-03-01T10:15:30Z","component":"checkout","class":"downtime",\
            "custom_details":{"group":{"team":"shop"},"alerts":[{"title":"checkout is down",\
            "text":"3 failures in a row","incident":42,"since":"2026-03-01T10:15:30Z",\
            "labels":{"alertname":"downtime","check":"checkout","severity":"critical","team":"shop"},\
            "annotations":{"runbook":"https://wiki.example/checkout"},\
            "details":{"failures":"3"}}]}},"client":"Pulse",\
            "links":[{"href":"https://wiki.example/checkout","text":"runbook"}]}""");
  }

  @Test
  void wholeLifeOfAGroupHasOneKey() throws Exception {
    var pager = pager().build();
    pager.send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
    pager.send(Alarms.message(Kind.CHANGED, Alarms.checkout().build(), Alarms.disk(1)));
    pager.send(Alarms.message(Kind.REPEAT, Alarms.taken()));
    pager.send(Alarms.message(Kind.RESOLVED, Alarms.over()));
    assertThat(actions())
        .containsExactly(
            "trigger " + KEY,
            "trigger " + KEY,
            "trigger " + KEY,
            "acknowledge " + KEY,
            "resolve " + KEY);
  }

  @Test
  void groupWithSomethingThatNobodyHasTakenIsNotAcknowledged() throws Exception {
    pager().build().send(Alarms.message(Kind.CHANGED, Alarms.taken(), Alarms.disk(1)));
    pager().build().send(Alarms.builder(Kind.CHANGED, Alarms.taken()).omitted(1).build());
    assertThat(actions()).containsExactly("trigger " + KEY, "trigger " + KEY);
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL, critical", "WARNING, warning", "INFO, info"})
  void severityIsMapped(Severity severity, String level) throws Exception {
    pager().build().send(Alarms.message(Kind.FIRST, Alarms.checkout().severity(severity).build()));
    assertThat(payload(0)).containsEntry("severity", level);
  }

  @Test
  void groupIsAsLoudAsItsLoudestAlertThatFires() throws Exception {
    var quiet = Alarms.checkout().severity(Severity.INFO).build();
    pager().build().send(Alarms.message(Kind.CHANGED, quiet, Alarms.disk(1), Alarms.over()));
    assertThat(payload(0)).containsEntry("severity", "warning");
  }

  @Test
  void levelMayBeOfOnesOwn() throws Exception {
    pager()
        .level(alert -> PagerDutyNotifier.Level.ERROR)
        .source("repo-health")
        .build()
        .send(Alarms.message(Kind.FIRST, Alarms.checkout().build()));
    assertThat(payload(0))
        .containsEntry("severity", "error")
        .containsEntry("source", "repo-health");
  }

  @Test
  void keyOfOnesOwnMakesEachAlertAnIncident() throws Exception {
    var pager = pager().keyedBy(PagerDutyNotifierTest::own).build();
    pager.send(Alarms.message(Kind.CHANGED, Alarms.taken(), Alarms.disk(1), Alarms.over()));
    assertThat(actions())
        .containsExactly(
            "trigger pulse:downtime:checkout:-",
            "acknowledge pulse:downtime:checkout:-",
            "trigger pulse:full:disk:/var/1",
            "resolve pulse:downtime:checkout:-");
    assertThat(payload(2)).containsEntry("summary", "Changed: disk 1 is full");
  }

  @Test
  void summaryIsCutOnCodePoints() throws Exception {
    var alert = Alarms.checkout().title("\ud83d\udd25".repeat(2000)).build();
    pager().keyedBy(PagerDutyNotifierTest::own).build().send(Alarms.message(Kind.SUMMARY, alert));
    var summary = (String) payload(0).get("summary");
    assertThat(summary.codePointCount(0, summary.length())).isEqualTo(1024);
    assertThat(summary).isEqualTo("\ud83d\udd25".repeat(1023) + "…");
  }

  @Test
  void longKeyIsShortenedWithAHashOfTheWhole() {
    assertThat(PagerDutyEvent.shortened("k".repeat(255))).isEqualTo("k".repeat(255));
    // printf 'k%.0s' $(seq 256) | sha256sum
    assertThat(PagerDutyEvent.shortened("k".repeat(256)))
        .isEqualTo(
            "k".repeat(190) + ":ce16fe78208a4e93f7158e62393680e025b2ad584f4e875ce903a654bb74cf93")
        .hasSize(255);
  }

  @Test
  void manyAlertsAreBoundedAndTheRestIsCounted() throws Exception {
    var alerts = LongStream.range(0, 100).mapToObj(Alarms::disk).toArray(Alert[]::new);
    pager().build().send(Alarms.builder(Kind.FIRST, alerts).omitted(5).build());
    var details = (Map<?, ?>) payload(0).get("custom_details");
    assertThat((List<?>) details.get("alerts")).hasSize(20);
    assertThat(details.get("more_alerts")).isEqualTo(85.0);
    assertThat(receivers.requests().get(0).getBodySize()).isLessThan(512 << 10);
  }

  @Test
  void linksAreOnlyThoseThatLeadSomewhere() throws Exception {
    var alert =
        Alarms.checkout()
            .annotations(Map.of("a", "javascript:alert(1)", "b", "see https://x.example/"))
            .build();
    pager().build().send(Alarms.message(Kind.FIRST, alert));
    assertThat(event(0)).doesNotContainKey("links");
  }

  @Test
  void digestIsAnIncidentByItselfAndAnEmptyOneIsNothing() throws Exception {
    pager().build().send(Alarms.message(Kind.DIGEST));
    assertThat(receivers.requests()).isEmpty();
    pager().build().send(Alarms.message(Kind.DIGEST, Alarms.over()));
    assertThat(actions()).containsExactly("trigger " + KEY);
  }

  @Test
  void summaryInWhichNothingFiresRingsNobody() throws Exception {
    pager().build().send(Alarms.message(Kind.SUMMARY, Alarms.over()));
    assertThat(receivers.requests()).isEmpty();
    pager()
        .keyedBy(PagerDutyNotifierTest::own)
        .build()
        .send(Alarms.message(Kind.SUMMARY, Alarms.over()));
    assertThat(actions()).hasSize(1).allMatch(action -> action.startsWith("resolve "));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void incidentThatNothingResolvesSaysSo(Kind kind) throws Exception {
    pager().build().send(Alarms.message(kind, Alarms.checkout().build()));
    assertThat(receivers.requests().get(0).getBody().utf8().contains("Pulse does not resolve this"))
        .isEqualTo(kind == Kind.DIGEST || kind == Kind.SUMMARY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FIRST", "CHANGED", "REPEAT", "ESCALATED", "TEST"})
  void whatFiresRings(Kind kind) throws Exception {
    pager().build().send(Alarms.message(kind, Alarms.checkout().build()));
    assertThat(actions()).containsExactly("trigger " + KEY);
  }

  @Test
  void problemsAreReportedTogether() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                PagerDutyNotifier.builder(Secret.of("k"))
                    .baseUrl("events.pagerduty.com")
                    .source(" ")
                    .build())
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::key)
                    .containsExactly("base-url", "source"));
  }

  private static String own(Alert alert) {
    return "pulse:" + alert.rule() + ":" + alert.check() + ":" + alert.subject().orElse("-");
  }

  private PagerDutyNotifier.Builder pager() throws Exception {
    return PagerDutyNotifier.builder(Secret.of("r0uting-key")).baseUrl(receivers.good(202) + "/");
  }

  private List<String> actions() throws Exception {
    var actions = new ArrayList<String>();
    for (int i = 0; i < receivers.requests().size(); i++) {
      actions.add(event(i).get("event_action") + " " + event(i).get("dedup_key"));
    }
    return actions;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> event(int index) throws Exception {
    var body = receivers.requests().get(index).getBody().utf8();
    return (Map<String, Object>) new Moshi.Builder().build().adapter(Object.class).fromJson(body);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> payload(int index) throws Exception {
    return (Map<String, Object>) event(index).get("payload");
  }
}
