package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowsTest {
  private static final UUID ID = UUID.fromString("5bd15b7f-9a27-4b7e-8c55-9f4e0ae0a3b1");
  private static final String BUILD =
      """
      name: Build geth
      run-name: geth ${{ inputs.correlation_id }}
      on:
        workflow_dispatch:
          inputs:
            repository:
              description: Whose
              required: true
              default: ethereum/go-ethereum
            ref: {required: true}
            fast: {type: boolean}
            kind: {type: choice, options: [plain, minimal]}
            correlation_id:
      jobs:
        prepare:
          steps:
            - uses: ./.github/actions/docker-tag
              with: {upstream_repository: ethereum/go-ethereum, retries: 3}
        manifest:
          name: The manifest
          steps:
            - run: echo
            - name: Push
              uses: ./.github/actions/manifest
              with:
                target_repository: acme/geth
                target_tag: ${{ needs.prepare.outputs.target_tag }}-minimal
      """;

  private GitHubServer github;
  private Workflows workflows;

  @BeforeEach
  void start() throws Exception {
    github = new GitHubServer();
    workflows = Workflows.of(github.connection().build(), "acme/images", () -> ID);
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private static Workflow build() throws Exception {
    return Workflow.read("build-push-geth.yml", BUILD).orElseThrow();
  }

  @Test
  @DisplayName("G3: inputs, defaults and steps of a file, whose key on is a text")
  void aFileTellsWhatItWants() throws Exception {
    var workflow = build();
    assertThat(workflow.name()).isEqualTo("Build geth");
    assertThat(workflow.inputs().keySet())
        .containsExactly("repository", "ref", "fast", "kind", "correlation_id");
    var repository = workflow.inputs().get("repository");
    assertThat(repository.defaultValue()).contains("ethereum/go-ethereum");
    assertThat(repository.required()).isTrue();
    assertThat(repository.description()).isEqualTo("Whose");
    assertThat(workflow.inputs().get("kind").options()).containsExactly("plain", "minimal");
    assertThat(workflow.jobs())
        .extracting(WorkflowJob::name)
        .containsExactly("prepare", "The manifest");
    assertThat(workflow.jobs().get(0).steps().get(0).with())
        .containsExactly(
            entry("upstream_repository", "ethereum/go-ethereum"), entry("retries", "3"));
    var step = workflow.jobs().get(1).steps().get(1);
    assertThat(step.uses()).contains("./.github/actions/manifest");
    assertThat(step.with().get("target_tag"))
        .isEqualTo("${{ needs.prepare.outputs.target_tag }}-minimal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on: workflow_dispatch",
        "on: [push, workflow_dispatch]",
        "on: {workflow_dispatch: }",
        "'on': {workflow_dispatch: {inputs: }}"
      })
  void allFormsOfTheTriggerAreUnderstood(String text) throws Exception {
    assertThat(Workflow.read("a.yml", text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"on: push", "on: [push]", "", "true: workflow_dispatch", "- a"})
  void whatCannotBeStartedIsLeftOut(String text) throws Exception {
    assertThat(Workflow.read("a.yml", text)).isEmpty();
  }

  /** A directory of files by name; null content answers 500. */
  private void files(Map<String, String> contents) {
    var files = new ConcurrentHashMap<>(contents);
    github.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            var path = request.getUrl().encodedPath();
            var directory = "/repos/acme/images/contents/.github/workflows";
            if (path.equals(directory)) {
              var names =
                  files.keySet().stream()
                      .map("{\"type\":\"file\",\"name\":\"%s\"}"::formatted)
                      .toList();
              return new MockResponse.Builder().body(names.toString()).build();
            }
            var name = path.substring(directory.length() + 1);
            var text = String.valueOf(files.get(name)).getBytes(StandardCharsets.UTF_8);
            if ("404".equals(files.get(name))) {
              return new MockResponse.Builder().code(404).body("{}").build();
            }
            var body =
                "{\"size\":%d,\"encoding\":\"base64\",\"content\":\"%s\"}"
                    .formatted(
                        text.length,
                        Base64.getMimeEncoder().encodeToString(text).replace("\r\n", "\\n"));
            return new MockResponse.Builder()
                .code(request.getHeaders().get("If-None-Match") == null ? 200 : 304)
                .setHeader("ETag", "\"1\"")
                .body(request.getHeaders().get("If-None-Match") == null ? body : "")
                .build();
          }
        });
  }

  @Test
  @DisplayName("G2: a file that fails is skipped, and the second time nothing is sent again")
  void discoveryTellsWhatItCouldNotRead() throws Exception {
    files(
        Map.of(
            "build-push-geth.yml", BUILD,
            "build-push-bomb.yml", "a: &a [*a]",
            "build-push-gone.yml", "404",
            "build-push-ci.yml", "on: push",
            "other.yml", BUILD));
    for (int i = 0; i < 2; i++) {
      var found = workflows.discover(file -> file.startsWith("build-push-"), TIME);
      assertThat(found.workflows())
          .extracting(Workflow::file)
          .containsExactly("build-push-geth.yml");
      assertThat(found.skipped())
          .containsOnlyKeys("build-push-bomb.yml", "build-push-gone.yml")
          .containsEntry("build-push-gone.yml", "GitHub answered 404");
    }
    assertThat(
            github.observed.stream().filter(request -> request.status().equals(Optional.of(304))))
        .hasSize(3);
  }

  /** Thousand steps of each of 500 jobs, all told the same ten thousand values. */
  private static String aliases(int values, int steps, int jobs) {
    var with =
        IntStream.range(0, values).mapToObj(i -> "k" + i + ": a").collect(joining(", ", "{", "}"));
    var list = IntStream.range(0, steps).mapToObj(i -> "{with: *w}").collect(joining(", "));
    var all =
        IntStream.range(0, jobs).mapToObj(i -> "  j" + i + ": {steps: *s}\n").collect(joining());
    return "x-w: &w %s\nx-s: &s [%s]\non: workflow_dispatch\njobs:\n%s".formatted(with, list, all);
  }

  @Test
  @DisplayName("a small file whose aliases stand for 5,000,000,000 values is skipped")
  void aBombOfAliasesIsSkipped() throws Exception {
    files(Map.of("bomb.yml", aliases(10_000, 1_000, 500), "small.yml", aliases(3, 5, 20)));

    var found = workflows.discover(file -> true, TIME);

    assertThat(found.skipped())
        .containsExactly(
            entry("bomb.yml", "its steps and what they are told are more than 5000 together"));
    assertThat(found.workflows()).extracting(Workflow::file).containsExactly("small.yml");
    assertThat(found.workflows().get(0).jobs().get(19).steps()).hasSize(5);
  }

  @Test
  void manyFilesAreReadEachOnce() throws Exception {
    var files = new ConcurrentHashMap<String, String>();
    for (int i = 0; i < 50; i++) {
      files.put("w" + i + ".yml", "on: workflow_dispatch");
    }
    files(files);
    assertThat(workflows.discover(file -> true, TIME).workflows()).hasSize(50);
    assertThat(github.server.getRequestCount()).isEqualTo(51);
  }

  @Test
  @DisplayName("what is not read is told, and what is no workflow is not")
  void filesThatAreNotReadAreSkipped() throws Exception {
    var files = new ConcurrentHashMap<String, String>();
    for (int i = 0; i < 501; i++) {
      files.put("w%03d.yml".formatted(i), "on: workflow_dispatch");
    }
    files.put("Build (old).yml", "on: workflow_dispatch");
    files.put("README.md", "");
    files(files);

    var found = workflows.discover(file -> true, Duration.ofMinutes(1));

    assertThat(found.workflows()).hasSize(500);
    assertThat(found.skipped())
        .containsOnly(
            entry("Build (old).yml", "its name has other characters than are read"),
            entry("w500.yml", "it is behind the first 500 files"));
  }

  @Test
  void withoutAListNothingIsKnown() {
    github.answers(404, "{}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> workflows.discover(file -> true, TIME))
        .withMessageContaining("status 404");
  }

  private WorkflowDispatch dispatch() throws Exception {
    return workflows.dispatch(
        build(), "main", Map.of("ref", "v1", "kind", "plain", "fast", "true"), TIME);
  }

  @Test
  @DisplayName("G8: a start has its inputs and an id of its own, and only 204 is a success")
  void aStartCarriesAnId() throws Exception {
    github.answers(204, "");
    var dispatch = dispatch();
    assertThat(dispatch.correlationId()).isEqualTo(ID.toString());
    assertThat(dispatch.at()).isEqualTo(GitHubServer.NOW);
    var request = github.request();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getTarget())
        .isEqualTo("/repos/acme/images/actions/workflows/build-push-geth.yml/dispatches");
    var body = Json.read(request.getBody());
    assertThat(body.text("ref")).contains("main");
    assertThat(body.text("inputs", "correlation_id")).contains(ID.toString());
    assertThat(body.text("inputs", "fast")).contains("true");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 403, 404, 422, 500})
  void aStartThatGitHubDoesNotTakeIsAFailure(int status) {
    github.answers(status, "{\"message\":\"hidden\"}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(this::dispatch)
        .withMessageContaining(Integer.toString(status))
        .withMessageNotContaining("hidden");
    assertThat(github.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void allProblemsOfAStartAreToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                workflows.dispatch(
                    build(), "-x", Map.of("kind", "huge", "fast", "perhaps", "unknown", "x"), TIME))
        .withMessageContainingAll(
            "ref must be a branch",
            "unknown is not an input",
            "kind must be one of plain, minimal",
            "fast must be true or false",
            "ref is required")
        .withMessageNotContainingAny("huge", "perhaps", "repository is required");
    assertThat(github.server.getRequestCount()).isZero();
  }

  @Test
  void aWorkflowThatCannotShowTheIdIsNotStarted() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                workflows.dispatch(
                    Workflow.read("a.yml", "on: workflow_dispatch").orElseThrow(),
                    "main",
                    Map.of(),
                    TIME))
        .withMessageContaining("a.yml must have an input correlation_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "v1.2.3", "feature/x-y_z", "9f4e0ae", "é"})
  void namesOfBranchesAreTaken(String ref) {
    assertThat(Workflows.isRef(ref)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "-x", "a b", "a..b", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", "a\n"})
  @DisplayName("G4: what cannot be a ref")
  void otherTextsAreNot(String ref) {
    assertThat(Workflows.isRef(ref)).isFalse();
  }

  private static WorkflowDispatch started() {
    return WorkflowDispatch.of("build.yml", ID.toString(), Instant.parse(GitHubServer.NOW));
  }

  private static String run(long id, String title, String created) {
    return "{\"id\":%d,\"name\":\"build\",\"display_title\":\"%s\",\"status\":\"queued\",\"created_at\":\"%s\"}"
        .formatted(id, title, created);
  }

  private void runs(String next, String... runs) {
    github.answers(
        200,
        "{\"total_count\":9,\"workflow_runs\":[" + String.join(",", runs) + "]}",
        answer ->
            next.isEmpty()
                ? answer
                : answer.setHeader("Link", "<" + github.server.url(next) + ">; rel=\"next\""));
  }

  @Test
  @DisplayName("G9: the run is the one whose title has the id, also on a later page")
  void theRunIsFoundByItsId() throws Exception {
    runs("/p2", run(3, "geth", "2026-11-21T12:00:05Z"));
    runs("", run(2, "geth " + ID, "2026-11-21T12:00:02Z"));
    assertThat(workflows.find(started(), TIME))
        .hasValueSatisfying(r -> assertThat(r.id()).isEqualTo(2));
    assertThat(github.request().getTarget())
        .isEqualTo(
            "/repos/acme/images/actions/workflows/build.yml/runs?event=workflow_dispatch&per_page=100");
  }

  @Test
  void runsFromBeforeAreNotPagedThrough() throws Exception {
    runs("/p2", run(1, "old", "2026-11-21T11:00:00Z"));
    assertThat(workflows.find(started(), TIME)).isEmpty();
    assertThat(github.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void theSearchForARunEndsAfterFivePages() throws Exception {
    for (int i = 0; i < 9; i++) {
      runs("/again", run(1, "new", "2026-11-21T12:00:01Z"));
    }
    assertThat(workflows.find(started(), TIME)).isEmpty();
    assertThat(github.server.getRequestCount()).isEqualTo(5);
  }

  @Test
  void aRunIsWaitedFor() throws Exception {
    runs("");
    runs("");
    runs("", run(2, ID.toString(), "2026-11-21T12:00:02Z"));
    assertThat(workflows.await(started(), Duration.ofSeconds(2), Duration.ofSeconds(12)))
        .isPresent();
    assertThat(github.waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  @Test
  void theWaitEnds() throws Exception {
    for (int i = 0; i < 9; i++) {
      runs("");
    }
    assertThat(workflows.await(started(), Duration.ofSeconds(2), Duration.ofSeconds(12))).isEmpty();
    assertThat(github.server.getRequestCount()).isEqualTo(6);
  }

  private void run(String status, String conclusion) {
    github.answers(
        200, "{\"id\":7,\"status\":\"%s\",\"conclusion\":%s}".formatted(status, conclusion));
  }

  @Test
  @DisplayName("G11: a run is looked at until it is over, whatever goes wrong for a while")
  void aRunIsFollowedToItsEnd() throws Exception {
    run("queued", "null");
    github.answers(403, "{}", answer -> answer.setHeader("Retry-After", "10"));
    run("in_progress", "null");
    run("completed", "\"failure\"");
    var run = workflows.follow(7, Duration.ofSeconds(30), Duration.ofHours(3)).orElseThrow();
    assertThat(run.isCompleted()).isTrue();
    assertThat(run.conclusion()).contains("failure");
    assertThat(github.waits).hasSize(3).containsOnly(Duration.ofSeconds(30));
  }

  @Test
  void aLimitThatLastsLongerIsWaitedFor() throws Exception {
    github.answers(403, "{}", answer -> answer.setHeader("Retry-After", "100"));
    run("completed", "\"success\"");

    assertThat(workflows.follow(7, Duration.ofSeconds(30), Duration.ofHours(3))).isPresent();

    assertThat(github.waits).containsExactly(Duration.ofSeconds(100));
    assertThat(github.server.getRequestCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.999S"})
  void whoWouldAskWithoutPauseIsRefused(Duration every) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> workflows.follow(7, every, TIME))
        .withMessageContaining("every must be a second at least");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> workflows.await(started(), every, TIME))
        .withMessageContaining("every must be a second at least");
    assertThat(github.server.getRequestCount()).isZero();
  }

  @Test
  void anOwnerMayHaveAnUnderscore() {
    assertThat(Workflows.isRepository("name_corp/x")).isTrue();
    assertThat(Workflows.isRepository("name_corp/..")).isFalse();
    assertThat(Workflows.isRepository("name_corp")).isFalse();
  }

  @Test
  void aRunThatDoesNotEndIsToldAsItStands() throws Exception {
    run("queued", "null");
    run("in_progress", "null");
    var run = workflows.follow(7, Duration.ofSeconds(30), Duration.ofSeconds(60)).orElseThrow();
    assertThat(run.status()).isEqualTo("in_progress");
    assertThat(run.isCompleted()).isFalse();
  }

  @Test
  void aTokenThatIsNotValidEndsTheFollowing() {
    github.answers(401, "{}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> workflows.follow(7, Duration.ofSeconds(30), Duration.ofHours(3)));
  }

  @Test
  void aRunThatIsNotThereIsEmpty() throws Exception {
    github.answers(404, "{}");
    assertThat(workflows.run(7, TIME)).isEmpty();
  }

  @Test
  void nonsenseIsNoRun() {
    github.answers(200, "{\"id\":\"7\"}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> workflows.run(7, TIME))
        .withMessageContaining("expected a run");
  }

  @Test
  void jobsOfAllPages() throws Exception {
    github.answers(
        200,
        "{\"jobs\":[{\"id\":1,\"name\":\"a\",\"status\":\"completed\",\"conclusion\":\"success\"}]}",
        answer -> answer.setHeader("Link", "<" + github.server.url("/p2") + ">; rel=\"next\""));
    github.answers(200, "{\"jobs\":[{\"id\":2,\"name\":\"b\",\"status\":\"queued\"}]}");
    assertThat(workflows.jobs(7, TIME))
        .extracting(WorkflowRunJob::toString)
        .isEqualTo(List.of("a completed, success", "b queued"));
  }

  @Test
  void jobsThatCannotAllBeReadAreNone() {
    github.answers(
        200,
        "{\"jobs\":[]}",
        answer -> answer.setHeader("Link", "<" + github.server.url("/p2") + ">; rel=\"next\""));
    github.answers(404, "{}");
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> workflows.jobs(7, TIME))
        .withMessageContaining("does not list all jobs");
  }

  @Test
  void aRunIsCancelledUnlessItIsOver() throws Exception {
    github.answers(202, "{}").answers(409, "{}").answers(403, "{}");
    assertThat(workflows.cancel(7, TIME)).isTrue();
    assertThat(workflows.cancel(7, TIME)).isFalse();
    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> workflows.cancel(7, TIME))
        .withMessageContaining("status 403");
    assertThat(github.request().getTarget()).isEqualTo("/repos/acme/images/actions/runs/7/cancel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "acme", "/x", "acme/", "-a/b", "a/b/c", "a/b c", "a/.."})
  void aRepositoryHasAnOwnerAndAName(String repository) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workflows.of(github.connection().build(), repository));
  }
}
