package dev.pulse.samples.server.api;

import dev.pulse.api.store.StoreException;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.EventHub;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How everything stands, in one answer for ten thousand checks, and in short events afterwards:
 * what the dashboard is made of.
 */
final class OverviewRoutes implements ServerExtension {
  private static final int MOST_CHECKS = 100;
  private static final int MOST_RUNS = 100;
  private static final int MAX_STREAMS = 200;

  /** Each event holds what fits into half a second: who is ten seconds behind reads anew. */
  private static final int MAX_QUEUE = 50;

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(OverviewRoutes.class);

  private final Pulse pulse;
  private final RecentRuns recentRuns;
  private final StatusChanges changes;
  private final SharedAnswer<Response> answers = new SharedAnswer<>(this::answer);
  private final CountDownLatch remembered = new CountDownLatch(1);

  OverviewRoutes(Pulse pulse, RecentRuns recentRuns) {
    this.pulse = pulse;
    this.recentRuns = recentRuns;
    this.changes = new StatusChanges(pulse.clock());
  }

  @Override
  public void install(Routes routes) {
    var hub =
        new EventHub(MAX_STREAMS, MAX_QUEUE, HEARTBEAT, pulse.clock(), routes.meters(), "overview");
    var feed = new OverviewFeed(pulse, hub, changes, this::row, TICK);
    pulse.addListener(changes);
    changes.begin(pulse.checks());
    var remembering = new Thread(this::remember, "pulse-server-past");
    remembering.setDaemon(true);
    remembering.start();
    routes
        .closing(hub)
        .closing(feed)
        .closing(remembering::interrupt)
        .closing(() -> pulse.removeListener(changes))
        .closing(() -> pulse.removeListener(feed))
        .get("/overview", this::overview)
        .ask("/overview/runs", this::runs)
        .get(
            "/overview/events",
            request -> {
              request.query();
              return hub.open();
            });
    pulse.addListener(feed);
  }

  private void remember() {
    try {
      changes.remember(pulse.journal());
    } catch (StoreException e) {
      log.warn("What changed before the start could not be read; it is left out", e);
    } finally {
      remembered.countDown();
    }
  }

  /** Whoever asks right after the start hears of the time before as well, if that can be. */
  private void awaitPast() {
    try {
      if (!remembered.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("What changed before the start is not read yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private OverviewViews.Row row(CheckView view) {
    return OverviewMapping.row(view, changes.since(view.name(), view.status()));
  }

  private Response overview(Request request) {
    request.query();
    awaitPast();
    return answers.get().unlessKnown(request);
  }

  private Response answer() {
    var views = pulse.checks();
    return Response.json(
        new OverviewViews.Overview(
            views.stream().map(this::row).toList(),
            OverviewMapping.incidents(views),
            changes.lastHour(),
            changes.completeSince(),
            views.stream().flatMap(view -> OverviewMapping.budget(view).stream()).toList()));
  }

  private Response runs(Request request) {
    request.query();
    var wish = request.json(Wishes.Runs.class);
    var names = wish.checks();
    if (names == null || names.isEmpty() || names.size() > MOST_CHECKS) {
      throw Wishes.invalid("checks must be a list of 1 to " + MOST_CHECKS + " names");
    }
    if (wish.runs() < 1 || wish.runs() > MOST_RUNS) {
      throw Wishes.invalid("runs must be 1 to " + MOST_RUNS + ", but is " + wish.runs());
    }
    var items = new ArrayList<OverviewViews.RunsOf>();
    for (String name : names) {
      // One that was removed a moment ago is left out; the page hears of it as well.
      if (pulse.check(name).isPresent()) {
        items.add(new OverviewViews.RunsOf(name, recentRuns.of(name, wish.runs())));
      }
    }
    return Response.json(new OverviewViews.Runs(items));
  }
}
