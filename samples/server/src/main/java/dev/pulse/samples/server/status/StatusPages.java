package dev.pulse.samples.server.status;

import dev.pulse.core.Pulse;
import dev.pulse.samples.server.dashboard.Dashboard;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.util.ArrayList;
import java.util.List;

/** The routes of status pages. All of them need no token of the server; private pages ask. */
public final class StatusPages implements ServerExtension {
  /** Where they are, below the server's own path. */
  public static final String MOUNT = "/status";

  private static final List<String> OF_ONE = List.of("", ".json", "/badge.svg", "/uptime.svg");
  private static final String SHEET = "/assets/status.css";
  private static final String ICON = "/assets/icon.svg";

  private final Pulse pulse;
  private final List<StatusPage> pages;
  private final List<AccessToken> tokens;

  /**
   * The routes of some pages.
   *
   * @param tokens who else may see private ones: whoever may read everything
   */
  public StatusPages(Pulse pulse, List<StatusPage> pages, List<AccessToken> tokens) {
    this.pulse = pulse;
    this.pages = List.copyOf(pages);
    this.tokens = List.copyOf(tokens);
  }

  /** The paths below the mount that the server's own tokens do not guard. */
  public List<String> openPaths() {
    var paths = new ArrayList<>(List.of(SHEET, ICON));
    for (StatusPage page : pages) {
      OF_ONE.forEach(ending -> paths.add("/" + page.name() + ending));
    }
    return paths;
  }

  @Override
  public void install(Routes routes) {
    routes
        .asset(SHEET, StatusPages.class, "status.css")
        .asset(ICON, Dashboard.class, "shell/icon.svg");
    for (StatusPage page : pages) {
      var desk = new StatusDesk(pulse, page, tokens);
      var path = "/" + page.name();
      routes
          .get(path, desk::page)
          .get(path + ".json", desk::json)
          .get(path + "/badge.svg", desk::badge)
          .get(path + "/uptime.svg", desk::uptimeBadge);
      if (page.isPrivate()) {
        routes.report(path, desk::enter);
      }
    }
  }
}
