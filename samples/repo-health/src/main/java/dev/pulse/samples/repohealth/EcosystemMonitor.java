package dev.pulse.samples.repohealth;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.PulseException;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Secret;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.Builds;
import dev.pulse.github.Fact;
import dev.pulse.github.GitHubException;
import dev.pulse.github.HealthModel;
import dev.pulse.github.HttpCache;
import dev.pulse.github.Repository;
import dev.pulse.github.RepositoryFacts;
import dev.pulse.github.RepositoryHealth;
import dev.pulse.github.RepositoryName;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.config.ScanSettings;
import dev.pulse.samples.repohealth.scan.ScanReport;
import dev.pulse.samples.repohealth.scan.ScannedRepository;
import dev.pulse.samples.repohealth.scan.Scanner;
import dev.pulse.samples.repohealth.scan.Services;
import dev.pulse.samples.repohealth.scan.Workers;
import dev.pulse.samples.repohealth.store.HealthTables;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The repositories of one organisation or user, for programs that want to know how they are now:
 * scores, vulnerabilities and builds. The service looks again and again, keeps history and tells
 * people.
 *
 * <p>Without more it asks as the environment says: with the token in {@code GITHUB_TOKEN}, {@code
 * GH_TOKEN} or {@code PULSE_GITHUB_TOKEN}, and the other variables that say where services are and
 * which repositories count. Of the file in {@code PULSE_CONFIG} it takes {@code DOCS_URLS}, so that
 * it scores as the service does. It remembers nothing, unless it is given {@linkplain
 * Builder#tables tables}. Thread-safe.
 *
 * <pre>{@code
 * EcosystemMonitor monitor = new EcosystemMonitor("sebastienrousseau");
 * System.out.println(monitor.checkRepo("shokunin").score());
 * for (FoundVulnerability vulnerability : monitor.scanVulnerabilities()) {
 *   System.out.println(vulnerability);
 * }
 * monitor.buildStatuses().forEach((repo, builds) -> System.out.println(repo + ": " + builds));
 * }</pre>
 *
 * <p>Whatever cannot be learnt is not there, with a reason, and never counts as healthy. When
 * GitHub cannot be asked at all, its methods throw: {@link GitHubException} says what to do.
 */
public final class EcosystemMonitor {
  /** What of the environment is about asking; the rest is the service's. */
  private static final List<String> VARIABLES =
      List.of(
          "GITHUB_TOKEN",
          "GH_TOKEN",
          "PULSE_GITHUB_TOKEN",
          "CODECOV_TOKEN",
          "GITHUB_API_URL",
          "CODECOV_API_URL",
          "OSV_API_URL",
          "DEPSDEV_API_URL",
          "PULSE_RATE_BUFFER",
          "PULSE_TIMEOUT",
          "PULSE_CONCURRENCY",
          "PULSE_CACHE_TTL",
          "PULSE_MISSING_AS_ZERO",
          "PULSE_CONFIG",
          "INCLUDE_ARCHIVED",
          "INCLUDE_FORKS",
          "INCLUDE_PRIVATE");

  private final String organisation;
  private final Services services;
  private final ScanSettings settings;
  private final HealthModel model;
  private final @Nullable Memory memory;

  /** Where is stored what was learnt, and how. */
  private record Memory(HealthTables tables, Scanner scanner) {}

  /**
   * A monitor as the environment says.
   *
   * @param organisation the login of an organisation or a user
   * @throws ConfigurationException with everything that is wrong with it or the environment
   */
  public EcosystemMonitor(String organisation) {
    this(builder(organisation));
  }

  private EcosystemMonitor(Builder builder) {
    var variables = new HashMap<String, String>();
    for (String name : VARIABLES) {
      var value = builder.variables.getOrDefault(name, builder.environment.get(name));
      if (value != null) {
        variables.put(name, value);
      }
    }
    variables.put("PULSE_ORG", builder.organisation);
    var all = RepoHealthSettings.from(variables);
    var tables = builder.tables;
    this.organisation = all.organisation();
    this.settings = all.scan();
    this.services =
        Services.builder(all.upstreams())
            .clock(builder.clock)
            .cache(tables == null ? HttpCache.none() : tables.cache())
            .documentedElsewhere(all.rules().documentation().keySet())
            .build();
    this.model =
        settings.missingAsZero()
            ? HealthModel.builder().missingAsZero().build()
            : HealthModel.standard();
    this.memory =
        tables == null
            ? null
            : new Memory(tables, Scanner.of(services, tables, settings, builder.clock));
  }

  /** Starts a monitor as {@link #EcosystemMonitor(String)} makes it. */
  public static Builder builder(String organisation) {
    return new Builder(organisation);
  }

  /**
   * Looks at one repository: its score with the factors and what they stand on, what is missing,
   * and what to do.
   *
   * @param name without the organisation; case does not matter
   * @throws IllegalArgumentException when no repository can have that name
   * @throws PulseException when there is no such repository, or GitHub cannot be asked now
   */
  public RepositoryHealth checkRepo(String name) throws InterruptedException {
    if (memory == null) {
      var repository = known(services.reader().repository(RepositoryName.of(organisation, name)));
      return model.grade(services.reader().read(repository));
    }
    var report = memory.scanner().scan(name);
    requireWhole(report);
    var one = report.repositories().get(0);
    var health = one.health();
    if (health == null) {
      throw new PulseException(one.error().orElse(name + " was not read"));
    }
    return health;
  }

  /**
   * Looks for open vulnerabilities in all repositories, each once, whoever reported it.
   *
   * @throws PulseException when there is no such organisation or user, or GitHub cannot be asked
   *     now; a repository that cannot be read is {@linkplain FoundVulnerabilities#unreadable told}
   */
  public FoundVulnerabilities scanVulnerabilities() throws InterruptedException {
    return memory == null ? vulnerabilitiesNow() : vulnerabilitiesStored(memory);
  }

  private FoundVulnerabilities vulnerabilitiesNow() throws InterruptedException {
    var found = new ConcurrentLinkedQueue<FoundVulnerability>();
    var unreadable = new ConcurrentHashMap<String, String>();
    Workers.each(
        repositories(),
        settings.concurrency(),
        repository -> {
          var name = repository.name().name();
          try {
            var facts = services.reader().read(repository);
            unknown(facts).ifPresent(because -> unreadable.put(name, because));
            facts.vulnerabilities().forEach(one -> found.add(new FoundVulnerability(name, one)));
          } catch (GitHubException e) {
            unreadable.put(name, onlyOne(e));
          }
          return true;
        });
    return new FoundVulnerabilities(List.copyOf(found), unreadable);
  }

  /** With the ids that they had first, and those that could not be looked for this time. */
  private static FoundVulnerabilities vulnerabilitiesStored(Memory memory)
      throws InterruptedException {
    var report = memory.scanner().scan();
    requireWhole(report);
    var unreadable = new HashMap<String, String>();
    for (ScannedRepository one : report.repositories()) {
      one.error().ifPresent(because -> unreadable.put(one.name(), because));
      var health = one.health();
      if (health != null) {
        unknown(health.facts()).ifPresent(because -> unreadable.put(one.name(), because));
      }
    }
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(report.earlier());
    report.repositories().forEach(one -> names.add(one.name()));
    // The tables may know others: those of a service that looks at more, or that are gone.
    var open =
        memory.tables().vulnerabilities().open().stream()
            .filter(row -> names.contains(row.repository()))
            .map(row -> new FoundVulnerability(row.repository(), row.followed().vulnerability()))
            .toList();
    return new FoundVulnerabilities(open, unreadable);
  }

  /** Why nobody can tell whether there are vulnerabilities; empty when somebody can. */
  private static Optional<String> unknown(RepositoryFacts facts) {
    return facts.readableSources().isEmpty()
        ? Optional.of(
            Arrays.stream(VulnerabilitySource.values())
                .map(
                    source ->
                        source.word() + ": " + facts.reports(source).because().orElse("unreadable"))
                .collect(Collectors.joining("; ")))
        : Optional.empty();
  }

  /**
   * What the builds of the default branches say, by the names of the repositories and in their
   * order; unmodifiable.
   *
   * @throws PulseException when there is no such organisation or user, or GitHub cannot be asked
   *     now; a repository whose builds cannot be read is unknown, with the reason
   */
  public Map<String, BuildSummary> buildStatuses() throws InterruptedException {
    var statuses = new ConcurrentSkipListMap<String, BuildSummary>(String.CASE_INSENSITIVE_ORDER);
    Workers.each(
        repositories(),
        settings.concurrency(),
        repository -> {
          statuses.put(repository.name().name(), builds(repository));
          return true;
        });
    return Collections.unmodifiableMap(statuses);
  }

  private BuildSummary builds(Repository repository) throws InterruptedException {
    try {
      var polled = services.reader().builds(repository);
      var builds = polled.value().orElse(null);
      return builds == null
          ? new BuildSummary(BuildStatus.UNKNOWN, null, polled.because().orElse("unreadable"))
          : summary(repository, builds);
    } catch (GitHubException e) {
      return new BuildSummary(BuildStatus.UNKNOWN, null, onlyOne(e));
    }
  }

  private BuildSummary summary(Repository repository, Builds polled) {
    var builds =
        memory == null
            ? polled
            : polled.withReported(
                memory
                    .tables()
                    .builds()
                    .reported(repository.name().name(), repository.defaultBranch()));
    return new BuildSummary(builds.status(), builds.lastRun().orElse(null), null);
  }

  private List<Repository> repositories() throws InterruptedException {
    return known(services.reader().repositories(organisation)).stream()
        .filter(repository -> Scanner.isScanned(settings, repository))
        .toList();
  }

  private static <T> T known(Fact<T> fact) {
    return fact.value().orElseThrow(() -> new PulseException(fact.because().orElse("unknown")));
  }

  /** Why one repository was not read; throws on what would happen to all others, too. */
  private static String onlyOne(GitHubException e) {
    return switch (e.kind()) {
      case RATE_LIMITED, SECONDARY_LIMITED, UNAUTHORISED -> throw e;
      case UNREACHABLE, UNEXPECTED -> String.valueOf(e.getMessage());
    };
  }

  private static void requireWhole(ScanReport report) {
    report
        .failed()
        .ifPresent(
            failure -> {
              throw new PulseException(failure.message());
            });
  }

  @Override
  public String toString() {
    return "monitor of " + organisation + " over " + services;
  }

  /** Makes a monitor. Confine to one thread. */
  public static final class Builder {
    private final String organisation;
    private final Map<String, String> variables = new HashMap<>();
    private Map<String, String> environment = System.getenv();
    private InstantSource clock = InstantSource.system();
    private @Nullable HealthTables tables;

    private Builder(String organisation) {
      this.organisation = requireNonNull(organisation, "organisation");
    }

    /** The environment to go by; default: that of this process. */
    public Builder environment(Map<String, String> environment) {
      this.environment = Map.copyOf(environment);
      return this;
    }

    /** The token for GitHub, whatever the environment says. */
    public Builder token(Secret token) {
      variables.put("GITHUB_TOKEN", token.reveal());
      return this;
    }

    /** Where GitHub's API is, whatever the environment says. */
    public Builder gitHub(URI url) {
      variables.put("GITHUB_API_URL", url.toString());
      return this;
    }

    /** Where Codecov's API is, whatever the environment says. */
    public Builder codecov(URI url) {
      variables.put("CODECOV_API_URL", url.toString());
      return this;
    }

    /** Where OSV's API is, whatever the environment says. */
    public Builder osv(URI url) {
      variables.put("OSV_API_URL", url.toString());
      return this;
    }

    /** Where the API of deps.dev is, whatever the environment says. */
    public Builder depsDev(URI url) {
      variables.put("DEPSDEV_API_URL", url.toString());
      return this;
    }

    /** What time it is; default: the system's clock. */
    public Builder clock(InstantSource clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Where is remembered what was learnt, so that vulnerabilities keep their ids and scores have a
     * history; default: nowhere. Whoever opened them closes them.
     *
     * @throws IllegalArgumentException when they are those of another organisation
     */
    public Builder tables(HealthTables tables) {
      if (!tables.organisation().equalsIgnoreCase(organisation)) {
        throw new IllegalArgumentException(
            "the tables must be those of "
                + organisation
                + ", but are those of "
                + tables.organisation());
      }
      this.tables = tables;
      return this;
    }

    /**
     * Makes the monitor; nothing is asked yet.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public EcosystemMonitor build() {
      return new EcosystemMonitor(this);
    }
  }
}
