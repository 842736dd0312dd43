package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.ScorerProvider;
import dev.pulse.testkit.ScorerProviderContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositoryHealthScorerProviderTest extends ScorerProviderContract {
  @Override
  protected ScorerProvider provider() {
    return new RepositoryHealthScorerProvider();
  }

  @Override
  protected Map<String, Object> validOptions() {
    return Map.of(
        "repository",
        "octo-org/octo-repo",
        "url",
        "https://github.example/api/v3",
        "token",
        "ghp_0123456789",
        "without",
        List.of("deps-dev", "osv"),
        "weights",
        Map.of("security", 40, "coverage", 0),
        "missing-as-zero",
        true);
  }

  @Override
  protected Set<String> requiredOptions() {
    return Set.of("repository");
  }

  @Test
  void isFound() {
    assertThat(ServiceLoader.load(ScorerProvider.class))
        .anyMatch(RepositoryHealthScorerProvider.class::isInstance);
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                Settings.read(
                    Map.of(
                        "repository",
                        "octo-repo",
                        "url",
                        "https://me:hunter2@github.example",
                        "without",
                        List.of("github"),
                        "weights",
                        Map.of("security", 1001)),
                    provider()::create))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("repository", "owner/name", "url", "without", "weights.security")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
  }

  @Test
  void aModelWithoutFactorsIsRefused() {
    var none =
        Map.of(
            "build",
            0,
            "coverage",
            0,
            "dependencies",
            0,
            "documentation",
            0,
            "activity",
            0,
            "security",
            0);

    assertThatThrownBy(
            () ->
                Settings.read(
                    Map.of("repository", "octo-org/octo-repo", "weights", none),
                    provider()::create))
        .hasMessageContaining("must leave a factor that counts");
  }

  private static RepositoryReader reader(ScorerProvider provider, String... options) {
    var all = new HashMap<String, Object>(Map.of("repository", "octo-org/octo-repo"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return ((RepositoryHealthScorer) Settings.read(all, provider::create)).reader();
  }

  @Test
  void thoseWithTheSameSourcesShareAReader() {
    var provider = provider();

    assertThat(reader(provider, "token", "one", "repository", "octo-org/a"))
        .isSameAs(reader(provider, "token", "one", "repository", "octo-org/b"));
  }

  @Test
  void thoseWithTheSameTokenShareAConnectionAndItsLimits() {
    var provider = provider();

    assertThat(reader(provider, "token", "one").github())
        .isSameAs(reader(provider, "token", "one", "without", "osv").github())
        .isNotSameAs(reader(provider, "token", "two").github())
        .isNotSameAs(reader(provider).github())
        .isNotSameAs(reader(provider, "token", "one", "url", "https://ghe.example").github())
        .isNotSameAs(reader(provider(), "token", "one").github());
  }
}
