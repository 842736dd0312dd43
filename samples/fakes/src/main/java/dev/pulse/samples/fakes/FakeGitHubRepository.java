package dev.pulse.samples.fakes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A repository of a {@link FakeGitHub}: public, with one commit on {@code main}, a README, issues
 * switched on, nothing to report, and every source readable. Each method changes what GitHub
 * answers from the next request on. Thread-safe.
 */
public final class FakeGitHubRepository {
  private static final String WORKFLOWS = ".github/workflows/";

  /** Whether GitHub tells what a feature found. */
  public enum Feature {
    /** It answers. */
    ON,
    /** Switched off for this repository, in the words of that feature. */
    OFF,
    /** The token may not read it: 403. */
    FORBIDDEN
  }

  record Commit(String sha, Instant at, String message) {}

  record Issue(int number, String title, boolean open, boolean pull, Instant updated) {}

  record Pull(String repository, String ref) {}

  record Alert(int number, FakeAdvisory advisory, boolean open) {}

  record Release(long id, String tag, Instant at, boolean prerelease) {}

  private final String owner;
  private final long id;
  private final InstantSource clock;
  private final AtomicLong ids;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final Set<String> branches = ConcurrentHashMap.newKeySet();
  private final Map<String, String> files = new ConcurrentSkipListMap<>();
  private final List<Commit> commits = new CopyOnWriteArrayList<>();
  private final List<Issue> issues = new CopyOnWriteArrayList<>();
  private final Map<Integer, Pull> pulls = new ConcurrentHashMap<>();
  private final List<FakeGitHubRun> runs = new CopyOnWriteArrayList<>();
  private final Map<String, FakeGitHubWorkflow> workflows = new ConcurrentSkipListMap<>();
  private final List<Alert> alerts = new CopyOnWriteArrayList<>();
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private final List<String> secrets = new CopyOnWriteArrayList<>();
  private final List<Release> releases = new CopyOnWriteArrayList<>();
  private volatile String name;
  private volatile List<String> packages = List.of();
  private volatile String defaultBranch = "main";
  private volatile @Nullable String description;
  private volatile @Nullable String parent;
  private volatile boolean archived;
  private volatile boolean closed;
  private volatile boolean pages;
  private volatile boolean withIssues = true;
  private volatile boolean wholeFiles;
  private volatile Feature dependabot = Feature.ON;
  private volatile Feature codeScanning = Feature.ON;
  private volatile Feature secretScanning = Feature.ON;
  private volatile Feature sbom = Feature.ON;
  private volatile boolean covered;
  private volatile OptionalDouble coverage = OptionalDouble.empty();

  FakeGitHubRepository(String owner, String name, long id, InstantSource clock, AtomicLong ids) {
    this.owner = owner;
    this.name = name;
    this.id = id;
    this.clock = clock;
    this.ids = ids;
    branches.add(defaultBranch);
    commit(clock.instant());
    readme("# " + name + "\n");
  }

  /** The login of its owner. */
  public String owner() {
    return owner;
  }

  /** Its name, without the owner. */
  public String name() {
    return name;
  }

  void rename(String name) {
    this.name = name;
  }

  /** Its default branch; {@code main} when not said. */
  public FakeGitHubRepository defaultBranch(String branch) {
    branches.add(branch);
    defaultBranch = branch;
    return this;
  }

  /** Another branch, with the same commits. */
  public FakeGitHubRepository branch(String branch) {
    branches.add(branch);
    return this;
  }

  /** What it says of itself. */
  public FakeGitHubRepository description(String description) {
    this.description = description;
    return this;
  }

  /** Nobody may write to it any more, and it tells no alerts. */
  public FakeGitHubRepository archived() {
    archived = true;
    return this;
  }

  /** Made from another one, {@code owner/name}. */
  public FakeGitHubRepository forkOf(String parent) {
    this.parent = parent;
    return this;
  }

  /** Only who has a token sees it. */
  public FakeGitHubRepository closed() {
    closed = true;
    return this;
  }

  /** GitHub Pages are on. */
  public FakeGitHubRepository pages() {
    pages = true;
    return this;
  }

  /** Issues are switched off. */
  public FakeGitHubRepository withoutIssues() {
    withIssues = false;
    return this;
  }

  /** Without commits and files, as after its creation. */
  public FakeGitHubRepository empty() {
    commits.clear();
    files.clear();
    return this;
  }

  /** A file at a path without a slash in front. */
  public FakeGitHubRepository file(String path, String content) {
    files.put(path, content);
    return this;
  }

  /** Removes a file. */
  public FakeGitHubRepository withoutFile(String path) {
    files.remove(path);
    return this;
  }

  /** What its README.md says. */
  public FakeGitHubRepository readme(String content) {
    return file("README.md", content);
  }

  /** Has no README. */
  public FakeGitHubRepository withoutReadme() {
    return withoutFile("README.md");
  }

  /** Has a directory {@code docs}. */
  public FakeGitHubRepository docs() {
    return file("docs/index.md", "# Documentation\n");
  }

  /** Sends files of more than a mebibyte whole, which the real one does not. */
  public FakeGitHubRepository wholeFiles() {
    wholeFiles = true;
    return this;
  }

  /** A commit of then; the newest by time comes first. */
  public FakeGitHubRepository commit(Instant at) {
    var number = commits.size() + 1;
    commits.add(
        new Commit(FakeGitHubJson.sha1(owner + "/" + name + "@" + number), at, "Change " + number));
    return this;
  }

  /** Has only this commit. */
  public FakeGitHubRepository lastCommit(Instant at) {
    commits.clear();
    return commit(at);
  }

  /** An open issue that was touched last then. */
  public FakeGitHubRepository issue(String title, Instant updated) {
    issues.add(new Issue(numbers.incrementAndGet(), title, true, false, updated));
    return this;
  }

  /** So many closed issues, each touched last then. */
  public FakeGitHubRepository issues(int count, Instant updated) {
    for (int i = 0; i < count; i++) {
      int number = numbers.incrementAndGet();
      issues.add(new Issue(number, "Issue " + number, false, false, updated));
    }
    return this;
  }

  /**
   * An open pull request; returns its number.
   *
   * @param from the repository it comes from, {@code owner/name}
   * @param ref the branch there
   */
  public int pull(String title, String from, String ref, Instant updated) {
    int number = numbers.incrementAndGet();
    pulls.put(number, new Pull(from, ref));
    issues.add(new Issue(number, title, true, true, updated));
    return number;
  }

  /** A workflow, by the name of its file, such as {@code ci.yml}. */
  public FakeGitHubWorkflow workflow(String file, String yaml) {
    files.put(WORKFLOWS + file, yaml);
    return workflows.computeIfAbsent(WORKFLOWS + file, FakeGitHubWorkflow::new).text(yaml);
  }

  /** A run of {@code ci.yml} on the default branch, queued now. */
  public FakeGitHubRun run() {
    return run("ci.yml");
  }

  /** A run of a workflow on the default branch, queued now. */
  public FakeGitHubRun run(String file) {
    var run =
        new FakeGitHubRun(
            ids.incrementAndGet(), runs.size() + 1, WORKFLOWS + file, defaultBranch, clock);
    runs.add(run);
    return run;
  }

  /** Completed runs of the default branch, newest first, an hour apart, the newest an hour ago. */
  public FakeGitHubRepository builds(String... conclusions) {
    for (int i = conclusions.length - 1; i >= 0; i--) {
      var end = clock.instant().minus(Duration.ofHours(i + 1));
      run().createdAt(end.minus(Duration.ofMinutes(5))).finishedAt(end, conclusions[i]);
    }
    return this;
  }

  /** Its runs, in the order in which they were made. */
  public List<FakeGitHubRun> runs() {
    return List.copyOf(runs);
  }

  /** An open alert of Dependabot. */
  public FakeGitHubRepository alert(FakeAdvisory advisory) {
    alerts.add(new Alert(alerts.size() + 1, advisory, true));
    return this;
  }

  /** Closes the alerts of an advisory. */
  public FakeGitHubRepository fix(String advisory) {
    alerts.replaceAll(
        alert ->
            alert.advisory().id().equals(advisory)
                ? new Alert(alert.number(), alert.advisory(), false)
                : alert);
    return this;
  }

  /** Whether Dependabot tells its alerts. */
  public FakeGitHubRepository dependabot(Feature feature) {
    dependabot = feature;
    return this;
  }

  /** An open alert of code scanning: critical, high, medium or low; empty text: not of security. */
  public FakeGitHubRepository codeAlert(String severity) {
    findings.add(severity);
    return this;
  }

  /** Whether code scanning tells its alerts. */
  public FakeGitHubRepository codeScanning(Feature feature) {
    codeScanning = feature;
    return this;
  }

  /** An open alert of secret scanning, for a kind of secret. */
  public FakeGitHubRepository secretAlert(String kind) {
    secrets.add(kind);
    return this;
  }

  /** No secret scanning finds anything any more. */
  public FakeGitHubRepository withoutSecretAlerts() {
    secrets.clear();
    return this;
  }

  /** Whether secret scanning tells its alerts. */
  public FakeGitHubRepository secretScanning(Feature feature) {
    secretScanning = feature;
    return this;
  }

  /** The packages of its SBOM besides itself, as purls such as {@code pkg:npm/lodash@4.17.20}. */
  public FakeGitHubRepository packages(String... purls) {
    return packages(List.of(purls));
  }

  /** The packages of its SBOM besides itself. */
  public FakeGitHubRepository packages(List<String> purls) {
    packages = List.copyOf(purls);
    return this;
  }

  /** Whether it has an SBOM; off: 404. */
  public FakeGitHubRepository sbom(Feature feature) {
    sbom = feature;
    return this;
  }

  /** A release. */
  public FakeGitHubRepository release(String tag, Instant at) {
    releases.add(new Release(ids.incrementAndGet(), tag, at, tag.contains("-")));
    return this;
  }

  /** What Codecov says of its default branch. */
  public FakeGitHubRepository coverage(double percent) {
    coverage = OptionalDouble.of(percent);
    covered = true;
    return this;
  }

  /** Codecov knows it, but has no number. */
  public FakeGitHubRepository coverageUnknown() {
    coverage = OptionalDouble.empty();
    covered = true;
    return this;
  }

  /** Codecov does not know it; so it is when nothing is said. */
  public FakeGitHubRepository withoutCoverage() {
    covered = false;
    return this;
  }

  /** Its statistics are still being computed for so many requests: 202. */
  public FakeGitHubRepository statisticsAfter(int requests) {
    pending.set(requests);
    return this;
  }

  long id() {
    return id;
  }

  String defaultBranch() {
    return defaultBranch;
  }

  Set<String> branches() {
    return branches;
  }

  Optional<String> description() {
    return Optional.ofNullable(description);
  }

  Optional<String> parent() {
    return Optional.ofNullable(parent);
  }

  boolean isArchived() {
    return archived;
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasPages() {
    return pages;
  }

  boolean hasIssues() {
    return withIssues;
  }

  boolean sendsWholeFiles() {
    return wholeFiles;
  }

  boolean isPending() {
    return pending.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  Map<String, String> files() {
    return files;
  }

  /** The first of the places where GitHub looks. */
  Optional<String> readmePath() {
    return List.of(".github/", "", "docs/").stream()
        .flatMap(
            folder ->
                files.keySet().stream()
                    .filter(
                        path ->
                            path.regionMatches(true, 0, folder + "readme", 0, folder.length() + 6))
                    .filter(path -> path.indexOf('/', folder.length()) < 0))
        .findFirst();
  }

  /** What lies directly below a path: names, and whether each is a file. */
  Map<String, Boolean> below(String path) {
    var prefix = path.isEmpty() ? "" : path + "/";
    var below = new TreeMap<String, Boolean>();
    for (var file : files.keySet()) {
      if (file.startsWith(prefix)) {
        var rest = file.substring(prefix.length());
        int slash = rest.indexOf('/');
        below.put(slash < 0 ? rest : rest.substring(0, slash), slash < 0);
      }
    }
    return below;
  }

  List<Commit> commits() {
    return commits.stream().sorted(Comparator.comparing(Commit::at).reversed()).toList();
  }

  String head() {
    return commits.isEmpty() ? "0".repeat(40) : commits().get(0).sha();
  }

  List<Issue> issues() {
    return issues;
  }

  Optional<Pull> pull(int number) {
    return Optional.ofNullable(pulls.get(number));
  }

  List<FakeGitHubRun> shownRuns() {
    var shown = new ArrayList<>(runs.stream().filter(FakeGitHubRun::isSeen).toList());
    shown.sort(
        Comparator.comparing(FakeGitHubRun::created).thenComparing(FakeGitHubRun::id).reversed());
    return shown;
  }

  Map<String, FakeGitHubWorkflow> workflows() {
    return workflows;
  }

  String workflowName(String path) {
    var workflow = workflows.get(path);
    return workflow == null ? path.substring(WORKFLOWS.length()) : workflow.name();
  }

  long workflowId(String path) {
    return id * 1_000 + Math.floorMod(path.hashCode(), 1_000);
  }

  List<Alert> alerts() {
    return alerts;
  }

  Feature dependabot() {
    return dependabot;
  }

  List<String> findings() {
    return findings;
  }

  Feature codeScanning() {
    return codeScanning;
  }

  List<String> secrets() {
    return secrets;
  }

  Feature secretScanning() {
    return secretScanning;
  }

  List<String> packages() {
    return packages;
  }

  Feature sbom() {
    return sbom;
  }

  List<Release> releases() {
    return releases.stream().sorted(Comparator.comparing(Release::at).reversed()).toList();
  }

  boolean isCovered() {
    return covered;
  }

  OptionalDouble coverage() {
    return coverage;
  }

  Instant created() {
    return commits.stream().map(Commit::at).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  Instant pushed() {
    return commits.isEmpty() ? Instant.EPOCH : commits().get(0).at();
  }

  /** Where the API has it. */
  String url(String base) {
    return at(base + "/repos");
  }

  /** Where a browser has it. */
  String page(String base) {
    return at(base);
  }

  private String at(String base) {
    var url = HttpUrl.get(base).newBuilder();
    Arrays.asList(owner, name).forEach(url::addPathSegment);
    return url.build().toString();
  }

  static String key(String owner, String name) {
    return (owner + "/" + name).toLowerCase(Locale.ROOT);
  }

  static int size(String content) {
    return content.getBytes(StandardCharsets.UTF_8).length;
  }
}
