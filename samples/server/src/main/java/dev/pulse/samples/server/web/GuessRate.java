package dev.pulse.samples.server.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody may guess: so many times at once, and then once in a while. Whoever guesses
 * right has the guess back. Remembers so many at most; where more are at it at the same time, those
 * that come later share what one has. Thread-safe.
 */
final class GuessRate {
  private static final String OTHERS = "others";

  private final Duration each;
  private final Duration all;
  private final int most;
  private final Object lock = new Object();

  /** When what somebody has used up is their own again; those that changed last come last. */
  private final Map<String, Instant> free = new LinkedHashMap<>();

  /**
   * A rate.
   *
   * @param burst how many guesses at once
   * @param each how long it takes until there is another one
   * @param most how many who guess are told apart
   */
  GuessRate(int burst, Duration each, int most) {
    this.each = each;
    this.all = each.multipliedBy(burst);
    this.most = most;
  }

  /** Takes one guess; how long to wait where there is none, otherwise zero. */
  Duration take(String who, Instant now) {
    synchronized (lock) {
      var key = key(who, now);
      var from = used(key, now);
      var wait = Duration.between(now.plus(all), from.plus(each));
      if (wait.compareTo(Duration.ZERO) > 0) {
        return wait;
      }
      put(key, from.plus(each));
      return Duration.ZERO;
    }
  }

  /** Gives a guess back that was right. */
  void giveBack(String who, Instant now) {
    synchronized (lock) {
      var key = key(who, now);
      var until = free.get(key);
      if (until != null) {
        put(key, until.minus(each));
      }
    }
  }

  /** Until when somebody has used up what there is; a clock that was put back locks nobody out. */
  private Instant used(String key, Instant now) {
    var until = free.getOrDefault(key, now);
    return until.isBefore(now) || until.isAfter(now.plus(all)) ? now : until;
  }

  private void put(String key, Instant until) {
    free.remove(key);
    free.put(key, until);
  }

  private String key(String who, Instant now) {
    if (free.containsKey(who) || free.size() < most) {
      return who;
    }
    for (Iterator<Instant> untils = free.values().iterator(); untils.hasNext(); ) {
      if (untils.next().isAfter(now)) {
        break;
      }
      untils.remove();
    }
    return free.size() < most ? who : OTHERS;
  }

  /** How many are told apart at present. */
  int size() {
    synchronized (lock) {
      return free.size();
    }
  }
}
