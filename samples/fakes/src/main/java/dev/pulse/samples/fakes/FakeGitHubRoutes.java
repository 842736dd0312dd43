package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.matches;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;
import static dev.pulse.samples.fakes.FakeGitHubJson.fields;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRepository.Alert;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.FakeGitHubRepository.Issue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What can be asked about repositories, and who answers. */
final class FakeGitHubRoutes {
  /** The resource of what is not GitHub's: nothing is counted there, and no token is asked for. */
  static final String ELSEWHERE = "";

  private final FakeGitHub github;
  private final List<Route> routes = new ArrayList<>();

  /**
   * A request that found its route.
   *
   * @param token what the caller showed; empty text for none
   * @param caller for whom its requests are counted
   * @param sees whose repositories it may see besides the public ones
   * @param base where the API begins for this client, without a slash at the end
   * @param links where links to further pages lead
   */
  record Call(
      FakeRequest request,
      String body,
      Map<String, String> variables,
      String token,
      String caller,
      Predicate<FakeGitHubRepository> sees,
      String base,
      String links) {
    String variable(String name) {
      return variables.getOrDefault(name, "");
    }

    boolean isAnonymous() {
      return caller.equals(FakeGitHubLimits.ANONYMOUS);
    }
  }

  /** A method and a path with names in braces; one with dots takes the rest. */
  record Route(
      String method, String template, String resource, Function<Call, HttpAnswer> handler) {
    String name() {
      return method + " " + template;
    }

    /** The values of the names, when this route is meant. */
    Optional<Map<String, String>> variables(String asked, List<String> path) {
      var parts = template.substring(1).split("/", -1);
      var given = path.toArray(String[]::new);
      var variables = new HashMap<String, String>();
      boolean open = parts[parts.length - 1].endsWith("...}");
      if (!method.equals(asked)
          || given.length < parts.length
          || (given.length > parts.length && !open)) {
        return Optional.empty();
      }
      for (int i = 0; i < parts.length; i++) {
        if (parts[i].startsWith("{")) {
          boolean rest = parts[i].endsWith("...}");
          variables.put(
              parts[i].replaceAll("[{}.]", ""),
              rest ? String.join("/", List.of(given).subList(i, given.length)) : given[i]);
        } else if (!parts[i].equals(given[i])) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  FakeGitHubRoutes(FakeGitHub github) {
    this.github = github;
    root();
    documents();
    activity();
    security();
    FakeGitHubActions.routes(this);
  }

  List<Route> all() {
    return routes;
  }

  void add(String method, String template, String resource, Function<Call, HttpAnswer> handler) {
    routes.add(new Route(method, template, resource, handler));
  }

  private void get(String template, Function<Call, HttpAnswer> handler) {
    add("GET", template, "core", handler);
  }

  /** About a repository that the caller may see; others do not exist for it. */
  void get(String below, BiFunction<Call, FakeGitHubRepository, HttpAnswer> handler) {
    add("GET", "/repos/{owner}/{repo}" + below, "core", repository(handler));
  }

  Function<Call, HttpAnswer> repository(
      BiFunction<Call, FakeGitHubRepository, HttpAnswer> handler) {
    return call ->
        github
            .find(call.variable("owner"), call.variable("repo"))
            .filter(call.sees())
            .map(repository -> handler.apply(call, repository))
            .or(() -> moved(call))
            .orElseGet(FakeGitHubRoutes::notFound);
  }

  private Optional<HttpAnswer> moved(Call call) {
    return github
        .moved(call.variable("owner"), call.variable("repo"))
        .filter(call.sees())
        .map(
            repository -> {
              var to =
                  call.request()
                      .target()
                      .replaceFirst("/repos/[^/?]+/[^/?]+", "/repositories/" + repository.id());
              return json(301, FakeGitHubDocuments.error(301, "Moved Permanently").with("url", to))
                  .header("Location", call.links() + to);
            });
  }

  static HttpAnswer notFound() {
    return refuse(404, "Not Found");
  }

  private void root() {
    get("/", call -> json(200, fields().with("rate_limit_url", call.base() + "/rate_limit")));
    get("/meta", call -> json(200, fields().with("verifiable_password_authentication", false)));
    get(
        "/rate_limit",
        call -> {
          var all = github.limits().all(call.caller());
          var core = github.limits().look(call.caller(), "core").json();
          return json(200, fields().with("resources", all).with("rate", core));
        });
    get("/orgs/{owner}/repos", call -> owned(call, true));
    get("/users/{owner}/repos", call -> owned(call, false));
  }

  private HttpAnswer owned(Call call, boolean organisation) {
    var owner = call.variable("owner");
    if (github.isOrganisation(owner).filter(is -> is == organisation || !organisation).isEmpty()) {
      return notFound();
    }
    var shown =
        github.repositories(owner).stream()
            .filter(call.sees())
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

  private void documents() {
    get(
        "",
        (call, repository) ->
            json(
                200,
                FakeGitHubDocuments.full(
                    repository,
                    repository.parent().flatMap(github::find).orElse(null),
                    call.base())));
    get(
        "/readme",
        (call, repository) ->
            repository
                .readmePath()
                .map(path -> content(call, repository, path))
                .orElseGet(FakeGitHubRoutes::notFound));
    get("/contents", (call, repository) -> content(call, repository, ""));
    get(
        "/contents/{path...}",
        (call, repository) -> content(call, repository, call.variable("path")));
    get("/pages", FakeGitHubRoutes::pages);
    get("/community/profile", FakeGitHubRoutes::profile);
    get(
        "/releases",
        (call, repository) ->
            FakeGitHubPages.numbered(
                call,
                repository.releases(),
                release -> FakeGitHubDocuments.release(repository, release, call.base())));
    get(
        "/releases/latest",
        (call, repository) ->
            repository.releases().stream()
                .filter(release -> !release.prerelease())
                .findFirst()
                .map(release -> FakeGitHubDocuments.release(repository, release, call.base()))
                .map(release -> json(200, release))
                .orElseGet(FakeGitHubRoutes::notFound));
  }

  private static HttpAnswer content(Call call, FakeGitHubRepository repository, String asked) {
    var path = asked.replaceFirst("/+$", "");
    var ref = call.request().parameter("ref");
    if (!ref.isEmpty() && !isKnown(repository, ref)) {
      return refuse(404, "No commit found for the ref " + ref);
    }
    var content = repository.files().get(path);
    if (content != null) {
      return call.request().headers().getOrDefault("accept", "").contains("raw")
          ? HttpAnswer.text(200, content)
              .header("Content-Type", "application/vnd.github.raw+json; charset=utf-8")
          : json(200, FakeGitHubDocuments.file(repository, path, true, content, call.base()));
    }
    var below = repository.below(path);
    if (below.isEmpty()) {
      return repository.commits().isEmpty() ? refuse(404, "This repository is empty.") : notFound();
    }
    var prefix = path.isEmpty() ? "" : path + "/";
    var entries = new ArrayList<Fields>();
    below.forEach(
        (name, isFile) ->
            entries.add(
                FakeGitHubDocuments.file(repository, prefix + name, isFile, null, call.base())));
    return json(200, entries);
  }

  static boolean isKnown(FakeGitHubRepository repository, String ref) {
    return repository.branches().contains(ref.replaceFirst("^(refs/)?heads/", ""))
        || repository.releases().stream().anyMatch(release -> release.tag().equals(ref))
        || repository.commits().stream()
            .anyMatch(commit -> ref.length() >= 7 && commit.sha().startsWith(ref));
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
    var readme = repository.readmePath();
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
            .with("updated_at", FakeGitHubJson.time(repository.pushed()))
            .with("content_reports_enabled", false));
  }

  private void activity() {
    get("/commits", this::commits);
    get(
        "/commits/{ref...}",
        (call, repository) ->
            isKnown(repository, call.variable("ref"))
                ? json(
                    200,
                    FakeGitHubDocuments.commit(
                        repository, repository.commits().get(0), call.base()))
                : refuse(422, "No commit found for SHA: " + call.variable("ref")));
    get("/issues", this::issues);
    get(
        "/pulls/{number}",
        (call, repository) ->
            repository.issues().stream()
                .filter(Issue::pull)
                .filter(issue -> String.valueOf(issue.number()).equals(call.variable("number")))
                .findFirst()
                .map(issue -> json(200, pull(repository, issue, call.base())))
                .orElseGet(FakeGitHubRoutes::notFound));
    get("/actions/runs", (call, repository) -> runs(call, repository, ""));
    for (var statistic :
        List.of("commit_activity", "contributors", "code_frequency", "participation")) {
      get("/stats/" + statistic, (call, repository) -> statistic(statistic, repository));
    }
  }

  private static HttpAnswer statistic(String name, FakeGitHubRepository repository) {
    if (repository.isPending()) {
      return json(202, fields());
    }
    var weeks = Collections.nCopies(52, repository.commits().isEmpty() ? 0 : 1);
    return name.equals("participation")
        ? json(200, fields().with("all", weeks).with("owner", weeks))
        : json(200, List.of());
  }

  private HttpAnswer commits(Call call, FakeGitHubRepository repository) {
    if (repository.commits().isEmpty()) {
      return refuse(409, "Git Repository is empty.");
    }
    var sha = call.request().parameter("sha");
    if (!sha.isEmpty() && !isKnown(repository, sha)) {
      return notFound();
    }
    var since = instant(call, "since").orElse(Instant.MIN);
    var until = instant(call, "until").orElse(Instant.MAX);
    return FakeGitHubPages.numbered(
        call,
        repository.commits().stream()
            .filter(commit -> !commit.at().isBefore(since) && !commit.at().isAfter(until))
            .toList(),
        commit -> FakeGitHubDocuments.commit(repository, commit, call.base()));
  }

  private static Optional<Instant> instant(Call call, String parameter) {
    try {
      var text = call.request().parameter(parameter);
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      // As the real one: what it cannot read it does not mind.
      return Optional.empty();
    }
  }

  private HttpAnswer issues(Call call, FakeGitHubRepository repository) {
    if (!repository.hasIssues()) {
      return refuse(410, "Issues has been disabled in this repository.");
    }
    var since = instant(call, "since").orElse(Instant.MIN);
    var state = call.request().parameter("state");
    var order =
        call.request().parameter("sort").equals("updated")
            ? Comparator.comparing(Issue::updated)
            : Comparator.comparing(Issue::number);
    var shown =
        repository.issues().stream()
            .filter(issue -> state.equals("all") || issue.open() == !state.equals("closed"))
            .filter(issue -> !issue.updated().isBefore(since))
            .sorted(call.request().parameter("direction").equals("asc") ? order : order.reversed())
            .toList();
    return FakeGitHubPages.numbered(
        call, shown, issue -> FakeGitHubDocuments.issue(repository, issue, call.base()));
  }

  private Fields pull(FakeGitHubRepository repository, Issue issue, String base) {
    var pull = repository.pull(issue.number()).orElseThrow();
    return FakeGitHubDocuments.pull(
        repository, github.find(pull.repository()).orElse(null), issue, pull.ref(), base);
  }

  static HttpAnswer runs(Call call, FakeGitHubRepository repository, String workflow) {
    var query = call.request().query();
    var shown =
        repository.shownRuns().stream()
            .filter(run -> workflow.isEmpty() || run.workflow().equals(workflow))
            .filter(run -> matches(query, "branch", run.branch()))
            .filter(run -> matches(query, "event", run.event()))
            .filter(
                run ->
                    matches(query, "status", run.status())
                        || matches(query, "status", run.conclusionOrNull()))
            .toList();
    return FakeGitHubPages.counted(
        call, "workflow_runs", shown, run -> run.json(repository, call.base()));
  }

  private void security() {
    get("/dependabot/alerts", this::alerts);
    get(
        "/code-scanning/alerts",
        (call, repository) -> {
          var refusal = refusal(call, repository.codeScanning(), 404, "no analysis found");
          var found = repository.findings();
          return refusal.orElseGet(
              () ->
                  numbered(
                      call,
                      found.size(),
                      i ->
                          FakeGitHubFindings.finding(
                              repository, i + 1, found.get(i), repository.created(), call.base())));
        });
    get(
        "/secret-scanning/alerts",
        (call, repository) -> {
          var refusal =
              refusal(
                  call,
                  repository.secretScanning(),
                  404,
                  "Secret scanning is disabled on this repository.");
          var found = repository.secrets();
          return refusal.orElseGet(
              () ->
                  numbered(
                      call,
                      found.size(),
                      i ->
                          FakeGitHubFindings.secret(
                              repository, i + 1, found.get(i), repository.created(), call.base())));
        });
    add(
        "GET",
        "/repos/{owner}/{repo}/dependency-graph/sbom",
        "dependency_sbom",
        repository(
            (call, repository) ->
                switch (repository.sbom()) {
                  case ON -> json(200, FakeGitHubFindings.sbom(repository, repository.pushed()));
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

  private HttpAnswer alerts(Call call, FakeGitHubRepository repository) {
    if (call.request().query().containsKey("page")) {
      return refuse(400, "Pagination using the `page` parameter is not supported.");
    }
    var refusal =
        refusal(
            call,
            repository.isArchived() ? Feature.OFF : repository.dependabot(),
            403,
            repository.isArchived()
                ? "Dependabot alerts are not available for archived repositories."
                : "Dependabot alerts are disabled for this repository.");
    var shown =
        repository.alerts().stream()
            .filter(
                alert -> matches(call.request().query(), "state", alert.open() ? "open" : "fixed"))
            .sorted(Comparator.comparing(Alert::number).reversed())
            .toList();
    return refusal.orElseGet(
        () ->
            FakeGitHubPages.cursored(
                call,
                shown,
                alert ->
                    FakeGitHubFindings.alert(
                        repository, alert, repository.created(), call.base())));
  }
}
