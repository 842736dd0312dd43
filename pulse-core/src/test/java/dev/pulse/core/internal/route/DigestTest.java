package dev.pulse.core.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Matcher;
import dev.pulse.api.route.Route;
import dev.pulse.api.route.Silence;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestTest {
  private static final Channel OPS = RouterTest.channel("ops");
  private static final Channel MAIL = RouterTest.channel("mail");
  private static final Route BOTH = Route.to(OPS).child(Route.to(MAIL).matching("kind=cve"));

  private final Desk desk = new Desk(Plan.of(BOTH), "2026-03-02T10:00:00Z");

  @Test
  void whatCameUpIsToldTogetherOnceADayToEachChannel() {
    desk.fireDaily(1);
    desk.fireDaily(2, "kind", "cve");
    desk.until("2026-03-02T23:00:00Z");
    desk.fireDaily(3);
    desk.until("2026-03-05T00:00:00Z");
    assertThat(desk.heard())
        .containsExactlyInAnyOrder("09:00:00 ops DIGEST +1 +3", "09:00:00 mail DIGEST +2");
  }

  @Test
  void nothingIsSaidAndNothingIsDueWhereNothingCameUp() {
    desk.fireDaily(1);
    desk.until("2026-03-04T12:00:00Z");
    assertThat(desk.heard()).hasSize(1);
    assertThat(desk.router().next()).isEmpty();
    desk.resolve(1);
    desk.until("2026-03-06T12:00:00Z");
    assertThat(desk.heard()).isEmpty();
  }

  @Test
  void whatCameAndWentIsToldAsOver() {
    desk.fireDaily(1);
    desk.until("2026-03-02T12:00:00Z");
    desk.resolve(1);
    desk.until("2026-03-02T12:00:01Z");
    desk.restart();
    desk.until("2026-03-03T12:00:00Z");
    assertThat(desk.heard()).containsExactly("09:00:00 ops DIGEST -1");
  }

  @Test
  void whatIsOverWhenTheProcessComesBackIsToldAsOver() {
    desk.fireDaily(1);
    desk.until("2026-03-02T12:00:00Z");
    desk.resolveUnseen(1);
    desk.restart();
    desk.until("2026-03-03T12:00:00Z");
    assertThat(desk.heard()).containsExactly("09:00:00 ops DIGEST -1");
  }

  @Test
  void aStartAfterTheTimeTellsAtOnceAndNotAgain() {
    desk.fireDaily(1);
    desk.sleepUntil("2026-03-05T15:00:00Z");
    desk.restart();
    desk.until("2026-03-05T15:00:00Z");
    desk.restart();
    desk.until("2026-03-07T00:00:00Z");
    assertThat(desk.heard()).containsExactly("15:00:00 ops DIGEST +1");
  }

  @Test
  void whatWasToldAndFiresStillIsNotToldAfterARestart() {
    desk.fireDaily(1);
    desk.until("2026-03-03T10:00:00Z");
    desk.restart();
    desk.fireDaily(2);
    desk.until("2026-03-04T10:00:00Z");
    assertThat(desk.heard()).containsExactly("09:00:00 ops DIGEST +1", "09:00:00 ops DIGEST +2");
  }

  @Test
  void whatIsSilencedWaitsForTheDigestAfter() {
    var from = Instant.parse("2026-03-03T08:00:00Z");
    var to = Instant.parse("2026-03-03T20:00:00Z");
    desk.silences(
        Silence.of("1", List.of(Matcher.parse("check=web")), from, to, "ada", "it is known"));
    desk.fireDaily(1, "check", "web");
    desk.fireDaily(2);
    desk.until("2026-03-03T12:00:00Z");
    desk.restart();
    desk.until("2026-03-05T00:00:00Z");
    assertThat(desk.said().stream().map(message -> message.at().toString()).toList())
        .containsExactly("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z");
    assertThat(desk.heard()).containsExactly("09:00:00 ops DIGEST +2", "09:00:00 ops DIGEST +1");
  }

  @Test
  void itsTimeGoesByTheClocksOfItsZone() {
    var berlin =
        new Plan(Route.to(OPS), List.of(), LocalTime.of(2, 30), ZoneId.of("Europe/Berlin"));
    var spring = new Desk(berlin, "2026-03-27T12:00:00Z");
    for (int day = 1; day <= 4; day++) {
      spring.fireDaily(day);
      spring.pass(java.time.Duration.ofDays(1));
    }
    // On the 29th the clocks skip half past two.
    assertThat(spring.said().stream().map(message -> message.at().toString()).toList())
        .containsExactly(
            "2026-03-28T01:30:00Z",
            "2026-03-29T01:30:00Z",
            "2026-03-30T00:30:00Z",
            "2026-03-31T00:30:00Z");
  }

  @Test
  void aDigestThatWasNotWrittenIsDueAgain() {
    desk.fireDaily(1);
    desk.storeIsAway(true);
    desk.until("2026-03-03T09:05:00Z");
    desk.storeIsAway(false);
    desk.until("2026-03-04T12:00:00Z");
    assertThat(desk.heard()).containsExactly("09:05:00 ops DIGEST +1");
  }

  @Test
  void itsStandingSaysWhenItIsTold() {
    desk.fireDaily(1);
    var alert =
        Desk.alert(1, desk.now()).frequency(dev.pulse.api.alert.Frequency.DAILY_DIGEST).build();
    var place = desk.router().standing(alert, desk.now()).places().get(0);
    assertThat(place.nextLook()).contains(Instant.parse("2026-03-03T09:00:00Z"));
    assertThat(place.listeners().get(0).wasTold()).isFalse();
    desk.until("2026-03-03T10:00:00Z");
    place = desk.router().standing(alert, desk.now()).places().get(0);
    assertThat(place.nextLook()).isEmpty();
    assertThat(place.listeners().get(0).wasTold()).isTrue();
  }
}
