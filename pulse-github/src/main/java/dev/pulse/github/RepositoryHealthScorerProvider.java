package dev.pulse.github;

import dev.pulse.api.config.Settings;
import dev.pulse.api.score.Scorer;
import dev.pulse.api.spi.ScorerProvider;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Makes scorers of the type {@code repository-health}: a {@link RepositoryHealthScorer} of one
 * repository. Each has a connection of its own; who watches many repositories with one token shares
 * a {@link RepositoryReader} in Java.
 */
public final class RepositoryHealthScorerProvider implements ScorerProvider {
  private static final int MOST_WEIGHT = 1000;

  /** The services beside GitHub. */
  private enum Service {
    CODECOV,
    OSV,
    DEPS_DEV
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
    var reader = RepositoryReader.builder(connection(settings));
    services(settings, reader);
    var model = model(settings);
    return RepositoryHealthScorer.of(reader.build(), repository.toString()).withModel(model);
  }

  private static GitHubConnection connection(Settings settings) {
    var github = GitHubConnection.builder();
    url(settings, "url", "where the API of a GitHub Enterprise Server is", github::baseUrl);
    settings
        .secret("token")
        .where(
            token -> token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f),
            "must be printable ASCII without blanks")
        .describedAs("who asks; without it GitHub answers 60 times an hour")
        .optional()
        .ifPresent(github::token);
    return github.build();
  }

  private static void services(Settings settings, RepositoryReader.Builder reader) {
    var without =
        settings
            .texts("without")
            .expecting("a list of codecov, osv, deps-dev")
            .describedAs("the services that must not learn of the repository and its packages")
            .map(RepositoryHealthScorerProvider::parsed, List.<Service>of())
            .orElse(List.of());
    var codecov = CodecovClient.builder();
    url(settings, "codecov-url", "where Codecov is, when it is your own", codecov::baseUrl);
    settings
        .secret("codecov-token")
        .where(
            token -> token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f),
            "must be printable ASCII without blanks")
        .describedAs("what Codecov wants for private repositories")
        .optional()
        .ifPresent(codecov::token);
    var osv = OsvClient.builder();
    url(settings, "osv-url", "where OSV is, when it is a mirror", osv::baseUrl);
    var depsDev = DepsDevClient.builder();
    url(settings, "deps-dev-url", "where deps.dev is, when it is a mirror", depsDev::baseUrl);
    reader.codecov(codecov.build()).osv(osv.build()).depsDev(depsDev.build());
    for (Service service : without) {
      switch (service) {
        case CODECOV -> reader.withoutCodecov();
        case OSV -> reader.withoutOsv();
        case DEPS_DEV -> reader.withoutDepsDev();
      }
    }
  }

  private static List<Service> parsed(List<String> names) {
    return names.stream()
        .map(name -> Service.valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')))
        .toList();
  }

  private static void url(Settings settings, String key, String description, Consumer<URI> use) {
    settings
        .uri(key, "http", "https")
        .where(
            uri -> uri.getRawUserInfo() == null && uri.getRawQuery() == null,
            "must not contain a user, a password or a query")
        .where(uri -> uri.getRawFragment() == null, "must not contain a fragment")
        .describedAs(description)
        .optional()
        .ifPresent(use);
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
