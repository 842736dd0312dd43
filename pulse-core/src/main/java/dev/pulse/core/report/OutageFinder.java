package dev.pulse.core.report;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Journal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the down time of one check apart into outages. Reads single results only of windows that
 * are neither wholly down nor without down time, and of those only what surrounds failures.
 */
final class OutageFinder {
  private static final int PAGE = 1_000;
  private static final Duration LONG_DAY = Duration.ofHours(26);
  private static final int MOST_AHEAD = 5_000;
  private static final Duration TICK = Duration.ofMillis(1);
  private static final Comparator<Outcome> BY_START =
      Comparator.comparing(Outcome::started).thenComparing(Outcome::runId);

  private final Journal journal;
  private final String check;
  private final Instant begin;
  private final Instant end;
  private final List<Exclusion> excluded;
  private final List<Stretch> stretches = new ArrayList<>();
  private Duration expected = Duration.ZERO;
  // Those that speak, oldest first, up to a time.
  private List<Outcome> failures = List.of();
  private Instant readUntil = Instant.MIN;

  /**
   * Down without a break.
   *
   * @param recovered whether it was seen to be up right afterwards; null when that is not known yet
   * @param begun whether its beginning was seen
   */
  private record Stretch(Instant from, Instant to, @Nullable Boolean recovered, boolean begun) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  /**
   * @param excluded ordered, not overlapping
   */
  OutageFinder(
      Journal journal, String check, Instant begin, Instant end, List<Exclusion> excluded) {
    this.journal = journal;
    this.check = check;
    this.begin = begin;
    this.end = end;
    this.excluded = excluded;
  }

  /** The outages in windows that follow each other. */
  Outages find(List<Slice> slices) {
    addWindows(slices);
    var total = stretches.stream().map(Stretch::length).reduce(Duration.ZERO, Duration::plus);
    boolean complete = total.compareTo(expected) == 0;
    var longest = Duration.ZERO;
    long recovered = 0;
    var recoveryTime = Duration.ZERO;
    var counted = Duration.ZERO;
    var left = withoutExcluded();
    for (Stretch stretch : left) {
      counted = counted.plus(stretch.length());
      longest = stretch.length().compareTo(longest) > 0 ? stretch.length() : longest;
      if (stretch.begun() && isRecovered(stretch)) {
        recovered++;
        recoveryTime = recoveryTime.plus(stretch.length());
      }
    }
    return new Outages(left.size(), counted, longest, recovered, recoveryTime, complete);
  }

  private void addWindows(List<Slice> slices) {
    for (int i = 0; i < slices.size(); i++) {
      var slice = slices.get(i);
      var down = slice.uptime().down();
      var length = Duration.between(slice.start(), slice.end());
      if (down.isZero()) {
        continue;
      }
      if (down.equals(length)) {
        expected = expected.plus(down);
        add(new Stretch(slice.start(), slice.end(), null, true));
      } else if (length.compareTo(LONG_DAY) > 0) {
        var days = Windows.days(slice.start(), slice.end(), ZoneOffset.UTC);
        addWindows(journal.history(check, Signal.failures(), days));
      } else {
        expected = expected.plus(down);
        if (slice.end().isAfter(readUntil)) {
          readAhead(slices.subList(i, slices.size()));
        }
        read(slice);
      }
    }
  }

  /** Reads the failures of the first window, and of those that follow while they are few. */
  private void readAhead(List<Slice> slices) {
    long count = failed(slices.get(0));
    int windows = 1;
    while (windows < slices.size() && count + failed(slices.get(windows)) <= MOST_AHEAD) {
      count += failed(slices.get(windows));
      windows++;
    }
    readUntil = slices.get(windows - 1).end();
    failures =
        outcomes(
            OutcomeQuery.of(check)
                .statuses(Set.of(Status.FAIL))
                .from(slices.get(0).start())
                .to(readUntil));
    failures.removeIf(outcome -> !isDown(outcome));
  }

  private static long failed(Slice slice) {
    return slice.runs().getOrDefault(Status.FAIL, 0L);
  }

  private void read(Slice slice) {
    var found = new ArrayList<Stretch>();
    var inside =
        failures.stream()
            .filter(outcome -> !outcome.started().isBefore(slice.start()))
            .filter(outcome -> outcome.started().isBefore(slice.end()))
            .toList();
    int first = 0;
    for (int i = 0; i < inside.size(); i++) {
      boolean last =
          i + 1 == inside.size() || inside.get(i + 1).started().isAfter(spokenUntil(inside.get(i)));
      if (last) {
        var until = earlier(spokenUntil(inside.get(i)), slice.end());
        replay(inside.get(first).started(), until, slice.end(), found);
        first = i + 1;
      }
    }
    var seen = found.stream().map(Stretch::length).reduce(Duration.ZERO, Duration::plus);
    if (seen.compareTo(slice.uptime().down()) < 0) {
      addLead(slice.start(), inside.isEmpty() ? slice.end() : inside.get(0).started());
    }
    found.forEach(this::add);
  }

  /** What an outcome before the window says of its beginning. */
  private void addLead(Instant from, Instant firstFailure) {
    if (from.isBefore(firstFailure)) {
      var down = journal.uptime(check, from, firstFailure).down();
      if (!down.isZero() && isDownAt(from)) {
        add(new Stretch(from, from.plus(down), null, true));
      }
    }
  }

  private boolean isDownAt(Instant moment) {
    return !journal.uptime(check, moment, moment.plus(TICK)).down().isZero();
  }

  private List<Outcome> outcomes(OutcomeQuery query) {
    var all = new ArrayList<Outcome>();
    var page = journal.outcomes(query.limit(PAGE));
    all.addAll(page.items());
    while (page.next().isPresent()) {
      page = journal.outcomes(query.limit(PAGE).before(page.next().getAsLong()));
      all.addAll(page.items());
    }
    all.sort(BY_START);
    return all;
  }

  /** Goes through everything from a failure to the end of what the last of its row says. */
  private void replay(Instant from, Instant until, Instant windowEnd, List<Stretch> found) {
    var outcomes = speaking(outcomes(OutcomeQuery.of(check).from(from).to(until.plus(TICK))));
    for (int i = 0; i < outcomes.size(); i++) {
      var outcome = outcomes.get(i);
      if (!isDown(outcome)) {
        continue;
      }
      var next = i + 1 < outcomes.size() ? outcomes.get(i + 1) : null;
      var ends = earlier(spokenUntil(outcome), windowEnd);
      boolean cut = ends.equals(windowEnd);
      if (next != null && !next.started().isAfter(ends)) {
        found.add(stretch(outcome, next.started(), isUp(next)));
      } else {
        found.add(stretch(outcome, ends, cut ? null : false));
      }
    }
  }

  /** Where several began at the same time, the latest run speaks. */
  private static List<Outcome> speaking(List<Outcome> outcomes) {
    var speaking = new ArrayList<Outcome>(outcomes.size());
    for (int i = 0; i < outcomes.size(); i++) {
      boolean silent =
          i + 1 < outcomes.size()
              && outcomes.get(i + 1).started().equals(outcomes.get(i).started());
      if (!silent) {
        speaking.add(outcomes.get(i));
      }
    }
    return speaking;
  }

  private static Stretch stretch(Outcome outcome, Instant to, @Nullable Boolean recovered) {
    return new Stretch(outcome.started(), to, recovered, true);
  }

  private static boolean isDown(Outcome outcome) {
    return outcome.status() == Status.FAIL && outcome.maintenance().isEmpty();
  }

  private static boolean isUp(Outcome outcome) {
    return outcome.status().isUp() && outcome.maintenance().isEmpty();
  }

  private static Instant spokenUntil(Outcome outcome) {
    return outcome.started().plus(outcome.validFor());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void add(Stretch stretch) {
    if (stretch.length().isZero()) {
      return;
    }
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).to().equals(stretch.from())) {
      var before = stretches.get(last);
      stretches.set(
          last, new Stretch(before.from(), stretch.to(), stretch.recovered(), before.begun()));
    } else {
      boolean begun = stretch.from().isAfter(begin);
      stretches.add(new Stretch(stretch.from(), stretch.to(), stretch.recovered(), begun));
    }
  }

  private boolean isRecovered(Stretch stretch) {
    var recovered = stretch.recovered();
    if (recovered != null) {
      return recovered;
    }
    return stretch.to().isBefore(end)
        && !journal.uptime(check, stretch.to(), stretch.to().plus(TICK)).up().isZero();
  }

  private List<Stretch> withoutExcluded() {
    var left = new ArrayList<>(stretches);
    for (Exclusion exclusion : excluded) {
      var pieces = new ArrayList<Stretch>();
      for (Stretch stretch : left) {
        if (!stretch.from().isBefore(exclusion.to()) || !stretch.to().isAfter(exclusion.from())) {
          pieces.add(stretch);
          continue;
        }
        if (stretch.from().isBefore(exclusion.from())) {
          pieces.add(new Stretch(stretch.from(), exclusion.from(), false, stretch.begun()));
        }
        if (stretch.to().isAfter(exclusion.to())) {
          pieces.add(new Stretch(exclusion.to(), stretch.to(), stretch.recovered(), false));
        }
      }
      left = pieces;
    }
    return left;
  }
}
