package dev.pulse.samples.repohealth.web;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.config.Secret;
import dev.pulse.github.HealthStatus;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.web.Handler;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The REST routes, the page and the numbers of the system, to be put on a server. They show what is
 * in the tables and ask no other service. Thread-safe.
 *
 * <pre>{@code
 * RepoHealthRoutes.builder(tables, overviews).reporting(token).build().alone(server);
 * }</pre>
 */
public final class RepoHealthRoutes {
  private static final String API = "/api/v1";
  private static final String BESIDE = "/repo-health";
  private static final int MOST = 100;

  /** In the order of scores: what nobody knows comes last. */
  private static final Comparator<RepositoryRow> BEST_FIRST =
      Comparator.comparingInt(RepoHealthRoutes::points).reversed();

  private final HealthTables tables;
  private final Overviews overviews;
  private final HealthPage page;
  private final BuildRoutes builds;
  private final @Nullable HealthMetrics metrics;

  private RepoHealthRoutes(Builder builder) {
    this.tables = builder.tables;
    this.overviews = builder.overviews;
    this.page = new HealthPage(overviews.staleAfter());
    this.builds =
        new BuildRoutes(
            overviews, tables.builds(), builder.reporting, builder.listeners, builder.clock);
    this.metrics = builder.metrics;
  }

  /**
   * A builder.
   *
   * @param overviews made from the same tables
   */
  public static Builder builder(HealthTables tables, Overviews overviews) {
    return new Builder(tables, overviews);
  }

  /** Puts them on a server of their own: the page is at {@code /}. */
  public void alone(PulseServer.Builder server) {
    server.standardApi(false);
    mount(server, "", this::installPage);
  }

  /**
   * Puts them beside others: the page is at {@code /repo-health/}, and Pulse's dashboard has
   * another one. The API stays at {@code /api/v1}, where Pulse's own has other paths.
   */
  public void beside(PulseServer.Builder server) {
    mount(
        server,
        BESIDE,
        routes -> {
          installPage(routes);
          new DashboardRoutes(tables, overviews).install(routes);
        });
  }

  /** Each part has a place of its own, because errors of other paths are not this system's. */
  private void mount(PulseServer.Builder server, String place, ServerExtension page) {
    server
        .mount(place, page)
        .mount(API + "/health", route(request -> health(request), "openapi-health.json"))
        .mount(API + "/repos", this::installRepositories)
        .mount(
            API + "/vulnerabilities",
            route(request -> vulnerabilities(request), "openapi-vulnerabilities.json"))
        .mount(API + "/builds", builds);
  }

  private static ServerExtension route(Handler handler, String description) {
    return routes ->
        routes
            .errors(new ApiErrors())
            .get("", handler)
            .describe(RepoHealthRoutes.class, description);
  }

  private void installPage(Routes routes) {
    routes
        .errors(new ApiErrors())
        .get("/", this::page)
        .asset("/repo-health.css", RepoHealthRoutes.class, "repo-health.css")
        .asset("/repo-health.js", RepoHealthRoutes.class, "repo-health.js");
    var shown = metrics;
    if (shown != null && routes.meters() instanceof PrometheusMeterRegistry registry) {
      registry.getPrometheusRegistry().register(shown);
      routes.closing(() -> registry.getPrometheusRegistry().unregister(shown));
    }
  }

  private void installRepositories(Routes routes) {
    routes
        .errors(new ApiErrors())
        .get("", this::repositories)
        .get("/{name}", this::repository)
        .get("/{name}/metrics", this::metrics)
        .describe(RepoHealthRoutes.class, "openapi-repos.json");
  }

  private Response page(Request request) {
    var severity = word(request.query("severity"), "severity", HealthJson.severities(), true);
    return Response.html(
        page.render(
            new HealthPage.Content(
                overviews.now(), overviews.trends(), tables.alerts().open(), severity)));
  }

  private Response health(Request request) {
    request.query();
    return json(HealthJson.health(overviews.now()));
  }

  private Response repositories(Request request) {
    var query = request.query("status", "sort", "limit", "offset");
    var status = word(query, "status", HealthJson.statuses(), false);
    boolean byScore =
        word(query, "sort", List.of("name", "score"), false).filter("score"::equals).isPresent();
    long limit = query.number("limit", 1, MOST).orElse(MOST);
    long offset = query.number("offset", 0, Integer.MAX_VALUE).orElse(0);
    var overview = scanned();
    var all =
        overview.repositories().stream()
            .filter(row -> status.isEmpty() || status(row).word().equals(status.get()))
            .toList();
    var page = byScore ? all.stream().sorted(BEST_FIRST) : all.stream();
    return json(
        HealthJson.repositories(overview, page.skip(offset).limit(limit).toList(), all.size()));
  }

  private static HealthStatus status(RepositoryRow repository) {
    return Overview.status(repository);
  }

  private static int points(RepositoryRow repository) {
    var result = repository.result();
    return result == null ? -1 : result.score().rounded().orElse(-1);
  }

  private Response repository(Request request) {
    request.query();
    var overview = scanned();
    return json(HealthJson.repository(overview, named(overview, request.path("name"))));
  }

  private Response metrics(Request request) {
    request.query();
    var overview = scanned();
    var repository = named(overview, request.path("name"));
    return json(HealthJson.metrics(overview, repository, overviews.trend(repository.name())));
  }

  private Response vulnerabilities(Request request) {
    var query = request.query("severity", "repo");
    var severity = word(query, "severity", HealthJson.severities(), false);
    var overview = scanned();
    // A name that is misspelt must not read as "no vulnerabilities".
    var repository = query.text("repo").map(name -> named(overview, name).name());
    return json(
        HealthJson.vulnerabilities(
            overview.vulnerabilities().stream()
                .filter(
                    row ->
                        repository.isEmpty() || row.repository().equalsIgnoreCase(repository.get()))
                .filter(
                    row ->
                        severity.isEmpty()
                            || row.followed()
                                .vulnerability()
                                .severity()
                                .word()
                                .equals(severity.get()))
                .toList()));
  }

  private Overview scanned() {
    var overview = overviews.now();
    if (!overview.isScanned()) {
      throw ApiErrors.noData();
    }
    return overview;
  }

  private static RepositoryRow named(Overview overview, String name) {
    return overview.repository(name).orElseThrow(() -> HttpError.of(404, "Repository not found"));
  }

  /** One of a few words; empty when it was not given, or is blank where a form leaves it so. */
  private static Optional<String> word(
      Query query, String parameter, List<String> words, boolean form) {
    var word = query.text(parameter).filter(text -> !form || !text.isEmpty());
    if (word.isPresent() && !words.contains(word.get())) {
      throw HttpError.invalid(parameter, "one of " + String.join(", ", words), word.get());
    }
    return word;
  }

  static Response json(String body) {
    return Response.text(200, "application/json", body);
  }

  /** Makes {@link RepoHealthRoutes}. Confine to one thread. */
  public static final class Builder {
    private final HealthTables tables;
    private final Overviews overviews;
    private final List<BuildListener> listeners = new ArrayList<>();
    private Optional<Secret> reporting = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private @Nullable HealthMetrics metrics;

    private Builder(HealthTables tables, Overviews overviews) {
      this.tables = requireNonNull(tables, "tables");
      this.overviews = requireNonNull(overviews, "overviews");
    }

    /** What builds must know that report; default: nobody may report. */
    public Builder reporting(Secret token) {
      this.reporting = Optional.of(token);
      return this;
    }

    /** Who else learns of builds that are reported; default: nobody. */
    public Builder listener(BuildListener listener) {
      listeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /** Numbers that {@code /metrics} shows, and that count reports; default: none. */
    public Builder metrics(HealthMetrics metrics) {
      this.metrics = requireNonNull(metrics, "metrics");
      listeners.add(metrics);
      return this;
    }

    /** The clock that says when a report came; default: the system's. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /** The routes. */
    public RepoHealthRoutes build() {
      return new RepoHealthRoutes(this);
    }
  }
}
