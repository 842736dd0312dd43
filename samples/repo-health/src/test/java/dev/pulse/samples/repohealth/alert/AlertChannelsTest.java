package dev.pulse.samples.repohealth.alert;

import static dev.pulse.github.BuildState.FAILURE;
import static dev.pulse.github.VulnerabilitySeverity.CRITICAL;
import static dev.pulse.samples.repohealth.alert.AlertRig.vulnerability;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.squareup.moshi.Moshi;
import dev.pulse.core.alerting.Delivery;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.samples.fakes.LogLines;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class AlertChannelsTest {
  private static final String CONDITION = "vulnerability.severity != 'none'";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;
  private Receivers receivers;
  private AlertRig rig;

  @BeforeEach
  void prepare() throws Exception {
    receivers = new Receivers();
    rig = AlertRig.with(directory, receivers);
  }

  @AfterEach
  void end() {
    rig.close();
    receivers.close();
  }

  private AlertRig telling(String channels) throws Exception {
    return rig.rule("found", CONDITION, channels, "immediate").start();
  }

  private List<String> sent(String path) {
    return receivers.bodies(path);
  }

  private static Map<?, ?> json(String body) throws Exception {
    return (Map<?, ?>) new Moshi.Builder().build().adapter(Object.class).fromJson(body);
  }

  private List<Delivery> dead() {
    return rig.pulse().alerting().deliveries(Delivery.State.DEAD);
  }

  // row 13
  @Test
  void slackGetsALineAndAnAttachment() throws Exception {
    telling("slack").finds(vulnerability(CRITICAL, "GHSA-1"));

    assertThat(sent(Receivers.SLACK))
        .containsExactly(
            "{\"text\":\"found: shop\",\"attachments\":[{\"color\":\"#dc3545\","
                + "\"title\":\"found: shop\","
                + "\"text\":\"lib: critical - it is &lt;bad&gt; &amp; ugly\","
                + "\"footer\":\"Pulse\",\"ts\":1772344802}],"
                + "\"unfurl_links\":false,\"unfurl_media\":false}");
  }

  // row 13
  @Test
  void discordGetsAnEmbedAndMentionsNobody() throws Exception {
    telling("discord").finds(vulnerability(CRITICAL, "GHSA-1", "@everyone look"));

    var body = json(sent(Receivers.DISCORD).get(0));
    assertThat(body.get("content")).isEqualTo("found: shop");
    assertThat((Map<?, ?>) body.get("allowed_mentions")).extracting("parse").isEqualTo(List.of());
    var embed = (Map<?, ?>) ((List<?>) body.get("embeds")).get(0);
    assertThat(embed.get("title")).isEqualTo("found: shop");
    assertThat(embed.get("color")).isEqualTo((double) 0xdc3545);
    assertThat(embed.get("description")).isEqualTo("lib: critical \\- \\@everyone look");
  }

  // row 15
  @Test
  void pagerDutyIsTriggeredAndResolvedUnderOneKey() throws Exception {
    telling("pagerduty").finds(vulnerability(CRITICAL, "GHSA-1"));
    rig.pass(HOUR).finds();

    var trigger = json(sent(Receivers.PAGERDUTY).get(0));
    assertThat(trigger.get("routing_key")).isEqualTo("pager-secret");
    assertThat(trigger.get("event_action")).isEqualTo("trigger");
    assertThat(trigger.get("dedup_key")).isEqualTo("pulse:found:shop:lib:GHSA-1");
    var payload = (Map<?, ?>) trigger.get("payload");
    assertThat(payload.get("summary")).isEqualTo("found: shop");
    assertThat(payload.get("source")).isEqualTo("acme/shop");
    assertThat(payload.get("severity")).isEqualTo("critical");
    assertThat(payload.get("timestamp")).isEqualTo("2026-03-01T06:00:02Z");
    assertThat((Map<?, ?>) payload.get("custom_details"))
        .extracting("text")
        .isEqualTo("lib: critical - it is <bad> & ugly");
    var resolve = json(sent(Receivers.PAGERDUTY).get(1));
    assertThat(resolve.get("event_action")).isEqualTo("resolve");
    assertThat(resolve.get("dedup_key")).isEqualTo("pulse:found:shop:lib:GHSA-1");
  }

  // row 15
  @Test
  void aLongKeyIsCutAndHashed() throws Exception {
    var id = "GHSA-" + "x".repeat(300);
    telling("pagerduty").finds(vulnerability(CRITICAL, id));
    rig.finds();

    var whole = "pulse:found:shop:lib:" + id;
    var hash = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
    var key = whole.substring(0, 190) + ":" + HexFormat.of().formatHex(hash);
    assertThat(key).hasSize(255);
    assertThat(sent(Receivers.PAGERDUTY))
        .hasSize(2)
        .allSatisfy(body -> assertThat(json(body).get("dedup_key")).isEqualTo(key));
  }

  @ParameterizedTest
  @CsvSource({
    "CRITICAL, #dc3545, critical",
    "HIGH, #dc3545, error",
    "MEDIUM, #ffc107, warning",
    "LOW, #17a2b8, info",
    "UNKNOWN, #ffc107, warning",
  })
  void theSeverityOfTheVulnerabilityIsThatOfTheAlert(
      VulnerabilitySeverity severity, String colour, String level) throws Exception {
    telling("slack, pagerduty").finds(vulnerability(severity, "GHSA-1"));

    assertThat(sent(Receivers.SLACK).get(0)).contains("\"color\":\"" + colour + "\"");
    assertThat(sent(Receivers.PAGERDUTY).get(0)).contains("\"severity\":\"" + level + "\"");
  }

  @Test
  void buildsAreHighAndOtherRulesMedium() throws Exception {
    rig.rules(
        """
        ALERT_RULES:
          - {name: red, condition: "build.status == 'failure'", channels: [slack]}
          - {name: poor, condition: "repo.score < 90 and repo.status == 'healthy'", channels: [slack]}
        """);
    rig.start().builds(rig.build(FAILURE, "feature/x"));

    assertThat(sent(Receivers.SLACK))
        .hasSize(2)
        .anyMatch(body -> body.contains("#dc3545") && body.contains("build failed on feature/x"))
        .anyMatch(
            body ->
                body.contains("#ffc107")
                    && body.contains("repo.score &lt; 90 and repo.status == 'healthy'"));
  }

  // row 13
  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 410})
  void slackAndDiscordRefuseForGood(int status) throws Exception {
    receivers.failing(Receivers.SLACK, 1, status).failing(Receivers.DISCORD, 1, status);
    telling("slack, discord").finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);

    assertThat(sent(Receivers.SLACK)).hasSize(1);
    assertThat(sent(Receivers.DISCORD)).hasSize(1);
    assertThat(dead()).hasSize(2);
    assertThat(rig.counted).containsExactlyInAnyOrder("slack false", "discord false");
  }

  // row 13
  @Test
  void slackIsTriedAgainWhenItSaysSoOrFails() throws Exception {
    receivers
        .next(
            Receivers.SLACK,
            new MockResponse.Builder().code(429).addHeader("Retry-After", "30").build())
        .failing(Receivers.SLACK, 3, 503);
    telling("slack").finds(vulnerability(CRITICAL, "GHSA-1"));
    assertThat(sent(Receivers.SLACK)).hasSize(1);
    rig.pass(Duration.ofSeconds(25));
    assertThat(sent(Receivers.SLACK)).hasSize(1);

    rig.pass(Duration.ofMinutes(2));

    assertThat(sent(Receivers.SLACK)).hasSize(5);
    assertThat(dead()).isEmpty();
    assertThat(rig.counted)
        .containsExactly("slack false", "slack false", "slack false", "slack false", "slack true");
  }

  // row 13
  @Test
  void discordSaysInItsAnswerHowLongToWait() throws Exception {
    receivers.next(
        Receivers.DISCORD,
        new MockResponse.Builder().code(429).body("{\"retry_after\": 20.5}").build());
    telling("discord").finds(vulnerability(CRITICAL, "GHSA-1"));
    rig.pass(Duration.ofSeconds(15));
    assertThat(sent(Receivers.DISCORD)).hasSize(1);

    rig.pass(Duration.ofSeconds(30));

    assertThat(sent(Receivers.DISCORD)).hasSize(2);
  }

  // row 15
  @Test
  void pagerDutyIsTriedAgainExceptWhenItRefuses() throws Exception {
    receivers.failing(Receivers.PAGERDUTY, 1, 429).failing(Receivers.PAGERDUTY, 2, 500);
    telling("pagerduty").finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);
    assertThat(sent(Receivers.PAGERDUTY)).hasSize(4);

    receivers.failing(Receivers.PAGERDUTY, 1, 400);
    rig.finds(vulnerability(CRITICAL, "GHSA-1"), vulnerability(CRITICAL, "GHSA-2")).pass(HOUR);

    assertThat(sent(Receivers.PAGERDUTY)).hasSize(5);
    assertThat(dead()).hasSize(1);
  }

  @Test
  void aWebhookOfOnesOwnGetsPulsesDocumentInTheWordsOfTheSystem() throws Exception {
    rig.rules(
        """
        WEBHOOKS:
          ops: "%s"
        ALERT_RULES:
          - {name: found, condition: "%s", channels: [ops]}
        """
            .formatted(receivers.url(Receivers.HOOK), CONDITION));
    rig.start().finds(vulnerability(VulnerabilitySeverity.HIGH, "GHSA-1"));

    var body = json(sent(Receivers.HOOK).get(0));
    assertThat(body.get("title")).isEqualTo("found: shop");
    assertThat((List<?>) body.get("alerts"))
        .singleElement()
        .satisfies(
            alert ->
                assertThat((Map<?, ?>) alert)
                    .extracting("check", "rule", "subject", "text")
                    .containsExactly(
                        "acme/shop", "found", "lib:GHSA-1", "lib: high - it is <bad> & ugly"));
  }

  @Test
  void theConsoleGetsALine() throws Exception {
    telling("console").finds(vulnerability(CRITICAL, "GHSA-1", "two\r\nlines\u001b[2J"));

    assertThat(rig.console().lines())
        .singleElement()
        .asString()
        .contains("FIRST critical firing: found: shop: lib: critical - two lines [2J");
  }

  @Test
  void whatIsTooLongIsCutWithAMark() throws Exception {
    telling("slack, discord, pagerduty")
        .finds(vulnerability(CRITICAL, "GHSA-1", "\ud83d\udd25".repeat(5000)));

    var slack = (List<?>) json(sent(Receivers.SLACK).get(0)).get("attachments");
    assertThat(slack.get(0).toString()).contains("\ud83d\udd25…").doesNotContain("\ud83d…");
    var discord = (List<?>) json(sent(Receivers.DISCORD).get(0)).get("embeds");
    var description = String.valueOf(((Map<?, ?>) discord.get(0)).get("description"));
    assertThat(description.length()).isLessThanOrEqualTo(4096);
    assertThat(sent(Receivers.PAGERDUTY)).hasSize(1);
  }

  @Test
  void noSecretIsInLogsOrTexts() throws Exception {
    List<String> texts;
    try (var all = new LogLines(Logger.ROOT_LOGGER_NAME, Level.TRACE);
        var github = new LogLines("dev.pulse.github", Level.TRACE);
        var ours = new LogLines("dev.pulse.samples", Level.TRACE)) {
      receivers
          .failing(Receivers.SLACK, 1, 404)
          .failing(Receivers.DISCORD, 1, 500)
          .failing(Receivers.PAGERDUTY, 1, 400);
      telling("slack, discord, pagerduty").finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);
      texts = Stream.of(all, github, ours).flatMap(log -> log.withCauses().stream()).toList();
    }
    var alerts = RepoHealthAlerts.of(RepoHealthSettings.from(rig.environment), System.out);
    assertThat(texts).isNotEmpty().noneMatch(text -> text.contains("-secret"));
    assertThat(alerts + " " + alerts.route().orElseThrow().channels() + dead())
        .contains("acme", "slack")
        .doesNotContain("-secret");
  }
}
