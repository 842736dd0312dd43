package dev.pulse.samples.fakes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
  /** Whether GitHub tells what a feature found. */
  public enum Feature {
    /** It answers. */
    ON,
    /** Switched off for this repository, in the words of that feature. */
    OFF,
    /** The token may not read it: 403. */
    FORBIDDEN
  }

  private final String owner;
  private final long id;
  private final InstantSource clock;
  private final AtomicLong ids;
  private final AtomicInteger pending = new AtomicInteger();
  private final FakeGitHubContents contents = new FakeGitHubContents();
  private final FakeGitHubActivity activity;
  private final FakeGitHubSecurity security = new FakeGitHubSecurity();
  private volatile String name;
  private volatile String defaultBranch = "main";
  private volatile @Nullable String description;
  private volatile @Nullable String parent;
  private volatile boolean archived;
  private volatile boolean closed;
  private volatile boolean pages;
  private volatile boolean withIssues = true;
  private volatile boolean wholeFiles;
  private volatile boolean covered;
  private volatile OptionalDouble coverage = OptionalDouble.empty();

  FakeGitHubRepository(String owner, String name, long id, InstantSource clock, AtomicLong ids) {
    this.owner = owner;
    this.name = name;
    this.id = id;
    this.clock = clock;
    this.ids = ids;
    activity = new FakeGitHubActivity(id);
    contents.branches().add(defaultBranch);
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
    contents.branches().add(branch);
    defaultBranch = branch;
    return this;
  }

  /** Another branch, with the same commits. */
  public FakeGitHubRepository branch(String branch) {
    contents.branches().add(branch);
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
    contents.withoutCommits();
    contents.files().clear();
    return this;
  }

  /** A file at a path without a slash in front. */
  public FakeGitHubRepository file(String path, String content) {
    contents.files().put(path, content);
    return this;
  }

  /** Removes a file. */
  public FakeGitHubRepository withoutFile(String path) {
    contents.files().remove(path);
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
    contents.commit(owner + "/" + name, at);
    return this;
  }

  /** Has only this commit. */
  public FakeGitHubRepository lastCommit(Instant at) {
    contents.withoutCommits();
    return commit(at);
  }

  /** An open issue that was touched last then. */
  public FakeGitHubRepository issue(String title, Instant updated) {
    activity.openIssue(title, updated);
    return this;
  }

  /** So many closed issues, each touched last then. */
  public FakeGitHubRepository issues(int count, Instant updated) {
    activity.closedIssues(count, updated);
    return this;
  }

  /**
   * An open pull request; returns its number.
   *
   * @param from the repository it comes from, {@code owner/name}
   * @param ref the branch there
   */
  public int pull(String title, String from, String ref, Instant updated) {
    return activity.pull(title, new FakeGitHubActivity.Pull(from, ref), updated);
  }

  /** A workflow, by the name of its file, such as {@code ci.yml}. */
  public FakeGitHubWorkflow workflow(String file, String yaml) {
    file(FakeGitHubActivity.path(file), yaml);
    return activity.workflow(file, yaml);
  }

  /** A run of {@code ci.yml} on the default branch, queued now. */
  public FakeGitHubRun run() {
    return run("ci.yml");
  }

  /** A run of a workflow on the default branch, queued now. */
  public FakeGitHubRun run(String file) {
    return activity.run(
        new FakeGitHubRun(
            ids.incrementAndGet(),
            activity.nextRun(),
            FakeGitHubActivity.path(file),
            defaultBranch,
            contents.head(),
            clock));
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
    return activity.runs();
  }

  /** An open alert of Dependabot. */
  public FakeGitHubRepository alert(FakeAdvisory advisory) {
    security.alert(advisory, clock.instant());
    return this;
  }

  /** Closes the alerts of an advisory. */
  public FakeGitHubRepository fix(String advisory) {
    security.fix(advisory, clock.instant());
    return this;
  }

  /** Whether Dependabot tells its alerts. */
  public FakeGitHubRepository dependabot(Feature feature) {
    security.dependabot(feature);
    return this;
  }

  /** An open alert of code scanning: critical, high, medium or low; empty text: not of security. */
  public FakeGitHubRepository codeAlert(String severity) {
    security.findings().add(severity);
    return this;
  }

  /** Whether code scanning tells its alerts. */
  public FakeGitHubRepository codeScanning(Feature feature) {
    security.codeScanning(feature);
    return this;
  }

  /** An open alert of secret scanning, for a kind of secret. */
  public FakeGitHubRepository secretAlert(String kind) {
    security.secrets().add(kind);
    return this;
  }

  /** No secret scanning finds anything any more. */
  public FakeGitHubRepository withoutSecretAlerts() {
    security.secrets().clear();
    return this;
  }

  /** Whether secret scanning tells its alerts. */
  public FakeGitHubRepository secretScanning(Feature feature) {
    security.secretScanning(feature);
    return this;
  }

  /** The packages of its SBOM besides itself, as purls such as {@code pkg:npm/lodash@4.17.20}. */
  public FakeGitHubRepository packages(String... purls) {
    return packages(List.of(purls));
  }

  /** The packages of its SBOM besides itself; what draws in what, it does not say. */
  public FakeGitHubRepository packages(List<String> purls) {
    return packages(purls, Map.of());
  }

  /**
   * The packages of its SBOM besides itself, with their paths.
   *
   * @param direct those that it relates to the repository
   * @param drawn what packages draw in, which is in the SBOM, too
   */
  public FakeGitHubRepository packages(List<String> direct, Map<String, List<String>> drawn) {
    security.bill(new FakeGitHubSecurity.Bill(direct, drawn));
    return this;
  }

  /** Whether it has an SBOM; off: 404. */
  public FakeGitHubRepository sbom(Feature feature) {
    security.sbom(feature);
    return this;
  }

  /** A release. */
  public FakeGitHubRepository release(String tag, Instant at) {
    contents.release(ids.incrementAndGet(), tag, at);
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

  /** Forgets the oldest of what has happened, so that it may live for long. */
  void keepNewest(int count) {
    contents.keepNewest(count);
    activity.keepNewest(count);
    security.keepNewest(count);
  }

  FakeGitHubContents contents() {
    return contents;
  }

  FakeGitHubActivity activity() {
    return activity;
  }

  FakeGitHubSecurity security() {
    return security;
  }

  long id() {
    return id;
  }

  String defaultBranch() {
    return defaultBranch;
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

  boolean isCovered() {
    return covered;
  }

  OptionalDouble coverage() {
    return coverage;
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

  static int size(String content) {
    return content.getBytes(StandardCharsets.UTF_8).length;
  }
}
