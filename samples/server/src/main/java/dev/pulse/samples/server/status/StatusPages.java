package dev.pulse.samples.server.status;

import dev.pulse.api.config.Secret;
import dev.pulse.core.Pulse;
import dev.pulse.samples.server.api.WatchedSince;
import dev.pulse.samples.server.dashboard.Dashboard;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.OwnCookie;
import dev.pulse.samples.server.web.Prepared;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The routes of status pages, and of the list of them. All need no token of the server; private
 * pages ask, and the list leaves out what a caller may not see.
 */
public final class StatusPages implements ServerExtension {
  /** Where they are, below the server's own path. */
  public static final String MOUNT = "/status";

  private static final List<String> OF_ONE =
      List.of(
          "",
          ".json",
          ".atom",
          "/badge.svg",
          "/uptime.svg",
          "/{check}/badge.svg",
          "/{check}/uptime.svg",
          "/{check}/latency.svg");
  private static final String SHEET = "/assets/status.css";
  private static final String SCRIPT = "/assets/status.js";
  private static final String COLOURS = "/assets/colours.css";
  private static final String ICON = "/assets/icon.svg";

  private final Pulse pulse;
  private final List<StatusPage> pages;
  private final List<AccessToken> tokens;
  private final int port;
  private final Predicate<Request> known;

  /** Complete when requests are answered. */
  private final List<StatusDesk> desks = new ArrayList<>();

  /**
   * The routes of some pages.
   *
   * @param tokens who else may see private ones: whoever may read everything
   * @param port the port of the server
   * @param known whether whoever asks may read everything by other means, such as having signed in;
   *     called by many threads at once
   */
  public StatusPages(
      Pulse pulse,
      List<StatusPage> pages,
      List<AccessToken> tokens,
      int port,
      Predicate<Request> known) {
    this.pulse = pulse;
    this.pages = List.copyOf(pages);
    this.tokens = List.copyOf(tokens);
    this.port = port;
    this.known = known;
  }

  /** The paths below the mount that the server's own tokens do not guard. */
  public List<String> openPaths() {
    var paths = new ArrayList<>(List.of("", "/", SHEET, SCRIPT, COLOURS, ICON));
    for (StatusPage page : pages) {
      OF_ONE.forEach(ending -> paths.add("/" + page.name() + ending));
    }
    return paths;
  }

  /** What the dashboard shows of the pages. */
  public ServerExtension overview() {
    return new StatusPageRoutes(pulse, desks);
  }

  @Override
  public void install(Routes routes) {
    var watchedSince = new WatchedSince(pulse.journal(), pulse.clock());
    pulse.addListener(watchedSince);
    routes
        .closing(() -> pulse.removeListener(watchedSince))
        .asset(SHEET, StatusPages.class, "status.css")
        .asset(SCRIPT, StatusPages.class, "status.js")
        .asset(COLOURS, Dashboard.class, "shell/colours.css")
        .asset(ICON, Dashboard.class, "shell/icon.svg")
        .get("/", this::list);
    for (StatusPage page : pages) {
      var key = page.token().map(token -> key(page, token, routes)).orElse(null);
      var desk = new StatusDesk(pulse, page, watchedSince, key);
      desks.add(desk);
      var path = "/" + page.name();
      routes
          .get(path, desk::page)
          .get(path + ".json", desk::json)
          .get(path + ".atom", desk::feed)
          .get(path + "/badge.svg", desk::badge)
          .get(path + "/uptime.svg", desk::uptimeBadge)
          .get(path + "/{check}/badge.svg", desk::badgeOfCheck)
          .get(path + "/{check}/uptime.svg", desk::uptimeBadgeOfCheck)
          .get(path + "/{check}/latency.svg", desk::latencyBadgeOfCheck);
      if (page.isPrivate()) {
        routes.report(path, desk::enter);
      }
    }
  }

  private PageKey key(StatusPage page, Secret token, Routes routes) {
    // Links in messages lead here, and nothing is changed here.
    var cookie = OwnCookie.forLinks("status_" + page.name(), port, routes.mount());
    return new PageKey(page.name(), token, tokens, cookie, pulse.clock(), routes.guesses(), known);
  }

  /** Who knows the token of a page has its cookie, once it was typed: nothing is guessed here. */
  private Response list(Request request) {
    var shown = desks.stream().filter(desk -> desk.isKnownTo(request)).toList();
    var answer =
        Prepared.of(Response.html(ListWriter.write(shown)))
            .answer(request)
            .withHeader("Content-Security-Policy", StatusDesk.POLICY);
    return pages.stream().anyMatch(StatusPage::isPrivate)
        ? answer
            .withHeader("Cache-Control", "private, max-age=60")
            .withHeader("Vary", "Authorization, Cookie, Accept-Encoding")
        : answer.withHeader("Cache-Control", "public, max-age=60");
  }
}
