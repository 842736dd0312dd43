package dev.pulse.github;

import static dev.pulse.github.GitHubServer.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.HostileRepositories;
import dev.pulse.testkit.ManualClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("a hostile repository hurts nothing")
@Timeout(120)
class HostileRepositoriesTest {
  private static final int LONGEST = 4_000;

  private final ManualClock clock = ManualClock.at("2026-11-21T12:00:00Z");
  private final Environment environment =
      new Environment(Lookups.system(), FreshTls.platform(), clock, time -> {});
  private FakeGitHub github;

  static IntStream texts() {
    return IntStream.range(0, HostileRepositories.texts().size());
  }

  @BeforeEach
  void start() {
    github = FakeGitHub.builder().clock(clock).start();
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
        .retryAfter(List.of())
        .build();
  }

  private RepositoryReader reader(GitHubConnection connection) {
    return RepositoryReader.builder(connection)
        .withReleases()
        .withCommunityProfile()
        .codecov(
            CodecovClient.builder()
                .baseUrl(github.codecov().uri())
                .environment(environment)
                .build())
        .osv(OsvClient.builder().baseUrl(github.osv().uri()).environment(environment).build())
        .depsDev(
            DepsDevClient.builder()
                .baseUrl(github.depsDev().uri())
                .environment(environment)
                .build())
        .build();
  }

  private static RepositoryFacts read(RepositoryReader reader, String name)
      throws InterruptedException {
    return reader.read(reader.repository(RepositoryName.of("evil", name)).value().orElseThrow());
  }

  @ParameterizedTest(name = "text {0}")
  @MethodSource("texts")
  void whateverItsTextsAreItIsReadAndScoredAndSpokenOfInPlainWords(int number) throws Exception {
    var text = HostileRepositories.texts().get(number);
    var repository =
        github
            .repository("evil", "shop")
            .description(text)
            .defaultBranch(text)
            .issue(text, clock.instant())
            .readme(text)
            .release(text, clock.instant())
            .packages("pkg:npm/a@1.0.0", "pkg:npm/" + text + "@1.0.0")
            .alert(FakeAdvisory.of("GHSA-" + text, "npm", text).summary(text, text))
            .codeAlert("critical")
            .secretAlert(text)
            .coverage(50);
    repository.run().titled(text).job(text, "failure").finish("failure");

    var facts = read(reader(connection()), "shop");
    var health = HealthModel.standard().grade(facts);

    assertThat(health.score().rounded()).isPresent();
    assertThat(facts.builds().value()).isPresent();
    assertThat(facts.vulnerabilities()).isNotEmpty();
    var spoken = new ArrayList<String>();
    spoken.add(health.toString());
    spoken.add(health.score().toString());
    health.score().factors().forEach(factor -> spoken.add(factor.toString()));
    health.advice().forEach(advice -> spoken.add(advice.toString()));
    facts.vulnerabilities().forEach(one -> spoken.add(one + one.id() + one.description()));
    assertThat(spoken).allSatisfy(HostileRepositoriesTest::assertPlain);
  }

  private static void assertPlain(String text) {
    assertThat(text.length()).isLessThan(LONGEST);
    assertThat(text.chars().filter(c -> Character.isISOControl(c) || c == '\u202e')).isEmpty();
  }

  @Test
  void namesThatGitHubDoesNotAllowHideNoOther() throws Exception {
    github.repository("evil", "honest");
    HostileRepositories.named(github, "evil", clock.instant());

    var list = reader(connection()).list("evil").value().orElseThrow();

    assertThat(list.repositories())
        .extracting(one -> one.name().toString())
        .containsExactly("evil/honest");
    assertThat(list.leftOut()).isEqualTo(HostileRepositories.texts().size());
    assertThat(reader(connection()).repositories("evil").value()).contains(list.repositories());
  }

  @Test
  void aListOfNothingButSuchNamesIsNoListAndTheyAreNotRepeated() {
    HostileRepositories.named(github, "evil", clock.instant());

    assertThatExceptionOfType(GitHubException.class)
        .isThrownBy(() -> reader(connection()).repositories("evil"))
        .withMessage(
            "GitHub told of no repository with a name that GitHub allows and a default branch,"
                + " but of 11 without");
  }

  @Test
  void aReadmeOf20MegabytesAndABillOf50000PackagesAreScored() throws Exception {
    HostileRepositories.large(github, "evil", "large");
    var reader = reader(connection());

    var facts = read(reader, "large");

    assertThat(facts.readme().value()).contains(true);
    assertThat(facts.dependencies().value().orElseThrow()).hasSize(HostileRepositories.PACKAGES);
    assertThat(facts.reports(VulnerabilitySource.OSV).value()).contains(0);
    assertThat(facts.outdated().because())
        .contains("50000 packages are more than the 5000 that are looked up");
    assertThat(HealthModel.standard().grade(facts).score().value()).isPresent();
  }

  @Test
  void ofAReadmeOf20MegabytesNextToNothingIsRead() throws Exception {
    HostileRepositories.large(github, "evil", "large");
    var connection = connection();
    var values = Map.of("owner", "evil", "repo", "large");
    // The first request pays for classes and the connection.
    var unused = connection.status("/repos/{owner}/{repo}/readme", values, TIME);
    long before = allocated();

    var answer = connection.status("/repos/{owner}/{repo}/readme", values, TIME);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(allocated() - before).isLessThan(2 << 20);
  }

  private static long allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void anAnswerThatIsLargerThanAllowedMakesItsFactUnavailableAndNoOther() throws Exception {
    HostileRepositories.large(github, "evil", "large");
    var small =
        GitHubConnection.builder()
            .baseUrl(github.api())
            .token(Secret.of(FakeGitHub.TOKEN))
            .environment(environment)
            .maxBody(1 << 20)
            .build();

    var facts = read(reader(small), "large");

    assertThat(facts.dependencies().because().orElseThrow())
        .contains("was answered with more than 1048576 bytes");
    assertThat(facts.readme().value()).contains(true);
    assertThat(HealthModel.standard().grade(facts).score().value()).isPresent();
  }

  @Test
  void workflowsWithAnchorsAndBombsAreReadOrSkippedWithAReason() throws Exception {
    HostileRepositories.workflows(github, "evil", "flows");
    github.repository("evil", "flows").workflow("good.yml", "name: Good\non: workflow_dispatch\n");
    var found = Workflows.of(connection(), "evil/flows").discover(file -> true, TIME);

    assertThat(found.workflows())
        .extracting(Workflow::file)
        .contains("good.yml", "norway.yml", "billion-laughs.yml");
    assertThat(found.skipped())
        .containsKeys(
            "deep-lists.yml", "deep-maps.yml", "circle.yml", "long-text.yml", "broken.yml");
    assertThat(found.skipped().values()).allSatisfy(HostileRepositoriesTest::assertPlain);
    // An alias is the very value it stands for: a billion of them are ten lists.
    assertThat(found.toString().length()).isLessThan(LONGEST);
  }
}
