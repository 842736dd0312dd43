package dev.pulse.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Instant next(Cron cron, String after) {
    return cron.next(Instant.parse(after)).orElseThrow();
  }

  @Test
  void timesFollowTheZone() {
    var cron = Cron.of("0 7 * * 1-5", BERLIN);
    assertThat(next(cron, "2026-01-09T12:00:00Z")).isEqualTo("2026-01-12T06:00:00Z");
    assertThat(next(cron, "2026-07-09T12:00:00Z")).isEqualTo("2026-07-10T05:00:00Z");
  }

  @Test
  void aTimeThatTheClocksSkipIsDueWhenTheyHaveMoved() {
    var cron = Cron.of("30 2 * * *", BERLIN);
    assertThat(next(cron, "2026-03-28T12:00:00Z")).isEqualTo("2026-03-29T01:00:00Z");
  }

  @Test
  void anHourlyTimeIsNotMadeUpForWhenTheClocksSkipIt() {
    var cron = Cron.of("15 * * * *", BERLIN);
    assertThat(next(cron, "2026-03-29T00:15:00Z")).isEqualTo("2026-03-29T01:15:00Z");
  }

  @Test
  void everyMinuteGoesOnThroughTheHourThatComesTwice() {
    var cron = Cron.of("* * * * *", BERLIN);
    assertThat(next(cron, "2026-10-25T01:10:00Z")).isEqualTo("2026-10-25T01:11:00Z");
  }

  @Test
  void aTimeThatComesTwiceIsDueOnce() {
    var cron = Cron.of("30 2 * * *", BERLIN);
    var first = next(cron, "2026-10-24T12:00:00Z");
    assertThat(first).isEqualTo("2026-10-25T00:30:00Z");
    assertThat(cron.next(first)).contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void aTimeThatComesTwiceIsDueOnceAlsoWhenAskedInBetween() {
    var cron = Cron.of("30 2 * * *", BERLIN);
    assertThat(next(cron, "2026-10-25T00:40:00Z")).isEqualTo("2026-10-26T01:30:00Z");
    assertThat(next(cron, "2026-10-25T01:10:00Z")).isEqualTo("2026-10-26T01:30:00Z");
    var often = Cron.of("*/15 * * * *", BERLIN);
    assertThat(next(often, "2026-10-25T01:10:00Z")).isEqualTo("2026-10-25T01:15:00Z");
  }

  @Test
  void eitherDayFieldSuffices() {
    var cron = Cron.of("0 0 13 * 5", ZoneOffset.UTC);
    assertThat(next(cron, "2026-01-10T00:00:00Z")).isEqualTo("2026-01-13T00:00:00Z");
    assertThat(next(cron, "2026-01-13T00:00:00Z")).isEqualTo("2026-01-16T00:00:00Z");
  }

  @Test
  void theLeapDayFires() {
    assertThat(next(Cron.of("0 0 29 2 *", ZoneOffset.UTC), "2026-01-01T00:00:00Z"))
        .isEqualTo("2028-02-29T00:00:00Z");
  }

  @Test
  void aDateThatNeverComesIsRefused() {
    assertThatThrownBy(() -> Cron.of("0 0 30 2 *", ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"0 0 30 2 *\"")
        .hasMessageContaining("never fires");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "* * * * * *", "61 * * * *", "@daily", "every minute"})
  void whatCronDoesNotKnowIsRefusedWithAnExample(String expression) {
    assertThatThrownBy(() -> Cron.of(expression, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + expression + "\"")
        .hasMessageContaining("*/5 * * * *");
  }

  @Test
  void equalExpressionsAreEqual() {
    assertThat(Cron.of(" 0 7 * * * ", BERLIN))
        .isEqualTo(Cron.of("0 7 * * *", BERLIN))
        .hasToString("cron 0 7 * * * Europe/Berlin");
  }
}
