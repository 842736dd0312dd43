package dev.pulse.samples.server.status;

import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import dev.pulse.samples.server.api.WatchedSince;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the days of checks were spent. Those that are over are read once an hour: nothing changes
 * about them but what was under way at midnight. Confine to one thread at a time.
 */
final class PastDays {
  private static final Duration KEPT = Duration.ofHours(1);

  private final Journal journal;
  private final WatchedSince watchedSince;
  private final ZoneId zone;
  private final int days;
  private Map<String, List<Uptime>> known = new HashMap<>();
  private Instant knownSince = Instant.MIN;
  private Instant knownUntil = Instant.MIN;

  PastDays(Journal journal, WatchedSince watchedSince, ZoneId zone, int days) {
    this.journal = journal;
    this.watchedSince = watchedSince;
    this.zone = zone;
    this.days = days;
  }

  /** The days that are shown: where each begins, and where the last one ends, which is now. */
  private record Calendar(List<LocalDate> dates, List<Instant> boundaries, @Nullable Windows past) {
    static Calendar of(Instant now, ZoneId zone, int days) {
      var today = now.atZone(zone).toLocalDate();
      var midnight = today.atStartOfDay(zone).toInstant();
      var first = today.minusDays(days - 1L).atStartOfDay(zone).toInstant();
      var past = first.isBefore(midnight) ? Windows.days(first, midnight, zone) : null;
      var boundaries = new ArrayList<>(past == null ? List.of(midnight) : past.boundaries());
      var dates = boundaries.stream().map(begin -> begin.atZone(zone).toLocalDate()).toList();
      boundaries.add(now);
      return new Calendar(dates, boundaries, past);
    }

    Instant midnight() {
      return boundaries.get(dates.size() - 1);
    }
  }

  /** The history of each of some checks, in their order. */
  List<History> read(List<String> checks, Instant now) {
    var calendar = Calendar.of(now, zone, days);
    boolean stale =
        !knownUntil.equals(calendar.midnight())
            || now.isBefore(knownSince)
            || !knownSince.plus(KEPT).isAfter(now);
    var fresh = new HashMap<String, List<Uptime>>();
    var histories = new ArrayList<History>();
    for (String check : checks) {
      @Nullable List<Uptime> before = stale ? null : known.get(check);
      if (before == null) {
        before = calendar.past() == null ? List.of() : journal.uptimes(check, calendar.past());
      }
      fresh.put(check, before);
      var spent = new ArrayList<>(before);
      spent.add(journal.uptime(check, calendar.midnight(), now));
      histories.add(history(check, calendar, spent));
    }
    known = fresh;
    if (stale) {
      knownSince = now;
      knownUntil = calendar.midnight();
    }
    return histories;
  }

  private History history(String check, Calendar calendar, List<Uptime> spent) {
    boolean always = spent.get(0).unknown().isZero();
    var since = always ? Instant.MIN : watchedSince.of(check).orElse(Instant.MAX);
    var all = new ArrayList<DaySpent>();
    for (int i = 0; i < spent.size(); i++) {
      all.add(
          DaySpent.of(calendar.dates().get(i), calendar.boundaries().get(i), spent.get(i), since));
    }
    boolean within = since.isAfter(calendar.boundaries().get(0)) && !since.equals(Instant.MAX);
    return new History(all, within ? since : null);
  }
}
