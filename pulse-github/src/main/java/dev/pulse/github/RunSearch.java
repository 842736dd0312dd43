package dev.pulse.github;

import dev.pulse.core.internal.net.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks among the newest runs of a workflow for the one that came of a start. Thread-safe. */
final class RunSearch {
  /** Runs are listed newest first; the clocks of both sides may differ by that much. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  private static final int MOST_PAGES = 5;

  private final GitHubConnection github;
  private final Map<String, String> repository;

  RunSearch(GitHubConnection github, Map<String, String> repository) {
    this.github = github;
    this.repository = repository;
  }

  Optional<WorkflowRun> find(WorkflowDispatch dispatch, Deadline deadline)
      throws InterruptedException {
    var values = new HashMap<>(repository);
    values.put("file", dispatch.file());
    values.put("event", "workflow_dispatch");
    values.put("per_page", "100");
    var pages =
        github
            .pages(
                "/repos/{owner}/{repo}/actions/workflows/{file}/runs",
                values,
                "workflow_runs",
                WorkflowRun::read)
            .most(MOST_PAGES);
    while (pages.hasNext()) {
      var page = pages.next(Duration.ofNanos(deadline.remainingNanos()));
      if (page.answer().status() != 200) {
        throw Workflows.refused(page.answer(), "does not list the runs of " + dispatch.file());
      }
      var runs = page.items().stream().flatMap(Optional::stream).toList();
      var found = runs.stream().filter(run -> isOf(run, dispatch)).findFirst();
      if (found.isPresent() || isBefore(runs, dispatch)) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(WorkflowRun run, WorkflowDispatch dispatch) {
    return run.name().contains(dispatch.correlationId())
        || run.title().contains(dispatch.correlationId());
  }

  /** Whether all further runs are older than the start. */
  private static boolean isBefore(List<WorkflowRun> runs, WorkflowDispatch dispatch) {
    var earliest = dispatch.at().minus(SKEW);
    return !runs.isEmpty()
        && runs.get(runs.size() - 1).created().filter(at -> at.isBefore(earliest)).isPresent();
  }
}
