package dev.pulse.samples.server.api;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Journal;
import dev.pulse.core.CheckView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which checks changed their status within the last hour, and since when each has the one that it
 * has: what was seen since the beginning, and what the store tells of the time before. Holds a line
 * for each check and a bounded number of changes. Thread-safe.
 */
final class StatusChanges implements PulseListener {
  static final Duration KEPT = Duration.ofHours(1);
  static final int MOST = 500;
  private static final int MOST_RESULTS_OF_PAST = 50_000;

  private final InstantSource clock;
  private final Object lock = new Object();
  private final Map<String, Standing> standings = new HashMap<>();
  private final Deque<OverviewViews.Change> changes = new ArrayDeque<>();
  private final Instant began;
  private Instant completeSince;
  private long added;

  /** A status and the moment from which on it was seen; null when it was there before. */
  private record Standing(Status status, @Nullable Instant since) {}

  /** Has seen nothing yet. */
  StatusChanges(InstantSource clock) {
    this.clock = clock;
    this.began = clock.instant();
    this.completeSince = began;
  }

  /** Takes down how checks stand at the beginning, unless they have been seen already. */
  void begin(Collection<CheckView> views) {
    synchronized (lock) {
      for (CheckView view : views) {
        view.latest()
            .ifPresent(
                latest -> standings.putIfAbsent(view.name(), new Standing(latest.status(), null)));
      }
    }
  }

  /** Reads what there was before the beginning. Takes its time, and nobody waits for it. */
  void remember(Journal journal) {
    var past =
        PastChanges.read(journal, this::isKnown, began.minus(KEPT), began, MOST_RESULTS_OF_PAST);
    synchronized (lock) {
      past.since()
          .forEach(
              (check, since) ->
                  standings.computeIfPresent(
                      check,
                      (name, now) ->
                          now.since() == null ? new Standing(now.status(), since) : now));
      if (completeSince.equals(began)) {
        completeSince = past.completeFrom();
      }
      past.changes().forEach(changes::addLast);
      while (changes.size() > MOST) {
        dropOldest();
      }
    }
  }

  private boolean isKnown(String check) {
    synchronized (lock) {
      return standings.containsKey(check);
    }
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    synchronized (lock) {
      for (Outcome outcome : outcomes) {
        var before = standings.get(outcome.check());
        if (before == null) {
          standings.put(outcome.check(), new Standing(outcome.status(), outcome.started()));
        } else if (before.status() != outcome.status()) {
          standings.put(outcome.check(), new Standing(outcome.status(), outcome.started()));
          add(before.status(), outcome);
        }
      }
    }
  }

  private void add(Status before, Outcome outcome) {
    changes.addFirst(OverviewMapping.change(before, outcome));
    added++;
    if (changes.size() > MOST) {
      dropOldest();
    }
  }

  /** What was dropped before may have been younger: the past is read after the first are seen. */
  private void dropOldest() {
    var dropped = changes.removeLast().at();
    completeSince = dropped.isAfter(completeSince) ? dropped : completeSince;
  }

  @Override
  public void onRemoved(Registration registration) {
    synchronized (lock) {
      standings.remove(registration.name());
    }
  }

  /** Since when a check has the status that it has; empty when that began before this did. */
  Optional<Instant> since(String check, Status status) {
    synchronized (lock) {
      var standing = standings.get(check);
      return standing == null || standing.status() != status
          ? Optional.empty()
          : Optional.ofNullable(standing.since());
    }
  }

  /** The changes of the last hour, newest first. */
  List<OverviewViews.Change> lastHour() {
    synchronized (lock) {
      forgetOld();
      return List.copyOf(changes);
    }
  }

  /** Those that came since a number was asked for, newest first; as many as are remembered. */
  List<OverviewViews.Change> after(long number) {
    synchronized (lock) {
      return changes.stream().limit(Math.min(added - number, changes.size())).toList();
    }
  }

  /** How many there were. */
  long number() {
    synchronized (lock) {
      return added;
    }
  }

  /** From when on the changes of the last hour are all there. */
  Instant completeSince() {
    synchronized (lock) {
      var hourAgo = clock.instant().minus(KEPT);
      return completeSince.isAfter(hourAgo) ? completeSince : hourAgo;
    }
  }

  private void forgetOld() {
    var hourAgo = clock.instant().minus(KEPT);
    while (!changes.isEmpty() && changes.peekLast().at().isBefore(hourAgo)) {
      changes.removeLast();
    }
  }
}
