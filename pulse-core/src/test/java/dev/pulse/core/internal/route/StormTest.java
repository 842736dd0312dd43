package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StormTest {
  private static final Channel OPS = RouterTest.channel("ops").stormCap(2, Duration.ofMinutes(10));
  private static final Channel MAIL = RouterTest.channel("mail");

  private final Desk desk =
      new Desk(Plan.of(Route.to(OPS, MAIL).groupBy("check")), "2026-03-02T10:00:00Z");

  private List<String> heardByOps() {
    return desk.heard().stream().filter(line -> line.contains("ops")).toList();
  }

  @Test
  void moreGroupsThanTheCapAreToldInOneSummary() {
    for (int i = 1; i <= 5; i++) {
      desk.fire(i);
    }
    desk.until("10:30:00");
    var heard = desk.heard();
    assertThat(heard.stream().filter(line -> line.contains("ops")))
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:00:30 ops FIRST +2", "10:10:30 ops SUMMARY +3 +4 +5");
    assertThat(heard.stream().filter(line -> line.contains("mail"))).hasSize(5);
  }

  @Test
  void oneGroupThatWaitsGetsItsOwnMessage() {
    for (int i = 1; i <= 3; i++) {
      desk.fire(i);
    }
    desk.until("10:30:00");
    assertThat(heardByOps())
        .containsExactly("10:00:30 ops FIRST +1", "10:00:30 ops FIRST +2", "10:10:30 ops FIRST +3");
  }

  @Test
  void endsAreCappedAlikeAndNotLost() {
    for (int i = 1; i <= 4; i++) {
      desk.fire(i);
    }
    desk.until("10:12:00");
    for (int i = 1; i <= 4; i++) {
      desk.resolve(i);
    }
    desk.until("11:00:00");
    assertThat(heardByOps())
        .containsExactly(
            "10:00:30 ops FIRST +1",
            "10:00:30 ops FIRST +2",
            "10:10:30 ops SUMMARY +3 +4",
            "10:15:30 ops RESOLVED -1",
            "10:20:30 ops RESOLVED -2",
            "10:20:30 ops SUMMARY -3 -4");
    assertThat(desk.stored().get(Router.GROUPS)).isEmpty();
  }

  @Test
  void whatIsOverBeforeTheSummaryIsNotInIt() {
    for (int i = 1; i <= 5; i++) {
      desk.fire(i);
    }
    desk.until("10:05:00");
    desk.resolve(4);
    desk.until("10:30:00");
    assertThat(heardByOps()).contains("10:10:30 ops SUMMARY +3 +5");
  }

  @Test
  void whatIsSilencedByThenIsNotInIt() {
    for (int i = 1; i <= 5; i++) {
      desk.fire(i);
    }
    desk.until("10:05:00");
    desk.silences(
        Silence.of(
            "1",
            List.of(Matcher.parse("check=check-4")),
            desk.now(),
            desk.now().plus(Duration.ofHours(1)),
            "ada",
            ""));
    desk.until("10:30:00");
    assertThat(heardByOps()).contains("10:10:30 ops SUMMARY +3 +5");
  }

  @Test
  void aRestartChangesNothing() {
    for (int i = 1; i <= 5; i++) {
      desk.fire(i);
    }
    desk.until("10:07:00");
    desk.restart();
    desk.until("10:30:00");
    assertThat(heardByOps())
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:00:30 ops FIRST +2", "10:10:30 ops SUMMARY +3 +4 +5");
  }

  @Test
  void aSummaryCarriesAHundredAlerts() {
    for (int i = 1; i <= 250; i++) {
      desk.fire(i);
    }
    desk.until("10:30:00");
    var summary = desk.said().stream().filter(m -> m.channel().equals("ops")).toList().get(2);
    assertThat(summary.alerts()).hasSize(100);
    assertThat(summary.omitted()).isEqualTo(148);
  }

  @Test
  void aRestartForgetsNotWhoWasToldInASummary() {
    for (int i = 1; i <= 4; i++) {
      desk.fire(i);
    }
    desk.until("10:12:00");
    for (int i = 1; i <= 4; i++) {
      desk.resolve(i);
    }
    desk.until("10:16:00");
    desk.restart();
    desk.until("11:00:00");
    assertThat(heardByOps())
        .endsWith("10:20:30 ops RESOLVED -2", "10:20:30 ops SUMMARY -3 -4")
        .hasSize(6);
  }
}
