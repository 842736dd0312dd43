package dev.pulse.api.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Registration;
import dev.pulse.api.schedule.Schedule;
import dev.pulse.api.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void workOnOneOccasionIncludesItsStartAndExcludesItsEnd() {
    var move = Maintenance.once("move", T0, T0.plusSeconds(60));

    assertThat(move.isAt(T0.minusNanos(1))).isFalse();
    assertThat(move.isAt(T0)).isTrue();
    assertThat(move.isAt(T0.plusSeconds(59))).isTrue();
    assertThat(move.isAt(T0.plusSeconds(60))).isFalse();
    assertThat(move.isAt(T0.plusSeconds(86_400))).isFalse();
  }

  @Test
  void workAtNightIsDoneAtLocalTimeAlsoWhenClocksChange() {
    var berlin = ZoneId.of("Europe/Berlin");
    var backup =
        Maintenance.recurring(
            "backup", Schedules.daily(LocalTime.of(1, 30), berlin), Duration.ofHours(2));

    assertThat(backup.isAt(Instant.parse("2026-03-28T00:30:00Z"))).isTrue();
    // Clocks go forward at two: 01:30 and two hours are 04:30.
    assertThat(backup.isAt(Instant.parse("2026-03-29T02:29:59Z"))).isTrue();
    assertThat(backup.isAt(Instant.parse("2026-03-29T02:30:00Z"))).isFalse();
    assertThat(backup.isAt(Instant.parse("2026-03-29T23:30:00Z"))).isTrue();
    assertThat(backup.isAt(Instant.parse("2026-03-29T12:00:00Z"))).isFalse();
  }

  @Test
  void whatBeginsAgainBeforeItIsOverGoesOn() {
    var hourly =
        (Schedule)
            after ->
                Optional.of(
                    Instant.ofEpochSecond(
                        (Math.floorDiv(after.getEpochSecond(), 3_600) + 1) * 3_600));
    var always = Maintenance.recurring("always", hourly, Duration.ofHours(3));

    for (int minute = 0; minute < 300; minute++) {
      assertThat(always.isAt(T0.plusSeconds(60L * minute))).isTrue();
    }
  }

  @Test
  void theOccasionThatGoesOnOrTheNextOneIsKnown() {
    var move = Maintenance.once("move", T0, T0.plusSeconds(60));
    var backup =
        Maintenance.recurring(
            "backup", Schedules.daily(LocalTime.NOON, ZoneId.of("UTC")), Duration.ofHours(1));

    assertThat(move.beginAt(T0.minusSeconds(99))).contains(T0);
    assertThat(move.beginAt(T0.plusSeconds(59))).contains(T0);
    assertThat(move.beginAt(T0.plusSeconds(60))).isEmpty();
    assertThat(backup.beginAt(T0.plusSeconds(3_599))).contains(T0);
    assertThat(backup.beginAt(T0.plusSeconds(3_600))).contains(T0.plusSeconds(86_400));
    assertThat(backup.length()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void theEndOfTheWorkIsKnown() {
    var move = Maintenance.once("move", T0, T0.plusSeconds(60));

    assertThat(move.endAt(T0.plusSeconds(10))).contains(T0.plusSeconds(60));
    assertThat(move.endAt(T0.plusSeconds(60))).isEmpty();
  }

  @Test
  void intervalsHaveNoTimesAtWhichWorkCouldBegin() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Maintenance.recurring(
                    "backup", Schedules.every(Duration.ofDays(1)), Duration.ofHours(1)))
        .withMessageContaining("no times of its own");
  }

  @Test
  void nobodyIsNotEverybody() {
    var move = Maintenance.once("move", T0, T0.plusSeconds(60));

    assertThatIllegalArgumentException().isThrownBy(() -> move.checks(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> move.tags(List.of()))
        .withMessageContaining("leave them out for all");
  }

  @Test
  void coversAllUnlessItNamesSome() {
    var shop =
        Registration.check("shop", context -> CheckResult.pass("")).tags(List.of("web")).build();
    var all = Maintenance.once("move", T0, T0.plusSeconds(60));

    assertThat(all.covers(shop)).isTrue();
    assertThat(all.checks(List.of("shop", "till")).covers(shop)).isTrue();
    assertThat(all.checks(List.of("till")).covers(shop)).isFalse();
    assertThat(all.tags(List.of("web")).covers(shop)).isTrue();
    assertThat(all.tags(List.of("db")).covers(shop)).isFalse();
    assertThat(all.checks(List.of("till")).tags(List.of("web")).covers(shop)).isTrue();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Maintenance.once("move", T0, T0))
        .withMessageContaining("end after it begins");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Maintenance.once(" ", T0, T0.plusSeconds(1)))
        .withMessageContaining("1 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Maintenance.recurring(
                    "x", Schedules.daily(LocalTime.NOON, ZoneId.of("UTC")), Duration.ZERO))
        .withMessageContaining("PT0S");
  }
}
