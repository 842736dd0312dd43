package dev.pulse.samples.repohealth.alert;

import static dev.pulse.github.BuildState.FAILURE;
import static dev.pulse.github.BuildState.SUCCESS;
import static dev.pulse.github.VulnerabilitySeverity.CRITICAL;
import static dev.pulse.github.VulnerabilitySeverity.HIGH;
import static dev.pulse.samples.repohealth.alert.AlertRig.SHOP;
import static dev.pulse.samples.repohealth.alert.AlertRig.vulnerability;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pulse.github.Build;
import dev.pulse.samples.repohealth.store.AlertRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RepositoryAlertsTest {
  private static final String RULE = "critical";
  private static final String CONDITION = "vulnerability.severity == 'critical'";
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

  private List<String> slack() {
    return receivers.bodies(Receivers.SLACK);
  }

  // row 17
  @Test
  void oneMessageAtTheFirstMatchNoneWhileItLastsAndOneWhenItComesBack() throws Exception {
    rig.rule(RULE, CONDITION, "slack", "immediate").start();

    rig.finds(vulnerability(CRITICAL, "GHSA-1"));
    assertThat(slack()).hasSize(1);
    for (int i = 0; i < 30; i++) {
      rig.pass(HOUR).finds(vulnerability(CRITICAL, "GHSA-1"));
    }
    assertThat(slack()).hasSize(1);
    rig.finds();
    assertThat(rig.pass(HOUR).openIncidents()).isZero();
    assertThat(slack()).hasSize(1);
    rig.finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);
    assertThat(slack()).hasSize(2);
  }

  // row 17
  @Test
  void aRestartSendsNone() throws Exception {
    rig.rule(RULE, CONDITION, "slack", "immediate").start();
    rig.finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);

    rig.restart().pass(HOUR);
    rig.finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);

    assertThat(slack()).hasSize(1);
    assertThat(rig.openIncidents()).isOne();
    rig.finds().restart().pass(HOUR);
    rig.finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);
    assertThat(slack()).hasSize(2);
  }

  // row 17
  @Test
  void nobodyIsRemindedInMoreThanAYear() throws Exception {
    rig.rule(RULE, CONDITION, "slack, pagerduty", "immediate").start();
    rig.finds(vulnerability(CRITICAL, "GHSA-1"));

    rig.pass(Duration.ofDays(400));

    assertThat(slack()).hasSize(1);
    assertThat(receivers.bodies(Receivers.PAGERDUTY)).hasSize(1);
    assertThat(rig.counted).containsExactlyInAnyOrder("slack true", "pagerduty true");
  }

  @Test
  void whatWasStoredAndNotToldIsToldByTheNextStart() throws Exception {
    rig.rule(RULE, CONDITION, "pagerduty", "immediate").start();
    keep(SHOP);
    var row = new AlertRow(RULE, SHOP, "lib:GHSA-1", "critical", "text", rig.clock.instant(), null);
    rig.tables().alerts().put(row);

    rig.restart().pass(HOUR);
    assertThat(receivers.bodies(Receivers.PAGERDUTY))
        .singleElement()
        .asString()
        .contains("trigger");
    rig.tables().alerts().put(row.ended(rig.clock.instant()));
    rig.restart().pass(HOUR);

    assertThat(receivers.bodies(Receivers.PAGERDUTY)).hasSize(2);
    assertThat(receivers.bodies(Receivers.PAGERDUTY).get(1)).contains("resolve");
    assertThat(rig.openIncidents()).isZero();
  }

  // defect 12
  @Test
  void anUnreadableScanBetweenTwoGoodOnesSendsNothing() throws Exception {
    rig.rules(
        """
        ALERT_RULES:
          - {name: critical, condition: "vulnerability.severity == 'critical'", channels: [slack]}
          - {name: low, condition: "coverage.value < 50", channels: [slack]}
        """);
    rig.start();
    rig.finds(vulnerability(CRITICAL, "GHSA-1"));
    rig.covers("other", "40").pass(HOUR);
    assertThat(slack()).hasSize(2);

    rig.cannotRead();
    rig.covers("other", null).pass(HOUR);
    assertThat(rig.tables().alerts().open()).hasSize(2);
    rig.finds(vulnerability(CRITICAL, "GHSA-1"));
    rig.covers("other", "40").pass(HOUR);

    assertThat(slack()).hasSize(2);
    rig.covers("other", "60");
    assertThat(rig.tables().alerts().open()).hasSize(1);
  }

  // defect 7
  @Test
  void theUsualRuleFollowsTheDefaultBranch() {
    rig.start();

    rig.builds(rig.build(FAILURE, "main"), rig.build(FAILURE, "trunk"));

    assertThat(slack()).singleElement().asString().contains("build failed on trunk");
  }

  // defect 13
  @Test
  void fivePointsExactlyAreNotMoreThanFive() throws Exception {
    rig.rule("coverage_drop", "coverage.delta < -5", "slack", "immediate").start();

    rig.covers("shop", "8.13").covers("shop", "3.13");
    assertThat(slack()).isEmpty();
    rig.covers("web", "8.14").covers("web", "3.1300");

    assertThat(slack()).singleElement().asString().contains("coverage fell by 5.01 points to 3.13");
  }

  @Test
  void theValueBeforeIsThatOfTheLastScanThatHadOne() throws Exception {
    rig.rule("coverage_drop", "coverage.delta < -5", "slack", "immediate").start();

    rig.covers(SHOP, null).covers(SHOP, "90").covers(SHOP, null).covers(SHOP, "80");

    assertThat(slack()).singleElement().asString().contains("coverage fell by 10 points to 80");
  }

  @Test
  void aReportTriggersAtOnceAndNeverTwice() {
    rig.start();
    rig.builds();
    var build = rig.build(FAILURE, "");
    keep(SHOP);

    rig.report(SHOP, build);
    rig.report(SHOP, build);
    rig.settled();
    assertThat(slack()).singleElement().asString().contains("build failed on trunk");
    rig.report("elsewhere", build);
    rig.pass(HOUR);

    assertThat(slack()).hasSize(1);
    rig.report(SHOP, rig.build(SUCCESS, "trunk"));
    assertThat(rig.tables().alerts().open()).isEmpty();
  }

  // 4.8.4
  @Test
  void aReportToAnotherInstanceIsJudgedWithinSeconds() {
    rig.start();
    rig.builds();
    rig.alerts().watchBuilds();
    rig.settled();

    rig.store(SHOP, rig.build(FAILURE, ""));
    rig.pass(Duration.ofSeconds(12));

    assertThat(slack()).singleElement().asString().contains("build failed on trunk");
    rig.pass(HOUR);
    assertThat(slack()).hasSize(1);
  }

  // 4.8.4
  @Test
  void whatWasStoredBeforeTheProcessEndedIsJudgedByTheNextStart() {
    rig.start();
    rig.builds();

    rig.store(SHOP, rig.build(FAILURE, "trunk"));
    rig.restart().pass(HOUR);

    assertThat(slack()).singleElement().asString().contains("build failed on trunk");
  }

  // 4.8.4
  @Test
  void aReportThatIsPutRightIsJudgedAgain() {
    rig.start();
    rig.builds();
    var build = rig.build(FAILURE, "trunk");
    rig.report(SHOP, build);

    rig.report(
        SHOP, Build.builder(build.runId(), SUCCESS, build.updatedAt()).branch("trunk").build());

    assertThat(rig.tables().alerts().open()).isEmpty();
  }

  // 4.8.5
  @Test
  void aReportOfAnOlderBuildDoesNotChangeHowThingsStand() {
    rig.start();
    var old = rig.build(FAILURE, "trunk");
    rig.pass(HOUR).builds(rig.build(SUCCESS, "trunk"));

    rig.report(SHOP, old);
    rig.pass(HOUR);

    assertThat(slack()).isEmpty();
    rig.report(SHOP, rig.build(FAILURE, "trunk"));
    assertThat(rig.settled().tables().alerts().open()).hasSize(1);
  }

  private void keep(String name) {
    rig.tables().keepFailure(AlertRig.row(name, 80, null), rig.clock.instant());
  }

  @Test
  void aBuildThatFailedIsNoAlertWhenTheNextOneHasSucceededByThen() throws Exception {
    rig.rule("red", "build.status == 'failure'", "slack, pagerduty", "immediate").start();

    rig.builds(rig.build(FAILURE, "trunk"), rig.build(SUCCESS, "trunk")).pass(HOUR);

    assertThat(rig.tables().alerts().find("red", SHOP, "trunk"))
        .hasValueSatisfying(row -> assertThat(row.isOpen()).isFalse());
    assertThat(receivers.count()).isZero();
  }

  // row 17
  @Test
  void whatEndsAndComesBackWithinOneScanIsToldAgain() throws Exception {
    rig.rule("red", "build.status == 'failure'", "slack, pagerduty", "immediate").start();
    rig.builds(rig.build(FAILURE, "trunk")).pass(HOUR);

    rig.builds(rig.build(SUCCESS, "trunk"), rig.build(FAILURE, "trunk")).pass(HOUR);

    assertThat(slack()).hasSize(2);
    assertThat(receivers.bodies(Receivers.PAGERDUTY))
        .last()
        .asString()
        .contains("\"event_action\":\"trigger\"");
    assertThat(rig.openIncidents()).isOne();
  }

  @Test
  void eachVulnerabilityIsAnAlert() throws Exception {
    rig.rule(RULE, CONDITION, "slack", "immediate").start();

    rig.finds(
        vulnerability(CRITICAL, "GHSA-1"),
        vulnerability(CRITICAL, "GHSA-2"),
        vulnerability(HIGH, "GHSA-3"));
    rig.finds(vulnerability(CRITICAL, "GHSA-2"));

    assertThat(slack()).hasSize(2);
    assertThat(rig.tables().alerts().open())
        .extracting(AlertRow::subject)
        .containsExactly("lib:GHSA-2");
  }

  @Test
  void alertsEndWithTheirRuleAndTheirRepository() throws Exception {
    rig.rules(
        """
        ALERT_RULES:
          - {name: critical, condition: "vulnerability.severity == 'critical'", channels: [pagerduty]}
          - {name: low, condition: "coverage.value < 50", channels: [pagerduty]}
        """);
    rig.start();
    rig.finds(vulnerability(CRITICAL, "GHSA-1"));
    rig.covers("gone", "40").pass(HOUR);
    assertThat(receivers.bodies(Receivers.PAGERDUTY)).hasSize(2);

    rig.alerts().left("gone");
    rig.pass(HOUR);
    rig.rule("other", "coverage.value < 50", "pagerduty", "immediate").restart().pass(HOUR);

    assertThat(rig.tables().alerts().open()).isEmpty();
    assertThat(receivers.bodies(Receivers.PAGERDUTY).subList(2, 4))
        .allSatisfy(body -> assertThat(body).contains("\"event_action\":\"resolve\""));
  }

  // row 16
  @Test
  void aNameWithoutValueIsWarnedOfOncePerRule() throws Exception {
    var log = (Logger) LoggerFactory.getLogger(RepositoryAlerts.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.setLevel(Level.WARN);
    log.addAppender(lines);
    try {
      rig.rule("odd", "covrage.value < 5 or a.b == 1", "slack", "immediate").start();
      rig.covers(SHOP, "40").covers("web", "40").covers(SHOP, "41");
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Rule odd: a.b, covrage.value has no value");
  }

  @Test
  void aRuleWithoutChannelIsFollowedAndNobodyIsTold() throws Exception {
    rig.environment.remove("SLACK_WEBHOOK_URL");
    rig.rule(RULE, CONDITION, "slack", "immediate").start();

    rig.finds(vulnerability(CRITICAL, "GHSA-1")).pass(HOUR);

    assertThat(rig.tables().alerts().open()).hasSize(1);
    assertThat(receivers.count()).isZero();
    assertThat(rig.openIncidents()).isZero();
  }
}
