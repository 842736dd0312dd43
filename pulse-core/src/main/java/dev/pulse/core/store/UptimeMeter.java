package dev.pulse.core.store;

import dev.pulse.api.model.Status;
import dev.pulse.api.store.Uptime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up how the time of windows was spent, to the millisecond. Takes outcomes ordered by start,
 * and by run id where two began together: the later run then speaks. Confine to one thread.
 */
final class UptimeMeter {
  private final Boundaries boundaries;
  // By window, in milliseconds.
  private final long[] up;
  private final long[] down;
  private final long[] maintenance;
  private Speaks speaking = Speaks.UNKNOWN;
  private long since = Long.MIN_VALUE;
  private long validFor;

  /** What an outcome says of the time it speaks for. */
  enum Speaks {
    UP,
    DOWN,
    UNKNOWN,
    MAINTENANCE;

    static Speaks of(Status status, boolean inMaintenance) {
      if (inMaintenance) {
        return MAINTENANCE;
      }
      return status == Status.UNKNOWN ? UNKNOWN : status.isUp() ? UP : DOWN;
    }
  }

  UptimeMeter(Boundaries boundaries) {
    this.boundaries = boundaries;
    up = new long[boundaries.count()];
    down = new long[boundaries.count()];
    maintenance = new long[boundaries.count()];
  }

  /** Takes the next outcome; those before the first window matter, too. */
  void add(long started, Speaks speaks, long validForMillis) {
    if (started < since) {
      // In the midst of a stretch that nobody can divide any more.
      return;
    }
    settle(started);
    speaking = speaks;
    since = started;
    validFor = validForMillis;
  }

  /** Takes several outcomes that follow each other, and that nobody needs to tell apart. */
  void add(Speech speech) {
    var turns = speech.turns();
    if (turns.isPresent()) {
      turns.get().each(this::add);
      add(speech.last(), speech.speaks(), speech.validFor());
      return;
    }
    settle(speech.first());
    long end = Math.min(speech.last(), boundaries.end());
    long at = Math.max(speech.first(), boundaries.start());
    while (at < end) {
      int window = boundaries.indexOf(at);
      long next = Math.min(end, boundaries.start(window + 1));
      long whole = speech.last() - speech.first();
      up[window] += share(speech.up(), next - at, whole);
      down[window] += share(speech.down(), next - at, whole);
      maintenance[window] += share(speech.maintenance(), next - at, whole);
      at = next;
    }
    if (speech.last() >= since) {
      speaking = speech.speaks();
      since = speech.last();
      validFor = speech.validFor();
    }
  }

  /** What was spread over a stretch is shared out evenly where the stretch is divided. */
  static long share(long time, long part, long whole) {
    return part == whole ? time : (long) ((double) time * part / whole);
  }

  /** Gives the time until then to the outcome that speaks. */
  private void settle(long until) {
    if (speaking == Speaks.UNKNOWN) {
      return;
    }
    long end = Math.min(Math.min(until, boundaries.end()), since + validFor);
    long at = Math.max(since, boundaries.start());
    while (at < end) {
      int window = boundaries.indexOf(at);
      long next = Math.min(end, boundaries.start(window + 1));
      counter()[window] += next - at;
      at = next;
    }
  }

  private long[] counter() {
    return switch (speaking) {
      case UP -> up;
      case DOWN -> down;
      default -> maintenance;
    };
  }

  /** How each window was spent; takes no more outcomes. */
  List<Uptime> result() {
    settle(boundaries.end());
    speaking = Speaks.UNKNOWN;
    var uptimes = new ArrayList<Uptime>(boundaries.count());
    for (int window = 0; window < boundaries.count(); window++) {
      // Most days are wholly up, and need no new numbers.
      uptimes.add(isAsBefore(window) ? uptimes.get(window - 1) : uptime(window));
    }
    return List.copyOf(uptimes);
  }

  private boolean isAsBefore(int window) {
    return window > 0
        && up[window] == up[window - 1]
        && down[window] == down[window - 1]
        && maintenance[window] == maintenance[window - 1]
        && boundaries.length(window).equals(boundaries.length(window - 1));
  }

  private Uptime uptime(int window) {
    // A window may begin and end between two milliseconds.
    var left = boundaries.length(window);
    var seenUp = smaller(Duration.ofMillis(up[window]), left);
    left = left.minus(seenUp);
    var seenDown = smaller(Duration.ofMillis(down[window]), left);
    left = left.minus(seenDown);
    var announced = smaller(Duration.ofMillis(maintenance[window]), left);
    return Uptime.of(seenUp, seenDown, left.minus(announced), announced);
  }

  private static Duration smaller(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
