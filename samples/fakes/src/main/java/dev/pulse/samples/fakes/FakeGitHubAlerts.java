package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.matches;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;
import static dev.pulse.samples.fakes.FakeGitHubRoutes.notFound;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import dev.pulse.samples.fakes.FakeGitHubSecurity.Alert;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What was found in a repository, and what it uses. */
final class FakeGitHubAlerts {
  private FakeGitHubAlerts() {}

  static void routes(FakeGitHubRoutes routes) {
    routes.get("/dependabot/alerts", FakeGitHubAlerts::alerts);
    routes.get(
        "/code-scanning/alerts",
        (call, repository) -> {
          var refusal =
              refusal(call, repository.security().codeScanning(), 404, "no analysis found");
          var found = repository.security().findings();
          return refusal.orElseGet(
              () ->
                  numbered(
                      call,
                      found.size(),
                      i ->
                          FakeGitHubFindings.finding(
                              repository,
                              i + 1,
                              found.get(i),
                              repository.contents().created(),
                              call.base())));
        });
    routes.get(
        "/secret-scanning/alerts",
        (call, repository) -> {
          var refusal =
              refusal(
                  call,
                  repository.security().secretScanning(),
                  404,
                  "Secret scanning is disabled on this repository.");
          var found = repository.security().secrets();
          return refusal.orElseGet(
              () ->
                  numbered(
                      call,
                      found.size(),
                      i ->
                          FakeGitHubFindings.secret(
                              repository,
                              i + 1,
                              found.get(i),
                              repository.contents().created(),
                              call.base())));
        });
    routes.add(
        "GET",
        "/repos/{owner}/{repo}/dependency-graph/sbom",
        "dependency_sbom",
        routes.repository(
            (call, repository) ->
                switch (repository.security().sbom()) {
                  case ON -> sbom(repository);
                  case OFF -> notFound();
                  case FORBIDDEN -> forbidden();
                }));
  }

  /** Lists of alerts that are open, all of them: in the other states there are none. */
  private static HttpAnswer numbered(Call call, int count, Function<Integer, Fields> shape) {
    var state = call.request().parameter("state");
    var all = state.isEmpty() || state.equals("open") ? count : 0;
    return FakeGitHubPages.numbered(call, IntStream.range(0, all).boxed().toList(), shape);
  }

  private static HttpAnswer forbidden() {
    return refuse(403, "Resource not accessible by personal access token");
  }

  private static Optional<HttpAnswer> refusal(
      Call call, Feature feature, int status, String message) {
    if (call.isAnonymous()) {
      return Optional.of(refuse(401, "Requires authentication"));
    }
    return switch (feature) {
      case ON -> Optional.empty();
      case OFF -> Optional.of(refuse(status, message));
      case FORBIDDEN -> Optional.of(forbidden());
    };
  }

  private static HttpAnswer alerts(Call call, FakeGitHubRepository repository) {
    if (call.request().query().containsKey("page")) {
      return refuse(400, "Pagination using the `page` parameter is not supported.");
    }
    var refusal =
        refusal(
            call,
            repository.isArchived() ? Feature.OFF : repository.security().dependabot(),
            403,
            repository.isArchived()
                ? "Dependabot alerts are not available for archived repositories."
                : "Dependabot alerts are disabled for this repository.");
    var shown =
        repository.security().alerts().stream()
            .filter(
                alert -> matches(call.request().query(), "state", alert.open() ? "open" : "fixed"))
            .sorted(Comparator.comparing(Alert::number).reversed())
            .toList();
    return refusal.orElseGet(
        () ->
            FakeGitHubPages.cursored(
                call, shown, alert -> FakeGitHubFindings.alert(repository, alert, call.base())));
  }

  private static HttpAnswer sbom(FakeGitHubRepository repository) {
    var contents =
        new FakeGitHubSecurity.Contents(
            repository.owner(),
            repository.name(),
            repository.defaultBranch(),
            repository.contents().pushed(),
            repository.security().bill());
    return repository
        .security()
        .sbom(contents, packages -> json(200, FakeGitHubFindings.sbom(packages)));
  }
}
