package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.PrismProxy;
import dev.pulse.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What our client asks of GitHub, judged by GitHub's own description of its API: Prism stands
 * between the client and the fake, and refuses what breaks it on either way. {@code
 * samples/fakes/trial/github-openapi.sh} runs this.
 */
@EnabledIfEnvironmentVariable(named = PrismProxy.PROGRAM, matches = ".+")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GitHubRequestsPrismTest {
  /** Whose answers do not come from Prism's refusals. */
  private static final List<Integer> EXPECTED = List.of(200, 201, 202, 204, 304, 403, 404, 409);

  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  private final FakeGitHub github = FakeGitHub.builder().clock(clock).start();
  private final ConcurrentLinkedQueue<ObservedRequest> observed = new ConcurrentLinkedQueue<>();
  private PrismProxy prism;
  private long run;
  private int pull;

  @BeforeAll
  void start() throws Exception {
    fill();
    prism = PrismProxy.start("PULSE_GITHUB_SPEC", github.api());
    github.linksTo(prism.uri());
  }

  private void fill() {
    var now = clock.instant();
    var shop =
        github
            .repository("acme", "shop")
            .docs()
            .builds("success", "failure", "cancelled")
            .issues(120, now)
            .release("v1.0.0", now)
            .alert(FakeAdvisory.of("GHSA-2wrp-6fg6-hmc5", "npm", "a").severity("high"))
            .codeAlert("critical")
            .secretAlert("slack_token")
            .packages("pkg:npm/a@1.0.0");
    for (int i = 0; i < 120; i++) {
      shop.alert(FakeAdvisory.of("GHSA-%04d-6fg6-hmc5".formatted(i), "npm", "b" + i));
    }
    pull = shop.pull("Mend it", "acme/shop", "mend", now);
    shop.workflow(
            "build.yml",
            """
            name: Build
            run-name: Build ${{ inputs.correlation_id }}
            on:
              workflow_dispatch:
                inputs:
                  correlation_id:
                    required: true
            """)
        .runName("Build ${{ inputs.correlation_id }}")
        .inputs("correlation_id");
    run = shop.run("build.yml").job("image", "success").begin().id();
    github.repository("acme", "old").empty().withoutReadme();
    github
        .repository("acme", "shut")
        .dependabot(Feature.OFF)
        .codeScanning(Feature.OFF)
        .secretScanning(Feature.OFF)
        .sbom(Feature.FORBIDDEN);
    github.user("ada");
    github.repository("ada", "notes").archived();
  }

  @AfterAll
  void stop() throws Exception {
    prism.close();
    github.close();
  }

  /** A request that breaks the description is answered by Prism with 422, an answer with 500. */
  @AfterEach
  void nothingWasRefused() {
    assertThat(observed)
        .isNotEmpty()
        .allSatisfy(
            request -> assertThat(EXPECTED).as("%s", request).contains(request.status().orElse(0)));
    observed.clear();
  }

  private GitHubConnection.Builder connection() {
    return GitHubConnection.builder()
        .baseUrl(prism.uri())
        .environment(new Environment(Lookups.system(), FreshTls.platform(), clock, clock::move))
        .retryAfter(List.of())
        .observer(observed::add);
  }

  private GitHubConnection withToken() {
    return connection().token(Secret.of(FakeGitHub.TOKEN)).build();
  }

  private static RepositoryReader reader(GitHubConnection connection) {
    return RepositoryReader.builder(connection)
        .withoutCodecov()
        .withoutOsv()
        .withoutDepsDev()
        .withReleases()
        .withCommunityProfile()
        .build();
  }

  private static RepositoryFacts facts(RepositoryReader reader, String name)
      throws InterruptedException {
    return reader.read(reader.repository(RepositoryName.of("acme", name)).value().orElseThrow());
  }

  @Test
  void everyFactIsAskedForAsGitHubDescribesIt() throws Exception {
    var reader = reader(withToken());
    assertThat(reader.repositories("acme").value().orElseThrow()).hasSize(3);
    assertThat(reader.repositories("ada").value().orElseThrow()).hasSize(1);
    assertThat(reader.repositories("nobody").because()).isPresent();

    var facts = facts(reader, "shop");

    assertThat(facts.builds().isKnown()).isTrue();
    assertThat(facts.readme().value()).contains(true);
    assertThat(facts.docs().value()).contains(true);
    assertThat(facts.newestCommit().isKnown()).isTrue();
    assertThat(facts.issues().value()).contains(12);
    assertThat(facts.reports(VulnerabilitySource.DEPENDABOT).value()).contains(121);
    assertThat(facts.codeScanning().value()).contains(1);
    assertThat(facts.secretScanning().value()).contains(1);
    assertThat(facts.dependencies().value().orElseThrow()).hasSize(1);
    assertThat(facts.releases().value().orElseThrow()).hasSize(1);
    assertThat(facts.communityProfile().isKnown()).isTrue();
  }

  @Test
  void whatIsNotThereIsAskedForAsGitHubDescribesIt() throws Exception {
    var reader = reader(withToken());

    assertThat(facts(reader, "old").newestCommit().isKnown()).isTrue();
    assertThat(facts(reader, "shut").dependencies().because().orElseThrow()).contains("403");
    assertThat(reader.repository(RepositoryName.of("acme", "none")).because()).isPresent();
  }

  @Test
  void whatIsUnchangedIsAskedForAsGitHubDescribesIt() throws Exception {
    var reader = reader(withToken());
    facts(reader, "shop");
    int before = github.notModified();

    facts(reader, "shop");

    assertThat(github.notModified() - before).isGreaterThanOrEqualTo(10);
  }

  @Test
  void workflowsAreFoundStartedFollowedAndStoppedAsGitHubDescribesIt() throws Exception {
    var workflows = Workflows.of(withToken(), "acme/shop");
    var build =
        workflows.discover(file -> true, TIME).workflows().stream()
            .filter(workflow -> workflow.file().equals("build.yml"))
            .findFirst()
            .orElseThrow();

    var dispatch = workflows.dispatch(build, "main", Map.of(), TIME);

    var started = workflows.await(dispatch, Duration.ofSeconds(1), Duration.ofSeconds(20));
    assertThat(started).isPresent();
    assertThat(workflows.run(started.get().id(), TIME)).isPresent();
    assertThat(workflows.jobs(run, TIME)).isNotEmpty();
    assertThat(workflows.run(1, TIME)).isEmpty();
    assertThat(workflows.cancel(run, TIME)).isTrue();
    assertThat(workflows.cancel(run, TIME)).isFalse();
  }

  @Test
  void tokensOfAnAppAreAskedForAsGitHubDescribesIt() throws Exception {
    long installation = github.app().install("acme");
    var id = Long.toString(github.app().id());
    var key = Secret.of(github.app().privateKey());
    for (GitHubApp app :
        List.of(GitHubApp.of(id, key, installation), GitHubApp.installedOn("acme", id, key))) {
      int before = github.app().tokens();

      assertThat(reader(connection().app(app).build()).repositories("acme").isKnown()).isTrue();

      assertThat(github.app().tokens()).isEqualTo(before + 1);
    }
  }

  @Test
  void sourcesOfBuildsAreAskedForAsGitHubDescribesIt() throws Exception {
    var sources = BuildSources.of(withToken());

    assertThat(sources.repositoryProblem("acme/shop", null, TIME)).isEmpty();
    assertThat(sources.refProblem("acme/shop", "main", TIME)).isEmpty();
    var reference = PullReference.parse("acme/shop#" + pull).orElseThrow();
    assertThat(sources.head(reference, "acme/shop", TIME)).isPresent();
  }
}
