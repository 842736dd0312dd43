package dev.pulse.samples.server.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.api.WatchedSince;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PastDaysTest {
  private static final Instant START = Instant.parse(Watched.START);

  private final Watched watched = new Watched().withShop();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void timeBeforeTheFirstRunIsNotWatchedYet() {
    watched.pass(Duration.ofDays(1).plusHours(2));

    var history = read(ZoneOffset.UTC, 4);

    assertThat(history.watchedSince()).contains(START);
    assertThat(history.uptime().unknown()).isZero();
    assertThat(history.days())
        .extracting(DaySpent::date, DaySpent::unwatched)
        .containsExactly(
            tuple(day(27), Duration.ofDays(1)),
            tuple(LocalDate.of(2026, 2, 28), Duration.ofDays(1)),
            tuple(LocalDate.of(2026, 3, 1), Duration.ofHours(12)),
            tuple(LocalDate.of(2026, 3, 2), Duration.ZERO));
  }

  @Test
  void timeInWhichNobodyLookedLaterIsNotKnown() {
    watched.pass(Duration.ofHours(1));
    watched.pulse().pause("shop");
    watched.pass(Duration.ofDays(3));
    watched.pulse().resume("shop");
    watched.pass(Duration.ofHours(1));

    var all = read(ZoneOffset.UTC, 30);
    var last = read(ZoneOffset.UTC, 2);

    assertThat(all.watchedSince()).contains(START);
    assertThat(all.uptime().unknown()).isGreaterThan(Duration.ofDays(2));
    // It was watched before these days: of them everything should be known.
    assertThat(last.watchedSince()).isEmpty();
    assertThat(last.days()).allMatch(day -> day.unwatched().isZero());
    assertThat(last.uptime().unknown()).isGreaterThan(Duration.ofHours(20));
  }

  @Test
  void whatNeverRanIsNotWatchedAtAll() {
    watched.withIdle();
    watched.pass(Duration.ofMinutes(1));

    var history =
        days(ZoneOffset.UTC, 3).read(List.of("idle"), watched.pulse().clock().instant()).get(0);

    assertThat(history.isWatched()).isFalse();
    assertThat(history.watchedSince()).isEmpty();
    assertThat(history.uptime().total()).isZero();
  }

  @Test
  void aDayOfClockChangesIsAsLongAsItIs() {
    watched.pass(Duration.ofDays(29));

    var history = read(ZoneId.of("Europe/Berlin"), 3);

    assertThat(history.days().get(1).date()).isEqualTo(LocalDate.of(2026, 3, 29));
    assertThat(history.days().get(1).uptime().total()).isEqualTo(Duration.ofHours(23));
  }

  private static LocalDate day(int ofFebruary) {
    return LocalDate.of(2026, 2, ofFebruary);
  }

  private History read(ZoneId zone, int days) {
    return days(zone, days).read(List.of("shop"), watched.pulse().clock().instant()).get(0);
  }

  private PastDays days(ZoneId zone, int days) {
    var journal = watched.pulse().journal();
    return new PastDays(journal, new WatchedSince(journal, watched.pulse().clock()), zone, days);
  }
}
