package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;
import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubRoutes.notFound;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import java.util.ArrayList;
import java.util.List;

/** A repository itself, its files, pages, profile and releases. */
final class FakeGitHubFiles {
  private FakeGitHubFiles() {}

  static void routes(FakeGitHubRoutes routes, FakeGitHubRepositories repositories) {
    routes.get(
        "",
        (call, repository) ->
            json(
                200,
                FakeGitHubDocuments.full(
                    repository,
                    repository.parent().flatMap(repositories::find).orElse(null),
                    call.base())));
    routes.get(
        "/readme",
        (call, repository) ->
            repository
                .contents()
                .readmePath()
                .map(path -> content(call, repository, path))
                .orElseGet(FakeGitHubRoutes::notFound));
    routes.get("/contents", (call, repository) -> content(call, repository, ""));
    routes.get(
        "/contents/{path...}",
        (call, repository) -> content(call, repository, call.variable("path")));
    routes.get("/pages", FakeGitHubFiles::pages);
    routes.get("/community/profile", FakeGitHubFiles::profile);
    routes.get(
        "/releases",
        (call, repository) ->
            FakeGitHubPages.numbered(
                call,
                repository.contents().releases(),
                release -> FakeGitHubDocuments.release(repository, release, call.base())));
    routes.get(
        "/releases/latest",
        (call, repository) ->
            repository.contents().releases().stream()
                .filter(release -> !release.prerelease())
                .findFirst()
                .map(release -> FakeGitHubDocuments.release(repository, release, call.base()))
                .map(release -> json(200, release))
                .orElseGet(FakeGitHubRoutes::notFound));
  }

  private static HttpAnswer content(Call call, FakeGitHubRepository repository, String asked) {
    var path = asked.replaceFirst("/+$", "");
    var ref = call.request().parameter("ref");
    if (!ref.isEmpty() && !repository.contents().knows(ref)) {
      return refuse(404, "No commit found for the ref " + ref);
    }
    var content = repository.contents().files().get(path);
    if (content != null) {
      return call.request().headers().getOrDefault("accept", "").contains("raw")
          ? HttpAnswer.text(200, content)
              .header("Content-Type", "application/vnd.github.raw+json; charset=utf-8")
          : json(200, FakeGitHubDocuments.file(repository, path, true, content, call.base()));
    }
    var below = repository.contents().below(path);
    if (below.isEmpty()) {
      return repository.contents().commits().isEmpty()
          ? refuse(404, "This repository is empty.")
          : notFound();
    }
    var prefix = path.isEmpty() ? "" : path + "/";
    var entries = new ArrayList<Fields>();
    below.forEach(
        (name, isFile) ->
            entries.add(
                FakeGitHubDocuments.file(repository, prefix + name, isFile, null, call.base())));
    return json(200, entries);
  }

  private static HttpAnswer pages(Call call, FakeGitHubRepository repository) {
    return repository.hasPages()
        ? json(
            200,
            fields()
                .with("url", repository.url(call.base()) + "/pages")
                .with("status", "built")
                .with("cname", null)
                .with("custom_404", false)
                .with("html_url", "https://example.org/" + repository.id())
                .with("build_type", "legacy")
                .with(
                    "source", fields().with("branch", repository.defaultBranch()).with("path", "/"))
                .with("public", true))
        : notFound();
  }

  private static HttpAnswer profile(Call call, FakeGitHubRepository repository) {
    var readme = repository.contents().readmePath();
    var files = fields();
    for (var name :
        List.of(
            "code_of_conduct",
            "code_of_conduct_file",
            "license",
            "contributing",
            "issue_template",
            "pull_request_template")) {
      files.with(name, null);
    }
    files.with(
        "readme",
        readme
            .map(path -> FakeGitHubDocuments.file(repository, path, true, null, call.base()))
            .map(
                file ->
                    fields().with("url", file.text("url")).with("html_url", file.text("html_url")))
            .orElse(null));
    return json(
        200,
        fields()
            .with("health_percentage", readme.isPresent() ? 33 : 16)
            .with("description", repository.description().orElse(null))
            .with("documentation", null)
            .with("files", files)
            .with("updated_at", FakeGitHubJson.time(repository.contents().pushed()))
            .with("content_reports_enabled", false));
  }
}
