package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.internal.engine.Workers;
import dev.pulse.core.internal.net.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The workflows of one repository: which can be started by hand and what they want to be told, the
 * start, the run that came of it, and its end.
 *
 * <p>GitHub's answer to a start does not say which run it will be. A workflow that is started here
 * therefore has an input {@code correlation_id} and shows it in its {@code run-name}; every start
 * gets an id of its own, and the run is the one whose name has it. Thread-safe.
 *
 * <pre>{@code
 * Workflows workflows = Workflows.of(github, "acme/images");
 * WorkflowDiscovery found = workflows.discover(file -> true, Duration.ofSeconds(30));
 * }</pre>
 */
public final class Workflows {
  static final String CORRELATION = "correlation_id";

  private static final Pattern REF =
      Pattern.compile("(?!-)(?!\\.$)(?!.*\\.\\.)[^\\x00-\\x20\\x7f~^:?*\\[\\\\]{1,255}");

  private final GitHubConnection github;
  private final String owner;
  private final String repo;
  private final Supplier<UUID> ids;
  private final WorkflowFiles files;

  private Workflows(GitHubConnection github, String owner, String repo, Supplier<UUID> ids) {
    this.github = github;
    this.owner = owner;
    this.repo = repo;
    this.ids = ids;
    this.files = new WorkflowFiles(github, repository());
  }

  /**
   * The workflows of a repository.
   *
   * @param repository as {@code owner/name}
   * @throws IllegalArgumentException when it is not
   */
  public static Workflows of(GitHubConnection github, String repository) {
    return of(github, repository, UUID::randomUUID);
  }

  static Workflows of(GitHubConnection github, String repository, Supplier<UUID> ids) {
    if (!isRepository(repository)) {
      throw new IllegalArgumentException("a repository must be owner/name");
    }
    int slash = repository.indexOf('/');
    return new Workflows(
        requireNonNull(github, "github"),
        repository.substring(0, slash),
        repository.substring(slash + 1),
        ids);
  }

  static boolean isRepository(String text) {
    return RepositoryName.isFullName(text);
  }

  /**
   * Reads the files of the default branch; those that have not changed cost nothing.
   *
   * @param file which names of files are of interest
   * @param within for all of it
   * @throws GitHubException when there is no list of files
   */
  public WorkflowDiscovery discover(Predicate<String> file, Duration within)
      throws InterruptedException {
    var workers = Workers.create("pulse-workflows-");
    try {
      return files.discover(requireNonNull(file, "file"), workers, Deadline.in(within));
    } finally {
      workers.shutdownNow();
    }
  }

  /**
   * Starts a workflow, once: after a failure nobody knows whether it was started.
   *
   * @param ref the branch or tag whose file it is
   * @param inputs without {@code correlation_id}
   * @throws IllegalArgumentException with everything that is wrong with the inputs; nothing was
   *     sent
   * @throws GitHubException when GitHub did not start it, or did not answer
   */
  public WorkflowDispatch dispatch(
      Workflow workflow, String ref, Map<String, String> inputs, Duration within)
      throws InterruptedException {
    var id = ids.get().toString();
    var values = new HashMap<>(inputs);
    values.put(CORRELATION, id);
    refuse(workflow, ref, inputs, values);
    var at = github.clock().instant();
    var answer =
        github.send(
            "POST",
            "/repos/{owner}/{repo}/actions/workflows/{file}/dispatches",
            with("file", workflow.file()),
            Map.of("ref", ref, "inputs", values),
            within);
    if (answer.status() != 204) {
      throw refused(answer, "did not start " + workflow.file());
    }
    return WorkflowDispatch.of(workflow.file(), id, at);
  }

  private static void refuse(
      Workflow workflow, String ref, Map<String, String> inputs, Map<String, String> values) {
    var problems = new ArrayList<String>();
    if (!isRef(ref)) {
      problems.add("ref must be a branch or a tag");
    }
    if (inputs.containsKey(CORRELATION)) {
      problems.add(CORRELATION + " is given to every start, and cannot be chosen");
    } else if (!workflow.inputs().containsKey(CORRELATION)) {
      values.remove(CORRELATION);
      problems.add(
          workflow.file() + " must have an input " + CORRELATION + " and show it in its run-name");
    }
    problems.addAll(workflow.problems(values));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** Whether a text can be the name of a branch, a tag or a commit. */
  public static boolean isRef(String text) {
    return REF.matcher(text).matches();
  }

  /**
   * Looks for the run of a start; empty when there is none yet. Among the 500 newest.
   *
   * @param within for all of it
   * @throws GitHubException when there is no answer
   */
  public Optional<WorkflowRun> find(WorkflowDispatch dispatch, Duration within)
      throws InterruptedException {
    return new RunSearch(github, repository()).find(dispatch, Deadline.in(within));
  }

  /**
   * Looks for the run of a start again and again, at once and then at intervals; empty when there
   * was none in time. It takes GitHub some seconds to make one.
   *
   * @param every how long to wait in between, such as two seconds; a second at least
   * @param most for all of it
   * @throws IllegalArgumentException when {@code every} is less
   */
  public Optional<WorkflowRun> await(WorkflowDispatch dispatch, Duration every, Duration most)
      throws InterruptedException {
    checkPause(every);
    var end = github.clock().instant().plus(most);
    while (true) {
      var found = find(dispatch, left(end));
      if (found.isPresent() || !github.clock().instant().plus(every).isBefore(end)) {
        return found;
      }
      github.pause(every);
    }
  }

  /** A look at the very end still gets the time of one request. */
  private Duration left(Instant end) {
    var left = Duration.between(github.clock().instant(), end);
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }

  /**
   * How a run stands; empty when there is none with that number.
   *
   * @throws GitHubException when there is no answer
   */
  public Optional<WorkflowRun> run(long id, Duration within) throws InterruptedException {
    var answer =
        github.get(
            "/repos/{owner}/{repo}/actions/runs/{run}", with("run", Long.toString(id)), within);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw refused(answer, "does not show run " + id);
    }
    return Optional.of(
        WorkflowRun.read(answer.json())
            .orElseThrow(() -> answer.garbled("expected a run with id and status")));
  }

  /**
   * Looks at a run again and again until it is over. Failures that may pass do not end it.
   *
   * @param every how long to wait in between, such as 30 seconds; a second at least, and longer
   *     where GitHub wants it
   * @param most for all of it
   * @return how it stood last: over, unless the time was; empty when nothing was learnt, or it is
   *     not there any more
   * @throws GitHubException when the token is no longer valid, or an answer cannot be understood
   * @throws IllegalArgumentException when {@code every} is less than a second
   */
  public Optional<WorkflowRun> follow(long id, Duration every, Duration most)
      throws InterruptedException {
    checkPause(every);
    var end = github.clock().instant().plus(most);
    Optional<WorkflowRun> last = Optional.empty();
    while (true) {
      var pause = every;
      try {
        last = run(id, left(end));
        if (last.isEmpty() || last.get().isCompleted()) {
          return last;
        }
      } catch (GitHubException e) {
        if (!mayPass(e)) {
          throw e;
        }
        pause = longer(every, e);
      }
      if (!github.clock().instant().plus(pause).isBefore(end)) {
        return last;
      }
      github.pause(pause);
    }
  }

  private static void checkPause(Duration every) {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("every must be a second at least, but is " + every);
    }
  }

  /** Whoever goes on before GitHub wants it is locked out for longer. */
  private Duration longer(Duration every, GitHubException failure) {
    var now = github.clock().instant();
    var wanted = failure.until().map(until -> Duration.between(now, until)).orElse(every);
    return wanted.compareTo(every) > 0 ? wanted : every;
  }

  private static boolean mayPass(GitHubException failure) {
    return switch (failure.kind()) {
      case RATE_LIMITED, SECONDARY_LIMITED, UNREACHABLE -> true;
      case UNAUTHORISED, UNEXPECTED -> false;
    };
  }

  /**
   * All jobs of the newest attempt of a run.
   *
   * @param within for all of it
   * @throws GitHubException when there is no answer, or not all of them can be had
   */
  public List<WorkflowRunJob> jobs(long run, Duration within) throws InterruptedException {
    var values = with("run", Long.toString(run));
    values.put("filter", "latest");
    values.put("per_page", "100");
    var page =
        github
            .pages(
                "/repos/{owner}/{repo}/actions/runs/{run}/jobs",
                values,
                "jobs",
                WorkflowRunJob::read)
            .all(within);
    if (!page.isComplete()) {
      throw refused(page.answer(), "does not list all jobs of run " + run);
    }
    return page.items();
  }

  /**
   * Cancels a run.
   *
   * @return whether it will be; false when it is over already
   * @throws GitHubException when GitHub refuses, or does not answer
   */
  public boolean cancel(long run, Duration within) throws InterruptedException {
    var answer =
        github.send(
            "POST",
            "/repos/{owner}/{repo}/actions/runs/{run}/cancel",
            with("run", Long.toString(run)),
            Map.of(),
            within);
    if (answer.status() == 409) {
      return false;
    }
    if (!answer.isSuccess()) {
      throw refused(answer, "does not cancel run " + run);
    }
    return true;
  }

  private Map<String, String> repository() {
    return Map.of("owner", owner, "repo", repo);
  }

  private Map<String, String> with(String name, String value) {
    var values = new HashMap<>(repository());
    values.put(name, value);
    return values;
  }

  static GitHubException refused(GitHubAnswer answer, String words) {
    return GitHubException.answered(
        GitHubException.Kind.UNEXPECTED,
        "GitHub " + words + ": status " + answer.status(),
        answer.status(),
        answer.requestId());
  }

  @Override
  public String toString() {
    return owner + "/" + repo;
  }
}
