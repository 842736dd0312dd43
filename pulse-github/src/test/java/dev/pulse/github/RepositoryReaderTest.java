package dev.pulse.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.testkit.FakeScoreContext;
import dev.pulse.testkit.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RepositoryReaderTest {
  private static final String API = "/repos/acme/shop";
  private static final List<String> OTHERS = List.of("/codecov", "/osv", "/depsdev");

  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final Environment environment =
      new Environment(Lookups.system(), FreshTls.platform(), clock, waits::add);
  private final List<ObservedRequest> observed = new CopyOnWriteArrayList<>();

  private FakeGitHub github;
  private FakeGitHubRepository shop;
  private RepositoryReader reader;

  @BeforeEach
  void start() {
    github = FakeGitHub.builder().clock(clock).start();
    shop = github.repository("acme", "shop");
    reader = reader(5_000).build();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private GitHubConnection connection() {
    return GitHubConnection.builder()
        .baseUrl(github.api())
        .token(Secret.of(FakeGitHub.TOKEN))
        .environment(environment)
        .observer(observed::add)
        .build();
  }

  private RepositoryReader.Builder reader(int mostPackages) {
    return RepositoryReader.builder(connection())
        .codecov(
            CodecovClient.builder()
                .baseUrl(github.codecov().uri())
                .environment(environment)
                .observer(observed::add)
                .build())
        .osv(
            OsvClient.builder()
                .baseUrl(github.osv().uri())
                .environment(environment)
                .observer(observed::add)
                .build())
        .depsDev(
            DepsDevClient.builder()
                .baseUrl(github.depsDev().uri())
                .environment(environment)
                .observer(observed::add)
                .mostPackages(mostPackages)
                .build());
  }

  private RepositoryFacts read() throws InterruptedException {
    return read(reader);
  }

  private static RepositoryFacts read(RepositoryReader reader) throws InterruptedException {
    var found = reader.repository(RepositoryName.of("acme", "shop"));
    return reader.read(found.value().orElseThrow());
  }

  private RepositoryHealth health() throws InterruptedException {
    return HealthModel.standard().grade(read());
  }

  /** 80, 87.5, 45 packages with 2 outdated, 100, 100, 100. */
  private void example() {
    var ends = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      ends.add(i < 8 ? "success" : "failure");
    }
    var packages = new ArrayList<String>();
    for (int i = 0; i < 45; i++) {
      packages.add("pkg:npm/package-" + i + "@1.0.0");
      github
          .depsDev()
          .versions(
              "npm",
              "package-" + i,
              i < 2 ? new String[] {"1.0.0", "2.0.0"} : new String[] {"1.0.0"});
    }
    shop.builds(ends.toArray(String[]::new))
        .coverage(87.5)
        .docs()
        .packages(packages)
        .issues(12, clock.instant().minus(Duration.ofDays(5)));
  }

  private int gitHubRequests() {
    return (int)
        github.calls().stream()
            .filter(call -> OTHERS.stream().noneMatch(call.route()::contains))
            .count();
  }

  @Test
  @DisplayName("row 5: what draws in what is as GitHub's bill relates it")
  void pathsOfPackages() throws Exception {
    shop.packages(
        List.of("pkg:npm/web@1.0.0", "pkg:npm/log@1.0.0"),
        Map.of("pkg:npm/web@1.0.0", List.of("pkg:npm/log@1.0.0", "pkg:npm/old@0.1.0")));
    github.depsDev().versions("npm", "old", "0.1.0", "0.2.0");

    var facts = read();
    var graph = facts.dependencyGraph().value().orElseThrow();
    var web = graph.packages().get(0);

    assertThat(graph.packages()).isEqualTo(facts.dependencies().value().orElseThrow());
    assertThat(graph).hasToString("3 packages, 2 of them direct");
    assertThat(graph.drawnInBy(web)).extracting(Dependency::name).containsExactly("log", "old");
    assertThat(graph.isDirect(graph.drawnInBy(web).get(1))).isFalse();
    var outdated = facts.outdated().value().orElseThrow().get(0);
    assertThat(outdated).isEqualTo(graph.packages().get(2));
    assertThat(outdated.newestVersion()).contains("0.2.0");
    assertThat(graph.packages().get(2).newestVersion()).isEmpty();
  }

  @Test
  @DisplayName("row 1: the example of the guide is 92, from answers over HTTP")
  void theExampleIs92() throws Exception {
    example();

    var health = health();

    assertThat(health).hasToString("acme/shop: 92 (healthy)");
    assertThat(health.score().value()).hasValue(92.055556);
    assertThat(health.facts().outdated().value().orElseThrow())
        .hasSize(2)
        .allSatisfy(old -> assertThat(old.newestVersion()).isPresent());
    assertThat(health.facts().coverage().value()).contains(new BigDecimal("87.5"));
    assertThat(health.facts().coverage().source()).isEqualTo("codecov");
    assertThat(health.facts().coverage().at()).isEqualTo(clock.instant());
  }

  @Test
  @DisplayName("4.1.5: at most ten requests to GitHub for a repository")
  void asksGitHubTenTimesAtMost() throws Exception {
    example();

    read();

    assertThat(gitHubRequests()).isLessThanOrEqualTo(10);
  }

  @Test
  void asksTheSecondTimeOnlyForWhatHasChanged() throws Exception {
    example();
    read();
    long before = github.requests();
    clock.move(Duration.ofMinutes(10));

    var again = health();

    assertThat(again.score().rounded()).hasValue(92);
    // deps.dev and OSV's details are kept; Codecov and the batch are asked each time.
    assertThat(github.requests() - before).isLessThanOrEqualTo(12);
    assertThat(github.calls().stream().filter(call -> call.status() == 304).count()).isEqualTo(10);
  }

  @Test
  void noOtherServiceLearnsTheToken() throws Exception {
    example();

    read();

    assertThat(github.calls())
        .filteredOn(call -> OTHERS.stream().anyMatch(call.route()::contains))
        .hasSizeGreaterThan(45)
        .noneMatch(call -> call.request().headers().containsKey("authorization"));
  }

  @Test
  @DisplayName("rows 4 and 8: what is forbidden is missing with its reason, and not clean")
  void forbiddenIsMissing() throws Exception {
    shop.dependabot(Feature.FORBIDDEN)
        .codeScanning(Feature.OFF)
        .secretScanning(Feature.OFF)
        .sbom(Feature.OFF);
    github.answer(API + "/actions/runs", HttpAnswer.json(403, "{\"message\":\"No.\"}"));

    var health = health();

    assertThat(health.missing())
        .containsExactly(
            HealthFactor.BUILD,
            HealthFactor.COVERAGE,
            HealthFactor.DEPENDENCIES,
            HealthFactor.SECURITY);
    assertThat(health.facts().builds().because()).contains("GitHub answered 403: No.");
    assertThat(health.facts().coverage().because()).contains("Codecov answered 404");
    assertThat(health.facts().readableSources()).isEmpty();
    assertThat(health.facts().vulnerablePackages()).isEmpty();
    assertThat(health.facts().reports(VulnerabilitySource.OSV).because().orElseThrow())
        .startsWith("the packages are unknown: GitHub answered 404");
  }

  @Test
  @DisplayName("row 6: README and docs")
  void documentationIsReadmeAndDocs() throws Exception {
    assertThat(read().readme().value()).contains(true);
    assertThat(read().docs().value()).contains(false);
    shop.withoutReadme().docs();
    assertThat(read().readme().value()).contains(false);
    assertThat(read().docs().value()).contains(true);
  }

  @Test
  void aFileNamedDocsIsNoDirectory() throws Exception {
    shop.file("docs", "read me");

    assertThat(read().docs().value()).contains(false);
  }

  @Test
  void pagesAndTheConfigurationNeedNoRequest() throws Exception {
    shop.pages();
    assertThat(read().docs().value()).contains(true);

    var other = github.repository("acme", "other");
    other.lastCommit(clock.instant());
    var elsewhere = reader(10).documentedElsewhere(List.of("Other")).build();
    var found = elsewhere.repository(RepositoryName.of("acme", "other")).value().orElseThrow();

    assertThat(elsewhere.read(found).docs().value()).contains(true);
    assertThat(github.count("GET /repos/{owner}/{repo}/contents/{path...}")).isZero();
  }

  @Test
  void anEmptyRepositoryHasNoCommit() throws Exception {
    shop.empty();

    assertThat(read().newestCommit().value()).contains(NewestCommit.none());
  }

  @Test
  void pullRequestsAndOldIssuesDoNotCount() throws Exception {
    shop.issue("new", clock.instant().minus(Duration.ofDays(89)));
    shop.issue("just not", clock.instant().minus(Duration.ofDays(90)).minusSeconds(60));
    shop.pull("a pull request", "acme/shop", "main", clock.instant());

    assertThat(read().issues().value()).contains(1);
  }

  @Test
  void readingStopsAtTwelveIssues() throws Exception {
    shop.issues(250, clock.instant());

    assertThat(read().issues().value()).contains(12);
    assertThat(github.count("GET /repos/{owner}/{repo}/issues")).isEqualTo(1);
  }

  @Test
  void issuesThatAreSwitchedOffAreNotAskedFor() throws Exception {
    shop.withoutIssues();

    assertThat(read().issues().because()).contains("issues are switched off");
    assertThat(github.count("GET /repos/{owner}/{repo}/issues")).isZero();
  }

  @Test
  @DisplayName("defect 7: the default branch has any name, and other branches do not count")
  void otherBranchesDoNotCount() throws Exception {
    shop.defaultBranch("trunk");
    shop.run().branch("trunk").finish("success");
    shop.run().branch("dev").finish("failure");

    assertThat(read().builds().value().orElseThrow().all()).hasSize(1);
    assertThat(read().builds().value().orElseThrow().status()).isEqualTo(BuildStatus.PASSING);
  }

  @Test
  void withoutATokenARefusalIsAMatterOfItsSource() throws Exception {
    github.answer("/repos/acme/shop/dependabot/alerts", HttpAnswer.text(401, "{}"));
    var anonymous =
        GitHubConnection.builder().baseUrl(github.api()).environment(environment).build();

    var facts =
        read(
            RepositoryReader.builder(anonymous)
                .withoutCodecov()
                .withoutOsv()
                .withoutDepsDev()
                .build());

    assertThat(facts.reports(VulnerabilitySource.DEPENDABOT).because().orElseThrow())
        .contains("wants a GitHub token");
    assertThat(facts.readme().value()).contains(true);
    assertThat(facts.builds().value()).isPresent();
  }

  @Test
  @DisplayName("row 9: Dependabot and OSV report one advisory; all pages are followed")
  void bothSourcesOfOneAdvisory() throws Exception {
    var lodash =
        FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "lodash")
            .alias("CVE-2021-23337")
            .severity("high")
            .fixed("4.17.21");
    shop.packages("pkg:npm/lodash@4.17.20").alert(lodash);
    github.osv().pageSize(1).advisory(lodash, "pkg:npm/lodash@4.17.20");
    github
        .osv()
        .advisory(
            FakeAdvisory.of("PYSEC-1", "npm", "lodash")
                .severity("")
                .vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
            "pkg:npm/lodash@4.17.20");
    github
        .osv()
        .advisory(
            FakeAdvisory.of("GHSA-withdrawn", "npm", "lodash").withdrawn(clock.instant()),
            "pkg:npm/lodash@4.17.20");
    for (int i = 0; i < 120; i++) {
      shop.alert(FakeAdvisory.of("GHSA-zzzz-zzzz-" + i, "npm", "other-" + i).severity("low"));
    }

    var all = read().vulnerabilities();

    assertThat(all).hasSize(122);
    assertThat(read().vulnerablePackages()).hasValue(121);
    assertThat(all.get(0).id()).isEqualTo("PYSEC-1");
    assertThat(all.get(0).severity()).isEqualTo(VulnerabilitySeverity.CRITICAL);
    var merged = all.get(1);
    assertThat(merged.id()).isEqualTo("GHSA-aaaa-bbbb-cccc");
    assertThat(merged.aliases()).containsExactly("CVE-2021-23337");
    assertThat(merged.sources())
        .containsExactly(VulnerabilitySource.DEPENDABOT, VulnerabilitySource.OSV);
    assertThat(merged.version()).contains("4.17.20");
    assertThat(merged.fixedVersion()).contains("4.17.21");
  }

  @Test
  void halfAnAnswerOfOsvIsNone() throws Exception {
    shop.packages("pkg:npm/lodash@4.17.20");
    var advisory = FakeAdvisory.of("GHSA-1", "npm", "lodash");
    github.osv().advisory(advisory, "pkg:npm/lodash@4.17.20");
    github.answer("/osv/v1/vulns/", HttpAnswer.json(500, "{}"));

    var facts = read();

    assertThat(facts.reports(VulnerabilitySource.OSV).because()).contains("OSV answered 500");
    assertThat(facts.readableSources()).containsExactly(VulnerabilitySource.DEPENDABOT);
    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  @DisplayName("defect 11: what has no exact version is not asked for")
  void rangesAreNotAskedFor() throws Exception {
    shop.packages("pkg:npm/lodash@%5E4.0.0", "pkg:npm/left-pad");

    var facts = read();

    assertThat(facts.reports(VulnerabilitySource.OSV).value()).contains(0);
    assertThat(facts.outdated().value().orElseThrow()).isEmpty();
    assertThat(facts.dependencies().value().orElseThrow()).hasSize(2);
    assertThat(github.calls()).noneMatch(call -> call.route().contains("/osv"));
    assertThat(github.calls()).noneMatch(call -> call.route().contains("/depsdev"));
  }

  @Test
  void anUnknownPackageIsNotOutdated() throws Exception {
    shop.packages("pkg:npm/ours@1.0.0");

    assertThat(read().outdated().value().orElseThrow()).isEmpty();
  }

  @Test
  void moreThanHalfOfTheLookUpsFailed() throws Exception {
    shop.packages("pkg:npm/a@1", "pkg:npm/b@1", "pkg:npm/c@1");
    github.answer("/depsdev/v3/systems/npm/packages/a", HttpAnswer.json(403, "{}"));
    assertThat(read().outdated().isKnown()).isTrue();

    github.answer("/depsdev/v3/systems/npm/packages/b", HttpAnswer.json(403, "{}"));

    assertThat(read().outdated().because())
        .contains("2 of 3 look-ups failed, the last because deps.dev answered 403");
  }

  @Test
  void aServiceThatIsDownIsNotAskedAThousandTimes() throws Exception {
    shop.packages(IntStream.range(0, 500).mapToObj(i -> "pkg:npm/p" + i + "@1").toList());
    github.answer("/depsdev", HttpAnswer.json(403, "{}"));

    assertThat(read().outdated().because().orElseThrow()).startsWith("10 of 500 look-ups failed");
  }

  @Test
  @DisplayName("4.7.2: deps.dev is asked again after an hour")
  void versionsAreKeptForAnHour() throws Exception {
    shop.packages("pkg:npm/a@1.0.0");
    github.depsDev().versions("npm", "a", "1.0.0");
    var route = "GET /depsdev/v3/systems/{system}/packages/{name}";
    assertThat(read().outdated().value().orElseThrow()).isEmpty();
    github.depsDev().versions("npm", "a", "1.0.0", "1.1.0");
    clock.move(Duration.ofMinutes(59));
    assertThat(read().outdated().value().orElseThrow()).isEmpty();
    assertThat(github.count(route)).isEqualTo(1);

    clock.move(Duration.ofMinutes(2));

    assertThat(read().outdated().value().orElseThrow()).hasSize(1);
    assertThat(github.count(route)).isEqualTo(2);
  }

  @Test
  void criticalFindingsOfTheScannersCount() throws Exception {
    shop.codeAlert("high").codeAlert("").secretAlert("github_token");
    assertThat(read().codeScanning().value()).contains(0);
    assertThat(read().secretScanning().value()).contains(1);
    shop.codeAlert("critical").withoutSecretAlerts();
    assertThat(read().codeScanning().value()).contains(1);
    assertThat(read().secretScanning().value()).contains(0);
  }

  @Test
  @DisplayName("4.1.3: a failure of GitHub's ends the reading, and nobody else is asked")
  void aFailureEndsTheReading() throws Exception {
    example();
    github.answer(API + "/commits", HttpAnswer.json(502, "{}"));

    var failure = catchThrowableOfType(GitHubException.class, this::read);

    assertThat(failure.kind()).isEqualTo(GitHubException.Kind.UNREACHABLE);
    assertThat(github.calls()).noneMatch(call -> call.route().contains("/codecov"));
    assertThat(github.calls()).noneMatch(call -> call.route().contains("/depsdev"));
  }

  @Test
  @DisplayName("4.6.2: the limit of the bill of materials is a matter of that source")
  void anotherLimitIsAMatterOfOneSource() throws Exception {
    shop.packages("pkg:npm/a@1.0.0");
    github.remaining("dependency_sbom", 0);

    var facts = read();

    assertThat(facts.dependencies().because().orElseThrow()).contains("rate limit exceeded");
    assertThat(facts.readme().isKnown()).isTrue();
  }

  @Test
  void theCoreLimitEndsTheReading() {
    github.remaining("core", 3);

    var failure = catchThrowableOfType(GitHubException.class, this::read);

    assertThat(failure.kind()).isEqualTo(GitHubException.Kind.RATE_LIMITED);
    assertThat(failure.getMessage()).contains("GitHub API rate limit exceeded");
  }

  @Test
  void anAnswerThatCannotBeUnderstoodIsUnavailable() throws Exception {
    github.answer(API + "/dependabot", HttpAnswer.json(200, "{\"message\":\"surprise\"}"));
    github.answer(API + "/actions/runs", HttpAnswer.json(200, "{}"));
    github.answer(API + "/code-scanning", HttpAnswer.json(200, "[{}]"));
    github.answer("/codecov", HttpAnswer.json(200, "{\"totals\":{\"coverage\":120}}"));

    var facts = read();

    assertThat(facts.reports(VulnerabilitySource.DEPENDABOT).isKnown()).isFalse();
    assertThat(facts.builds().because().orElseThrow()).contains("expected workflow_runs");
    assertThat(facts.codeScanning().because().orElseThrow()).contains("without a rule");
    assertThat(facts.coverage().because().orElseThrow()).contains("a coverage of 0 to 100");
  }

  @Test
  void coverageWithoutANumberIsUnavailable() throws Exception {
    shop.coverageUnknown();

    assertThat(read().coverage().because()).contains("Codecov knows of no coverage of main");
  }

  @Test
  void releasesAndProfileAreReadWhenTheyAreWanted() throws Exception {
    shop.release("v1.0.0", clock.instant().minus(Duration.ofDays(2)));

    assertThat(read().releases().because()).contains("nobody asked for it");
    var facts = read(reader(10).withReleases().withCommunityProfile().build());

    assertThat(facts.releases().value().orElseThrow())
        .extracting(Release::tag)
        .containsExactly("v1.0.0");
    assertThat(facts.communityProfile().value().orElseThrow()).isBetween(0, 100);
  }

  @Test
  void aServiceThatIsLeftOutLearnsNothing() throws Exception {
    example();
    var alone = reader(10).withoutCodecov().withoutOsv().withoutDepsDev().build();

    var health = HealthModel.standard().grade(read(alone));

    assertThat(health.missing()).containsExactly(HealthFactor.COVERAGE);
    assertThat(github.calls()).noneMatch(call -> OTHERS.stream().anyMatch(call.route()::contains));
  }

  @Test
  @DisplayName("4.1.1: the repositories of an organisation, of a user, of nobody")
  void repositoriesAreListedInOrder() throws Exception {
    for (int i = 0; i < 120; i++) {
      github.repository("acme", "r" + (1000 + i));
    }
    github.repository("acme", "Archive").archived();
    github.repository("jane", "notes");
    github.user("jane");

    var all = reader.repositories("acme").value().orElseThrow();

    assertThat(all).hasSize(122);
    assertThat(all.get(0).name().name()).isEqualTo("Archive");
    assertThat(all.get(0).archived()).isTrue();
    assertThat(reader.repositories("jane").value().orElseThrow()).hasSize(1);
    assertThat(reader.repositories("nobody").because())
        .contains("organisation or user not found: nobody");
    assertThat(reader.repository(RepositoryName.of("acme", "none")).because())
        .contains("repository not found: acme/none");
  }

  @Test
  void aScorerIsAScorer() throws Exception {
    example();
    var scorer = RepositoryHealthScorer.of(reader, "acme/shop");

    assertThat(scorer.score(FakeScoreContext.create()).rounded()).hasValue(92);
    assertThat(scorer.examine()).hasToString("acme/shop: 92 (healthy)");
    assertThat(
            scorer
                .withModel(HealthModel.builder().missingAsZero().build())
                .examine()
                .score()
                .model())
        .contains(
            "repository-health/1;build=25,coverage=20,dependencies=20,documentation=15,"
                + "activity=10,security=10;missing=0");
  }

  @Test
  void aScorerOfNothingIsInconclusive() throws Exception {
    var scorer = RepositoryHealthScorer.of(reader, "acme/none");

    var score = scorer.score(FakeScoreContext.create());

    assertThat(score.value()).isEmpty();
    assertThat(score.because()).contains("repository not found: acme/none");
    assertThatThrownBy(scorer::examine).isInstanceOf(RepositoryNotFoundException.class);
    github.revokeTokens();
    assertThat(scorer.score(FakeScoreContext.create()).reason().orElseThrow().toString())
        .contains("unauthorised");
  }

  @Test
  void allProblemsOfAClientAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                OsvClient.builder()
                    .timeout(Duration.ZERO)
                    .maxBody(0)
                    .keep(Duration.ofDays(-1))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("osv: keep", "osv: timeout", "osv: max-body");
  }
}
