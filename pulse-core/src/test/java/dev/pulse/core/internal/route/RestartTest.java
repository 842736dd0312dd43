package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import dev.pulse.api.schedule.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartTest {
  private static final Channel OPS = RouterTest.channel("ops");
  private static final Channel PAGER = RouterTest.channel("pager");

  private static Desk desk(Route root) {
    return new Desk(Plan.of(root), "2026-03-02T10:00:00Z");
  }

  @Test
  void theWaitOfANewGroupGoesOn() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.until("10:00:20");
    desk.restart();
    desk.until("10:10:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1");
  }

  @Test
  void whatWasToldIsNotToldAgain() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.until("10:01:00");
    desk.restart();
    desk.until("14:01:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1", "14:00:30 ops REPEAT +1");
  }

  @Test
  void whatEndedWhileNobodyWasThereIsTold() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.fire(2);
    desk.until("10:01:00");
    desk.resolveUnseen(1);
    desk.restart();
    desk.until("10:06:00");
    desk.resolveUnseen(2);
    desk.sleepUntil("12:03:00");
    desk.restart();
    desk.until("12:10:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1 +2", "10:05:30 ops CHANGED -1 +2", "12:03:00 ops RESOLVED -2");
    assertThat(desk.stored().get(Router.GROUPS)).isEmpty();
  }

  @Test
  void aLookThatWasMissedIsMadeUpForAtOnce() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.until("10:04:00");
    desk.fire(2);
    desk.sleepUntil("10:07:00");
    desk.restart();
    desk.until("10:07:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1", "10:07:00 ops CHANGED +1 +2");
    desk.fire(3);
    desk.until("10:20:00");
    assertThat(desk.heard()).containsExactly("10:10:30 ops CHANGED +1 +2 +3");
  }

  @Test
  void whatIsKeptBackIsNotNotedTwiceAndKeepsItsTimes() {
    var desk = desk(Route.to(OPS));
    desk.silences(
        Silence.of(
            "1",
            List.of(Matcher.parse("check=web")),
            Instant.parse("2026-03-02T09:00:00Z"),
            Instant.parse("2026-03-02T10:07:00Z"),
            "ada",
            ""));
    desk.fire(1, "check", "web");
    desk.until("10:08:00");
    desk.restart();
    desk.until("10:20:00");
    assertThat(desk.heard()).containsExactly("10:10:30 ops FIRST +1");
    assertThat(desk.notes()).hasSize(1);
  }

  @Test
  void whereARouteIsGoneItsAlertsAreOverThere() {
    var before = Route.to(OPS).child(Route.to(PAGER).matching("check=web"));
    var desk = desk(before);
    desk.fire(1, "check", "web");
    desk.until("10:02:00");
    desk.restart(Plan.of(Route.to(OPS).child(Route.to(PAGER).matching("check=db"))));
    desk.until("10:20:00");
    assertThat(desk.heard())
        .containsExactlyInAnyOrder(
            "10:00:30 pager FIRST +1", "10:02:00 ops FIRST +1", "10:02:00 pager RESOLVED -1");
    assertThat(desk.stored().get(Router.GROUPS)).hasSize(1);
  }

  @Test
  void aChannelThatItsRouteLeavesOutIsToldThatItIsOver() {
    var desk = desk(Route.to(OPS, PAGER));
    desk.fire(1);
    desk.until("10:02:00");
    desk.restart(Plan.of(Route.to(OPS).child(Route.to(PAGER).matching("check=db"))));
    desk.until("10:20:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:00:30 pager FIRST +1", "10:05:30 pager RESOLVED -1");
  }

  @Test
  void aChannelThatIsGoneIsForgotten() {
    var desk = desk(Route.to(PAGER));
    desk.fire(1);
    desk.until("10:02:00");
    desk.restart(Plan.of(Route.to(OPS)));
    desk.until("10:20:00");
    assertThat(desk.heard()).containsExactly("10:00:30 pager FIRST +1", "10:05:30 ops FIRST +1");
  }

  @Test
  void aDocumentThatCannotBeReadHoldsNothingElseUp() {
    var desk = desk(Route.to(OPS).groupBy("check"));
    desk.fire(1, "check", "web");
    desk.fire(2, "check", "db");
    desk.until("10:01:00");
    var groups = desk.stored().get(Router.GROUPS);
    groups.put(groups.keySet().iterator().next(), "{\"channels\":3}");
    desk.heard();
    desk.restart();
    desk.until("10:02:00");
    assertThat(desk.heard()).hasSize(1);
    desk.resolve(1);
    desk.resolve(2);
    desk.until("10:20:00");
    assertThat(desk.heard()).hasSize(2).allMatch(line -> line.contains("RESOLVED"));
  }

  @Test
  void idsGoOnGrowingWhenTheClockWasSetBack() {
    var desk = desk(Route.to(OPS).groupInterval(Duration.ofMinutes(1)));
    desk.fire(1);
    desk.until("10:01:00");
    desk.sleepUntil("09:00:00");
    desk.restart();
    desk.fire(2);
    desk.until("09:10:00");
    assertThat(desk.said()).hasSize(2);
    assertThat(desk.said().get(1).id()).isGreaterThan(desk.said().get(0).id());
  }

  @Test
  void whatBeginsAnewComesAfterItsEndThoughTheClockWasSetBack() {
    var desk = desk(Route.to(OPS).groupInterval(Duration.ofMinutes(1)));
    desk.fire(1);
    desk.until("10:01:00");
    desk.resolve(1);
    desk.until("10:05:00");
    assertThat(desk.stored().get(Router.GROUPS)).isEmpty();
    desk.sleepUntil("09:00:00");
    desk.restart();
    desk.fire(2);
    desk.until("09:10:00");
    var ids = desk.said().stream().map(message -> message.id()).toList();
    assertThat(ids).hasSize(3).isSorted();
  }

  @Test
  void whatIsNotKnownAnyMoreIsToldAsOver() {
    var desk = desk(Route.to(OPS));
    desk.fire(1, Severity.CRITICAL);
    desk.until("10:01:00");
    desk.forget(1);
    desk.restart();
    desk.until("10:20:00");
    var last = desk.said().get(desk.said().size() - 1);
    assertThat(last.alerts()).hasSize(1);
    assertThat(last.alerts().get(0).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(last.alerts().get(0).resolution()).hasValue("forgotten");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1", "10:05:30 ops RESOLVED -1");
    assertThat(desk.stored().get(Router.GROUPS)).isEmpty();
  }

  @ParameterizedTest(name = "restart: {0}")
  @ValueSource(booleans = {false, true})
  void whatBeganByAClockThatWasAheadIsToldAfterItsWait(boolean restart) {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.until("10:00:10");
    setBack(desk, restart);
    desk.until("09:00:00");
    assertThat(desk.heard()).containsExactly("07:00:30 ops FIRST +1");
  }

  @ParameterizedTest(name = "restart: {0}")
  @ValueSource(booleans = {false, true})
  void remindersAndEscalationsDoNotWaitForAClockThatWasAhead(boolean restart) {
    var root = Route.to(OPS).repeatInterval(Duration.ofMinutes(60));
    var desk = desk(root.escalateAfter(Duration.ofMinutes(20), PAGER));
    desk.fire(1);
    desk.until("10:01:00");
    setBack(desk, restart);
    desk.until("08:10:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "07:20:00 pager ESCALATED +1", "08:00:30 ops REPEAT +1");
  }

  @ParameterizedTest(name = "restart: {0}")
  @ValueSource(booleans = {false, true})
  void endsAndSummariesDoNotWaitForAClockThatWasAhead(boolean restart) {
    var capped = OPS.stormCap(1, Duration.ofMinutes(10));
    var desk = desk(Route.to(capped).groupBy("check"));
    desk.fire(1);
    desk.fire(2);
    desk.fire(3);
    desk.until("10:01:00");
    setBack(desk, restart);
    desk.until("07:12:00");
    desk.resolve(1);
    desk.until("07:30:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "07:10:00 ops SUMMARY +2 +3", "07:20:00 ops RESOLVED -1");
  }

  private static void setBack(Desk desk, boolean restart) {
    desk.sleepUntil("07:00:00");
    if (restart) {
      desk.restart();
    } else {
      desk.step();
    }
  }

  @Test
  void oneSilenceThatCannotBeReadHoldsNothingElseUp() {
    var desk = desk(Route.to(OPS).groupBy("check"));
    var from = Instant.parse("2026-03-02T09:00:00Z");
    var until = Instant.parse("2026-03-03T09:00:00Z");
    var sound = Silence.of("1", List.of(Matcher.parse("check=web")), from, until, "ada", "");
    var broken = sound.recurring(new Recurrence("whenever", Duration.ofHours(1), ZoneOffset.UTC));
    desk.silences(broken, sound);
    desk.fire(1, "check", "web");
    desk.fire(2, "check", "db");
    desk.restart();
    desk.until("10:10:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +2");
  }
}
