package dev.pulse.samples.repohealth.scan;

import static dev.pulse.samples.repohealth.scan.ScanRig.ORG;
import static dev.pulse.samples.repohealth.scan.ScanRig.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.github.Build;
import dev.pulse.github.BuildState;
import dev.pulse.github.BuildStatus;
import dev.pulse.github.HealthFactor;
import dev.pulse.github.HealthStatus;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.fakes.HostileRepositories;
import dev.pulse.samples.fakes.HttpAnswer;
import dev.pulse.samples.repohealth.config.ScanSettings;
import dev.pulse.samples.repohealth.store.BuildRow;
import dev.pulse.samples.repohealth.store.BuildSource;
import dev.pulse.samples.repohealth.store.BuildTable;
import dev.pulse.samples.repohealth.store.RepositoryRow;
import dev.pulse.samples.repohealth.store.ScanStatus;
import dev.pulse.samples.server.environment.DatabaseUrl;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 4.1, 4.4.5, 4.5, 4.6 and 4.7: what a scan does. */
class ScannerTest {
  @TempDir private Path folder;
  private ScanRig rig;

  @BeforeEach
  void start() {
    rig = new ScanRig(new DatabaseUrl.Sqlite(folder.resolve("pulse.db")));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private RepositoryRow row(String name) {
    return rig.overview().repository(name).orElseThrow();
  }

  private ScanSettings settings(int concurrency, boolean archived, boolean forks, boolean hidden) {
    return new ScanSettings(
        SETTINGS.interval(),
        concurrency,
        archived,
        forks,
        hidden,
        false,
        SETTINGS.staleAfter(),
        SETTINGS.retention());
  }

  @Test
  @DisplayName("Done when 4: hostile repositories of an organisation hurt nothing, and no other")
  void hostileRepositoriesHideNoOther() throws Exception {
    rig.example("honest");
    HostileRepositories.named(rig.github, ORG, rig.clock.instant());
    HostileRepositories.large(rig.github, ORG, "large");
    HostileRepositories.workflows(rig.github, ORG, "workflows");
    for (String text : HostileRepositories.texts()) {
      rig.repository("branch-" + HostileRepositories.texts().indexOf(text))
          .defaultBranch(text)
          .issue(text, rig.clock.instant());
    }

    var report = rig.scanner.scan();

    assertThat(report.failed()).isEmpty();
    assertThat(report.repositories())
        .extracting(ScannedRepository::name)
        .contains("honest", "large", "workflows", "branch-0")
        .hasSize(3 + HostileRepositories.texts().size());
    assertThat(row("honest").result().score().rounded()).hasValue(92);
    assertThat(row("large").result().score().rounded()).isPresent();
    assertThat(row("workflows").result().score().rounded()).isPresent();
    assertThat(rig.news)
        .containsOnlyOnce(
            "GitHub's list has 11 repositories without a name that GitHub allows or without a"
                + " branch, which are left out");
  }

  // row 1, row 2, row 3, row 5
  @Test
  @DisplayName("Row 1: the guide's example gives 92 from raw answers, and is stored so")
  void theExampleOfTheGuideGives92() throws Exception {
    rig.example("shokunin");

    var report = rig.scanner.scan();

    assertThat(report.status()).isEqualTo(ScanStatus.OK);
    var stored = row("shokunin").result();
    assertThat(stored.score().rounded()).hasValue(92);
    assertThat(stored.score().value()).hasValue(92.055556);
    assertThat(stored.score()).isEqualTo(rig.scanned.get(0).health().score());
    assertThat(stored.score().model()).contains("repository-health/1");
    assertThat(stored.status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(stored.dependencies()).isEqualTo(45);
    assertThat(stored.outdated()).isEqualTo(2);
    assertThat(stored.vulnerable()).isZero();
    assertThat(stored.coverage()).isEqualByComparingTo("87.5");
    assertThat(stored.steps()).isNotEmpty();
    assertThat(row("shokunin").buildStatus()).isEqualTo(BuildStatus.PASSING);
  }

  @Test
  @DisplayName("4.1.1: repositories are scanned in the order of names, without case")
  void repositoriesAreScannedInTheOrderOfNames() throws Exception {
    List.of("zebra", "Beta", "alpha").forEach(rig::example);

    rig.scanner.scan();

    assertThat(rig.scanned)
        .extracting(ScannedRepository::name)
        .containsExactly("alpha", "Beta", "zebra");
    assertThat(rig.overview().repositories())
        .extracting(RepositoryRow::name)
        .containsExactly("alpha", "Beta", "zebra");
  }

  @ParameterizedTest(name = "archived {0}, forks {1}, private {2}")
  @DisplayName("4.1.1: the three INCLUDE variables filter")
  @CsvSource({
    "false, false, true, 'open hidden'",
    "true, false, true, 'archive hidden open'",
    "false, true, true, 'fork hidden open'",
    "false, false, false, 'open'"
  })
  void whatIsNotIncludedIsNotScanned(
      boolean archived, boolean forks, boolean hidden, String expected) throws Exception {
    rig.repository("open");
    rig.repository("archive").archived();
    rig.repository("fork").forkOf("other/fork");
    rig.repository("hidden").closed();
    rig.settings = settings(2, archived, forks, hidden);
    rig.restart();

    rig.scanner.scan();

    assertThat(rig.overview().repositories())
        .extracting(RepositoryRow::name)
        .containsExactlyInAnyOrder(expected.split(" "));
  }

  @Test
  @DisplayName("4.1.1: a user is asked for when there is no organisation")
  void aUserHasRepositories() throws Exception {
    rig.github.user(ORG);
    rig.example("shop");

    rig.scanner.scan();

    assertThat(rig.overview().repositories()).hasSize(1);
  }

  @Test
  @DisplayName("4.1.1: neither organisation nor user is the page's error")
  void nobodyOfThatNameIsAFailure() throws Exception {
    rig.github.answer("/orgs/acme/repos", HttpAnswer.text(404, "{}"));
    rig.github.answer("/users/acme/repos", HttpAnswer.text(404, "{}"));

    var report = rig.scanner.scan();

    assertThat(report.status()).isEqualTo(ScanStatus.FAILED);
    assertThat(report.failure().kind()).isEqualTo(ScanFailure.Kind.NOT_FOUND);
    assertThat(report.failure().message()).isEqualTo("organisation or user not found: acme");
    assertThat(rig.overview().isScanned()).isFalse();
  }

  @Test
  @DisplayName(
      "4.1.3: a repository that cannot be read keeps its previous result, the others go on")
  void whoeverCannotBeReadKeepsWhatWasKnown() throws Exception {
    List.of("alpha", "beta", "gamma").forEach(rig::example);
    rig.scanner.scan();
    var before = row("beta").result();
    rig.clock.move(Duration.ofHours(1));
    rig.github.answer("/repos/acme/beta/readme", HttpAnswer.text(502, ""));

    var report = rig.scanner.scan();

    assertThat(report.status()).isEqualTo(ScanStatus.PARTIAL);
    assertThat(row("beta").error()).contains("502");
    assertThat(row("beta").result()).isEqualTo(before);
    assertThat(row("gamma").error()).isNull();
    assertThat(row("gamma").result().at()).isEqualTo(rig.clock.instant());
    assertThat(rig.tables.scans().find(report.id()).orElseThrow().error())
        .isEqualTo("1 of 3 were not read");

    rig.github.recover();
    rig.scanner.scan();
    assertThat(row("beta").error()).isNull();
  }

  @Test
  @DisplayName("4.1.3: a scan that read nothing makes nothing newer")
  void aScanThatReadNothingMakesNothingNewer() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.scanner.scan();
    var read = rig.clock.instant();
    rig.github.answer("/repos/acme/alpha/readme", HttpAnswer.text(502, ""));
    rig.github.answer("/repos/acme/beta/readme", HttpAnswer.text(502, ""));
    rig.clock.move(SETTINGS.staleAfter().plusSeconds(1));

    assertThat(rig.scanner.scan().status()).isEqualTo(ScanStatus.PARTIAL);

    assertThat(rig.overview().lastScan()).contains(read);
    assertThat(rig.overview().isStale()).isTrue();
    assertThat(rig.tables.scans().last().orElseThrow().finishedAt()).isEqualTo(read);

    rig.github.recover();
    rig.github.answer("/repos/acme/beta/readme", HttpAnswer.text(502, ""));
    rig.scanner.scan();
    assertThat(rig.overview().lastScan()).contains(rig.clock.instant());
  }

  @Test
  @DisplayName("4.6.2: a limit before the first repository makes nothing newer either")
  void aLimitBeforeTheFirstRepositoryMakesNothingNewer() throws Exception {
    rig.example("alpha");
    rig.scanner.scan();
    var read = rig.clock.instant();
    rig.clock.move(Duration.ofHours(1));
    rig.github.exhaustAt("/repos/acme/alpha/readme", "core");

    var cut = rig.scanner.scan();

    assertThat(cut.failure().kind()).isEqualTo(ScanFailure.Kind.LIMITED);
    assertThat(cut.repositories()).isEmpty();
    assertThat(rig.overview().lastScan()).contains(read);
  }

  @Test
  @DisplayName("4.1.3: without a previous result there is no score")
  void whoeverWasNeverReadHasNoScore() throws Exception {
    rig.example("alpha");
    rig.github.answer("/repos/acme/alpha/commits", HttpAnswer.cut());

    rig.scanner.scan();

    assertThat(row("alpha").result()).isNull();
    assertThat(row("alpha").error()).isNotBlank();
    assertThat(Overview.status(row("alpha"))).isEqualTo(HealthStatus.UNKNOWN);
    assertThat(rig.overview().averageScore()).isEmpty();
    assertThat(rig.overview().status()).isEqualTo(HealthStatus.UNKNOWN);
  }

  // row 8, defect 1
  @ParameterizedTest
  @DisplayName("4.1.4, row 8: what is forbidden is missing, and never counted as none")
  @ValueSource(ints = {403, 404, 410})
  void whatIsForbiddenIsMissing(int status) throws Exception {
    rig.example("alpha");
    for (String path : List.of("dependabot", "code-scanning", "secret-scanning")) {
      rig.github.answer("/repos/acme/alpha/" + path, HttpAnswer.text(status, "{}"));
    }
    rig.github.answer("/repos/acme/alpha/dependency-graph", HttpAnswer.text(status, "{}"));

    var report = rig.scanner.scan();

    assertThat(report.status()).isEqualTo(ScanStatus.OK);
    assertThat(row("alpha").result().missing())
        .contains(HealthFactor.SECURITY, HealthFactor.DEPENDENCIES);
    assertThat(row("alpha").result().vulnerable()).isNull();
    assertThat(row("alpha").result().dependencies()).isNull();
  }

  // row 11
  @Test
  @DisplayName("Row 11: no SBOM in one repository does not stop the others")
  void noBillOfMaterialsIsAMatterOfOne() throws Exception {
    rig.example("alpha").sbom(Feature.OFF);
    rig.example("beta");

    rig.scanner.scan();

    assertThat(row("alpha").result().dependencies()).isNull();
    assertThat(row("beta").result().dependencies()).isEqualTo(45);
  }

  @Test
  @DisplayName("4.1.5: a repository needs at most ten requests to GitHub")
  void tenRequestsAreEnough() throws Exception {
    for (int i = 0; i < 5; i++) {
      rig.example("repo-" + i);
    }

    var report = rig.scanner.scan();

    assertThat(report.requests()).isLessThanOrEqualTo(1 + 5 * 10);
    assertThat(rig.tables.scans().find(report.id()).orElseThrow().requests())
        .isEqualTo(report.requests());
  }

  // row 29
  @Test
  @DisplayName("Row 29: missing coverage is told once per scan")
  void missingCoverageIsToldOncePerScan() throws Exception {
    rig.example("alpha").withoutCoverage();
    rig.example("beta");

    rig.scanner.scan();
    assertThat(rig.news)
        .containsExactly(
            "scanned alpha", "No coverage data for repo alpha", "scanned beta", "ended ok");

    rig.news.clear();
    rig.scanner.scan();
    assertThat(rig.news).containsOnlyOnce("No coverage data for repo alpha");
    assertThat(row("alpha").result().missing()).containsExactly(HealthFactor.COVERAGE);
  }

  // row 28, defect 3
  @Test
  @DisplayName(
      "Row 28, 4.6.2: a limit cuts the scan, what is finished stays, and the rest is read later")
  void aLimitCutsTheScanAndTheRestIsReadLater() throws Exception {
    List.of("alpha", "beta", "gamma", "delta").forEach(rig::example);
    rig.github.exhaustAt("/repos/acme/delta/readme", "core");

    var cut = rig.scanner.scan();

    assertThat(cut.status()).isEqualTo(ScanStatus.PARTIAL);
    assertThat(cut.failure().kind()).isEqualTo(ScanFailure.Kind.LIMITED);
    assertThat(cut.failure().message()).contains("GitHub API rate limit exceeded");
    assertThat(cut.repositories())
        .extracting(ScannedRepository::name)
        .containsExactly("alpha", "beta");
    assertThat(cut.rest()).containsExactly("delta", "gamma");
    assertThat(cut.failure().resumes())
        .contains(rig.clock.instant().plus(Duration.ofHours(1)).plusSeconds(1));
    assertThat(row("beta").result()).isNotNull();
    assertThat(row("gamma").result()).isNull();
    assertThat(rig.overview().isScanned()).isTrue();

    rig.clock.set(cut.failure().resumeAt());
    rig.github.recover();
    rig.scanned.clear();
    var rest = rig.scanner.scan();

    assertThat(rest.id()).isEqualTo(cut.id());
    assertThat(rest.startedAt()).isEqualTo(cut.startedAt());
    assertThat(rest.status()).isEqualTo(ScanStatus.OK);
    assertThat(rest.earlier()).containsExactly("alpha", "beta");
    assertThat(rig.scanned).extracting(ScannedRepository::name).containsExactly("delta", "gamma");
    assertThat(rest.requests()).isGreaterThan(cut.requests());
    assertThat(rig.tables.scans().resumable()).isEmpty();
  }

  @Test
  @DisplayName("4.6.2: while the limit lasts, nothing is sent")
  void whileTheLimitLastsNothingIsSent() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.github.exhaustAt("/repos/acme/beta/readme", "core");
    rig.scanner.scan();
    rig.github.forget();

    var again = rig.scanner.scan();

    assertThat(again.failure().kind()).isEqualTo(ScanFailure.Kind.LIMITED);
    assertThat(again.status()).isEqualTo(ScanStatus.PARTIAL);
    assertThat(rig.github.requests()).isZero();
  }

  // defect 9
  @Test
  @DisplayName("4.6.1, defect 9: sixty anonymous requests leave room for work")
  void sixtyAnonymousRequestsLeaveRoomForWork() throws Exception {
    for (int i = 0; i < 8; i++) {
      rig.example("repo-" + i);
    }
    rig.token = Optional.empty();
    rig.github.anonymousLimit(60);
    rig.restart();

    var cut = rig.scanner.scan();

    assertThat(cut.failure().kind()).isEqualTo(ScanFailure.Kind.LIMITED);
    assertThat(cut.repositories()).hasSizeBetween(4, 6);
    int scans = 1;
    var part = cut;
    while (part.failed().isPresent()) {
      assertThat(scans++).isLessThan(5);
      rig.clock.set(part.failure().resumeAt());
      part = rig.scanner.scan();
    }
    assertThat(part.id()).isEqualTo(cut.id());
    assertThat(rig.overview().repositories())
        .hasSize(8)
        .allSatisfy(row -> assertThat(row.result()).isNotNull());
  }

  @Test
  @DisplayName("4.6.2: the limit of another kind makes only its source unreadable")
  void theLimitOfAnotherKindIsAMatterOfItsSource() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.github.exhaustAt("/repos/acme/alpha/dependency-graph/sbom", "dependency_sbom");

    var report = rig.scanner.scan();

    assertThat(report.status()).isEqualTo(ScanStatus.OK);
    assertThat(row("alpha").result().dependencies()).isNull();
    assertThat(row("beta").result().dependencies()).isNull();
    assertThat(row("beta").result().score().rounded()).isPresent();

    rig.clock.move(Duration.ofHours(1));
    rig.github.recover();
    rig.scanner.scan();
    assertThat(row("beta").result().dependencies()).isEqualTo(45);
  }

  @Test
  @DisplayName("4.6.3: the secondary limit is waited for as long as it says, else a minute")
  void theSecondaryLimitCutsTheScan() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.github.secondaryLimit(1, Duration.ofSeconds(17));
    assertThat(rig.scanner.scan().failure().resumes())
        .contains(rig.clock.instant().plusSeconds(17));

    rig.clock.move(Duration.ofSeconds(17));
    rig.github.secondaryLimit(1);
    var cut = rig.scanner.scan();
    assertThat(cut.failure().kind()).isEqualTo(ScanFailure.Kind.LIMITED);
    assertThat(cut.failure().resumes()).contains(rig.clock.instant().plusSeconds(60));

    rig.clock.move(Duration.ofSeconds(60));
    assertThat(rig.scanner.scan().status()).isEqualTo(ScanStatus.OK);
  }

  @Test
  @DisplayName(
      "4.6.4: a server that fails is asked four times, and then it was the repository's turn")
  void aFailingServerIsAskedFourTimes() throws Exception {
    rig.example("alpha");
    var broken = HttpAnswer.text(500, "");
    rig.github.answerOnce("/repos/acme/alpha/readme", broken, broken, broken);
    assertThat(rig.scanner.scan().status()).isEqualTo(ScanStatus.OK);

    rig.github.answerOnce("/repos/acme/alpha/readme", broken, broken, broken, broken);
    assertThat(rig.scanner.scan().status()).isEqualTo(ScanStatus.PARTIAL);
  }

  @Test
  @DisplayName("4.6.5: a token that is not valid fails the scan, and the old data stay")
  void aTokenThatIsNotValidFailsTheScan() throws Exception {
    rig.example("alpha");
    rig.scanner.scan();
    rig.github.revokeTokens();

    var report = rig.scanner.scan();

    assertThat(report.status()).isEqualTo(ScanStatus.FAILED);
    assertThat(report.failure().kind()).isEqualTo(ScanFailure.Kind.UNAUTHORISED);
    assertThat(report.failure().message()).startsWith("GitHub token is not valid");
    assertThat(row("alpha").result().score().rounded()).hasValue(92);
    assertThat(rig.overview().lastScan()).contains(rig.clock.instant());
    assertThatThrownBy(rig.scanner::repositories).hasMessageContaining("token is not valid");
  }

  @Test
  @DisplayName("4.6.5: a token that ends amid a scan fails it, and what was read is stored")
  void aTokenThatEndsAmidAScanFailsIt() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.github.answerOnce("/repos/acme/beta/readme", HttpAnswer.text(401, "{}"));

    var report = rig.scanner.scan();

    assertThat(report.status()).isEqualTo(ScanStatus.FAILED);
    assertThat(report.rest()).containsExactly("beta");
    assertThat(row("alpha").result()).isNotNull();
  }

  // row 26, defect 10
  @Test
  @DisplayName(
      "Row 26, 4.7.1: the second scan asks only for what has changed, also after a restart")
  void theSecondScanAsksOnlyForWhatHasChanged() throws Exception {
    rig.example("alpha");
    long cold = rig.scanner.scan().requests();
    rig.github.forget();
    rig.restart();

    var warm = rig.scanner.scan();

    assertThat(warm.requests()).isEqualTo(cold);
    assertThat(rig.github.notModified()).isEqualTo((int) cold);
    assertThat(row("alpha").result().score().rounded()).hasValue(92);
    assertThat(rig.github.count("GET /depsdev/v3/systems/{system}/packages/{name}")).isZero();
  }

  @Test
  @DisplayName("4.7.2: versions and advisories are reused while they are younger than the limit")
  void versionsAndAdvisoriesAreReusedWhileYoung() throws Exception {
    rig.github.depsDev().versions("npm", "lib", "1.0.0");
    rig.github.osv().advisory(FakeAdvisory.of("GHSA-1", "npm", "lib"), "pkg:npm/lib@1.0.0");
    rig.repository("alpha").packages("pkg:npm/lib@1.0.0");

    rig.scanner.scan();
    assertThat(lookUps()).containsExactly(1, 1);
    rig.clock.move(Duration.ofHours(1).minusSeconds(1));
    rig.scanner.scan();
    assertThat(lookUps()).containsExactly(1, 1);
    rig.clock.move(Duration.ofSeconds(2));
    rig.scanner.scan();

    assertThat(lookUps()).containsExactly(2, 2);
  }

  private List<Integer> lookUps() {
    return List.of(
        rig.github.count("GET /depsdev/v3/systems/{system}/packages/{name}"),
        rig.github.count("GET /osv/v1/vulns/{id}"));
  }

  @Test
  @DisplayName("4.5.2: a report of a run that is pending wins until GitHub says how it ended")
  void aReportWinsUntilGitHubSaysHowTheRunEnded() throws Exception {
    var run = rig.repository("alpha").run();
    rig.scanner.scan();
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.PENDING);
    var reported =
        new BuildRow(
            "alpha",
            Build.builder(run.id(), BuildState.SUCCESS, rig.clock.instant()).branch("main").build(),
            BuildSource.REPORT);

    assertThat(rig.tables.builds().report(reported)).isEqualTo(BuildTable.Reported.NEW);
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.PASSING);
    rig.scanner.scan();
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.PASSING);

    run.finish("failure");
    rig.scanner.scan();

    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.FAILING);
    assertThat(rig.scanned.get(rig.scanned.size() - 1).newBuilds()).hasSize(1);
  }

  // defect 10
  @Test
  @DisplayName("4.7.1, defect 10: a scan ten seconds later sees a new run")
  void aScanTenSecondsLaterSeesANewRun() throws Exception {
    rig.example("alpha");
    rig.scanner.scan();
    rig.clock.move(Duration.ofSeconds(10));
    rig.repository("alpha").run().finish("failure");

    rig.scanner.scan();

    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.FAILING);
    assertThat(rig.scanned.get(1).newBuilds()).hasSize(1);
  }

  @Test
  @DisplayName(
      "4.1.4: builds that may not be read any more are unknown, until somebody reports one")
  void buildsThatMayNotBeReadAreUnknown() throws Exception {
    rig.example("alpha");
    rig.scanner.scan();
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.PASSING);
    rig.github.answer("/repos/acme/alpha/actions", HttpAnswer.text(403, "{}"));

    rig.scanner.scan();

    assertThat(row("alpha").result().missing()).contains(HealthFactor.BUILD);
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.UNKNOWN);
    assertThat(row("alpha").lastRun()).isNull();

    // Older than what was polled: that does not count any more.
    var at = rig.clock.instant().minus(Duration.ofDays(300));
    var build = Build.builder(1, BuildState.FAILURE, at).branch("main").build();
    rig.tables.builds().report(new BuildRow("alpha", build, BuildSource.REPORT));
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.FAILING);
    assertThat(row("alpha").lastRun()).isEqualTo(at);
    rig.scanner.scan();
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.FAILING);

    rig.github.recover();
    rig.scanner.scan();
    assertThat(row("alpha").buildStatus()).isEqualTo(BuildStatus.PASSING);
  }

  // row 31, library side
  @Test
  @DisplayName(
      "4.10.1: one repository is scanned alone, whatever its case, also one that is filtered")
  void oneRepositoryIsScannedAlone() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.repository("old").archived();

    assertThat(rig.scanner.scan("ALPHA").repositories())
        .extracting(ScannedRepository::name)
        .containsExactly("alpha");
    assertThat(rig.scanner.scan("old").repositories()).hasSize(1);
    assertThat(rig.overview().repositories())
        .extracting(RepositoryRow::name)
        .containsExactly("alpha");
    assertThat(rig.overview().isScanned()).isTrue();
    assertThat(rig.overview().lastScan()).isEmpty();
  }

  @Test
  @DisplayName("4.10.1: a repository that is not there is the page's error")
  void aRepositoryThatIsNotThereIsAFailure() throws Exception {
    assertThat(rig.scanner.scan("nothing").failure())
        .isEqualTo(
            new ScanFailure(
                ScanFailure.Kind.NOT_FOUND, "repository not found: acme/nothing", null));
  }

  @Test
  @DisplayName("A scan that was cut by the end of its process is taken up, and reads only the rest")
  void aScanThatWasCutIsTakenUp() throws Exception {
    List.of("alpha", "beta", "gamma").forEach(rig::example);
    var interrupting =
        new ScanListener() {
          @Override
          public void scanned(ScannedRepository repository) {
            if (repository.name().equals("beta")) {
              throw new Killed();
            }
          }
        };
    rig.scanner.addListener(interrupting);

    assertThatThrownBy(rig.scanner::scan).isInstanceOf(Killed.class);
    rig.restart();
    rig.scanned.clear();
    rig.clock.move(Duration.ofMinutes(59));
    var report = rig.scanner.scan();

    assertThat(report.earlier()).containsExactly("alpha", "beta");
    assertThat(rig.scanned).extracting(ScannedRepository::name).containsExactly("gamma");
    assertThat(report.status()).isEqualTo(ScanStatus.OK);
    assertThat(rig.overview().repositories())
        .allSatisfy(row -> assertThat(row.result()).isNotNull());
  }

  /** Nobody catches it, as nobody catches the end of a process. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  @DisplayName("A scan that was cut an interval ago is over: all are read again")
  void aScanThatWasCutLongAgoIsOver() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.github.exhaustAt("/repos/acme/beta/readme", "core");
    var cut = rig.scanner.scan();
    rig.clock.set(cut.failure().resumeAt().plus(SETTINGS.interval()));
    rig.github.recover();

    var report = rig.scanner.scan();

    assertThat(report.id()).isNotEqualTo(cut.id());
    assertThat(report.earlier()).isEmpty();
    assertThat(report.repositories()).hasSize(2);
    assertThat(rig.tables.scans().find(cut.id()).orElseThrow().resumable()).isFalse();
  }

  @Test
  @DisplayName("4.1.2: scans never overlap, and pulse scan does not take up one that is under way")
  void scansNeverOverlap() throws Exception {
    rig.example("alpha");
    try (var lease = rig.tables.lease().orElseThrow()) {
      assertThat(lease).isNotNull();
      var other = rig.tables.scans().beginAlone(rig.clock.instant());

      assertThat(rig.scanner.scanUnlessUnderWay()).isEmpty();
      var own = rig.scanner.scan();

      assertThat(own.id()).isNotEqualTo(other.id());
      assertThat(rig.tables.scans().resumable().orElseThrow().id()).isEqualTo(other.id());
    }
    assertThat(rig.scanner.scanUnlessUnderWay()).isPresent();
  }

  @Test
  @DisplayName(
      "4.1.1: as many repositories at a time as PULSE_CONCURRENCY says, and all are stored")
  void severalAreReadAtATime() throws Exception {
    for (int i = 0; i < 20; i++) {
      rig.example("repo-" + i);
    }
    rig.settings = settings(4, false, false, true);
    rig.restart();

    var report = rig.scanner.scan();

    assertThat(report.repositories()).hasSize(20);
    assertThat(rig.overview().averageScore()).contains(new BigDecimal("92.0"));
    assertThat(rig.overview().repositoriesByStatus()).containsEntry(HealthStatus.HEALTHY, 20);
  }

  @Test
  @DisplayName("4.10.1: a scan by hand, with other filters, leaves to the service what counts")
  void aScanByHandLeavesToTheServiceWhatCounts() throws Exception {
    rig.repository("open");
    rig.repository("fork").forkOf("other/fork");
    rig.repository("old").archived();
    rig.settings = settings(1, false, true, true);
    rig.restart();
    rig.scanner.scanUnlessUnderWay();
    assertThat(listed()).containsExactly("fork", "open");

    rig.settings = settings(1, false, false, true);
    rig.restart();
    rig.news.clear();
    rig.scanner.scan();
    assertThat(rig.news).contains("scanned open").doesNotContain("scanned fork", "left fork");
    rig.scanner.scan("fork");
    rig.scanner.scan("old");
    assertThat(listed()).containsExactly("fork", "open");

    // Somebody who sees more takes up nothing that the service leaves out.
    rig.settings = settings(1, true, true, true);
    rig.restart();
    rig.news.clear();
    rig.scanner.scan();
    assertThat(rig.news).contains("scanned old");
    assertThat(listed()).containsExactly("fork", "open");

    rig.settings = SETTINGS;
    rig.restart();
    rig.news.clear();
    rig.scanner.scanUnlessUnderWay();
    assertThat(rig.news).contains("left fork");
    assertThat(listed()).containsExactly("open");
  }

  private List<String> listed() {
    return rig.overview().repositories().stream().map(RepositoryRow::name).toList();
  }

  @Test
  void whatIsNoMoreListedIsNoMoreShown() throws Exception {
    List.of("alpha", "beta").forEach(rig::example);
    rig.scanner.scanUnlessUnderWay();
    rig.github.removeRepository(ORG, "alpha");
    rig.news.clear();

    rig.scanner.scanUnlessUnderWay();

    assertThat(rig.news).contains("left alpha").doesNotContain("scanned alpha");
    assertThat(rig.overview().repositories())
        .extracting(RepositoryRow::name)
        .containsExactly("beta");
    rig.news.clear();
    rig.scanner.scanUnlessUnderWay();
    assertThat(rig.news).doesNotContain("left alpha");
  }

  @ParameterizedTest(name = "{0} times {1}")
  @DisplayName("4.4.5: a long name of a package stays open from scan to scan")
  @CsvSource({"214, a", "500, a", "500, \u00e9", "500, \u65e5"})
  void aLongNameStaysOpen(int length, String letter) throws Exception {
    var name = letter.repeat(length);
    rig.example("alpha")
        .alert(FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", name).severity("critical"));

    for (int scan = 0; scan < 3; scan++) {
      rig.scanner.scan();
      assertThat(rig.overview().vulnerabilities()).as("after scan %s", scan).hasSize(1);
      rig.clock.move(Duration.ofHours(1));
    }

    if (!letter.equals("\u65e5")) {
      assertThat(rig.overview().vulnerabilities().get(0).followed().vulnerability().packageName())
          .isEqualTo(name);
      assertThat(rig.scanned.get(2).vulnerabilities().opened()).isEmpty();
    }
  }

  // row 22
  @Test
  @DisplayName("Row 22: two scans give two points, and the change says why")
  void twoScansGiveTwoPointsAndAReason() throws Exception {
    rig.example("alpha").coverage(91);
    rig.scanner.scan();
    rig.clock.move(Duration.ofHours(1));
    var advisory = FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "part-7").severity("high");
    var other = FakeAdvisory.of("GHSA-dddd-bbbb-cccc", "npm", "part-8").severity("high");
    rig.repository("alpha").coverage(84).alert(advisory).alert(other);

    rig.restart();
    rig.scanner.scan();

    var trend = rig.tables.repositories().trend("ALPHA");
    assertThat(trend.history()).hasSize(2);
    assertThat(trend.delta()).hasValue(-6);
    assertThat(trend.direction().word()).isEqualTo("down");
    var change = row("alpha").result().change();
    assertThat(change.text())
        .isEqualTo("−6: 2 new high vulnerabilities (−4), coverage 91 → 84 (−1.4)");
    rig.clock.move(Duration.ofHours(1));
    rig.scanner.scan();
    assertThat(row("alpha").result().change()).isEqualTo(change);
    assertThat(row("alpha").lastScore()).isEqualTo(87);
  }

  @Test
  void onePointIsNoTrend() throws Exception {
    rig.example("alpha");
    rig.scanner.scan();

    var trend = rig.tables.repositories().trend("alpha");

    assertThat(trend.delta()).isEmpty();
    assertThat(trend.direction().word()).isEqualTo("unknown");
  }

  // defect 12, row 9
  @Test
  @DisplayName("Row 9, 4.4.5, defect 12: unreadable sources close nothing, and the id stays")
  void unreadableSourcesCloseNothing() throws Exception {
    var advisory =
        FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "part-7")
            .severity("critical")
            .alias("CVE-2026-1");
    rig.example("alpha").alert(advisory);
    rig.github.osv().advisory(advisory, "pkg:npm/part-7@1.0.0");
    rig.scanner.scan();
    var open = rig.overview().vulnerabilities();
    assertThat(open).hasSize(1);
    assertThat(open.get(0).followed().vulnerability().sources()).hasSize(2);
    assertThat(rig.scanned.get(0).vulnerabilities().opened()).hasSize(1);

    rig.clock.move(Duration.ofHours(1));
    rig.repository("alpha").dependabot(Feature.FORBIDDEN);
    rig.github.osv().forget("GHSA-aaaa-bbbb-cccc");
    rig.scanner.scan();
    assertThat(rig.overview().vulnerabilities()).hasSize(1);
    assertThat(rig.scanned.get(1).vulnerabilities().closed()).isEmpty();

    rig.clock.move(Duration.ofHours(2));
    rig.repository("alpha").dependabot(Feature.ON);
    rig.scanner.scan();
    assertThat(rig.scanned.get(2).vulnerabilities().opened()).isEmpty();
    assertThat(rig.overview().vulnerabilities().get(0).followed().firstSeen())
        .isEqualTo(open.get(0).followed().firstSeen());

    rig.repository("alpha").fix("GHSA-aaaa-bbbb-cccc");
    rig.scanner.scan();
    assertThat(rig.overview().vulnerabilities()).isEmpty();
    assertThat(rig.scanned.get(3).vulnerabilities().closed()).hasSize(1);
    assertThat(rig.tables.vulnerabilities().all("alpha").get(0).closedAt())
        .isEqualTo(rig.clock.instant());
  }
}
