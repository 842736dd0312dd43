package dev.pulse.kubernetes;

import dev.pulse.api.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a pod may do before it is complained about. Immutable.
 *
 * @param readyWithin how long it may be pending or not ready
 * @param window in which restarts count
 * @param restartsWarnAbove so many restarts in the window are well
 * @param restartsFailAbove so many restarts in the window are no failure
 * @param totalFailAbove so many restarts since the pod began are no failure; empty for any number
 */
record PodBounds(
    Duration readyWithin,
    Duration window,
    int restartsWarnAbove,
    int restartsFailAbove,
    OptionalInt totalFailAbove) {
  static final PodBounds USUAL =
      new PodBounds(Duration.ofMinutes(5), Duration.ofHours(1), 0, 3, OptionalInt.empty());

  private static final Duration LONGEST = Duration.ofDays(7);

  PodBounds withReadyWithin(Duration readyWithin) {
    return new PodBounds(readyWithin, window, restartsWarnAbove, restartsFailAbove, totalFailAbove);
  }

  PodBounds withWindow(Duration window) {
    return new PodBounds(readyWithin, window, restartsWarnAbove, restartsFailAbove, totalFailAbove);
  }

  PodBounds withWarnAbove(int restarts) {
    return new PodBounds(readyWithin, window, restarts, restartsFailAbove, totalFailAbove);
  }

  PodBounds withFailAbove(int restarts) {
    return new PodBounds(readyWithin, window, restartsWarnAbove, restarts, totalFailAbove);
  }

  PodBounds withTotalFailAbove(int restarts) {
    return new PodBounds(
        readyWithin, window, restartsWarnAbove, restartsFailAbove, OptionalInt.of(restarts));
  }

  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (readyWithin.isNegative() || readyWithin.compareTo(LONGEST) > 0) {
      problems.add(new Problem("", "ready-within", "must be 0s to 7d"));
    }
    if (window.compareTo(Duration.ofMinutes(1)) < 0 || window.compareTo(LONGEST) > 0) {
      problems.add(new Problem("", "restart-window", "must be 1m to 7d"));
    }
    if (restartsWarnAbove < 0) {
      problems.add(
          new Problem(
              "", "restarts-warn-above", "must be at least 0, but is " + restartsWarnAbove));
    }
    if (restartsFailAbove < 0) {
      problems.add(
          new Problem(
              "", "restarts-fail-above", "must be at least 0, but is " + restartsFailAbove));
    }
    if (totalFailAbove.isPresent() && totalFailAbove.getAsInt() < 0) {
      problems.add(
          new Problem(
              "",
              "total-restarts-fail-above",
              "must be at least 0, but is " + totalFailAbove.getAsInt()));
    }
    return problems;
  }
}
