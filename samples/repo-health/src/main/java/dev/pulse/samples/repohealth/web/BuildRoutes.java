package dev.pulse.samples.repohealth.web;

import dev.pulse.api.config.Secret;
import dev.pulse.github.Build;
import dev.pulse.samples.repohealth.scan.Overviews;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.BuildSource;
import dev.pulse.samples.repohealth.store.BuildTable;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.server.web.Guesses;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Request;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest builds, and the report of one. Thread-safe. */
final class BuildRoutes implements ServerExtension {
  private static final Logger log = LoggerFactory.getLogger(BuildRoutes.class);
  private static final String BEARER = "bearer ";

  private final Overviews overviews;
  private final BuildTable builds;
  private final Optional<Secret> token;
  private final List<BuildListener> listeners;
  private final InstantSource clock;

  /**
   * Routes.
   *
   * @param token what who reports must know; empty when nobody may
   */
  BuildRoutes(
      Overviews overviews,
      BuildTable builds,
      Optional<Secret> token,
      List<BuildListener> listeners,
      InstantSource clock) {
    this.overviews = overviews;
    this.builds = builds;
    this.token = token;
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
  }

  @Override
  public void install(Routes routes) {
    var guesses = routes.guesses();
    routes
        .errors(new ApiErrors())
        .get("", this::list)
        .report("", request -> report(request, guesses))
        .describe(BuildRoutes.class, "openapi-builds.json");
  }

  private Response list(Request request) {
    request.query();
    var overview = overviews.now();
    if (!overview.isScanned()) {
      throw ApiErrors.noData();
    }
    return RepoHealthRoutes.json(HealthJson.builds(overview.builds()));
  }

  private Response report(Request request, Guesses guesses) {
    requireToken(request, guesses);
    request.query();
    var report = BuildReport.read(request.body(), clock.instant());
    var repository = overviews.now().repository(report.repo());
    var row = row(report, repository);
    var reported = builds.report(row);
    if (reported == BuildTable.Reported.NEW) {
      tell(row, repository.map(RepositoryRow::defaultBranch).orElse(""));
    }
    return Json.response(
        reported == BuildTable.Reported.NEW ? 202 : 200,
        json -> json.beginObject().name("accepted").value(true).endObject());
  }

  private void requireToken(Request request, Guesses guesses) {
    var expected = token.orElseThrow(() -> HttpError.of(404, "Not found"));
    var header = request.header("Authorization").orElse("");
    boolean bearer = header.toLowerCase(Locale.ROOT).startsWith(BEARER);
    var given = bearer ? header.substring(BEARER.length()).strip() : "";
    // Who sends none guesses nothing.
    if (given.isEmpty() || !isRight(request, expected, given, guesses)) {
      throw HttpError.of(401, "Unauthorized")
          .withDetail("A report needs the header \"Authorization: Bearer\" with the PULSE_TOKEN.")
          .withHeader("WWW-Authenticate", "Bearer realm=\"Pulse builds\"");
    }
  }

  private static boolean isRight(Request request, Secret expected, String given, Guesses guesses) {
    var judged =
        guesses.token(
            Guesses.Place.API, request, given, () -> Optional.of(given).filter(expected::matches));
    if (judged.isLimited()) {
      throw Guesses.tooMany(judged.pause());
    }
    return judged.right().isPresent();
  }

  /** Under the name that GitHub writes, and of the branch that counts unless it says otherwise. */
  private static BuildRow row(BuildReport report, Optional<RepositoryRow> repository) {
    var build =
        Build.builder(report.runId(), report.state(), report.finishedAt())
            .attempt(report.attempt())
            .branch(
                report
                    .branch()
                    .orElseGet(() -> repository.map(RepositoryRow::defaultBranch).orElse("")));
    report.sha().ifPresent(build::sha);
    report.url().ifPresent(build::url);
    return new BuildRow(
        repository.map(RepositoryRow::name).orElse(report.repo()),
        build.build(),
        BuildSource.REPORT);
  }

  private void tell(BuildRow row, String defaultBranch) {
    for (BuildListener listener : listeners) {
      try {
        listener.reported(row, defaultBranch);
      } catch (RuntimeException e) {
        log.error("{} failed for a build of {}", listener.getClass(), row.repository(), e);
      }
    }
  }
}
