package dev.pulse.docs.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.api.score.ScorerCheck;
import dev.pulse.core.Pulse;
import dev.pulse.github.CodecovClient;
import dev.pulse.github.DepsDevClient;
import dev.pulse.github.FollowedVulnerability;
import dev.pulse.github.GitHubApp;
import dev.pulse.github.GitHubConnection;
import dev.pulse.github.GitHubException;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.HealthModel;
import dev.pulse.github.HttpCache;
import dev.pulse.github.OsvClient;
import dev.pulse.github.Repository;
import dev.pulse.github.RepositoryFacts;
import dev.pulse.github.RepositoryHealth;
import dev.pulse.github.RepositoryHealthScorer;
import dev.pulse.github.RepositoryName;
import dev.pulse.github.RepositoryReader;
import dev.pulse.github.VulnerabilityHistory;
import dev.pulse.github.VulnerabilitySource;
import dev.pulse.github.WebhookReceiver;
import dev.pulse.github.Workflow;
import dev.pulse.github.WorkflowRun;
import dev.pulse.github.Workflows;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubGuideTest {
  private static final Secret TOKEN = Secret.of(FakeGitHub.TOKEN);

  private final FakeGitHub fake = FakeGitHub.start();
  private final GitHubConnection github =
      GitHubConnection.builder().baseUrl(fake.api()).token(TOKEN).build();
  private FakeGitHubRepository shop;

  @BeforeEach
  void fill() {
    shop = fake.repository("octo-org", "shop");
    example(shop);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  /** 80, 87.5, 45 packages with 2 outdated, 100, 100, 100. */
  private void example(FakeGitHubRepository repository) {
    var ends = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      ends.add(i < 8 ? "success" : "failure");
    }
    var packages = new ArrayList<String>();
    for (int i = 0; i < 45; i++) {
      packages.add("pkg:npm/package-" + i + "@1.0.0");
      var versions = i < 2 ? new String[] {"1.0.0", "2.0.0"} : new String[] {"1.0.0"};
      fake.depsDev().versions("npm", "package-" + i, versions);
    }
    repository
        .builds(ends.toArray(String[]::new))
        .coverage(87.5)
        .docs()
        .packages(packages)
        .issues(12, Instant.now().minus(Duration.ofDays(5)));
  }

  private RepositoryReader reader() {
    return RepositoryReader.builder(github)
        .codecov(CodecovClient.builder().baseUrl(fake.codecov().uri()).build())
        .osv(OsvClient.builder().baseUrl(fake.osv().uri()).build())
        .depsDev(DepsDevClient.builder().baseUrl(fake.depsDev().uri()).build())
        .build();
  }

  @Test
  void tenLinesScoreARepository() throws Exception {
    assertThat(HowHealthy.tell(RepositoryHealthScorer.of(reader(), "octo-org/shop")))
        .startsWith("octo-org/shop: 92 (healthy)\n")
        .contains("build 80.0: 8 of 10 builds of main succeeded\n")
        .contains("coverage 87.5: 87.5 % of main is covered by tests\n")
        .contains("dependencies 97.777777777778: 45 packages, 2 outdated; no open vulnerability\n")
        .contains("mend what made 2 builds fail (+5.0)\n");
  }

  @Test
  void aScoreIsACheck() {
    try (var pulse = Pulse.builder().start()) {
      var reader = reader();
      pulse.add(
          Registration.check(
                  "shop-health",
                  ScorerCheck.of(RepositoryHealthScorer.of(reader, "octo-org/shop"))
                      .warnBelow(80)
                      .failBelow(50))
              .timeout(Duration.ofMinutes(2))
              .build());
      var result = pulse.runNow("shop-health").join().result();
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(result.summary()).startsWith("92 of 100");
    }
  }

  @Test
  void manyRepositoriesShareAReader() throws Exception {
    fake.repository("octo-org", "empty").empty().withoutReadme();
    var reader = reader();
    var all = new ArrayList<RepositoryHealth>();
    try {
      for (Repository repository : reader.repositories("octo-org").value().orElse(List.of())) {
        if (!repository.archived()) {
          all.add(HealthModel.standard().grade(reader.read(repository)));
        }
      }
    } catch (GitHubException e) {
      System.out.println("the rest " + e.until().map(at -> "after " + at).orElse("another time"));
    }
    System.out.println(RepositoryHealth.average(all));
    assertThat(all).extracting(health -> health.repository().name()).contains("empty", "shop");
  }

  @Test
  void whatIsKnownIsAFactAndWhatIsNotSaysWhy() throws Exception {
    shop.dependabot(FakeGitHubRepository.Feature.OFF);
    RepositoryFacts facts = RepositoryHealthScorer.of(reader(), "octo-org/shop").examine().facts();
    facts
        .coverage()
        .value()
        .ifPresentOrElse(
            percent -> System.out.println(percent + " % since " + facts.coverage().at()),
            () -> System.out.println("nobody knows: " + facts.coverage().because().orElseThrow()));
    assertThat(facts.coverage()).asString().startsWith("87.5 (codecov, ");
    assertThat(facts.reports(VulnerabilitySource.DEPENDABOT))
        .asString()
        .startsWith("unavailable, because GitHub answered 403: ");
  }

  @Test
  void weightsAreChosen() throws Exception {
    var model =
        HealthModel.builder()
            .weight(HealthFactor.SECURITY, 40)
            .without(HealthFactor.ACTIVITY)
            .build();
    var scorer = RepositoryHealthScorer.of(reader(), "octo-org/shop").withModel(model);
    assertThat(scorer.examine().score().model()).contains(model.name());
    assertThat(model.name()).isNotEqualTo(HealthModel.standard().name());
  }

  @Test
  void aChangeIsExplained() throws Exception {
    var reader = reader();
    var monday = RepositoryHealthScorer.of(reader, "octo-org/shop").examine();
    shop.alert(FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "package-1").severity("high"))
        .alert(FakeAdvisory.of("GHSA-aaaa-bbbb-dddd", "npm", "package-2").severity("high"))
        .coverage(80);
    var tuesday = RepositoryHealthScorer.of(reader, "octo-org/shop").examine();
    var change = tuesday.changeSince(monday).orElseThrow();
    assertThat(change)
        .hasToString("−5: 2 new high vulnerabilities (−4), coverage 87.5 → 80 (−1.5)");
  }

  @Test
  void vulnerabilitiesAreFollowedFromLookToLook() throws Exception {
    shop.alert(FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "package-1").severity("high"));
    var reader = reader();
    var repository = reader.repository(name()).value().orElseThrow();
    List<FollowedVulnerability> stored = List.of();
    var look = VulnerabilityHistory.after(stored, reader.read(repository));
    look.opened().forEach(one -> System.out.println("new: " + one.vulnerability()));
    look.closed().forEach(one -> System.out.println("gone: " + one.vulnerability()));
    stored = look.open();
    assertThat(look.opened()).hasSize(1);
    shop.fix("GHSA-aaaa-bbbb-cccc");
    assertThat(VulnerabilityHistory.after(stored, reader.read(repository)).closed()).hasSize(1);
  }

  private static RepositoryName name() {
    return RepositoryName.of("octo-org", "shop");
  }

  @Test
  void aWorkflowIsStartedAndFollowed() throws Exception {
    shop.workflow(
            "image.yml",
            """
            name: Image
            run-name: Image ${{ inputs.correlation_id }}
            on:
              workflow_dispatch:
                inputs:
                  correlation_id:
                    required: true
                  tag:
                    required: true
            """)
        .runName("Image ${{ inputs.correlation_id }}")
        .onDispatch(run -> run.begin().finish("success"));
    var workflows = Workflows.of(github, "octo-org/shop");
    var most = Duration.ofMinutes(1);
    for (Workflow workflow : workflows.discover(file -> true, most).workflows()) {
      System.out.println(workflow.name() + " wants " + workflow.inputs().keySet());
    }
    Workflow image = workflows.discover("image.yml"::equals, most).workflows().get(0);
    var start = workflows.dispatch(image, "main", Map.of("tag", "v1.2.3"), most);
    Optional<WorkflowRun> run = workflows.await(start, Duration.ofSeconds(2), most);
    if (run.isPresent()) {
      run = workflows.follow(run.get().id(), Duration.ofSeconds(30), Duration.ofHours(1));
    }
    System.out.println(run.flatMap(WorkflowRun::conclusion).orElse("nobody knows"));
    assertThat(run.flatMap(WorkflowRun::conclusion)).contains("success");
  }

  @Test
  void aWebhookIsJudged() throws Exception {
    var secret = Secret.of("a-secret-of-the-webhook");
    var body = "{\"action\":\"completed\",\"repository\":{\"full_name\":\"octo-org/shop\"}}";
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var headers =
        Map.of(
            "X-GitHub-Event", "workflow_run",
            "X-GitHub-Delivery", "72d3162e",
            "X-Hub-Signature-256", "sha256=" + signature(secret, bytes));
    var receiver = WebhookReceiver.of(secret);
    var delivery = receiver.receive(headers::get, bytes);
    if (delivery.isNew() && delivery.event().equals("workflow_run")) {
      delivery.workflowRun().ifPresent(System.out::println);
    }
    assertThat(delivery.status()).isEqualTo(202);
    assertThat(receiver.receive(headers::get, bytes).isNew()).isFalse();
    assertThat(receiver.receive(name -> null, bytes).status()).isEqualTo(401);
  }

  private static String signature(Secret secret, byte[] body)
      throws NoSuchAlgorithmException, InvalidKeyException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }

  @Test
  void thereAreSeveralWaysToAsk(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("token"), FakeGitHub.TOKEN + "\n");
    var key = Secret.of(fake.app().privateKey());
    fake.app().install("octo-org");
    var cache = HttpCache.none();
    URI server = fake.enterprise();
    var byFile = GitHubConnection.builder().tokenFile(file).baseUrl(server).cache(cache).build();
    var byApp =
        GitHubConnection.builder()
            .app(GitHubApp.installedOn("octo-org", "12345", key))
            .baseUrl(server)
            .build();
    for (GitHubConnection connection : List.of(byFile, byApp)) {
      var reader = RepositoryReader.builder(connection).withoutCodecov().withoutOsv();
      assertThat(reader.withoutDepsDev().build().repositories("octo-org").isKnown()).isTrue();
    }
  }
}
