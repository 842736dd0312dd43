package dev.pulse.samples.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Issues, pull requests, workflows and their runs of a {@link FakeGitHubRepository}. Thread-safe.
 */
final class FakeGitHubActivity {
  private static final String WORKFLOWS = ".github/workflows/";

  private final long repository;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger runNumbers = new AtomicInteger();
  private final List<Issue> issues = new CopyOnWriteArrayList<>();
  private final Map<Integer, Pull> pulls = new ConcurrentHashMap<>();
  private final List<FakeGitHubRun> runs = new CopyOnWriteArrayList<>();
  private final Map<String, FakeGitHubWorkflow> workflows = new ConcurrentSkipListMap<>();

  record Issue(int number, String title, boolean open, boolean pull, Instant updated) {}

  record Pull(String repository, String ref) {}

  FakeGitHubActivity(long repository) {
    this.repository = repository;
  }

  void openIssue(String title, Instant updated) {
    issues.add(new Issue(numbers.incrementAndGet(), title, true, false, updated));
  }

  void closedIssues(int count, Instant updated) {
    for (int i = 0; i < count; i++) {
      int number = numbers.incrementAndGet();
      issues.add(new Issue(number, "Issue " + number, false, false, updated));
    }
  }

  int pull(String title, Pull pull, Instant updated) {
    int number = numbers.incrementAndGet();
    pulls.put(number, pull);
    issues.add(new Issue(number, title, true, true, updated));
    return number;
  }

  List<Issue> issues() {
    return issues;
  }

  Optional<Pull> pull(int number) {
    return Optional.ofNullable(pulls.get(number));
  }

  /** Where a workflow of this name lies. */
  static String path(String file) {
    return WORKFLOWS + file;
  }

  FakeGitHubWorkflow workflow(String file, String yaml) {
    return workflows.computeIfAbsent(path(file), FakeGitHubWorkflow::new).text(yaml);
  }

  Map<String, FakeGitHubWorkflow> workflows() {
    return workflows;
  }

  String workflowName(String path) {
    var workflow = workflows.get(path);
    return workflow == null ? path.substring(WORKFLOWS.length()) : workflow.name();
  }

  long workflowId(String path) {
    return repository * 1_000 + Math.floorMod(path.hashCode(), 1_000);
  }

  int nextRun() {
    return runNumbers.incrementAndGet();
  }

  FakeGitHubRun run(FakeGitHubRun run) {
    runs.add(run);
    return run;
  }

  /** Forgets the oldest runs and issues. */
  void keepNewest(int count) {
    while (runs.size() > count) {
      runs.remove(0);
    }
    while (issues.size() > count) {
      pulls.remove(issues.remove(0).number());
    }
  }

  /** In the order in which they were made. */
  List<FakeGitHubRun> runs() {
    return List.copyOf(runs);
  }

  /** Those that GitHub's lists show already, the newest first. */
  List<FakeGitHubRun> shownRuns() {
    var shown = new ArrayList<>(runs.stream().filter(FakeGitHubRun::isSeen).toList());
    shown.sort(
        Comparator.comparing(FakeGitHubRun::created).thenComparing(FakeGitHubRun::id).reversed());
    return shown;
  }
}
