package dev.pulse.samples.server.api;

import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.EventHub;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.Duration;
import java.util.ArrayList;

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

  private final Pulse pulse;
  private final RecentRuns recentRuns;
  private final StatusChanges changes;

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
    routes
        .closing(hub)
        .closing(feed)
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

  private OverviewViews.Row row(CheckView view) {
    return OverviewMapping.row(view, changes.since(view.name(), view.status()));
  }

  private Response overview(Request request) {
    request.query();
    var views = pulse.checks();
    return Response.json(
            new OverviewViews.Overview(
                views.stream().map(this::row).toList(),
                OverviewMapping.incidents(views),
                changes.lastHour(),
                changes.completeSince(),
                views.stream().flatMap(view -> OverviewMapping.budget(view).stream()).toList()))
        .unlessKnown(request);
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
