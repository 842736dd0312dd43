package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.matches;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;
import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubRoutes.notFound;

import dev.pulse.samples.fakes.FakeGitHubActivity.Issue;
import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What happened in a repository: commits, issues, pull requests, runs, statistics. */
final class FakeGitHubHistory {
  private FakeGitHubHistory() {}

  static void routes(FakeGitHubRoutes routes, FakeGitHubRepositories repositories) {
    routes.get("/commits", FakeGitHubHistory::commits);
    routes.get(
        "/commits/{ref...}",
        (call, repository) ->
            repository.contents().knows(call.variable("ref"))
                ? json(
                    200,
                    FakeGitHubDocuments.commit(
                        repository, repository.contents().commits().get(0), call.base()))
                : refuse(422, "No commit found for SHA: " + call.variable("ref")));
    routes.get("/issues", FakeGitHubHistory::issues);
    routes.get(
        "/pulls/{number}",
        (call, repository) ->
            repository.activity().issues().stream()
                .filter(Issue::pull)
                .filter(issue -> String.valueOf(issue.number()).equals(call.variable("number")))
                .findFirst()
                .map(issue -> json(200, pull(repository, issue, call.base(), repositories)))
                .orElseGet(FakeGitHubRoutes::notFound));
    routes.get("/actions/runs", (call, repository) -> runs(call, repository, ""));
    for (var statistic :
        List.of("commit_activity", "contributors", "code_frequency", "participation")) {
      routes.get("/stats/" + statistic, (call, repository) -> statistic(statistic, repository));
    }
  }

  private static HttpAnswer statistic(String name, FakeGitHubRepository repository) {
    if (repository.isPending()) {
      return json(202, fields());
    }
    var weeks = Collections.nCopies(52, repository.contents().commits().isEmpty() ? 0 : 1);
    return name.equals("participation")
        ? json(200, fields().with("all", weeks).with("owner", weeks))
        : json(200, List.of());
  }

  private static HttpAnswer commits(Call call, FakeGitHubRepository repository) {
    if (repository.contents().commits().isEmpty()) {
      return refuse(409, "Git Repository is empty.");
    }
    var sha = call.request().parameter("sha");
    if (!sha.isEmpty() && !repository.contents().knows(sha)) {
      return notFound();
    }
    var since = instant(call, "since").orElse(Instant.MIN);
    var until = instant(call, "until").orElse(Instant.MAX);
    return FakeGitHubPages.numbered(
        call,
        repository.contents().commits().stream()
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

  private static HttpAnswer issues(Call call, FakeGitHubRepository repository) {
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
        repository.activity().issues().stream()
            .filter(issue -> state.equals("all") || issue.open() == !state.equals("closed"))
            .filter(issue -> !issue.updated().isBefore(since))
            .sorted(call.request().parameter("direction").equals("asc") ? order : order.reversed())
            .toList();
    return FakeGitHubPages.numbered(
        call, shown, issue -> FakeGitHubDocuments.issue(repository, issue, call.base()));
  }

  private static Fields pull(
      FakeGitHubRepository repository,
      Issue issue,
      String base,
      FakeGitHubRepositories repositories) {
    var pull = repository.activity().pull(issue.number()).orElseThrow();
    return FakeGitHubDocuments.pull(
        repository, repositories.find(pull.repository()).orElse(null), issue, pull.ref(), base);
  }

  static HttpAnswer runs(Call call, FakeGitHubRepository repository, String workflow) {
    var query = call.request().query();
    var shown =
        repository.activity().shownRuns().stream()
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
}
