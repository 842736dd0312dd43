package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;

import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import java.net.URI;
import java.util.List;

/** The Codecov beside a {@link FakeGitHub}; what it says, the repositories there are told. */
public final class FakeCodecov {
  static final String PREFIX = "/codecov";

  private final FakeGitHub github;

  FakeCodecov(FakeGitHub github) {
    this.github = github;
  }

  /** Where it is: what {@code CODECOV_API_URL} wants. */
  public URI uri() {
    return URI.create(github.api() + PREFIX);
  }

  void routes(FakeGitHubRoutes routes, FakeGitHubRepositories repositories) {
    routes.add(
        "GET",
        PREFIX + "/api/v2/github/{owner}/repos/{repo}/totals/",
        FakeGitHubRoutes.ELSEWHERE,
        call -> totals(call, repositories));
  }

  private static HttpAnswer totals(Call call, FakeGitHubRepositories repositories) {
    var found =
        repositories
            .find(call.variable("owner"), call.variable("repo"))
            .filter(FakeGitHubRepository::isCovered);
    if (found.isEmpty()) {
      return HttpAnswer.json(404, FakeGitHubJson.text(fields().with("detail", "Not found.")));
    }
    var repository = found.get();
    var branch = call.request().parameter("branch");
    if (!branch.isEmpty() && !branch.equals(repository.defaultBranch())) {
      return HttpAnswer.json(
          404,
          FakeGitHubJson.text(
              fields().with("detail", "The branch '" + branch + "' is not in our records.")));
    }
    Double coverage =
        repository.coverage().isPresent() ? repository.coverage().getAsDouble() : null;
    var totals =
        fields()
            .with("files", 1)
            .with("lines", 1_000)
            .with("hits", coverage == null ? 0 : Math.round(coverage * 10))
            .with("misses", coverage == null ? 0 : 1_000 - Math.round(coverage * 10))
            .with("partials", 0)
            .with("coverage", coverage)
            .with("branches", 0)
            .with("methods", 0)
            .with("messages", 0)
            .with("sessions", 1)
            .with("complexity", 0.0)
            .with("complexity_total", 0.0)
            .with("complexity_ratio", 0)
            .with("diff", 0);
    return HttpAnswer.json(
        200,
        FakeGitHubJson.text(
            fields()
                .with("totals", totals)
                .with("files", List.of())
                .with("commit_file_url", null)));
  }
}
