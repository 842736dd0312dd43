package dev.pulse.samples.fakes;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Branches, files, commits and releases of a {@link FakeGitHubRepository}. Thread-safe. */
final class FakeGitHubContents {
  private final Set<String> branches = ConcurrentHashMap.newKeySet();
  private final Map<String, String> files = new ConcurrentSkipListMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<Commit> commits = new CopyOnWriteArrayList<>();
  private final List<Release> releases = new CopyOnWriteArrayList<>();

  record Commit(String sha, Instant at, String message) {}

  record Release(long id, String tag, Instant at, boolean prerelease) {}

  /** The names of all branches; those in it are the ones that there are. */
  Set<String> branches() {
    return branches;
  }

  /** What files hold, by their paths. */
  Map<String, String> files() {
    return files;
  }

  /** A commit of then, known by the name of its repository. */
  void commit(String repository, Instant at) {
    int number = numbers.incrementAndGet();
    commits.add(new Commit(FakeGitHubJson.sha1(repository + "@" + number), at, "Change " + number));
  }

  void withoutCommits() {
    commits.clear();
    numbers.set(0);
  }

  /** Forgets the oldest commits, but not the first one, which says since when it is there. */
  void keepNewest(int count) {
    while (commits.size() > count) {
      commits.remove(1);
    }
  }

  void release(long id, String tag, Instant at) {
    releases.add(new Release(id, tag, at, tag.contains("-")));
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

  /** The newest first. */
  List<Commit> commits() {
    return commits.stream().sorted(Comparator.comparing(Commit::at).reversed()).toList();
  }

  String head() {
    return commits.isEmpty() ? "0".repeat(40) : commits().get(0).sha();
  }

  /** The newest first. */
  List<Release> releases() {
    return releases.stream().sorted(Comparator.comparing(Release::at).reversed()).toList();
  }

  Instant created() {
    return commits.stream().map(Commit::at).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  Instant pushed() {
    return commits.isEmpty() ? Instant.EPOCH : commits().get(0).at();
  }

  /** Whether this names a branch, a release or a commit. */
  boolean knows(String ref) {
    return branches.contains(ref.replaceFirst("^(refs/)?heads/", ""))
        || releases.stream().anyMatch(release -> release.tag().equals(ref))
        || commits.stream().anyMatch(commit -> ref.length() >= 7 && commit.sha().startsWith(ref));
  }
}
