package dev.pulse.samples.repohealth.web;

import dev.pulse.github.BuildState;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.VulnerabilitySeverity;
import dev.pulse.samples.repohealth.scan.Overview;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.store.BuildTable;
import dev.pulse.samples.repohealth.store.HealthTables;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.VulnerabilityTable;
import dev.pulse.samples.repohealth.store.VulnerabilityTable.State;
import dev.pulse.samples.server.web.DashboardPage;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Query;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page "Repositories" of Pulse's dashboard, and the routes that it reads from. Those below
 * {@code /api/v1} have the bodies of the guide and no others; these have what a page wants.
 * Thread-safe.
 */
final class DashboardRoutes {
  private static final int MOST_REPOSITORIES = 1_000;
  private static final int MOST_ROWS = 200;
  private static final int ROWS = 50;
  private static final int NEWEST_RUNS = 20;
  private static final int LONGEST_SEARCH = 200;
  private static final int POINTS = 240;
  private static final int SPARK_POINTS = 30;
  private static final Duration SPARK = Duration.ofDays(30);
  private static final List<String> RANGES = List.of("1", "7", "30", "90", "365");

  /** What has to be looked at first. */
  private static final List<BuildStatus> WORST_FIRST =
      List.of(BuildStatus.FAILING, BuildStatus.PENDING, BuildStatus.UNKNOWN, BuildStatus.PASSING);

  private final HealthTables tables;
  private final Overviews overviews;

  DashboardRoutes(HealthTables tables, Overviews overviews) {
    this.tables = tables;
    this.overviews = overviews;
  }

  void install(Routes routes) {
    routes
        .get("/data/repositories", this::repositories)
        .get("/data/repositories/{name}", this::repository)
        .get("/data/repositories/{name}/dependencies", this::dependencies)
        .get("/data/vulnerabilities", this::vulnerabilities)
        .get("/data/trends", this::trends)
        .get("/data/builds", this::builds)
        .get("/data/runs", this::runs)
        .page(
            DashboardPage.of(
                    "repositories", "Repositories", DashboardRoutes.class, "repositories.js")
                .with(
                    "repository.js",
                    "repository-parts.js",
                    "dependency-tree.js",
                    "dependencies.js",
                    "vulnerabilities.js",
                    "trends.js",
                    "builds.js")
                .style("repositories.css")
                .icon("box"));
  }

  private Response repositories(Request request) {
    var query = request.query("limit", "offset");
    long limit = query.number("limit", 1, MOST_REPOSITORIES).orElse(MOST_REPOSITORIES);
    long offset = offset(query);
    var overview = overviews.now();
    var span = TrendSpan.of(overview.at(), SPARK, tables.trends().begin(), SPARK_POINTS);
    return RepoHealthRoutes.json(
            DashboardJson.repositories(
                overview,
                overview.repositories().stream().skip(offset).limit(limit).toList(),
                tables.trends().scores(span.from(), span.to(), span.step())))
        .unlessKnown(request);
  }

  private Response repository(Request request) {
    request.query();
    var overview = overviews.now();
    var repository = named(overview, request.path("name"));
    return RepoHealthRoutes.json(
        DashboardJson.repository(
            overview, repository, tables.bills().find(repository.name()).orElse(null)));
  }

  private Response dependencies(Request request) {
    request.query();
    var repository = listed(request.path("name"));
    return RepoHealthRoutes.json(
            DashboardJson.dependencies(
                repository,
                tables.bills().find(repository.name()).orElse(null),
                tables.vulnerabilities().open(repository.name())))
        .unlessKnown(request);
  }

  private Response vulnerabilities(Request request) {
    var query = request.query("state", "severity", "repo", "text", "limit", "offset");
    var states = Arrays.stream(State.values()).map(State::word).toList();
    var state = word(query, "state", states).orElse(State.OPEN.word());
    var text = query.text("text").filter(written -> !written.isBlank());
    if (text.filter(written -> written.length() > LONGEST_SEARCH).isPresent()) {
      throw HttpError.invalid("text", "at most " + LONGEST_SEARCH + " characters", text.get());
    }
    var repository = repositoryOrNull(query);
    var found =
        tables
            .vulnerabilities()
            .search(
                new VulnerabilityTable.Wanted(
                    State.valueOf(state.toUpperCase(Locale.ROOT)),
                    word(query, "severity", HealthJson.severities())
                        .map(word -> VulnerabilitySeverity.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(null),
                    repository,
                    text.orElse(null),
                    query.number("limit", 1, MOST_ROWS).orElse(ROWS),
                    offset(query)));
    return RepoHealthRoutes.json(DashboardJson.vulnerabilities(found, overviews.now(), repository));
  }

  private Response trends(Request request) {
    var query = request.query("days", "repo");
    var days = Long.parseLong(word(query, "days", RANGES).orElse("30"));
    var repository = repositoryOrNull(query);
    var now = overviews.at();
    var span = TrendSpan.of(now, Duration.ofDays(days), tables.trends().begin(), POINTS);
    var points =
        repository == null
            ? tables.trends().all(span.from(), span.step())
            : tables.trends().of(repository, span.from(), span.step());
    return RepoHealthRoutes.json(
            DashboardJson.trends(
                span, points, tables.vulnerabilities().flow(span.from(), repository)))
        .unlessKnown(request);
  }

  private Response builds(Request request) {
    var query = request.query("limit", "offset");
    var all =
        tables.repositories().listed().stream()
            .sorted(Comparator.comparingInt(row -> WORST_FIRST.indexOf(row.buildStatus())))
            .toList();
    var page =
        all.stream()
            .skip(offset(query))
            .limit(query.number("limit", 1, MOST_ROWS).orElse(ROWS))
            .toList();
    return RepoHealthRoutes.json(
        DashboardJson.builds(all, page, tables.builds().newest(page, NEWEST_RUNS)));
  }

  private Response runs(Request request) {
    var query = request.query("repo", "state", "limit", "offset");
    var states = Arrays.stream(BuildState.values()).map(BuildState::word).toList();
    return RepoHealthRoutes.json(
        DashboardJson.runs(
            tables
                .builds()
                .search(
                    new BuildTable.Wanted(
                        repositoryOrNull(query),
                        word(query, "state", states)
                            .map(word -> BuildState.valueOf(word.toUpperCase(Locale.ROOT)))
                            .orElse(null),
                        query.number("limit", 1, MOST_ROWS).orElse(ROWS),
                        offset(query)))));
  }

  private static long offset(Query query) {
    return query.number("offset", 0, Integer.MAX_VALUE).orElse(0);
  }

  /** A name that is misspelt must not read as "nothing there". */
  private @Nullable String repositoryOrNull(Query query) {
    var name = query.text("repo");
    return name.isEmpty() ? null : listed(name.get()).name();
  }

  private RepositoryRow listed(String name) {
    return tables
        .repositories()
        .find(name)
        .filter(RepositoryRow::listed)
        .orElseThrow(DashboardRoutes::notFound);
  }

  private static RepositoryRow named(Overview overview, String name) {
    return overview.repository(name).orElseThrow(DashboardRoutes::notFound);
  }

  private static HttpError notFound() {
    return HttpError.of(404, "Repository not found");
  }

  private static Optional<String> word(Query query, String parameter, List<String> words) {
    var word = query.text(parameter);
    if (word.isPresent() && !words.contains(word.get())) {
      throw HttpError.invalid(parameter, "one of " + String.join(", ", words), word.get());
    }
    return word;
  }
}
