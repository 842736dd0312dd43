package dev.pulse.samples.server.dashboard;

import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.MountedPage;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import dev.pulse.samples.server.web.Sessions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard at {@code /}: files only, which are the same for everybody, and a list of its
 * pages, those of the extensions among them. Its scripts read the REST routes and follow the live
 * events. Every address in it is relative, so that it works below any path.
 */
public final class Dashboard implements ServerExtension {
  private static final List<String> FILES =
      List.of(
          "app.css",
          "app.js",
          "checks.js",
          "colours.css",
          "dom.js",
          "format.js",
          "http.js",
          "icon.svg",
          "list.js",
          "live.js",
          "page.js",
          "plot.js",
          "signin.js",
          "ui.js",
          "uplot.css",
          "uplot.js");

  private static final Comparator<MountedPage> IN_NAVIGATION =
      Comparator.comparingInt(mounted -> mounted.page().place());

  private final String base;
  private final @Nullable Sessions sessions;

  /**
   * A dashboard.
   *
   * @param base the path below which the server serves everything; empty for the root
   * @param sessions of those who sign in; null where nobody does
   */
  public Dashboard(String base, @Nullable Sessions sessions) {
    this.base = base;
    this.sessions = sessions;
  }

  /** What whoever wants to sign in must have before; paths without the base. */
  public static List<String> openPaths() {
    return Stream.concat(Stream.of("/"), FILES.stream().map(Dashboard::asset)).toList();
  }

  private static String asset(String file) {
    return "/assets/" + file;
  }

  @Override
  public void install(Routes routes) {
    routes.asset("/", Dashboard.class, "shell/index.html");
    for (String file : FILES) {
      routes.asset(asset(file), Dashboard.class, "shell/" + file);
    }
    routes
        .get("/dashboard.json", request -> contents(request, routes.pages()))
        .page(own("overview", "Overview", "grid").place(10))
        .page(own("check", "Check", "grid").style("check.css").unlisted())
        .page(
            own("incidents", "Incidents", "bell")
                .place(20)
                .style("incidents.css")
                .with(
                    "incident.js", "alerts.js", "silences.js", "messages.js", "incident-parts.js"))
        .page(
            own("status-pages", "Status pages", "broadcast")
                .place(40)
                .style("status-pages.css")
                .with("maintenance.js"));
  }

  /** A page of this module; its script lies beside the shell's. */
  private static DashboardPage own(String name, String title, String icon) {
    return DashboardPage.of(name, title, Dashboard.class, name + ".js").icon(icon);
  }

  private Response contents(Request request, List<MountedPage> pages) {
    request.query();
    return Response.json(
        new Contents(
            request.caller().map(Dashboard::caller).orElse(null),
            sessions == null ? null : sessions.proof(request).orElse(null),
            pages.stream().sorted(IN_NAVIGATION).map(this::shown).toList()));
  }

  private static Caller caller(Principal principal) {
    return new Caller(principal.name(), principal.role().name().toLowerCase(Locale.ROOT));
  }

  private Page shown(MountedPage mounted) {
    var page = mounted.page();
    var files = relative(mounted.files()) + "/";
    return new Page(
        page.name(),
        page.title(),
        page.icon().orElse(null),
        page.isListed(),
        page.isAboutAll(),
        mounted.mount().equals(base) ? "" : relative(mounted.mount()) + "/",
        files + page.module(),
        page.style().map(style -> files + style).orElse(null));
  }

  private String relative(String path) {
    return path.substring(base.length() + 1);
  }

  /**
   * What the dashboard shows; what is null is left out.
   *
   * @param caller who looks at it
   * @param csrf what requests that change something show; only for those who have signed in
   * @param pages its pages, in the order of the navigation
   */
  public record Contents(@Nullable Caller caller, @Nullable String csrf, List<Page> pages) {}

  /** Who looks at it. */
  public record Caller(String name, String role) {}

  /**
   * A page; its addresses are relative to the dashboard's.
   *
   * @param general whether it is about all checks, and not about those of one system
   */
  public record Page(
      String name,
      String title,
      @Nullable String icon,
      boolean listed,
      boolean general,
      String base,
      String module,
      @Nullable String style) {}
}
