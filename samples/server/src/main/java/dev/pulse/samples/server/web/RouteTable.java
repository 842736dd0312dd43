package dev.pulse.samples.server.web;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All routes of a server, how errors look where, and what to close at the end. */
final class RouteTable {
  private final MeterRegistry meters;
  private final Guesses guesses;
  private final List<Route> routes = new ArrayList<>();
  private final Set<String> shapes = new HashSet<>();
  private final Set<String> all = new HashSet<>();
  private final Map<String, ErrorRenderer> renderers = new HashMap<>();
  private final Map<String, Origins> origins = new HashMap<>();
  private final List<MountedPage> pages = new ArrayList<>();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Description description = new Description();

  RouteTable(MeterRegistry meters, Guesses guesses) {
    this.meters = meters;
    this.guesses = guesses;
  }

  void install(WebServer.Mount mount) {
    mount.extension().install(new Mounted(mount.path()));
  }

  List<Route> routes() {
    return routes;
  }

  Deque<AutoCloseable> resources() {
    return resources;
  }

  /** The methods that a path has; empty when it has no route at all. */
  Set<String> methods(String path) {
    var methods = new TreeSet<String>();
    for (Route route : routes) {
      if (route.matches(path)) {
        methods.add(route.method());
      }
    }
    return methods;
  }

  /** Whether a method of a path needs no token of the server. */
  boolean isOpen(String method, String path) {
    return routes.stream()
        .anyMatch(route -> route.open() && route.method().equals(method) && route.matches(path));
  }

  /** How errors of a path look. */
  ErrorRenderer renderer(String path) {
    return closest(renderers, path, ProblemRenderer.INSTANCE);
  }

  /** Whose pages may ask for a path. */
  Origins origins(String path) {
    return closest(origins, path, Origins.NONE);
  }

  /** What the closest mount above a path says that says something. */
  private static <T> T closest(Map<String, T> said, String path, T otherwise) {
    var closest = said.getOrDefault("", otherwise);
    int longest = -1;
    for (var entry : said.entrySet()) {
      var mount = entry.getKey();
      boolean above = path.equals(mount) || path.startsWith(mount + "/");
      if (above && mount.length() > longest) {
        closest = entry.getValue();
        longest = mount.length();
      }
    }
    return closest;
  }

  /**
   * Makes the description of what has been installed, where one is served.
   *
   * @throws IllegalArgumentException when what extensions say of themselves is not true
   */
  void describe() {
    description.complete();
  }

  /** Adds what browsers ask before they let a page of another origin write. */
  void addPreflights() {
    var paths = routes.stream().map(Route::path).distinct().toList();
    for (String path : paths) {
      if (!origins(path).isEmpty()) {
        var methods = String.join(", ", methods(path));
        add("OPTIONS", path, false, false, request -> Origins.preflight(request, methods));
      }
    }
  }

  private void add(String method, String path, boolean writes, boolean open, Handler handler) {
    var route = new Route(method, path, writes, open, requireNonNull(handler, "handler"));
    if (!shapes.add(route.shape())) {
      throw new IllegalArgumentException("two routes for " + method + " " + path);
    }
    routes.add(route);
    all.add(method + " " + path);
  }

  private final class Mounted implements Routes {
    private final String mount;
    private final Set<String> installed = new HashSet<>();

    Mounted(String mount) {
      this.mount = mount;
    }

    @Override
    public String mount() {
      return mount;
    }

    @Override
    public MeterRegistry meters() {
      return meters;
    }

    @Override
    public Guesses guesses() {
      return guesses;
    }

    @Override
    public Routes get(String path, Handler handler) {
      read(mount + path, handler, false);
      if (path.equals("/") && !mount.isEmpty()) {
        read(mount, request -> Response.empty(308).withHeader("Location", mount + "/"), false);
      }
      return this;
    }

    private void read(String path, Handler handler, boolean open) {
      install("GET", path, false, open, handler);
      // Without a route of its own, HEAD would be answered 200 for whatever does not exist.
      install("HEAD", path, false, open, handler);
    }

    private void install(
        String method, String path, boolean writes, boolean open, Handler handler) {
      add(method, path, writes, open, handler);
      installed.add(method + " " + path);
    }

    @Override
    public Routes ask(String path, Handler handler) {
      install("POST", mount + path, false, false, handler);
      return this;
    }

    @Override
    public Routes post(String path, Handler handler) {
      install("POST", mount + path, true, false, handler);
      return this;
    }

    @Override
    public Routes report(String path, Handler handler) {
      install("POST", mount + path, true, true, handler);
      return this;
    }

    @Override
    public Routes put(String path, Handler handler) {
      install("PUT", mount + path, true, false, handler);
      return this;
    }

    @Override
    public Routes patch(String path, Handler handler) {
      install("PATCH", mount + path, true, false, handler);
      return this;
    }

    @Override
    public Routes delete(String path, Handler handler) {
      install("DELETE", mount + path, true, false, handler);
      return this;
    }

    @Override
    public Routes asset(String path, Class<?> anchor, String resource) {
      return get(path, Asset.load(anchor, resource));
    }

    @Override
    public Routes describe(Class<?> anchor, String resource) {
      description.add(new DescriptionPart(mount, anchor, resource, installed));
      return this;
    }

    @Override
    public Routes description(String path, String base, Class<?> anchor, String resource) {
      description.begin(new DescriptionPart(base, anchor, resource, all));
      return get(path, description);
    }

    @Override
    public Routes page(DashboardPage page) {
      for (MountedPage other : pages) {
        if (other.page().name().equals(page.name())) {
          throw new IllegalArgumentException(
              "two pages of the dashboard are called \"" + page.name() + "\"");
        }
      }
      var files = "/dashboard/" + page.name();
      for (String file : page.files()) {
        // The same for everybody: whoever has not signed in yet may have them.
        read(mount + files + "/" + file, Asset.load(page.anchor(), file), true);
      }
      pages.add(new MountedPage(page, mount, mount + files));
      return this;
    }

    @Override
    public List<MountedPage> pages() {
      return Collections.unmodifiableList(pages);
    }

    @Override
    public Routes errors(ErrorRenderer renderer) {
      if (renderers.putIfAbsent(mount, requireNonNull(renderer, "renderer")) != null) {
        throw new IllegalArgumentException("two renderers of errors below \"" + mount + "/\"");
      }
      return this;
    }

    @Override
    public Routes origins(Collection<String> allowed) {
      if (origins.putIfAbsent(mount, Origins.of(allowed)) != null) {
        throw new IllegalArgumentException("two lists of origins below \"" + mount + "/\"");
      }
      return this;
    }

    @Override
    public Routes closing(AutoCloseable resource) {
      resources.push(requireNonNull(resource, "resource"));
      return this;
    }
  }
}
