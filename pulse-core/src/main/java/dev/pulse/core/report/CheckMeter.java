package dev.pulse.core.report;

import dev.pulse.api.model.Signal;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the entries of checks, one check at a time. Confine to one thread. */
final class CheckMeter {
  private final Journal journal;
  private final Windows windows;
  private final List<Instant> boundaries;
  private final List<Exclusion> excluded;
  private final @Nullable Double objective;
  // Most days are wholly up: ten thousand checks need not keep one of those each per day.
  private final Repeated<Uptime> known = new Repeated<>(uptime -> uptime);

  /**
   * @param excluded ordered, not overlapping, inside the windows
   */
  CheckMeter(
      Journal journal, Windows windows, List<Exclusion> excluded, @Nullable Double objective) {
    this.journal = journal;
    this.windows = windows;
    this.boundaries = windows.boundaries();
    this.excluded = excluded;
    this.objective = objective;
  }

  SlaEntry measure(String name, String title) {
    var spent = journal.uptimes(name, windows);
    var outages =
        spent.stream().allMatch(uptime -> uptime.down().isZero())
            ? Outages.NONE
            : Outages.of(
                journal.downtime(name, windows.from(), windows.to()), windows.from(), excluded);
    var whole = whole(name, Signal.latency(), windows.to());
    return SlaEntry.ofCheck(
        name,
        title,
        uptimes(name, spent),
        whole.runs(),
        outages,
        LatencySummary.of(whole.values()),
        firstSeen(name, spent),
        objective);
  }

  /** What all of the report comes to, up to some time. */
  private Slice whole(String name, Signal signal, Instant to) {
    return journal.history(name, signal, Windows.equal(windows.from(), to, 1)).get(0);
  }

  private List<Uptime> uptimes(String name, List<Uptime> spent) {
    var uptimes = new ArrayList<Uptime>(spent.size());
    for (int i = 0; i < spent.size(); i++) {
      var uptime = spent.get(i);
      for (Exclusion exclusion : excluded) {
        uptime = without(name, i, uptime, exclusion);
      }
      uptimes.add(known.of(uptime));
    }
    return uptimes;
  }

  private Uptime without(String name, int window, Uptime uptime, Exclusion exclusion) {
    var end = boundaries.get(window + 1);
    var from = later(boundaries.get(window), exclusion.from());
    var to = exclusion.to().isBefore(end) ? exclusion.to() : end;
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

  /** Where the first window with a result begins, unless that is the first one. */
  private @Nullable Instant firstSeen(String name, List<Uptime> spent) {
    int first = 0;
    while (first < spent.size() && spent.get(first).unknown().equals(spent.get(first).total())) {
      first++;
    }
    if (first == 0) {
      return null;
    }
    // Results can say that nobody knows, too.
    if (whole(name, Signal.failures(), boundaries.get(first)).count() > 0) {
      var slices = journal.history(name, Signal.failures(), windows);
      for (first = 0; slices.get(first).count() == 0; ) {
        first++;
      }
    }
    return first == 0 || first == spent.size() ? null : boundaries.get(first);
  }
}
