package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.alert.Severity;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.notify.Receipt;
import dev.pulse.api.route.Inhibition;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import dev.pulse.api.route.TimeInterval;
import dev.pulse.api.schedule.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final String TEN = "2026-03-02T10:00:00Z";
  private static final Channel OPS = channel("ops");
  private static final Channel PAGER = channel("pager");

  static Channel channel(String name) {
    return Channel.of(name, notification -> Receipt.none());
  }

  private static Desk desk(Route root) {
    return new Desk(Plan.of(root), TEN);
  }

  private static Silence silence(String matcher, String from, String to) {
    return Silence.of(
        "1",
        List.of(Matcher.parse(matcher)),
        Instant.parse("2026-03-02T" + from + "Z"),
        Instant.parse("2026-03-02T" + to + "Z"),
        "ada",
        "");
  }

  @Test
  void aGroupWaitsThenTellsItsChangesAndItsEnd() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.until("10:00:10");
    desk.fire(2);
    desk.until("10:02:00");
    desk.fire(3);
    desk.until("10:07:00");
    desk.resolve(1);
    desk.until("10:12:00");
    desk.resolve(2);
    desk.resolve(3);
    desk.until("20:00:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1 +2",
            "10:05:30 ops CHANGED +1 +2 +3",
            "10:10:30 ops CHANGED -1 +2 +3",
            "10:15:30 ops RESOLVED -2 -3");
    assertThat(desk.router().next()).isEmpty();
    assertThat(desk.stored().get(Router.GROUPS)).isEmpty();
  }

  @Test
  void nothingIsDueWhileNothingCanChange() {
    var desk = desk(Route.to(OPS));
    assertThat(desk.router().next()).isEmpty();
    desk.fire(1);
    desk.until("10:01:00");
    assertThat(desk.router().next()).contains(Instant.parse("2026-03-02T14:00:30Z"));
  }

  @Test
  void peopleAreRemindedAtTheFirstLookAfterTheRepeatInterval() {
    var desk = desk(Route.to(OPS).repeatInterval(Duration.ofMinutes(12)));
    desk.fire(1);
    desk.until("10:40:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:15:30 ops REPEAT +1", "10:30:30 ops REPEAT +1");
  }

  @Test
  void aRepeatIntervalOfSomeGroupIntervalsIsKept() {
    var desk = desk(Route.to(OPS).repeatInterval(Duration.ofMinutes(10)));
    desk.fire(1);
    desk.until("10:20:30");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:10:30 ops REPEAT +1", "10:20:30 ops REPEAT +1");
  }

  @Test
  void whatSomebodyAcknowledgedIsNotRepeated() {
    var desk = desk(Route.to(OPS).repeatInterval(Duration.ofMinutes(10)));
    desk.fire(1);
    desk.until("10:01:00");
    desk.acknowledge(1);
    desk.until("12:00:00");
    desk.fire(2);
    desk.until("12:08:00");
    desk.resolve(1);
    desk.resolve(2);
    desk.until("12:20:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "12:00:30 ops CHANGED +1 +2", "12:10:30 ops RESOLVED -1 -2");
  }

  @Test
  void whatCameAndWentBeforeTheFirstMessageIsNotTold() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.until("10:00:20");
    desk.resolve(1);
    desk.fire(2);
    desk.until("10:10:00");
    assertThat(desk.heard()).containsExactly("10:00:50 ops FIRST +2");
  }

  @Test
  void whatStartedLongAgoIsToldAtOnce() {
    var desk = desk(Route.to(OPS));
    desk.take(Desk.alert(1, Instant.parse("2026-03-02T09:59:00Z")).build());
    desk.until("10:00:00");
    assertThat(desk.heard()).containsExactly("10:00:00 ops FIRST +1");
  }

  @Test
  void aSeverityThatRisesIsAChangeAndOneThatFallsIsNot() {
    var desk = desk(Route.to(OPS));
    desk.fire(1, Severity.WARNING);
    desk.until("10:01:00");
    desk.severity(1, Severity.CRITICAL);
    desk.until("10:11:00");
    desk.severity(1, Severity.INFO);
    desk.until("10:21:00");
    desk.severity(1, Severity.CRITICAL);
    desk.until("10:31:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1", "10:05:30 ops CHANGED +1");
  }

  @Test
  void anAlertThatGoesAnotherWayIsOverWhereItWasTold() {
    var desk = desk(Route.to(OPS).child(Route.to(PAGER).matching("severity=critical")));
    desk.fire(1, Severity.WARNING);
    desk.until("10:01:00");
    desk.severity(1, Severity.CRITICAL);
    desk.until("10:20:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:01:00 pager FIRST +1", "10:05:30 ops RESOLVED -1");
  }

  @Test
  void eachAlertIsAGroupOfItsOwnWhateverItsSeverity() {
    var desk = desk(Route.to(OPS).groupBy(Route.ALL_LABELS));
    desk.fire(1, Severity.WARNING);
    desk.fire(2, Severity.WARNING);
    desk.until("10:01:00");
    desk.severity(1, Severity.CRITICAL);
    desk.until("10:06:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1", "10:00:30 ops FIRST +2", "10:05:30 ops CHANGED +1");
  }

  @Test
  void aChannelThatDoesNotWantTheEndDoesNotHearOfIt() {
    var desk = desk(Route.to(OPS.sendResolved(false)));
    desk.fire(1);
    desk.fire(2);
    desk.until("10:01:00");
    desk.resolve(1);
    desk.until("10:11:00");
    desk.resolve(2);
    desk.until("10:20:00");
    desk.fire(3);
    desk.until("10:21:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1 +2", "10:20:30 ops FIRST +3");
  }

  @Test
  void aSilencedAlertIsToldWhenTheSilenceIsOver() {
    var desk = desk(Route.to(OPS));
    desk.silences(silence("check=web", "09:00:00", "10:12:00"));
    desk.fire(1, "check", "web");
    desk.until("10:30:00");
    assertThat(desk.heard()).containsExactly("10:15:30 ops FIRST +1");
    assertThat(desk.notes())
        .containsExactly("#1 kept back: silenced by ada until 2026-03-02T10:12:00Z (silence 1)");
  }

  @Test
  void whatWasToldIsToldToBeOverWhileItIsSilenced() {
    var desk = desk(Route.to(OPS));
    desk.fire(1, "check", "web");
    desk.until("10:01:00");
    desk.silences(silence("check=web", "10:01:00", "12:00:00"));
    desk.resolve(1);
    desk.until("10:20:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1", "10:05:30 ops RESOLVED -1");
  }

  @Test
  void aSilenceThatRecursIsAtWorkOnItsOccasions() {
    var berlin = ZoneId.of("Europe/Berlin");
    var nightly =
        Silence.of(
                "1",
                List.of(Matcher.parse("check=web")),
                Instant.parse("2026-03-28T00:00:00Z"),
                Instant.parse("2026-04-01T00:00:00Z"),
                "ada",
                "")
            .recurring(new Recurrence("0 4 * * *", Duration.ofHours(1), berlin));
    var route =
        Route.to(OPS.sendResolved(false)).groupBy(Route.ALL_LABELS).groupWait(Duration.ZERO);
    var desk = new Desk(Plan.of(route), "2026-03-28T02:59:00Z");
    desk.silences(nightly);
    // The clocks of Berlin go forward on 29 March: four o'clock comes an hour earlier in UTC.
    var told =
        List.of(
            "2026-03-28T02:59:59Z",
            "2026-03-28T03:00:00Z",
            "2026-03-28T03:59:59Z",
            "2026-03-28T04:00:00Z",
            "2026-03-29T01:59:59Z",
            "2026-03-29T02:00:00Z",
            "2026-03-29T03:00:00Z",
            "2026-04-01T02:00:00Z");
    var heard =
        told.stream()
            .map(
                time -> {
                  desk.until(time);
                  desk.fire(told.indexOf(time) + 1, "check", "web", "at", time);
                  desk.until(time);
                  var any = !desk.heard().isEmpty();
                  desk.resolve(told.indexOf(time) + 1);
                  return any;
                })
            .toList();
    assertThat(heard).containsExactly(true, false, false, true, true, false, true, true);
  }

  @Test
  void routesAreMutedAtSomeTimesAndActiveAtOthers() {
    var lunch = TimeInterval.always().times(LocalTime.of(10, 3), LocalTime.of(10, 20));
    var work = TimeInterval.always().times(LocalTime.of(10, 10), LocalTime.of(18, 0));
    var desk =
        desk(
            Route.to(OPS)
                .muteDuring("lunch", lunch)
                .child(Route.to(PAGER).matching("check=web").activeDuring("work", work)));
    desk.fire(1, "check", "web");
    desk.until("10:05:00");
    desk.fire(2, "check", "db");
    desk.until("10:30:00");
    assertThat(desk.heard()).containsExactly("10:10:30 pager FIRST +1", "10:20:30 ops FIRST +2");
    assertThat(desk.notes())
        .containsExactly(
            "#1 kept back: muted by its route: outside of work",
            "#2 kept back: muted by its route: lunch");
  }

  @Test
  void anAlertIsInhibitedWhileAnotherFires() {
    var inhibition =
        new Inhibition(
            List.of(Matcher.parse("severity=critical")),
            List.of(Matcher.parse("severity=warning")),
            Set.of("check"));
    var plan =
        new Plan(
            Route.to(OPS).groupBy("severity", "check"),
            List.of(inhibition),
            LocalTime.of(9, 0),
            ZoneOffset.UTC);
    var desk = new Desk(plan, TEN);
    desk.fire(1, Severity.CRITICAL, "check", "web");
    desk.fire(2, Severity.WARNING, "check", "web");
    desk.fire(3, Severity.WARNING, "check", "db");
    desk.until("10:07:00");
    desk.resolve(1);
    desk.until("10:20:00");
    assertThat(desk.heard())
        .containsExactly(
            "10:00:30 ops FIRST +1",
            "10:00:30 ops FIRST +3",
            "10:10:30 ops RESOLVED -1",
            "10:10:30 ops FIRST +2");
    assertThat(desk.notes()).containsExactly("#2 kept back: inhibited by incident #1");
  }

  @Test
  void whatIsSourceAndTargetDoesNotInhibitItsLike() {
    var inhibition =
        new Inhibition(
            List.of(Matcher.parse("check=~web|db")),
            List.of(Matcher.parse("check=~web|cache")),
            Set.of());
    var plan = new Plan(Route.to(OPS), List.of(inhibition), LocalTime.of(9, 0), ZoneOffset.UTC);
    var desk = new Desk(plan, TEN);
    desk.fire(1, "check", "web", "n", "1");
    desk.fire(2, "check", "web", "n", "2");
    desk.fire(3, "check", "cache");
    desk.until("10:01:00");
    assertThat(desk.heard()).containsExactly("10:00:30 ops FIRST +1 +2");
    desk.fire(4, "check", "db");
    desk.fire(5, "check", "web", "n", "3");
    desk.until("10:06:00");
    assertThat(desk.heard()).containsExactly("10:05:30 ops CHANGED +4");
  }

  @Test
  void aStepThatWasNotWrittenIsDueAgain() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.storeIsAway(true);
    desk.until("10:01:00");
    assertThat(desk.router().next()).contains(Instant.parse("2026-03-02T10:00:30Z"));
    desk.storeIsAway(false);
    desk.until("10:10:00");
    assertThat(desk.heard()).containsExactly("10:01:00 ops FIRST +1");
  }

  @Test
  void onlyTheLastStepIsConfirmedAndOnce() {
    var desk = desk(Route.to(OPS).groupWait(Duration.ZERO));
    desk.fire(1);
    var first = desk.router().step(desk.now());
    var second = desk.router().step(desk.now());
    assertThat(second.notifications()).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> desk.router().done(first));
    desk.router().done(second);
    assertThatIllegalArgumentException().isThrownBy(() -> desk.router().done(second));
    assertThat(desk.router().step(desk.now()).isEmpty()).isTrue();
  }

  @Test
  void whatComesWhileAStepIsWrittenIsNotLost() {
    var desk = desk(Route.to(OPS));
    desk.fire(1);
    desk.sleepUntil("10:00:30");
    var step = desk.router().step(desk.now());
    desk.fire(2);
    desk.resolve(1);
    desk.router().done(step);
    desk.until("10:06:00");
    assertThat(desk.heard()).containsExactly("10:05:30 ops CHANGED -1 +2");
  }

  @Test
  void aMessageCarriesAHundredAlertsAndCountsTheOthers() {
    var desk = desk(Route.to(OPS));
    for (int i = 1; i <= 150; i++) {
      desk.fire(i, i == 120 ? Severity.CRITICAL : Severity.WARNING);
    }
    desk.until("10:01:00");
    var message = desk.said().get(0);
    assertThat(message.alerts()).hasSize(100);
    assertThat(message.alerts().get(0).incident()).isEqualTo(120);
    assertThat(message.omitted()).isEqualTo(50);
    desk.heard();
    desk.until("10:20:00");
    assertThat(desk.heard()).isEmpty();
  }

  @Test
  void messagesOfAGroupShareItsIdAndHaveTheirOwn() {
    var desk = desk(Route.to(OPS).groupBy("team"));
    desk.fire(1, "team", "shop");
    desk.until("10:01:00");
    desk.resolve(1);
    desk.until("10:06:00");
    var said = List.copyOf(desk.said());
    assertThat(said).hasSize(2);
    assertThat(said.get(0).group()).isEqualTo(said.get(1).group()).matches("[0-9a-f]{32}");
    assertThat(said.get(0).groupLabels().asMap())
        .containsExactly(java.util.Map.entry("team", "shop"));
    assertThat(said.get(0).id()).matches("\\d{17}-[0-9a-f]{8}").isLessThan(said.get(1).id());
  }

  @Test
  void everythingThatIsWrongWithAPlanIsNamed() {
    var broken =
        Route.to()
            .matching("team=shop")
            .child(Route.to(OPS).matching("check=~(").groupBy("...", "team"))
            .child(Route.to(channel("ops")).escalateAfter(Duration.ofMinutes(5), OPS));
    var inhibition =
        new Inhibition(List.of(Matcher.parse("a=~[")), List.of(Matcher.parse("b=c")), Set.of());
    var plan = new Plan(broken, List.of(inhibition), LocalTime.NOON, ZoneOffset.UTC);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Router.of(plan))
        .withMessageContainingAll(
            "the root must take all alerts, but has matchers [team=\"shop\"]",
            "the root must have a channel",
            "matcher check=~\"(\" cannot read the regular expression",
            "groups by \"...\", which must stand alone",
            "two different channels have the name \"ops\"",
            "an inhibition: matcher a=~\"[\"");
  }

  @Test
  void aChannelDoesNotEscalateToItself() {
    var route = Route.to(OPS).escalateAfter(Duration.ofMinutes(5), OPS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Router.of(Plan.of(route)))
        .withMessage("routes: route {} escalates to channel \"ops\", which hears of it anyway");
  }
}
