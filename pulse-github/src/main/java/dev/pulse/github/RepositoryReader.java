package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.internal.net.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns what can be learnt about repositories: from GitHub with about ten requests for each, and
 * from Codecov, OSV and deps.dev. Thread-safe: several repositories may be read at once.
 *
 * <p>Codecov is told the names of repositories, and OSV and deps.dev the names and versions of the
 * packages they use, of private ones as well. Leave out the services that must not know.
 *
 * <pre>{@code
 * RepositoryReader reader = RepositoryReader.of(github);
 * for (Repository repository : reader.repositories("octo-org").value().orElse(List.of())) {
 *   RepositoryHealth health = HealthModel.standard().grade(reader.read(repository));
 * }
 * }</pre>
 */
public final class RepositoryReader {
  private static final int NOT_FOUND = 404;
  private static final String ORGANISATION = "/orgs/{org}/repos";
  private static final String USER = "/users/{org}/repos";
  private static final String REPOSITORY = "/repos/{owner}/{repo}";

  private final GitHubConnection github;
  private final @Nullable CodecovClient codecov;
  private final @Nullable OsvClient osv;
  private final @Nullable DepsDevClient depsDev;
  private final Set<String> documented;
  private final boolean releases;
  private final boolean communityProfile;
  private final Duration within;

  private RepositoryReader(Builder builder) {
    this.github = builder.github;
    this.codecov = builder.codecov;
    this.osv = builder.osv;
    this.depsDev = builder.depsDev;
    this.documented = Set.copyOf(builder.documented);
    this.releases = builder.releases;
    this.communityProfile = builder.communityProfile;
    this.within = builder.within;
  }

  /** A reader that asks all services where they usually are. */
  public static RepositoryReader of(GitHubConnection github) {
    return builder(github).build();
  }

  /** Begins as {@link #of}. */
  public static Builder builder(GitHubConnection github) {
    return new Builder(requireNonNull(github, "github"));
  }

  /**
   * All repositories of an organisation or a user that may be seen, in the order of their names,
   * without what {@link #list} leaves out.
   *
   * @return unavailable when there is no such organisation or user, or it may not be seen
   * @throws GitHubException when GitHub cannot be asked now
   */
  public Fact<List<Repository>> repositories(String owner) throws InterruptedException {
    return list(owner).map(RepositoryList::repositories);
  }

  /**
   * As {@link #repositories}, with the number of entries that are no repositories. GitHub sends
   * none of those; a server that says it is GitHub may, and one of them hides no other.
   *
   * @return unavailable when there is no such organisation or user, or it may not be seen
   * @throws GitHubException when GitHub cannot be asked now, or lists nothing but such entries
   */
  public Fact<RepositoryList> list(String owner) throws InterruptedException {
    var deadline = Deadline.in(within);
    var page = listed(ORGANISATION, owner, deadline);
    var route = ORGANISATION;
    if (page.answer().status() == NOT_FOUND) {
      page = listed(USER, owner, deadline);
      route = USER;
    }
    var answer = page.answer();
    if (answer.status() == NOT_FOUND) {
      return Fact.unavailable("organisation or user not found: " + owner, route, answer.at());
    }
    if (answer.status() != 200) {
      return GitHubFacts.refused(answer, route);
    }
    if (!page.isComplete()) {
      return Fact.unavailable("the list is longer than it is read", route, answer.at());
    }
    return Fact.known(inOrder(page.items()), route, answer.at());
  }

  private static RepositoryList inOrder(List<Optional<Repository>> entries) {
    var repositories =
        entries.stream()
            .flatMap(Optional::stream)
            .sorted(
                Comparator.comparing(
                    (Repository one) -> one.name().name().toLowerCase(Locale.ROOT)))
            .toList();
    if (repositories.isEmpty() && !entries.isEmpty()) {
      // Whoever reads "there are none" forgets all that there were.
      throw GitHubException.of(
          GitHubException.Kind.UNEXPECTED,
          "GitHub told of no repository with a name that GitHub allows and a default branch, but"
              + " of "
              + entries.size()
              + " without");
    }
    return new RepositoryList(repositories, entries.size() - repositories.size());
  }

  private Page<Optional<Repository>> listed(String route, String owner, Deadline deadline)
      throws InterruptedException {
    return github
        .pages(route, Map.of("org", owner, "per_page", "100"), null, Repository::find)
        .all(Duration.ofNanos(deadline.remainingNanos()));
  }

  /**
   * One repository.
   *
   * @return unavailable when there is none, or it may not be seen
   * @throws GitHubException when GitHub cannot be asked now
   */
  public Fact<Repository> repository(RepositoryName name) throws InterruptedException {
    var answer = github.get(REPOSITORY, Map.of("owner", name.owner(), "repo", name.name()), within);
    if (answer.status() == NOT_FOUND) {
      return Fact.unavailable("repository not found: " + name, REPOSITORY, answer.at());
    }
    return answer.status() == 200
        ? Fact.known(Repository.of(answer.json()), REPOSITORY, answer.at())
        : GitHubFacts.refused(answer, REPOSITORY);
  }

  /**
   * Learns what can be learnt about a repository. What one source refuses, or another service
   * cannot say, is unavailable with its reason.
   *
   * @throws GitHubException when GitHub cannot be asked now: then there are no facts at all,
   *     because half of them would look like another repository
   */
  public RepositoryFacts read(Repository repository) throws InterruptedException {
    var deadline = Deadline.in(within);
    var now = github.clock().instant();
    var ask = new GitHubFacts(github, repository, deadline);
    var facts =
        RepositoryFacts.builder(repository.name(), repository.defaultBranch(), now)
            .builds(ask.builds())
            .readme(ask.readme())
            .docs(docs(repository, ask))
            .newestCommit(ask.newestCommit())
            .issues(ask.issues(now))
            .reports(VulnerabilitySource.DEPENDABOT, ask.dependabot())
            .codeScanning(ask.codeScanning())
            .secretScanning(ask.secretScanning());
    if (releases) {
      facts.releases(ask.releases());
    }
    if (communityProfile) {
      facts.communityProfile(ask.communityProfile());
    }
    var graph = ask.dependencies();
    facts.dependencyGraph(graph);
    // GitHub is asked first: when it ends the reading, nobody else has been bothered.
    services(facts, repository, graph.map(DependencyGraph::packages), deadline);
    return facts.build();
  }

  /**
   * Only the builds of the default branch: one request.
   *
   * @return unavailable when they may not be seen
   * @throws GitHubException when GitHub cannot be asked now
   */
  public Fact<Builds> builds(Repository repository) throws InterruptedException {
    return new GitHubFacts(github, repository, Deadline.in(within)).builds();
  }

  private Fact<Boolean> docs(Repository repository, GitHubFacts ask) throws InterruptedException {
    if (documented.contains(repository.name().name().toLowerCase(Locale.ROOT))) {
      return Fact.known(true, "the configuration", github.clock().instant());
    }
    return repository.hasPages()
        ? Fact.known(true, REPOSITORY, github.clock().instant())
        : ask.docs();
  }

  private void services(
      RepositoryFacts.Builder facts,
      Repository repository,
      Fact<List<Dependency>> dependencies,
      Deadline deadline)
      throws InterruptedException {
    if (codecov != null) {
      facts.coverage(
          codecov.coverage(repository.name(), repository.defaultBranch(), rest(deadline)));
    }
    var packages = dependencies.value();
    if (osv != null) {
      facts.reports(
          VulnerabilitySource.OSV,
          packages.isPresent()
              ? osv.reports(packages.get(), rest(deadline))
              : withoutPackages(dependencies, OsvClient.SERVICE));
    }
    if (depsDev != null) {
      facts.outdated(
          packages.isPresent()
              ? depsDev.outdated(packages.get(), rest(deadline))
              : withoutPackages(dependencies, DepsDevClient.SERVICE));
    }
  }

  private static <T> Fact<T> withoutPackages(Fact<?> dependencies, String service) {
    return Fact.unavailable(
        "the packages are unknown: " + dependencies.because().orElse(""),
        service,
        dependencies.at());
  }

  private static Duration rest(Deadline deadline) {
    return Duration.ofNanos(deadline.remainingNanos());
  }

  GitHubConnection github() {
    return github;
  }

  /** Where it asks. */
  @Override
  public String toString() {
    return "reader of " + github;
  }

  /** Makes a reader. Confine to one thread. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final GitHubConnection github;
    private @Nullable CodecovClient codecov = CodecovClient.builder().build();
    private @Nullable OsvClient osv = OsvClient.builder().build();
    private @Nullable DepsDevClient depsDev = DepsDevClient.builder().build();
    private final Set<String> documented = new HashSet<>();
    private boolean releases;
    private boolean communityProfile;
    private Duration within = Duration.ofMinutes(5);

    private Builder(GitHubConnection github) {
      this.github = github;
    }

    /** Who knows the coverage; default: Codecov without a token. */
    public Builder codecov(CodecovClient client) {
      codecov = requireNonNull(client, "client");
      return this;
    }

    /** Asks nobody for the coverage. */
    public Builder withoutCodecov() {
      codecov = null;
      return this;
    }

    /** Who knows vulnerabilities beside Dependabot; default: the public OSV. */
    public Builder osv(OsvClient client) {
      osv = requireNonNull(client, "client");
      return this;
    }

    /** Asks only Dependabot for vulnerabilities. */
    public Builder withoutOsv() {
      osv = null;
      return this;
    }

    /** Who knows the newest versions; default: the public deps.dev. */
    public Builder depsDev(DepsDevClient client) {
      depsDev = requireNonNull(client, "client");
      return this;
    }

    /** Asks nobody for the newest versions. */
    public Builder withoutDepsDev() {
      depsDev = null;
      return this;
    }

    /** The names of repositories, without owner, whose documentation is known to be elsewhere. */
    public Builder documentedElsewhere(Collection<String> repositories) {
      repositories.forEach(name -> documented.add(name.toLowerCase(Locale.ROOT)));
      return this;
    }

    /** Asks for releases as well, which no factor needs: one more request. */
    public Builder withReleases() {
      releases = true;
      return this;
    }

    /** Asks for the community profile as well, which no factor needs: one more request. */
    public Builder withCommunityProfile() {
      communityProfile = true;
      return this;
    }

    /**
     * How long the reading of one repository may take; default five minutes.
     *
     * @param time more than nothing, at most one hour
     * @throws IllegalArgumentException when it is something else
     */
    public Builder within(Duration time) {
      if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "the time for a repository must be more than nothing and at most one hour, but is "
                + time);
      }
      within = time;
      return this;
    }

    /** Makes the reader; nothing is asked yet. */
    public RepositoryReader build() {
      return new RepositoryReader(this);
    }
  }
}
