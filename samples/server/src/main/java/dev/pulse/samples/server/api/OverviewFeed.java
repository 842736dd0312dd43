package dev.pulse.samples.server.api;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.incident.IncidentEvent;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.EventHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all pages that follow the overview what has changed, twice a second and once for each
 * check, however often it ran: so many events as fit into that, and no memory but the names of the
 * checks. Thread-safe.
 */
final class OverviewFeed implements PulseListener, AutoCloseable {
  /** How many lines an event has at most, so that none is a megabyte. */
  static final int MOST_ROWS = 500;

  private static final Logger log = LoggerFactory.getLogger(OverviewFeed.class);

  /** Pauses are not told by Pulse; those of other callers than this API are seen this often. */
  private static final int TICKS_BETWEEN_SWEEPS = 10;

  private final Pulse pulse;
  private final EventHub hub;
  private final StatusChanges changes;
  private final Function<CheckView, OverviewViews.Row> rows;
  private final Object lock = new Object();
  private Set<String> touched = new LinkedHashSet<>();
  private boolean incidentsTouched;
  private long number;
  private Set<String> paused = Set.of();
  private int ticks;
  private final ScheduledExecutorService timer;

  OverviewFeed(
      Pulse pulse,
      EventHub hub,
      StatusChanges changes,
      Function<CheckView, OverviewViews.Row> rows,
      Duration every) {
    this.pulse = pulse;
    this.hub = hub;
    this.changes = changes;
    this.rows = rows;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "pulse-server-overview");
              thread.setDaemon(true);
              return thread;
            });
    long millis = every.toMillis();
    if (millis > 0) {
      var unused = timer.scheduleWithFixedDelay(this::tick, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onStored(List<Outcome> outcomes) {
    if (hub.isWatched()) {
      synchronized (lock) {
        outcomes.forEach(outcome -> touched.add(outcome.check()));
      }
    }
  }

  @Override
  public void onIncident(IncidentEvent event) {
    synchronized (lock) {
      incidentsTouched = true;
      touched.add(event.incident().check());
    }
  }

  @Override
  public void onRegistered(Registration registration) {
    touch(registration.name());
  }

  @Override
  public void onRemoved(Registration registration) {
    touch(registration.name());
  }

  /** Has a check told anew. */
  void touch(String check) {
    synchronized (lock) {
      touched.add(check);
    }
  }

  private void tick() {
    try {
      tell();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never called again.
      log.warn("What has changed could not be told", e);
    }
  }

  /** Tells what has changed since the last time. */
  void tell() {
    Set<String> names;
    boolean incidents;
    long before;
    synchronized (lock) {
      names = touched;
      touched = new LinkedHashSet<>();
      incidents = incidentsTouched;
      incidentsTouched = false;
      before = number;
      number = changes.number();
    }
    if (!hub.isWatched()) {
      // Who comes later reads the whole of it first.
      return;
    }
    names.addAll(pausedOrResumed());
    publish(names, incidents, changes.after(before));
  }

  private Set<String> pausedOrResumed() {
    if (ticks++ % TICKS_BETWEEN_SWEEPS != 0) {
      return Set.of();
    }
    var now = new HashSet<String>();
    pulse.checks().stream().filter(CheckView::paused).forEach(view -> now.add(view.name()));
    var different = new HashSet<>(now);
    different.addAll(paused);
    different.removeIf(name -> now.contains(name) && paused.contains(name));
    paused = now;
    return different;
  }

  private void publish(Set<String> names, boolean incidents, List<OverviewViews.Change> news) {
    if (names.isEmpty() && !incidents && news.isEmpty()) {
      return;
    }
    var views = new ArrayList<CheckView>();
    var removed = new ArrayList<String>();
    for (String name : names) {
      pulse.check(name).ifPresentOrElse(views::add, () -> removed.add(name));
    }
    var open = incidents ? OverviewMapping.incidents(pulse.checks()) : null;
    for (int from = 0; from == 0 || from < views.size(); from += MOST_ROWS) {
      var part = views.subList(from, Math.min(views.size(), from + MOST_ROWS));
      boolean first = from == 0;
      hub.publish(
          "changes",
          String.valueOf(number),
          new OverviewViews.Changes(
              part.stream().map(rows).toList(),
              first ? removed : List.of(),
              first ? open : null,
              first ? news : List.of(),
              part.stream().flatMap(view -> OverviewMapping.budget(view).stream()).toList()));
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
