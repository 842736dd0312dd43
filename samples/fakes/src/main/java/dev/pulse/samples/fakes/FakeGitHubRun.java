package dev.pulse.samples.fakes;

import static dev.pulse.samples.fakes.FakeGitHubJson.fields;
import static dev.pulse.samples.fakes.FakeGitHubJson.time;
import static dev.pulse.samples.fakes.FakeGitHubJson.timeOrNull;

import dev.pulse.samples.fakes.FakeGitHubJson.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A run of a workflow on a {@link FakeGitHub}. It stands as the fake's clock says: queued, in
 * progress from its begin on, completed from its end on. Thread-safe.
 */
public final class FakeGitHubRun {
  private final long id;
  private final int number;
  private final String workflow;
  private final String sha;
  private final InstantSource clock;
  private final List<Job> jobs = new CopyOnWriteArrayList<>();
  private volatile String title;
  private volatile String branch;
  private volatile String event = "push";
  private volatile int attempt = 1;
  private volatile Instant created;
  private volatile Instant seen;
  private volatile @Nullable Instant begins;
  private volatile @Nullable Instant ends;
  private volatile String conclusion = "success";
  private volatile Map<String, Object> inputs = Map.of();

  private record Job(long id, String name, String conclusion) {}

  FakeGitHubRun(
      long id, int number, String workflow, String branch, String sha, InstantSource clock) {
    this.id = id;
    this.number = number;
    this.workflow = workflow;
    this.branch = branch;
    this.sha = sha;
    this.clock = clock;
    this.created = clock.instant();
    this.seen = created;
    this.title = "Change " + number;
  }

  /** The branch that it ran for; the default branch when not said. */
  public FakeGitHubRun branch(String branch) {
    this.branch = branch;
    return this;
  }

  /** What set it off; {@code push} when not said. */
  public FakeGitHubRun event(String event) {
    this.event = event;
    return this;
  }

  /** The how-manieth try it is; 1 when not said. */
  public FakeGitHubRun attempt(int attempt) {
    this.attempt = attempt;
    return this;
  }

  /** The title that GitHub shows. */
  public FakeGitHubRun titled(String title) {
    this.title = title;
    return this;
  }

  /** It was created then, and is seen from then on. */
  public FakeGitHubRun createdAt(Instant at) {
    created = at;
    seen = at;
    return this;
  }

  /** It began to run then; a time to come is allowed. */
  public FakeGitHubRun begunAt(Instant at) {
    begins = at;
    return this;
  }

  /** It ended so, then; a time to come is allowed. */
  public FakeGitHubRun finishedAt(Instant at, String conclusion) {
    if (begins == null) {
      begins = at.isBefore(created) ? at : created;
    }
    this.conclusion = conclusion;
    ends = at;
    return this;
  }

  /** It begins to run now. */
  public FakeGitHubRun begin() {
    return begunAt(clock.instant());
  }

  /** It ends now: success, failure, cancelled, skipped, neutral, timed_out, action_required, … */
  public FakeGitHubRun finish(String conclusion) {
    return finishedAt(clock.instant(), conclusion);
  }

  /**
   * It goes its way by the clock, counted from its creation.
   *
   * @param unseen how long lists do not show it
   * @param queued how long it waits
   * @param running how long it runs then
   */
  public FakeGitHubRun progress(
      Duration unseen, Duration queued, Duration running, String conclusion) {
    seen = created.plus(unseen);
    return begunAt(created.plus(queued)).finishedAt(created.plus(queued).plus(running), conclusion);
  }

  /** Another job, and how it ends when the run ends. */
  public FakeGitHubRun job(String name, String conclusion) {
    jobs.add(new Job(id * 100 + jobs.size() + 1, name, conclusion));
    return this;
  }

  FakeGitHubRun inputs(Map<String, Object> inputs) {
    this.inputs = Map.copyOf(inputs);
    return this;
  }

  /** The inputs that it was dispatched with. */
  public Map<String, Object> inputs() {
    return inputs;
  }

  /** The number by which GitHub knows it. */
  public long id() {
    return id;
  }

  /** The title that GitHub shows. */
  public String title() {
    return title;
  }

  /** The branch that it ran for. */
  public String branch() {
    return branch;
  }

  String event() {
    return event;
  }

  String workflow() {
    return workflow;
  }

  Instant created() {
    return created;
  }

  boolean isSeen() {
    return !clock.instant().isBefore(seen);
  }

  /** queued, in_progress or completed. */
  public String status() {
    return isPast(ends) ? "completed" : isPast(begins) ? "in_progress" : "queued";
  }

  @Nullable String conclusionOrNull() {
    return isPast(ends) ? conclusion : null;
  }

  private boolean isPast(@Nullable Instant at) {
    return at != null && !clock.instant().isBefore(at);
  }

  private Instant updated() {
    var end = ends;
    var begin = begins;
    return end != null && isPast(end) ? end : begin != null && isPast(begin) ? begin : created;
  }

  Fields json(FakeGitHubRepository repository, String base) {
    var at = repository.url(base) + "/actions/runs/" + id;
    var begin = begins;
    return fields()
        .with("id", id)
        .with("name", repository.activity().workflowName(workflow))
        .with("node_id", "WFR_" + id)
        .with("head_branch", branch)
        .with("head_sha", sha)
        .with("path", workflow)
        .with("display_title", title)
        .with("run_number", number)
        .with("run_attempt", attempt)
        .with("event", event)
        .with("status", status())
        .with("conclusion", conclusionOrNull())
        .with("workflow_id", repository.activity().workflowId(workflow))
        .with("check_suite_id", id + 1)
        .with("check_suite_node_id", "CS_" + id)
        .with("url", at)
        .with("html_url", repository.page(base) + "/actions/runs/" + id)
        .with("pull_requests", List.of())
        .with("created_at", time(created))
        .with("updated_at", time(updated()))
        .with("run_started_at", time(begin != null && isPast(begin) ? begin : created))
        .with("jobs_url", at + "/jobs")
        .with("logs_url", at + "/logs")
        .with("check_suite_url", repository.url(base) + "/check-suites/" + (id + 1))
        .with("artifacts_url", at + "/artifacts")
        .with("cancel_url", at + "/cancel")
        .with("rerun_url", at + "/rerun")
        .with("previous_attempt_url", null)
        .with(
            "workflow_url",
            repository.url(base)
                + "/actions/workflows/"
                + repository.activity().workflowId(workflow))
        .with(
            "head_commit",
            fields()
                .with("id", sha)
                .with("tree_id", sha)
                .with("message", title)
                .with("timestamp", time(created))
                .with("author", person())
                .with("committer", person()))
        .with("actor", FakeGitHubDocuments.user(base, "ada", 1, "User"))
        .with("triggering_actor", FakeGitHubDocuments.user(base, "ada", 1, "User"))
        .with("repository", FakeGitHubDocuments.minimal(repository, base))
        .with("head_repository", FakeGitHubDocuments.minimal(repository, base));
  }

  private static Fields person() {
    return fields().with("name", "Ada").with("email", "ada@example.org");
  }

  List<Fields> jobs(FakeGitHubRepository repository, String base) {
    return jobs.stream().map(job -> json(job, repository, base)).toList();
  }

  private Fields json(Job job, FakeGitHubRepository repository, String base) {
    boolean done = isPast(ends);
    var begin = begins;
    return fields()
        .with("id", job.id())
        .with("run_id", id)
        .with("run_url", repository.url(base) + "/actions/runs/" + id)
        .with("run_attempt", attempt)
        .with("node_id", "CR_" + job.id())
        .with("head_sha", sha)
        .with("url", repository.url(base) + "/actions/jobs/" + job.id())
        .with("html_url", repository.page(base) + "/actions/runs/" + id + "/job/" + job.id())
        .with("status", status())
        .with("conclusion", done ? job.conclusion() : null)
        .with("created_at", time(created))
        .with("started_at", time(begin != null && isPast(begin) ? begin : created))
        .with("completed_at", done ? timeOrNull(ends) : null)
        .with("name", job.name())
        .with("steps", List.of())
        .with("check_run_url", repository.url(base) + "/check-runs/" + job.id())
        .with("labels", List.of("ubuntu-latest"))
        .with("runner_id", 1)
        .with("runner_name", "runner 1")
        .with("runner_group_id", 1)
        .with("runner_group_name", "Default")
        .with("workflow_name", repository.activity().workflowName(workflow))
        .with("head_branch", branch);
  }
}
