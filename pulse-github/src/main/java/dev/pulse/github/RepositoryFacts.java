package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What was learnt about one repository in one go, each fact with its source or with the reason why
 * it is unavailable. Immutable; from a {@link RepositoryReader}, graded by a {@link HealthModel}.
 */
public final class RepositoryFacts {
  private static final String NOT_ASKED = "nobody asked for it";

  private final RepositoryName repository;
  private final String defaultBranch;
  private final Instant at;
  private final Fact<Builds> builds;
  private final Fact<BigDecimal> coverage;
  private final Fact<DependencyGraph> dependencies;
  private final Fact<List<Dependency>> outdated;
  private final Map<VulnerabilitySource, Fact<List<VulnerabilityReport>>> reports;
  private final List<Vulnerability> vulnerabilities;
  private final Fact<Boolean> readme;
  private final Fact<Boolean> docs;
  private final Fact<NewestCommit> newestCommit;
  private final Fact<Integer> issues;
  private final Fact<Integer> codeScanning;
  private final Fact<Integer> secretScanning;
  private final Fact<List<Release>> releases;
  private final Fact<Integer> communityProfile;

  private RepositoryFacts(Builder builder) {
    this.repository = builder.repository;
    this.defaultBranch = builder.defaultBranch;
    this.at = builder.at;
    this.builds = builder.builds;
    this.coverage = builder.coverage;
    this.dependencies = builder.dependencies;
    this.outdated = builder.outdated.map(List::copyOf);
    this.reports = new EnumMap<>(builder.reports);
    var readable = new ArrayList<VulnerabilityReport>();
    reports.values().forEach(fact -> fact.value().ifPresent(readable::addAll));
    this.vulnerabilities = Vulnerability.merged(readable, dependencies().value().orElse(List.of()));
    this.readme = builder.readme;
    this.docs = builder.docs;
    this.newestCommit = builder.newestCommit;
    this.issues = builder.issues;
    this.codeScanning = builder.codeScanning;
    this.secretScanning = builder.secretScanning;
    this.releases = builder.releases.map(List::copyOf);
    this.communityProfile = builder.communityProfile;
  }

  private RepositoryFacts(RepositoryFacts other, Fact<Builds> builds) {
    this.repository = other.repository;
    this.defaultBranch = other.defaultBranch;
    this.at = other.at;
    this.builds = builds;
    this.coverage = other.coverage;
    this.dependencies = other.dependencies;
    this.outdated = other.outdated;
    this.reports = other.reports;
    this.vulnerabilities = other.vulnerabilities;
    this.readme = other.readme;
    this.docs = other.docs;
    this.newestCommit = other.newestCommit;
    this.issues = other.issues;
    this.codeScanning = other.codeScanning;
    this.secretScanning = other.secretScanning;
    this.releases = other.releases;
    this.communityProfile = other.communityProfile;
  }

  /** Facts of which nothing is known yet. */
  static Builder builder(RepositoryName repository, String defaultBranch, Instant at) {
    return new Builder(repository, defaultBranch, at);
  }

  /** Which repository. */
  public RepositoryName repository() {
    return repository;
  }

  /** The branch that builds, coverage and commits are of. */
  public String defaultBranch() {
    return defaultBranch;
  }

  /** The moment that ages are measured from. */
  public Instant at() {
    return at;
  }

  /** The newest builds of the default branch. */
  public Fact<Builds> builds() {
    return builds;
  }

  /**
   * These facts with builds that somebody reported beside those that GitHub told of; see {@link
   * Builds#withReported}. Builds that GitHub did not let us read stay unavailable: reports alone
   * tell only what somebody wanted to tell.
   *
   * @param reported builds of the default branch
   */
  public RepositoryFacts withReported(Collection<Build> reported) {
    return new RepositoryFacts(this, builds.map(polled -> polled.withReported(reported)));
  }

  /** How much of the default branch the tests reach, 0 to 100. */
  public Fact<BigDecimal> coverage() {
    return coverage;
  }

  /** The bill of materials without the repository itself, each package in each version once. */
  public Fact<List<Dependency>> dependencies() {
    return dependencies.map(DependencyGraph::packages);
  }

  /** The same packages, and which of them draws in which, as far as the bill says. */
  public Fact<DependencyGraph> dependencyGraph() {
    return dependencies;
  }

  /** The dependencies that are older than their default version. */
  public Fact<List<Dependency>> outdated() {
    return outdated;
  }

  /**
   * What the readable sources know, each vulnerability once, the worst first; empty also when no
   * source is readable, so ask {@link #readableSources()}; unmodifiable.
   */
  public List<Vulnerability> vulnerabilities() {
    return vulnerabilities;
  }

  /** The sources of vulnerabilities that could be read; empty when nobody can tell. */
  public Set<VulnerabilitySource> readableSources() {
    var readable = EnumSet.noneOf(VulnerabilitySource.class);
    reports.forEach(
        (source, fact) -> {
          if (fact.isKnown()) {
            readable.add(source);
          }
        });
    return readable;
  }

  /**
   * How many packages have an open vulnerability; empty when no source is readable, because then
   * nobody can tell.
   */
  public OptionalInt vulnerablePackages() {
    return readableSources().isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(
            (int) vulnerabilities.stream().map(Vulnerability::name).distinct().count());
  }

  /** How many entries one source has; several may be one vulnerability. */
  public Fact<Integer> reports(VulnerabilitySource source) {
    return requireNonNull(reports.get(source)).map(List::size);
  }

  /** Whether there is a README. */
  public Fact<Boolean> readme() {
    return readme;
  }

  /** Whether there is a directory of documentation, a site, or somebody told where it is. */
  public Fact<Boolean> docs() {
    return docs;
  }

  /** When somebody last committed to the default branch. */
  public Fact<NewestCommit> newestCommit() {
    return newestCommit;
  }

  /** How many issues changed during the last 90 days, counted to 12: more make no difference. */
  public Fact<Integer> issues() {
    return issues;
  }

  /**
   * How many critical findings of code scanning are open; at least so many where the list is longer
   * than it is read.
   */
  public Fact<Integer> codeScanning() {
    return codeScanning;
  }

  /** How many findings of secret scanning are open. */
  public Fact<Integer> secretScanning() {
    return secretScanning;
  }

  /** The newest releases, when they were asked for. */
  public Fact<List<Release>> releases() {
    return releases;
  }

  /**
   * How many percent of what GitHub recommends for a community are there (README, licence, code of
   * conduct, …), when it was asked for.
   */
  public Fact<Integer> communityProfile() {
    return communityProfile;
  }

  /** {@code owner/name} and when. */
  @Override
  public String toString() {
    return "facts about " + repository + " at " + at;
  }

  /** Collects what is learnt. Default: unavailable, because nobody asked. */
  static final class Builder {
    private final RepositoryName repository;
    private final String defaultBranch;
    private final Instant at;
    private final Map<VulnerabilitySource, Fact<List<VulnerabilityReport>>> reports =
        new EnumMap<>(VulnerabilitySource.class);
    private Fact<Builds> builds;
    private Fact<BigDecimal> coverage;
    private Fact<DependencyGraph> dependencies;
    private Fact<List<Dependency>> outdated;
    private Fact<Boolean> readme;
    private Fact<Boolean> docs;
    private Fact<NewestCommit> newestCommit;
    private Fact<Integer> issues;
    private Fact<Integer> codeScanning;
    private Fact<Integer> secretScanning;
    private Fact<List<Release>> releases;
    private Fact<Integer> communityProfile;

    private Builder(RepositoryName repository, String defaultBranch, Instant at) {
      this.repository = repository;
      this.defaultBranch = defaultBranch;
      this.at = at;
      builds = notAsked("github");
      coverage = notAsked("codecov");
      dependencies = notAsked("github");
      outdated = notAsked("depsdev");
      for (VulnerabilitySource source : VulnerabilitySource.values()) {
        reports.put(source, notAsked(source.word()));
      }
      readme = notAsked("github");
      docs = notAsked("github");
      newestCommit = notAsked("github");
      issues = notAsked("github");
      codeScanning = notAsked("github");
      secretScanning = notAsked("github");
      releases = notAsked("github");
      communityProfile = notAsked("github");
    }

    private <T> Fact<T> notAsked(String source) {
      return Fact.unavailable(NOT_ASKED, source, at);
    }

    Builder builds(Fact<Builds> fact) {
      builds = fact;
      return this;
    }

    Builder coverage(Fact<BigDecimal> fact) {
      coverage = fact;
      return this;
    }

    Builder dependencies(Fact<List<Dependency>> fact) {
      return dependencyGraph(fact.map(DependencyGraph::of));
    }

    Builder dependencyGraph(Fact<DependencyGraph> fact) {
      dependencies = fact;
      return this;
    }

    Builder outdated(Fact<List<Dependency>> fact) {
      outdated = fact;
      return this;
    }

    Builder reports(VulnerabilitySource source, Fact<List<VulnerabilityReport>> fact) {
      reports.put(source, fact);
      return this;
    }

    Builder readme(Fact<Boolean> fact) {
      readme = fact;
      return this;
    }

    Builder docs(Fact<Boolean> fact) {
      docs = fact;
      return this;
    }

    Builder newestCommit(Fact<NewestCommit> fact) {
      newestCommit = fact;
      return this;
    }

    Builder issues(Fact<Integer> fact) {
      issues = fact;
      return this;
    }

    Builder codeScanning(Fact<Integer> fact) {
      codeScanning = fact;
      return this;
    }

    Builder secretScanning(Fact<Integer> fact) {
      secretScanning = fact;
      return this;
    }

    Builder releases(Fact<List<Release>> fact) {
      releases = fact;
      return this;
    }

    Builder communityProfile(Fact<Integer> fact) {
      communityProfile = fact;
      return this;
    }

    RepositoryFacts build() {
      return new RepositoryFacts(this);
    }
  }
}
