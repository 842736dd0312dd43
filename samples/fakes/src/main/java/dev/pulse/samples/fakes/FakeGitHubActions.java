package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubDocuments.json;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.nothing;
import static dev.pulse.samples.fakes.FakeGitHubDocuments.refuse;
import static dev.pulse.samples.fakes.FakeGitHubJson.fields;

import dev.pulse.samples.fakes.FakeGitHubRoutes.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Workflows: what there is to start, starting it, following it, stopping it. */
final class FakeGitHubActions {
  private static final String ROOT = "/repos/{owner}/{repo}/actions";

  private FakeGitHubActions() {}

  static void routes(FakeGitHubRoutes routes) {
    routes.get(
        "/actions/workflows",
        (call, repository) ->
            FakeGitHubPages.counted(
                call,
                "workflows",
                new ArrayList<>(repository.activity().workflows().values()),
                workflow -> FakeGitHubDocuments.workflow(repository, workflow, call.base())));
    routes.get(
        "/actions/workflows/{workflow}",
        withWorkflow(
            (call, found) ->
                json(
                    200,
                    FakeGitHubDocuments.workflow(
                        found.repository(), found.workflow(), call.base()))));
    routes.get(
        "/actions/workflows/{workflow}/runs",
        withWorkflow(
            (call, found) ->
                FakeGitHubHistory.runs(call, found.repository(), found.workflow().path())));
    routes.add(
        "POST",
        ROOT + "/workflows/{workflow}/dispatches",
        "core",
        routes.repository(authorised(withWorkflow(FakeGitHubActions::dispatch))));
    routes.get(
        "/actions/runs/{run}",
        withRun((call, found) -> json(200, found.run().json(found.repository(), call.base()))));
    routes.get(
        "/actions/runs/{run}/jobs",
        withRun(
            (call, found) ->
                FakeGitHubPages.counted(
                    call, "jobs", found.run().jobs(found.repository(), call.base()), job -> job)));
    routes.add(
        "POST",
        ROOT + "/runs/{run}/cancel",
        "core",
        routes.repository(authorised(withRun((call, found) -> cancel(found.run())))));
  }

  private record FoundWorkflow(FakeGitHubRepository repository, FakeGitHubWorkflow workflow) {}

  private record FoundRun(FakeGitHubRepository repository, FakeGitHubRun run) {}

  private static BiFunction<Call, FakeGitHubRepository, HttpAnswer> authorised(
      BiFunction<Call, FakeGitHubRepository, HttpAnswer> handler) {
    return (call, repository) ->
        call.isAnonymous()
            ? refuse(401, "Requires authentication")
            : repository.isArchived()
                ? refuse(403, "Repository was archived so is read-only.")
                : handler.apply(call, repository);
  }

  /** By number or by the name of its file. */
  private static BiFunction<Call, FakeGitHubRepository, HttpAnswer> withWorkflow(
      BiFunction<Call, FoundWorkflow, HttpAnswer> handler) {
    return (call, repository) ->
        repository.activity().workflows().values().stream()
            .filter(
                workflow ->
                    workflow.file().equals(call.variable("workflow"))
                        || String.valueOf(repository.activity().workflowId(workflow.path()))
                            .equals(call.variable("workflow")))
            .findFirst()
            .map(workflow -> handler.apply(call, new FoundWorkflow(repository, workflow)))
            .orElseGet(FakeGitHubRoutes::notFound);
  }

  private static BiFunction<Call, FakeGitHubRepository, HttpAnswer> withRun(
      BiFunction<Call, FoundRun, HttpAnswer> handler) {
    return (call, repository) ->
        repository.runs().stream()
            .filter(run -> String.valueOf(run.id()).equals(call.variable("run")))
            .findFirst()
            .map(run -> handler.apply(call, new FoundRun(repository, run)))
            .orElseGet(FakeGitHubRoutes::notFound);
  }

  private static HttpAnswer dispatch(Call call, FoundWorkflow found) {
    var body = FakeGitHubJson.read(call.body());
    var repository = found.repository();
    if (!(body.get("ref") instanceof String ref)) {
      return refuse(422, "Invalid request.\n\n\"ref\" wasn't supplied.");
    }
    if (!repository.contents().knows(ref)) {
      return refuse(422, "No ref found for: " + ref);
    }
    var inputs = inputs(body);
    var refusal =
        inputs.isEmpty()
            ? Optional.of("Invalid inputs: an object of texts is expected")
            : found.workflow().refusal(inputs.get());
    if (refusal.isPresent()) {
      return refuse(422, refusal.get());
    }
    var run = repository.run(found.workflow().file());
    found.workflow().dispatched(run, ref.replaceFirst("^refs/heads/", ""), inputs.orElseThrow());
    return Boolean.TRUE.equals(body.get("return_run_details"))
        ? json(
            200,
            fields()
                .with("workflow_run_id", run.id())
                .with("run_url", repository.url(call.base()) + "/actions/runs/" + run.id())
                .with("html_url", repository.page(call.base()) + "/actions/runs/" + run.id()))
        : nothing(204);
  }

  /** Empty when they are no object of plain values. */
  private static Optional<Map<String, Object>> inputs(Map<String, Object> body) {
    if (!body.containsKey("inputs")) {
      return Optional.of(Map.of());
    }
    if (!(body.get("inputs") instanceof Map<?, ?> given)) {
      return Optional.empty();
    }
    var inputs = new LinkedHashMap<String, Object>();
    given.forEach((name, value) -> inputs.put(String.valueOf(name), String.valueOf(value)));
    boolean plain =
        given.values().stream().noneMatch(value -> value instanceof Map || value instanceof List);
    return plain ? Optional.of(inputs) : Optional.empty();
  }

  private static HttpAnswer cancel(FakeGitHubRun run) {
    if (run.status().equals("completed")) {
      return refuse(409, "Cannot cancel a workflow run that is completed.");
    }
    run.finish("cancelled");
    return json(202, fields());
  }
}
