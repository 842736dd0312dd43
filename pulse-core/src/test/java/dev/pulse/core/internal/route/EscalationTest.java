package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationTest {
  private static final Channel OPS = RouterTest.channel("ops");
  private static final Channel BOSS = RouterTest.channel("boss");
  private static final Route ROUTE = Route.to(OPS).escalateAfter(Duration.ofMinutes(12), BOSS);

  private final Desk desk = new Desk(Plan.of(ROUTE), "2026-03-02T10:00:00Z");

  @Test
  void whoIsNextHearsOfItWhenNobodyAcknowledgesAndThenOfItsEnd() {
    desk.fire(1);
    desk.until("10:14:00");
    desk.fire(2);
    desk.until("10:16:00");
    desk.resolve(1);
    desk.until("10:22:00");
    desk.resolve(2);
    desk.until("10:40:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1",
            "10:12:30 boss ESCALATED +1",
            "10:15:30 ops CHANGED +1 +2",
            "10:15:30 boss CHANGED +1 +2",
            "10:20:30 ops CHANGED -1 +2",
            "10:20:30 boss CHANGED -1 +2",
            "10:25:30 ops RESOLVED -2",
            "10:25:30 boss RESOLVED -2");
    assertThat(desk.stored().get(Router.GROUPS)).isEmpty();
  }

  @Test
  void whatIsAcknowledgedInTimeDoesNotEscalate() {
    desk.fire(1);
    desk.until("10:10:00");
    desk.acknowledge(1);
    desk.until("10:40:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1");
  }

  @Test
  void theTimeOfAnAlertThatCameLaterIsItsOwn() {
    desk.fire(1);
    desk.until("10:04:00");
    desk.acknowledge(1);
    desk.fire(2);
    desk.until("10:40:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:05:30 ops CHANGED +1 +2", "10:17:30 boss ESCALATED +1 +2");
  }

  @Test
  void aRestartNeitherForgetsNorRepeatsIt() {
    desk.fire(1);
    desk.until("10:08:00");
    desk.restart();
    desk.until("10:13:00");
    desk.restart();
    desk.until("10:30:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1", "10:12:30 boss ESCALATED +1");
  }

  @Test
  void whatIsSilencedEscalatesWhenTheSilenceIsOver() {
    desk.fire(1);
    desk.until("10:10:00");
    desk.silences(
        Silence.of(
            "1",
            List.of(Matcher.parse("alertname=downtime")),
            desk.now(),
            desk.now().plus(Duration.ofMinutes(8)),
            "ada",
            ""));
    desk.until("10:13:00");
    desk.restart();
    desk.until("10:40:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1", "10:20:30 boss ESCALATED +1");
  }

  @Test
  void aStormCapHoldsEscalationsBackToo() {
    var capped = RouterTest.channel("boss").stormCap(1, Duration.ofMinutes(10));
    var root = Route.to(OPS).groupBy("check").escalateAfter(Duration.ofMinutes(12), capped);
    var storm = new Desk(Plan.of(root), "2026-03-02T10:00:00Z");
    storm.fire(1);
    storm.fire(2);
    storm.fire(3);
    storm.until("10:40:00");
    assertThat(storm.heard().stream().filter(line -> line.contains("boss")))
        .containsExactly("10:12:30 boss ESCALATED +1", "10:22:30 boss SUMMARY +2 +3");
  }

  @Test
  void theStandingOfAnAlertSaysWhoWasToldWhen() {
    desk.fire(1);
    desk.until("10:01:00");
    var alert = Desk.alert(1, desk.now()).build();
    var place = desk.router().standing(alert, desk.now()).places().get(0);
    assertThat(place.keptBack()).isEmpty();
    assertThat(place.destination().channels()).containsExactly("ops");
    assertThat(place.group()).contains(desk.said().get(0).group());
    assertThat(place.nextLook()).contains(desk.now().plus(Duration.ofSeconds(690)));
    assertThat(place.listeners())
        .extracting(
            Standing.Listener::channel, Standing.Listener::wasTold, Standing.Listener::escalation)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ops", true, false),
            org.assertj.core.groups.Tuple.tuple("boss", false, true));
    assertThat(place.listeners().get(0).toldAt()).contains(desk.said().get(0).at());
  }
}
