package dev.pulse.samples.executions;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The executions that scans have seen since the start: of each pod the newest, and those before it.
 * What began and ended between two scans is not here. Bounded: the oldest are forgotten. Lives in
 * the process only. Thread-safe.
 */
final class ExecutionBook {
  /** So many are remembered of all pods together, unless they are more than half of it. */
  static final int MOST = 20_000;

  /** So many are remembered of one pod. */
  static final int MOST_OF_A_POD = 100;

  /** Texts are remembered so far; the last scan has them whole. */
  static final int LONGEST_TEXT = 500;

  private static final int LEAST_OF_A_POD = 2;

  private final Object lock = new Object();
  private final Instant since;
  private final int kept;
  private final Map<String, Page> pages = new HashMap<>();
  private final TreeMap<Long, Seen> all = new TreeMap<>();
  private long last;

  /**
   * An execution as it was seen last.
   *
   * @param number larger for those that were first seen later
   * @param pod where it is
   * @param key tells it from the others of its pod, also in another process
   * @param execution what the pod answered, with texts cut
   * @param firstSeen when it was seen first
   * @param changed when it was first seen as it is now
   * @param current whether it is the newest of its pod
   */
  record Seen(
      long number,
      String pod,
      String key,
      Execution execution,
      Instant firstSeen,
      Instant changed,
      boolean current) {}

  /** What is known of one pod. */
  private static final class Page {
    private final LinkedHashMap<String, Long> numbers = new LinkedHashMap<>();
    private @Nullable String current;
    private @Nullable Instant unknownSince;
    private @Nullable Instant answered;
  }

  /** An empty book. */
  ExecutionBook(List<String> pods, Instant since) {
    this.since = requireNonNull(since, "since");
    this.kept = Math.max(LEAST_OF_A_POD, Math.min(MOST_OF_A_POD, MOST / pods.size()));
  }

  /** Since when executions are noted. */
  Instant since() {
    return since;
  }

  /** Notes what a scan has learnt. */
  void take(Scan scan) {
    synchronized (lock) {
      for (PodResult result : scan.pods()) {
        var page = pages.computeIfAbsent(result.pod(), pod -> new Page());
        var execution = result.execution();
        if (execution != null) {
          page.unknownSince = null;
          page.answered = result.at();
          note(page, result.pod(), execution, result.at());
        } else if (page.unknownSince == null) {
          page.unknownSince = result.at();
        }
      }
    }
  }

  private void note(Page page, String pod, Execution execution, Instant at) {
    var key = key(execution);
    var cut = cut(execution);
    var known = Optional.ofNullable(page.numbers.get(key)).map(all::get);
    if (!key.equals(page.current)) {
      Optional.ofNullable(page.current).map(page.numbers::get).ifPresent(this::supersede);
      page.current = key;
    }
    long number = known.map(Seen::number).orElseGet(() -> ++last);
    var firstSeen = known.map(Seen::firstSeen).orElse(at);
    var changed = known.filter(seen -> seen.execution().equals(cut)).map(Seen::changed).orElse(at);
    all.put(number, new Seen(number, pod, key, cut, firstSeen, changed, true));
    page.numbers.put(key, number);
    while (page.numbers.size() > kept) {
      var oldest = page.numbers.entrySet().iterator().next();
      all.remove(oldest.getValue());
      page.numbers.remove(oldest.getKey());
    }
  }

  private void supersede(long number) {
    all.computeIfPresent(
        number,
        (same, seen) ->
            new Seen(
                number,
                seen.pod(),
                seen.key(),
                seen.execution(),
                seen.firstSeen(),
                seen.changed(),
                false));
  }

  /** Since when a pod could not be asked; empty when it could, or never was. */
  Optional<Instant> unknownSince(String pod) {
    synchronized (lock) {
      return Optional.ofNullable(pages.get(pod)).map(page -> page.unknownSince);
    }
  }

  /** When a pod answered last. */
  Optional<Instant> answered(String pod) {
    synchronized (lock) {
      return Optional.ofNullable(pages.get(pod)).map(page -> page.answered);
    }
  }

  /** The newest execution of a pod that was ever seen. */
  Optional<Seen> newest(String pod) {
    synchronized (lock) {
      return Optional.ofNullable(pages.get(pod))
          .flatMap(page -> Optional.ofNullable(page.current).map(page.numbers::get))
          .map(all::get);
    }
  }

  /** What was seen of one pod, newest first. */
  List<Seen> of(String pod) {
    synchronized (lock) {
      var page = pages.get(pod);
      if (page == null) {
        return List.of();
      }
      var seen = new ArrayList<Seen>();
      for (long number : page.numbers.values()) {
        seen.add(0, requireNonNull(all.get(number)));
      }
      return seen;
    }
  }

  /**
   * What was seen of all pods, newest first.
   *
   * @param before only those with a smaller number
   * @param most how many at most
   */
  List<Seen> before(long before, Predicate<Seen> wanted, int most) {
    synchronized (lock) {
      return all.headMap(before, false).descendingMap().values().stream()
          .filter(wanted)
          .limit(most)
          .toList();
    }
  }

  /** What tells an execution from the others of its pod. */
  static String key(Execution execution) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (execution.id() + '\0' + execution.startBlock())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Execution cut(Execution execution) {
    var error = execution.error();
    return new Execution(
        Execution.cut(execution.id(), LONGEST_TEXT),
        Execution.cut(execution.state(), LONGEST_TEXT),
        execution.startBlock(),
        execution.endBlock(),
        execution.startTimestamp(),
        execution.endTimestamp(),
        error == null ? null : Execution.cut(error, LONGEST_TEXT));
  }
}
