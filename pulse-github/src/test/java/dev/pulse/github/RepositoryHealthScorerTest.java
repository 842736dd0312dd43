package dev.pulse.github;

import dev.pulse.api.config.Secret;
import dev.pulse.api.score.Scorer;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.FakeScoreContext;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ScorerContract;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RepositoryHealthScorerTest extends ScorerContract {
  private static final String CODECOV_TOKEN = "codecov.0123456789";

  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  private FakeGitHub github;

  @BeforeEach
  void start() {
    github = FakeGitHub.builder().clock(clock).start();
    github
        .repository("acme", "shop")
        .builds("success", "failure")
        .coverage(91)
        .packages("pkg:npm/lodash@4.17.20");
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private RepositoryHealthScorer scorer() {
    var environment = new Environment(Lookups.system(), FreshTls.platform(), clock, time -> {});
    var connection =
        GitHubConnection.builder()
            .baseUrl(github.api())
            .token(Secret.of(FakeGitHub.TOKEN))
            .environment(environment)
            .build();
    var reader =
        RepositoryReader.builder(connection)
            .codecov(
                CodecovClient.builder()
                    .baseUrl(github.codecov().uri())
                    .token(Secret.of(CODECOV_TOKEN))
                    .retryAfter(List.of())
                    .environment(environment)
                    .build())
            .osv(
                OsvClient.builder()
                    .baseUrl(github.osv().uri())
                    .retryAfter(List.of())
                    .environment(environment)
                    .build())
            .depsDev(
                DepsDevClient.builder()
                    .baseUrl(github.depsDev().uri())
                    .retryAfter(List.of())
                    .environment(environment)
                    .build())
            .build();
    return RepositoryHealthScorer.of(reader, "acme/shop");
  }

  @Override
  protected Scorer withEveryFact(FakeScoreContext.Builder context) {
    return scorer();
  }

  @Override
  protected Scorer withFactsMissing(FakeScoreContext.Builder context) {
    github.answer("/codecov", HttpAnswer.json(500, "{\"detail\":\"" + CODECOV_TOKEN + "\"}"));
    github.answer(
        "/repos/acme/shop/actions", HttpAnswer.json(403, "{\"message\":\"Not for you.\"}"));
    github.repository("acme", "shop").dependabot(Feature.OFF);
    return scorer();
  }

  @Override
  protected Set<String> missingFactors() {
    return Set.of("build", "coverage");
  }

  @Override
  protected Scorer withoutFacts(FakeScoreContext.Builder context) {
    github.answer("/", HttpAnswer.json(502, "{}"));
    return scorer();
  }

  @Override
  protected Optional<Scorer> hanging(FakeScoreContext.Builder context) {
    github.answer("/repos/acme/shop/commits", HttpAnswer.silence());
    return Optional.of(scorer());
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(FakeGitHub.TOKEN, CODECOV_TOKEN);
  }
}
