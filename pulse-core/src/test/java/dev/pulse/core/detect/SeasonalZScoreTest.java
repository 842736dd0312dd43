package dev.pulse.core.detect;

import static dev.pulse.core.detect.Feed.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.core.detect.SeasonalZScore.Season;
import dev.pulse.testkit.DetectorContract;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalZScoreTest extends DetectorContract {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final Random random = new Random(5);

  @Override
  protected Detector create() {
    return SeasonalZScore.builder().build();
  }

  @Test
  void aSundayIsNoMonday() {
    var feed = new Feed(SeasonalZScore.builder().build(), INTERVAL);
    assertThat(feed.give(3 * 7 * 144, i -> traffic(feed.at(), BERLIN))).isZero();

    // Feed.START is a Monday; at ten on a Monday nobody is there.
    feed.skip(Duration.ofHours(10));
    var verdict = feed.give(20);

    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.ANOMALOUS);
    assertThat(fact(verdict, "expected")).isCloseTo(1000, within(30.0));
    assertThat(fact(verdict, "hour")).isEqualTo(10);
    assertThat(fact(verdict, "n")).isEqualTo(3);

    feed.skip(Duration.ofDays(6));
    assertThat(feed.give(20).kind()).as("on a Sunday").isEqualTo(Verdict.Kind.NORMAL);
  }

  @Test
  void hoursStayWherePeopleExpectThemWhenClocksChange() {
    // Clocks in Berlin are set forward on 29 March, and back on 25 October.
    assertThat(findings(BERLIN, BERLIN, Instant.parse("2026-03-02T00:00:00Z"))).isZero();
    assertThat(findings(BERLIN, BERLIN, Instant.parse("2026-09-28T00:00:00Z"))).isZero();
    assertThat(findings(ZoneId.of("UTC"), BERLIN, Instant.parse("2026-03-02T00:00:00Z")))
        .as("in the wrong zone each weekday shifts by an hour")
        .isGreaterThan(10);
  }

  /** Five weeks with a change of clocks after the fourth. */
  private int findings(ZoneId ofDetector, ZoneId ofPeople, Instant from) {
    var detector = SeasonalZScore.builder().zone(ofDetector).build();
    int found = 0;
    for (int i = 0; i < 5 * 7 * 144; i++) {
      var at = from.plus(INTERVAL.multipliedBy(i));
      var kind = detector.observe(traffic(at, ofPeople), at).kind();
      found += kind == Verdict.Kind.ANOMALOUS ? 1 : 0;
    }
    return found;
  }

  private double traffic(Instant at, ZoneId zone) {
    var local = at.atZone(zone);
    boolean works = local.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
    boolean day = local.getHour() >= 8 && local.getHour() < 18;
    return (works && day ? 1000 : 20) + 5 * random.nextDouble();
  }

  @Test
  void theHourThatComesTwiceIsOneHour() {
    var profile = new SeasonProfile(24, 8);
    var twice = LocalDateTime.parse("2026-10-25T02:00").atZone(BERLIN);
    for (int minute = 0; minute < 120; minute += 10) {
      profile.arrive(localHour(twice.plusMinutes(minute)));
      profile.add(1);
    }
    profile.arrive(localHour(twice.plusMinutes(120)));

    assertThat(profile.times(localHour(twice))).isEqualTo(1);
  }

  private static long localHour(ZonedDateTime time) {
    return Math.floorDiv(time.toEpochSecond() + time.getOffset().getTotalSeconds(), 3600);
  }

  @Test
  void aRunningHourIsNotComparedWithItself() {
    var feed = new Feed(daily().minSeasons(1).build());

    assertThat(feed.give(60, i -> 10, Verdict.Kind.LEARNING)).isEqualTo(60);
    feed.skip(Duration.ofHours(23));
    assertThat(feed.give(60, i -> 500)).isEqualTo(60);
  }

  @Test
  void aClockThatIsSetBackALittleMakesNoNewHour() {
    var profile = new SeasonProfile(24, 8);
    for (int i = 0; i < 10; i++) {
      profile.arrive(100 + i % 2);
      profile.add(1);
    }

    assertThat(profile.times(100)).isEqualTo(1);
    assertThat(profile.times(101)).isZero();
  }

  @Test
  void missingValuesLeaveTheirHoursAsTheyWere() {
    var feed = new Feed(daily().build(), INTERVAL);
    feed.give(10 * 144, i -> i / 6 % 24 * 10 + random.nextDouble());
    feed.skip(Duration.ofDays(3));

    assertThat(feed.give(144, i -> i / 6 % 24 * 10 + random.nextDouble())).isZero();
    assertThat(feed.give(50).kind()).as("at midnight").isEqualTo(Verdict.Kind.ANOMALOUS);
  }

  @Test
  void aBadDayMovesTheProfileOnlyALittle() {
    var feed = new Feed(daily().build(), INTERVAL);
    feed.give(10 * 144, i -> 100 + random.nextGaussian());
    feed.give(72, i -> 5000);
    feed.skip(Duration.ofHours(12));

    assertThat(fact(feed.give(100), "expected")).isCloseTo(100, within(3.0));
  }

  @Test
  void aLevelThatLastsADayMovesAllHours() {
    var feed = new Feed(daily().build(), INTERVAL);
    feed.give(10 * 144, i -> i / 6 % 24 * 10 + random.nextGaussian());

    assertThat(
            feed.give(
                146, i -> 900 + i / 6 % 24 * 10 + random.nextGaussian(), Verdict.Kind.REBASELINED))
        .isEqualTo(1);
    assertThat(feed.give(144, i -> 900 + (i + 2) / 6 % 24 * 10 + random.nextGaussian()))
        .isLessThan(3);
  }

  @Test
  void goesOnExactlyAfterARestartInAnyWeek() {
    var whole = new Feed(SeasonalZScore.builder().zone(BERLIN).build(), Duration.ofMinutes(25));
    var detector = SeasonalZScore.builder().zone(BERLIN).build();
    int anomalous = 0;
    for (int i = 0; i < 3000; i++) {
      double value = random.nextInt(40) == 0 ? 9000 : traffic(whole.at(), BERLIN);
      var at = whole.at();
      var expected = whole.give(value);
      assertThat(detector.observe(value, at)).isEqualTo(expected);
      anomalous += expected.kind() == Verdict.Kind.ANOMALOUS ? 1 : 0;
      var restored = SeasonalZScore.builder().zone(BERLIN).build();
      restored.restore(detector.state());
      assertThat(restored.state()).isEqualTo(detector.state());
      detector = restored;
    }
    assertThat(anomalous).isBetween(10, 100);
  }

  @Test
  void aStateOfAnotherSeasonIsRefused() {
    var week = SeasonalZScore.builder().build();
    new Feed(week).give(100, i -> i);

    assertThatThrownBy(() -> daily().build().restore(week.state()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a season of 168 hours instead of 24");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFiniteAndLearnsNothing(double value) {
    var detector = create();
    var feed = new Feed(detector);
    feed.give(50, i -> i % 3);
    var before = detector.state();

    assertThatThrownBy(() -> feed.give(value)).isInstanceOf(IllegalArgumentException.class);
    assertThat(detector.state()).isEqualTo(before);
  }

  @Test
  void everyProblemOfTheBuilderIsReported() {
    assertThatThrownBy(
            () ->
                SeasonalZScore.builder()
                    .memory(0)
                    .minSeasons(3)
                    .threshold(-1)
                    .rebaselineAfter(Duration.ZERO)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("seasonal: memory must be 1 to 1000, but is 0")
        .hasMessageContainingAll("min seasons", "threshold", "rebaseline after");
  }

  private static SeasonalZScore.Builder daily() {
    return SeasonalZScore.builder().season(Season.DAY);
  }
}
