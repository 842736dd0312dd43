package dev.pulse.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeIntervalTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static boolean contains(TimeInterval interval, String moment) {
    return interval.contains(Instant.parse(moment));
  }

  @Test
  void withoutRestrictionItIsAlways() {
    assertThat(contains(TimeInterval.always(), "2026-03-01T00:00:00Z")).isTrue();
  }

  @Test
  void allRestrictionsHoldAndOneRangeOfEachSuffices() {
    var office =
        TimeInterval.always()
            .times(LocalTime.of(9, 0), LocalTime.of(12, 0))
            .times(LocalTime.of(13, 0), LocalTime.of(17, 0))
            .weekdays(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)
            .months(Month.MARCH)
            .years(2026, 2027);

    assertThat(contains(office, "2026-03-02T09:00:00Z")).isTrue();
    assertThat(contains(office, "2026-03-02T08:59:59Z")).isFalse();
    assertThat(contains(office, "2026-03-02T12:00:00Z")).isFalse();
    assertThat(contains(office, "2026-03-06T16:59:59Z")).isTrue();
    assertThat(contains(office, "2026-03-03T10:00:00Z")).isFalse();
    assertThat(contains(office, "2026-04-03T10:00:00Z")).isFalse();
    assertThat(contains(office, "2028-03-06T10:00:00Z")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 7, 2026-02-07, true",
    "1, 7, 2026-02-08, false",
    "-1, -1, 2026-02-28, true",
    "-1, -1, 2028-02-28, false",
    "-3, -1, 2026-04-28, true",
    "25, -3, 2026-04-29, false",
    "25, -3, 2026-04-28, true",
    "31, 31, 2026-04-30, false"
  })
  void daysCountFromEitherEndOfTheMonth(int from, int to, String day, boolean inside) {
    var interval = TimeInterval.always().daysOfMonth(from, to);

    assertThat(contains(interval, day + "T12:00:00Z")).isEqualTo(inside);
  }

  @Test
  void timesGoByTheClocksOfTheZone() {
    var nights =
        TimeInterval.always()
            .times(LocalTime.of(2, 0), LocalTime.of(3, 0))
            .times(LocalTime.of(23, 0), LocalTime.MAX)
            .in(BERLIN);

    // Clocks are put forward: two o'clock does not exist that night.
    assertThat(contains(nights, "2026-03-29T00:59:59Z")).isFalse();
    assertThat(contains(nights, "2026-03-29T01:00:00Z")).isFalse();
    // And back: it comes twice.
    assertThat(contains(nights, "2026-10-25T00:30:00Z")).isTrue();
    assertThat(contains(nights, "2026-10-25T01:30:00Z")).isTrue();
    assertThat(contains(nights, "2026-10-25T02:00:00Z")).isFalse();
    assertThat(contains(nights, "2026-06-01T21:59:59.999999999Z")).isTrue();
  }

  @Test
  void rangesThatCannotBeAreRefused() {
    var always = TimeInterval.always();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> always.times(LocalTime.of(22, 0), LocalTime.of(6, 0)))
        .withMessageContaining("over midnight give two");
    assertThatIllegalArgumentException().isThrownBy(() -> always.daysOfMonth(0, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> always.daysOfMonth(3, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> always.daysOfMonth(-1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> always.daysOfMonth(1, 32));
    assertThatIllegalArgumentException().isThrownBy(() -> always.years(2027, 2026));
  }
}
