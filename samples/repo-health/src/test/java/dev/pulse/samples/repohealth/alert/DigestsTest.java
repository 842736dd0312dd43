package dev.pulse.samples.repohealth.alert;

import static dev.pulse.github.VulnerabilitySeverity.CRITICAL;
import static dev.pulse.samples.repohealth.alert.AlertRig.vulnerability;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.github.Vulnerability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-03-01");
  private static final String DROP = "coverage.delta < -5";

  @TempDir Path directory;
  private Receivers receivers;
  private AlertRig rig;

  @BeforeEach
  void prepare() throws Exception {
    receivers = new Receivers();
    rig = AlertRig.with(directory, receivers).rule("coverage_drop", DROP, "slack", "daily_digest");
  }

  @AfterEach
  void end() {
    rig.close();
    receivers.close();
  }

  private List<String> slack() {
    return receivers.bodies(Receivers.SLACK);
  }

  private void drop(String repository) {
    rig.covers(repository, "90").covers(repository, "80");
  }

  // row 18
  @Test
  void threeMatchesOfADayAreOneMessageAtDigestTime() {
    rig.start();
    drop("a");
    drop("b");
    rig.pass(Duration.ofHours(2));
    drop("c");

    rig.pass(Duration.ofMinutes(59));
    assertThat(slack()).isEmpty();
    rig.pass(Duration.ofMinutes(1));

    assertThat(slack()).hasSize(1);
    assertThat(slack().get(0))
        .contains("\"text\":\"Pulse daily digest 2026-03-01\"")
        .contains(
            "coverage_drop: 3\\na: coverage fell by 10 points to 80\\n"
                + "b: coverage fell by 10 points to 80\\nc: coverage fell by 10 points to 80\"");
    rig.pass(Duration.ofDays(3));
    assertThat(slack()).hasSize(1);
    assertThat(rig.openIncidents()).isZero();
  }

  // row 18
  @Test
  void withoutAMatchThereIsNoMessageAndTheDayIsTakenAllTheSame() {
    rig.start().pass(Duration.ofHours(3));

    assertThat(slack()).isEmpty();
    assertThat(rig.tables().digests().isClaimed("slack", FIRST)).isTrue();
    drop("late");
    rig.pass(Duration.ofHours(20));
    assertThat(slack()).isEmpty();
    rig.pass(Duration.ofHours(4));

    assertThat(slack()).singleElement().asString().contains("2026-03-02", "late: ");
  }

  // row 18
  @Test
  void aRestartAtDigestTimeSendsOne() {
    rig.start();
    drop("a");
    rig.pass(Duration.ofHours(3)).restart().pass(Duration.ofSeconds(30)).restart();
    rig.pass(Duration.ofHours(1));

    assertThat(slack()).hasSize(1);
  }

  @Test
  void aStartAfterTheTimeSendsAtOnce() {
    rig.start();
    drop("a");
    rig.close();
    rig.clock.move(Duration.ofHours(8));

    rig.start();

    assertThat(slack()).singleElement().asString().contains("Pulse daily digest 2026-03-01");
  }

  /** The pair is stored before, so a crash leaves it behind; the text follows from the tables. */
  @Test
  void whatBrokeOffAfterTheDayWasTakenIsMadeUpFor() {
    rig.start();
    drop("a");
    rig.pass(Duration.ofHours(2));
    rig.clock.move(Duration.ofMinutes(90));
    assertThat(rig.tables().digests().claim("slack", FIRST, rig.clock.instant())).isTrue();

    rig.restart();

    assertThat(slack()).singleElement().asString().contains("a: coverage fell");
  }

  @Test
  void anAlertThatIsOverByThenIsInIt() {
    rig.start();
    drop("a");
    rig.covers("a", "95").pass(Duration.ofHours(3));

    assertThat(rig.tables().alerts().open()).isEmpty();
    assertThat(slack()).singleElement().asString().contains("coverage_drop: 1");
  }

  @Test
  void atMostTwentyLinesAndTheRestIsCounted() throws Exception {
    rig.rules(
        """
        ALERT_RULES:
          - name: vulnerable
            condition: "vulnerability.severity == 'critical'"
            channels: [slack, console]
            frequency: daily_digest
          - {name: drop, condition: "coverage.delta < -5", channels: [slack], frequency: daily_digest}
        """);
    rig.start();
    drop("a");
    rig.pass(Duration.ofMinutes(1));
    rig.finds(
        IntStream.range(0, 23)
            .mapToObj(i -> vulnerability(CRITICAL, "GHSA-%02d".formatted(i), "bad"))
            .toArray(Vulnerability[]::new));

    rig.pass(Duration.ofHours(3));

    var lines =
        Stream.of(slack().get(0).replaceAll(".*\"text\":\"(vuln[^\"]*)\".*", "$1").split("\\\\n"))
            .toList();
    assertThat(lines).hasSize(23);
    assertThat(lines)
        .startsWith(
            "vulnerable: 23",
            "drop: 1",
            "a: coverage fell by 10 points to 80",
            "shop: lib: critical - bad")
        .endsWith("shop: lib: critical - bad", "and 4 more");
    assertThat(rig.console()).contains("Pulse daily digest 2026-03-01", "vulnerable: 23; shop: ");
    assertThat(rig.console().lines()).hasSize(1);
  }

  @Test
  void eachChannelHasItsOwn() throws Exception {
    rig.rules(
        """
        ALERT_RULES:
          - {name: one, condition: "coverage.delta < -5", channels: [slack], frequency: daily_digest}
          - {name: two, condition: "coverage.value < 85", channels: [discord, pagerduty], frequency: daily_digest}
        """);
    rig.start();
    drop("a");
    rig.pass(Duration.ofHours(4));

    assertThat(slack()).singleElement().asString().contains("one: 1").doesNotContain("two");
    assertThat(receivers.bodies(Receivers.DISCORD)).singleElement().asString().contains("two: 1");
    assertThat(receivers.bodies(Receivers.PAGERDUTY))
        .singleElement()
        .asString()
        .contains("\"dedup_key\":\"pulse:digest:2026-03-01\"", "\"event_action\":\"trigger\"");
  }
}
