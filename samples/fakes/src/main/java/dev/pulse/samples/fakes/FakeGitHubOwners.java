package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubRoutes.notFound;

import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;

/** What GitHub says of itself, of what a caller may still ask, and of who owns what. */
final class FakeGitHubOwners {
  private FakeGitHubOwners() {}

  static void routes(
      FakeGitHubRoutes routes, FakeGitHubRepositories repositories, FakeGitHubLimits limits) {
    routes.get(
        "/", call -> json(200, fields().with("rate_limit_url", call.base() + "/rate_limit")));
    routes.get(
        "/meta", call -> json(200, fields().with("verifiable_password_authentication", false)));
    routes.get(
        "/rate_limit",
        call -> {
          var all = limits.all(call.caller());
          var core = limits.look(call.caller(), "core").json();
          return json(200, fields().with("resources", all).with("rate", core));
        });
    routes.get("/orgs/{owner}/repos", call -> owned(call, repositories, true));
    routes.get("/users/{owner}/repos", call -> owned(call, repositories, false));
  }

  private static HttpAnswer owned(
      Call call, FakeGitHubRepositories repositories, boolean organisation) {
    var owner = call.variable("owner");
    if (repositories
        .isOrganisation(owner)
        .filter(is -> is == organisation || !organisation)
        .isEmpty()) {
      return notFound();
    }
    var shown =
        repositories.of(owner).stream()
            .filter(call.sees())
            // Whoever asks for those of a user is told the public ones only.
            .filter(repository -> organisation || !repository.isClosed())
            .filter(
                repository ->
                    switch (call.request().parameter("type")) {
                      case "public" -> !repository.isClosed();
                      case "private" -> repository.isClosed();
                      case "forks" -> repository.parent().isPresent();
                      case "sources" -> repository.parent().isEmpty();
                      default -> true;
                    })
            .toList();
    return FakeGitHubPages.numbered(
        call, shown, repository -> FakeGitHubDocuments.listed(repository, call.base()));
  }
}
