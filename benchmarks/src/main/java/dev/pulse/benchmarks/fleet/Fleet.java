package dev.pulse.benchmarks.fleet;

import dev.pulse.api.check.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Many imagined checks of one interval, spread over it as Pulse spreads them; yields the outcomes
 * of one interval after the other, in the order in which the runs ended. The same fleet always has
 * the same past. Confine to one thread.
 */
public final class Fleet {
  private static final long RUN_ID_EPOCH = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
  private static final int RUN_ID_COUNT_BITS = 12;

  private final List<String> names;
  private final List<Series> series = new ArrayList<>();
  private final long interval;
  private final Duration validFor;
  private final boolean withGaps;
  private long round;
  private long lastId;

  private record Run(String check, Series.Draft draft) {}

  /**
   * A fleet.
   *
   * @param from when its first interval begins
   * @param withGaps whether Pulse itself is off for some hours each month
   */
  public Fleet(int checks, Kind kind, Duration interval, Instant from, boolean withGaps) {
    this(checks, number -> kind, interval, from, withGaps);
  }

  /**
   * A fleet of several kinds.
   *
   * @param kinds the kind of each check, numbered from 0
   * @param from when its first interval begins
   * @param withGaps whether Pulse itself is off for some hours each month
   */
  public Fleet(
      int checks, IntFunction<Kind> kinds, Duration interval, Instant from, boolean withGaps) {
    this.names =
        IntStream.range(0, checks)
            .mapToObj(i -> String.format(Locale.ROOT, "check-%04d", i))
            .toList();
    this.interval = interval.toMillis();
    // As the engine has it: two intervals and the longest run.
    this.validFor = interval.multipliedBy(2).plusSeconds(10);
    this.withGaps = withGaps;
    this.round = from.toEpochMilli();
    for (int i = 0; i < checks; i++) {
      series.add(new Series(kinds.apply(i), i, round));
    }
  }

  /** The names of its checks. */
  public List<String> names() {
    return names;
  }

  /** Where the next interval begins. */
  public Instant at() {
    return Instant.ofEpochMilli(round);
  }

  /** The outcomes of the next interval; none in a gap. */
  public List<Outcome> next() {
    long begin = round;
    round += interval;
    if (withGaps && isGap(begin)) {
      return List.of();
    }
    var runs = new ArrayList<Run>(names.size());
    for (int i = 0; i < names.size(); i++) {
      runs.add(new Run(names.get(i), series.get(i).run(begin + i * interval / names.size())));
    }
    runs.sort(Comparator.comparingLong(run -> run.draft.endedMicros()));
    var outcomes = new ArrayList<Outcome>(runs.size());
    for (Run run : runs) {
      outcomes.add(outcome(run.check, run.draft));
    }
    return outcomes;
  }

  /** Three hours on the ninth of each month. */
  private static boolean isGap(long millis) {
    var time = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    return time.getDayOfMonth() == 9 && time.getHour() >= 2 && time.getHour() < 5;
  }

  private Outcome outcome(String check, Series.Draft draft) {
    long byTime = (draft.endedMicros() / 1_000 - RUN_ID_EPOCH) << RUN_ID_COUNT_BITS;
    lastId = Math.max(lastId + 1, byTime);
    return Outcome.builder(check, lastId, Instant.ofEpochMilli(draft.started()), draft.result())
        .took(Duration.ofNanos(draft.took()))
        .late(Duration.ofNanos(draft.late()))
        .instance("fleet")
        .validFor(validFor)
        .build();
  }
}
