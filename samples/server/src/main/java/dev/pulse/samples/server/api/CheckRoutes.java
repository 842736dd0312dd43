package dev.pulse.samples.server.api;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.model.Signal;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.api.store.Slice;
import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.Uptime;
import dev.pulse.api.store.Windows;
import dev.pulse.core.CheckView;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes below {@code /checks}. */
final class CheckRoutes implements ServerExtension {
  static final long LARGEST_ID = (1L << 53) - 1;
  private static final int MAX_RECENT = 100;
  private static final int MAX_POINTS = 1_000;
  private static final int DEFAULT_POINTS = 100;
  private static final int MAX_PAGE = 1_000;
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_WAIT_SECONDS = 60;
  private static final int DEFAULT_WAIT_SECONDS = 15;

  private static final Logger log = LoggerFactory.getLogger(CheckRoutes.class);

  private final Pulse pulse;
  private final RecentRuns recentRuns;
  private final WatchedSince watchedSince;

  CheckRoutes(Pulse pulse, RecentRuns recentRuns) {
    this.pulse = pulse;
    this.recentRuns = recentRuns;
    this.watchedSince = new WatchedSince(pulse.journal(), pulse.clock());
  }

  @Override
  public void install(Routes routes) {
    routes
        .closing(() -> pulse.removeListener(recentRuns))
        .closing(() -> pulse.removeListener(watchedSince))
        .get("/checks", this::list)
        .get("/checks/{name}", this::one)
        .get("/checks/{name}/history", this::history)
        .get("/checks/{name}/outcomes", this::outcomes)
        .post("/checks/{name}/run", this::run)
        .post("/checks/{name}/pause", request -> change(request, pulse::pause))
        .post("/checks/{name}/resume", request -> change(request, pulse::resume));
    pulse.addListener(recentRuns);
    pulse.addListener(watchedSince);
  }

  private Response list(Request request) {
    int recent = (int) request.query("recent").number("recent", 0, MAX_RECENT).orElse(0);
    var items =
        pulse.checks().stream()
            .map(
                view ->
                    Mapping.check(view, recent == 0 ? null : recentRuns.of(view.name(), recent)))
            .toList();
    return Response.json(new Views.Checks(pulse.clock().instant(), items));
  }

  private Response one(Request request) {
    request.query();
    return checkAnswer(request.path("name"));
  }

  private Response checkAnswer(String name) {
    return Response.json(Mapping.detail(view(name), watchedSince.of(name)));
  }

  private Response history(Request request) {
    var query = request.query("from", "to", "points", "windows", "zone", "signal");
    var window = Window.of(query, pulse.clock().instant(), Window.YEAR);
    var windows = windows(query, window);
    var signal = query.text("signal").map(Signals::parse).orElse(Signal.latency());
    var name = view(request.path("name")).name();
    var journal = pulse.journal();
    var slices = journal.history(name, signal, windows);
    var uptime = slices.stream().map(Slice::uptime).reduce(Uptime.NONE, Uptime::plus);
    var values = journal.distribution(name, signal, window.from(), window.to());
    return Response.json(
        new Views.History(
            name,
            signal.toString(),
            window.from(),
            window.to(),
            watchedSince.of(name).orElse(null),
            Mapping.uptime(uptime),
            Mapping.distribution(values),
            slices.stream().map(Mapping::slice).toList()));
  }

  private static Windows windows(Query query, Window window) {
    int points = (int) query.number("points", 1, MAX_POINTS).orElse(DEFAULT_POINTS);
    var calendar = query.text("windows");
    if (calendar.isPresent() && query.text("points").isPresent()) {
      throw HttpError.invalid("points", "left out beside windows", String.valueOf(points));
    }
    return calendar.isPresent()
        ? window.calendar(calendar.get())
        : Windows.equal(window.from(), window.to(), points);
  }

  private Response outcomes(Request request) {
    var parameters = request.query("limit", "before", "status", "from", "to", "zone");
    int limit = (int) parameters.number("limit", 1, MAX_PAGE).orElse(DEFAULT_PAGE);
    var query = OutcomeQuery.of(view(request.path("name")).name()).limit(limit);
    var now = pulse.clock().instant();
    query = Window.bound(parameters, "from", now).map(query::from).orElse(query);
    query = Window.bound(parameters, "to", now).map(query::to).orElse(query);
    var before = parameters.number("before", 1, LARGEST_ID);
    if (before.isPresent()) {
      query = query.before(before.getAsLong());
    }
    var statuses = parameters.text("status");
    if (statuses.isPresent()) {
      query = query.statuses(Statuses.parse(statuses.get()));
    }
    var page = pulse.journal().outcomes(query);
    return Response.json(
        new Views.Outcomes(
            page.items().stream().map(Mapping::outcome).toList(), Mapping.orNull(page.next())));
  }

  private Response run(Request request) {
    long wait =
        request.query("wait").number("wait", 0, MAX_WAIT_SECONDS).orElse(DEFAULT_WAIT_SECONDS);
    var name = view(request.path("name")).name();
    var accepted =
        Response.json(202, new Views.Accepted(name, "running"))
            .withHeader("Location", request.path().replaceAll("/run$", ""));
    var answer =
        pulse
            .runNow(name)
            .handleAsync(
                (outcome, failure) -> failure == null ? ran(outcome) : interrupted(failure))
            .completeOnTimeout(accepted, wait, TimeUnit.SECONDS);
    return Response.later(answer);
  }

  private Response ran(Outcome outcome) {
    try {
      // Who reads the list of outcomes next wants to find this one there.
      pulse.flush();
    } catch (StoreException e) {
      log.warn("A run that was asked for is not stored yet; it is tried again", e);
    }
    return Response.json(Mapping.outcome(outcome));
  }

  private static Response interrupted(Throwable failure) {
    log.debug("A run that was asked for ended without an outcome", failure);
    throw HttpError.of(409, "Run ended without an outcome")
        .withDetail("The check was removed, or Pulse was stopped, while it ran.");
  }

  private Response change(Request request, Predicate<String> change) {
    request.query();
    var name = request.path("name");
    if (!change.test(name)) {
      throw unknown(name);
    }
    return checkAnswer(name);
  }

  private CheckView view(String name) {
    return pulse.check(name).orElseThrow(() -> unknown(name));
  }

  private static HttpError unknown(String name) {
    return HttpError.of(404, "Check not found")
        .withDetail("There is no check of the name \"" + HttpError.shown(name) + "\".");
  }
}
