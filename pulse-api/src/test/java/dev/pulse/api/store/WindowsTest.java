package dev.pulse.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void equalWindowsDivideTheStretch() {
    var windows = Windows.equal(T0, T0.plusSeconds(10), 4);

    assertThat(windows.count()).isEqualTo(4);
    assertThat(lengths(windows)).containsOnly(Duration.ofMillis(2_500));
    assertThat(windows.from()).isEqualTo(T0);
    assertThat(windows.to()).isEqualTo(T0.plusSeconds(10));
  }

  @Test
  void allOfTimeCanBeDivided() {
    var windows = Windows.equal(Instant.MIN, Instant.MAX, 5_000);

    assertThat(windows.boundaries()).isSorted().doesNotHaveDuplicates().hasSize(5_001);
    assertThat(windows.to()).isEqualTo(Instant.MAX);
  }

  @ParameterizedTest(name = "{0} on {1}: {2} hours")
  @CsvSource({
    "Europe/Berlin, 2026-03-29, 23",
    "Europe/Berlin, 2026-10-25, 25",
    "America/New_York, 2026-03-08, 23",
    "Asia/Kathmandu, 2026-03-08, 24",
    "Australia/Lord_Howe, 2026-04-05, 24.5",
    "America/Santiago, 2026-09-06, 23",
    "UTC, 2026-03-29, 24"
  })
  void aDayIsAsLongAsItsZoneHasIt(ZoneId zone, java.time.LocalDate date, double hours) {
    var from = date.minusDays(2).atStartOfDay(zone).toInstant();
    var to = date.plusDays(3).atStartOfDay(zone).toInstant();

    var windows = Windows.days(from, to, zone);

    assertThat(windows.count()).isEqualTo(5);
    assertThat(windows.boundaries().get(2)).isEqualTo(date.atStartOfDay(zone).toInstant());
    assertThat(lengths(windows).get(2)).isEqualTo(Duration.ofMinutes((long) (hours * 60)));
  }

  @Test
  void aDayThatAZoneLeftOutHasNoWindow() {
    // Samoa went from the 29th of December 2011 to the 31st.
    var apia = ZoneId.of("Pacific/Apia");
    var windows =
        Windows.days(
            Instant.parse("2011-12-29T10:00:00Z"), Instant.parse("2011-12-31T10:00:00Z"), apia);

    assertThat(lengths(windows)).containsOnly(Duration.ofDays(1)).hasSize(2);
  }

  @Test
  void theFirstAndTheLastAreCutOff() {
    var from = T0.plus(Duration.ofHours(5));

    var windows = Windows.days(from, from.plus(Duration.ofDays(1)), ZoneOffset.UTC);

    assertThat(lengths(windows)).containsExactly(Duration.ofHours(19), Duration.ofHours(5));
  }

  @Test
  void weeksBeginOnMondaysAndMonthsOnTheFirst() {
    var to = Instant.parse("2026-05-01T00:00:00Z");

    // 2026-03-01 is a Sunday.
    assertThat(Windows.weeks(T0, to, ZoneOffset.UTC).boundaries().get(1))
        .isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
    assertThat(Windows.months(T0, to, ZoneOffset.UTC).boundaries())
        .containsExactly(T0, Instant.parse("2026-04-01T00:00:00Z"), to);
  }

  @Test
  void whatIsEmptyOrTooMuchIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Windows.equal(T0, T0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Windows.equal(T0, T0.plusSeconds(1), 0))
        .withMessageContaining("1 to 5000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Windows.equal(T0, T0.plusSeconds(1), 5_001));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Windows.days(T0, T0.plus(Duration.ofDays(5_001)), ZoneOffset.UTC))
        .withMessageContaining("more than 5000");
    assertThat(Windows.days(T0, T0.plus(Duration.ofDays(5_000)), ZoneOffset.UTC).count())
        .isEqualTo(5_000);
  }

  private static List<Duration> lengths(Windows windows) {
    var lengths = new ArrayList<Duration>();
    for (int i = 0; i < windows.count(); i++) {
      lengths.add(Duration.between(windows.boundaries().get(i), windows.boundaries().get(i + 1)));
    }
    return lengths;
  }
}
