package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pulse.api.config.Secret;
import dev.pulse.api.config.Settings;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.spi.ScorerProvider;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes scorers of the type {@code repository-health}: a {@link RepositoryHealthScorer} of one
 * repository. Those with the same token at the same place share a connection, and so its limits;
 * those with the same services share all of the reader. Thread-safe.
 */
public final class RepositoryHealthScorerProvider implements ScorerProvider {
  private static final int MOST_WEIGHT = 1000;
  private static final int MOST_SHARED = 200;

  /** The services beside GitHub. */
  private enum Service {
    CODECOV,
    OSV,
    DEPS_DEV
  }

  /** Where a service is, when it is not at its usual place, and who asks there. */
  private record Place(Optional<URI> url, Optional<Secret> token) {
    GitHubConnection connect() {
      var github = GitHubConnection.builder();
      url.ifPresent(github::baseUrl);
      token.ifPresent(github::token);
      return github.build();
    }
  }

  /** Whom a reader asks. */
  private record Sources(
      Place github,
      Place codecov,
      Optional<URI> osv,
      Optional<URI> depsDev,
      Set<Service> without) {}

  private final Cache<Place, GitHubConnection> connections = shared();
  private final Cache<Sources, RepositoryReader> readers = shared();

  /** Tokens may be replaced again and again while a program runs. */
  private static <K, V> Cache<K, V> shared() {
    return Caffeine.newBuilder().executor(Runnable::run).maximumSize(MOST_SHARED).build();
  }

  /** For {@link java.util.ServiceLoader}. */
  public RepositoryHealthScorerProvider() {}

  @Override
  public String type() {
    return "repository-health";
  }

  @Override
  public Scorer create(Settings settings) {
    var repository =
        settings
            .text("repository")
            .expecting("owner/name")
            .describedAs("which repository, as owner/name")
            .map(RepositoryName::parse, RepositoryName.of("octo-org", "octo-repo"))
            .required();
    var sources = sources(settings);
    var model = model(settings);
    var reader = requireNonNull(readers.get(sources, this::reader), "a reader");
    return RepositoryHealthScorer.of(reader, repository.toString()).withModel(model);
  }

  private RepositoryReader reader(Sources sources) {
    var github = requireNonNull(connections.get(sources.github(), Place::connect), "a connection");
    var codecov = CodecovClient.builder();
    sources.codecov().url().ifPresent(codecov::baseUrl);
    sources.codecov().token().ifPresent(codecov::token);
    var osv = OsvClient.builder();
    sources.osv().ifPresent(osv::baseUrl);
    var depsDev = DepsDevClient.builder();
    sources.depsDev().ifPresent(depsDev::baseUrl);
    var reader =
        RepositoryReader.builder(github)
            .codecov(codecov.build())
            .osv(osv.build())
            .depsDev(depsDev.build());
    for (Service service : sources.without()) {
      switch (service) {
        case CODECOV -> reader.withoutCodecov();
        case OSV -> reader.withoutOsv();
        case DEPS_DEV -> reader.withoutDepsDev();
      }
    }
    return reader.build();
  }

  private static Sources sources(Settings settings) {
    var github =
        new Place(
            url(settings, "url", "where the API of a GitHub Enterprise Server is"),
            secret(settings, "token", "who asks; without it GitHub answers 60 times an hour"));
    var without =
        settings
            .texts("without")
            .expecting("a list of codecov, osv, deps-dev")
            .describedAs("the services that must not learn of the repository and its packages")
            .map(RepositoryHealthScorerProvider::parsed, List.<Service>of())
            .orElse(List.of());
    var codecov =
        new Place(
            url(settings, "codecov-url", "where Codecov is, when it is your own"),
            secret(settings, "codecov-token", "what Codecov wants for private repositories"));
    return new Sources(
        github,
        codecov,
        url(settings, "osv-url", "where OSV is, when it is a mirror"),
        url(settings, "deps-dev-url", "where deps.dev is, when it is a mirror"),
        Set.copyOf(without));
  }

  private static List<Service> parsed(List<String> names) {
    return names.stream()
        .map(name -> Service.valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')))
        .toList();
  }

  private static Optional<Secret> secret(Settings settings, String key, String description) {
    return settings
        .secret(key)
        .where(
            token -> token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f),
            "must be printable ASCII without blanks")
        .describedAs(description)
        .optional();
  }

  private static Optional<URI> url(Settings settings, String key, String description) {
    return settings
        .uri(key, "http", "https")
        .where(
            uri -> uri.getRawUserInfo() == null && uri.getRawQuery() == null,
            "must not contain a user, a password or a query")
        .where(uri -> uri.getRawFragment() == null, "must not contain a fragment")
        .describedAs(description)
        .optional();
  }

  private static HealthModel model(Settings settings) {
    var model = HealthModel.builder();
    var weights = settings.section("weights");
    int left = 0;
    for (HealthFactor factor : HealthFactor.values()) {
      int weight =
          weights
              .integer(factor.word())
              .between(0, MOST_WEIGHT)
              .describedAs("how much it counts in relation to the others; 0 leaves it out")
              .orElse(factor.weight());
      if (weight == 0) {
        model.without(factor);
      } else {
        model.weight(factor, Math.min(MOST_WEIGHT, Math.max(1, weight)));
        left++;
      }
    }
    if (left == 0) {
      weights.note("", "must leave a factor that counts");
      return HealthModel.standard();
    }
    if (settings
        .bool("missing-as-zero")
        .describedAs("whether what cannot be learnt counts as 0 and not at all")
        .orElse(false)) {
      model.missingAsZero();
    }
    return model.build();
  }
}
