package dev.pulse.samples.server.status;

import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
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
  private final ZoneId zone;
  private final int days;
  private Map<String, List<Uptime>> known = new HashMap<>();
  private Instant knownSince = Instant.MIN;
  private Instant knownUntil = Instant.MIN;

  PastDays(Journal journal, ZoneId zone, int days) {
    this.journal = journal;
    this.zone = zone;
    this.days = days;
  }

  /**
   * How each day of a check was spent, the oldest first; the last one is today, as far as it is.
   */
  record History(List<String> dates, List<Uptime> uptimes) {
    /** The last so many days together. */
    Uptime last(int most) {
      return uptimes.subList(Math.max(0, uptimes.size() - most), uptimes.size()).stream()
          .reduce(Uptime.NONE, Uptime::plus);
    }

    List<StatusReport.Day> days() {
      var all = new ArrayList<StatusReport.Day>();
      for (int i = 0; i < dates.size(); i++) {
        var spent = uptimes.get(i);
        all.add(
            new StatusReport.Day(
                dates.get(i),
                seconds(spent.up()),
                seconds(spent.down()),
                seconds(spent.unknown()),
                seconds(spent.maintenance())));
      }
      return all;
    }

    private static @Nullable Double seconds(Duration part) {
      return part.isZero() ? null : part.toMillis() / 1_000.0;
    }
  }

  /** The history of each of some checks, in their order. */
  List<History> read(List<String> checks, Instant now) {
    var today = now.atZone(zone).toLocalDate();
    var midnight = today.atStartOfDay(zone).toInstant();
    var first = today.minusDays(days - 1L).atStartOfDay(zone).toInstant();
    boolean stale =
        !knownUntil.equals(midnight)
            || now.isBefore(knownSince)
            || !knownSince.plus(KEPT).isAfter(now);
    var past = first.isBefore(midnight) ? Windows.days(first, midnight, zone) : null;
    var dates = new ArrayList<String>();
    if (past != null) {
      for (Instant begin : past.boundaries().subList(0, past.count())) {
        dates.add(begin.atZone(zone).toLocalDate().toString());
      }
    }
    dates.add(today.toString());
    var fresh = new HashMap<String, List<Uptime>>();
    var histories = new ArrayList<History>();
    for (String check : checks) {
      @Nullable List<Uptime> before = stale ? null : known.get(check);
      if (before == null) {
        before = past == null ? List.of() : journal.uptimes(check, past);
      }
      fresh.put(check, before);
      var all = new ArrayList<>(before);
      all.add(journal.uptime(check, midnight, now));
      histories.add(new History(dates, all));
    }
    known = fresh;
    if (stale) {
      knownSince = now;
      knownUntil = midnight;
    }
    return histories;
  }
}
