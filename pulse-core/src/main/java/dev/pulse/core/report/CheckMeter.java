package dev.pulse.core.report;

import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the entries of checks, one check at a time. Confine to one thread. */
final class CheckMeter {
  private static final int MOST_KNOWN = 1_000;

  private final Journal journal;
  private final Windows windows;
  private final List<Exclusion> excluded;
  private final @Nullable Double objective;
  // Most days are wholly up: ten thousand checks need not keep one of those each per day.
  private final Map<Uptime, Uptime> known = new HashMap<>();

  /**
   * @param excluded ordered, not overlapping, inside the windows
   */
  CheckMeter(
      Journal journal, Windows windows, List<Exclusion> excluded, @Nullable Double objective) {
    this.journal = journal;
    this.windows = windows;
    this.excluded = excluded;
    this.objective = objective;
  }

  SlaEntry measure(String name, String title) {
    var slices = journal.history(name, Signal.latency(), windows);
    var runs = new EnumMap<Status, Long>(Status.class);
    slices.forEach(
        slice -> slice.runs().forEach((status, count) -> runs.merge(status, count, Long::sum)));
    var outages =
        slices.stream().allMatch(slice -> slice.uptime().down().isZero())
            ? Outages.NONE
            : Outages.of(
                journal.downtime(name, windows.from(), windows.to()), windows.from(), excluded);
    var latency =
        runs.isEmpty()
            ? LatencySummary.NONE
            : LatencySummary.of(
                journal.distribution(name, Signal.latency(), windows.from(), windows.to()));
    return SlaEntry.ofCheck(
        name, title, uptimes(name, slices), runs, outages, latency, firstSeen(slices), objective);
  }

  private List<Uptime> uptimes(String name, List<Slice> slices) {
    var uptimes = new ArrayList<Uptime>(slices.size());
    for (Slice slice : slices) {
      var uptime = slice.uptime();
      for (Exclusion exclusion : excluded) {
        uptime = without(name, slice, uptime, exclusion);
      }
      uptimes.add(shared(uptime));
    }
    return uptimes;
  }

  private Uptime shared(Uptime uptime) {
    if (known.size() == MOST_KNOWN) {
      known.clear();
    }
    var same = known.putIfAbsent(uptime, uptime);
    return same == null ? uptime : same;
  }

  private Uptime without(String name, Slice slice, Uptime uptime, Exclusion exclusion) {
    var from = later(slice.start(), exclusion.from());
    var to = exclusion.to().isBefore(slice.end()) ? exclusion.to() : slice.end();
    if (!from.isBefore(to)) {
      return uptime;
    }
    var inside = journal.uptime(name, from, to);
    var up = difference(uptime.up(), inside.up());
    var down = difference(uptime.down(), inside.down());
    var unknown = difference(uptime.unknown(), inside.unknown());
    return Uptime.of(up, down, unknown, uptime.total().minus(up).minus(down).minus(unknown));
  }

  /** Summaries share time out evenly, so a part may seem larger than the whole. */
  private static Duration difference(Duration whole, Duration part) {
    return whole.compareTo(part) > 0 ? whole.minus(part) : Duration.ZERO;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static @Nullable Instant firstSeen(List<Slice> slices) {
    for (int i = 0; i < slices.size(); i++) {
      var uptime = slices.get(i).uptime();
      if (slices.get(i).count() > 0 || !uptime.unknown().equals(uptime.total())) {
        return i == 0 ? null : slices.get(i).start();
      }
    }
    return null;
  }
}
