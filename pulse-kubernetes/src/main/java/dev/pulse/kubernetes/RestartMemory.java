package dev.pulse.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts restarts within a window. A cluster only tells how many there were in all, and when the
 * newest run began; the rest is remembered from run to run. What happened before the first look is
 * not counted, except for the last one, so the count may be too low in the first window, and never
 * too high. Thread-safe.
 */
final class RestartMemory {
  private static final int MOST_CHANGES = 1_000;

  private record Key(String pod, String container, boolean init) {}

  private record Seen(Instant at, long restarts) {}

  private final Object lock = new Object();
  private final Map<Key, Deque<Seen>> memory = new HashMap<>();

  /** How many restarts of a container lie between now and the window before it. */
  long within(Duration window, PodState pod, ContainerState container, Instant now) {
    if (container.restarts().isEmpty()) {
      return 0;
    }
    long restarts = container.restarts().getAsLong();
    var begin = now.minus(window);
    synchronized (lock) {
      var seen = memory.computeIfAbsent(key(pod, container), key -> new ArrayDeque<>());
      note(seen, container, restarts, now);
      forget(seen, begin);
      boolean young = pod.created().filter(created -> created.isAfter(begin)).isPresent();
      return young ? restarts : restarts - seen.getFirst().restarts();
    }
  }

  private static void note(Deque<Seen> seen, ContainerState container, long restarts, Instant now) {
    if (!seen.isEmpty() && seen.getLast().restarts() > restarts) {
      seen.clear();
    }
    if (seen.isEmpty()) {
      if (restarts > 0) {
        // The newest run began with the last restart.
        container
            .begun()
            .filter(begun -> begun.isBefore(now))
            .ifPresent(
                begun -> {
                  seen.add(new Seen(begun.minusNanos(1), restarts - 1));
                  seen.add(new Seen(begun, restarts));
                });
      }
      if (seen.isEmpty()) {
        seen.add(new Seen(now, restarts));
      }
    } else if (seen.getLast().restarts() < restarts) {
      seen.add(new Seen(now, restarts));
    }
  }

  /** Keeps the last that lies before the window, because the window begins with it. */
  private static void forget(Deque<Seen> seen, Instant begin) {
    while (seen.size() > 1) {
      var first = seen.removeFirst();
      if (seen.getFirst().at().isAfter(begin) && seen.size() < MOST_CHANGES) {
        seen.addFirst(first);
        return;
      }
    }
  }

  /** Forgets all other pods. */
  void keepOnly(List<PodState> pods) {
    Set<String> known = new HashSet<>();
    pods.forEach(pod -> known.add(identity(pod)));
    synchronized (lock) {
      memory.keySet().removeIf(key -> !known.contains(key.pod()));
    }
  }

  private static Key key(PodState pod, ContainerState container) {
    return new Key(identity(pod), container.name(), container.init());
  }

  private static String identity(PodState pod) {
    return pod.uid().isEmpty() ? pod.path() : pod.uid();
  }
}
