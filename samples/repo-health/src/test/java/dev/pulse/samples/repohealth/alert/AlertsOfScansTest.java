package dev.pulse.samples.repohealth.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.github.Build;
import dev.pulse.github.BuildState;
import dev.pulse.github.BuildStatus;
import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.scan.ScanReport;
import dev.pulse.samples.repohealth.scan.Scanner;
import dev.pulse.samples.repohealth.scan.Services;
import dev.pulse.samples.repohealth.store.AlertRow;
import dev.pulse.samples.repohealth.store.BuildSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From raw answers of GitHub to what Slack is sent, with the usual rules. */
class AlertsOfScansTest {
  @TempDir Path directory;
  private Receivers receivers;
  private FakeGitHub github;
  private AlertRig rig;

  @BeforeEach
  void prepare() throws Exception {
    receivers = new Receivers();
    rig = AlertRig.with(directory, receivers);
    github = FakeGitHub.builder().clock(rig.clock).start();
    rig.environment.put("GITHUB_TOKEN", FakeGitHub.TOKEN);
    rig.environment.put("GITHUB_API_URL", github.api().toString());
    rig.environment.put("CODECOV_API_URL", github.codecov().uri().toString());
    rig.environment.put("OSV_API_URL", github.osv().uri().toString());
    rig.environment.put("DEPSDEV_API_URL", github.depsDev().uri().toString());
    rig.start();
  }

  @AfterEach
  void end() {
    rig.close();
    github.close();
    receivers.close();
  }

  private List<String> slack() {
    return receivers.bodies(Receivers.SLACK);
  }

  private ScanReport scan() throws Exception {
    return scan(true);
  }

  /** As the command does, or a service that ends at once: what is stored is told nobody. */
  private void scanByCommand() throws Exception {
    scan(false);
  }

  private ScanReport scan(boolean told) throws Exception {
    var settings = RepoHealthSettings.from(rig.environment);
    var services =
        Services.builder(settings.upstreams())
            .cache(rig.tables().cache())
            .clock(rig.clock)
            .retryAfter(List.of(Duration.ZERO))
            .build();
    var scanner = Scanner.of(services, rig.tables(), settings.scan(), rig.clock);
    if (told) {
      scanner.addListener(rig.alerts());
    }
    var report = scanner.scanUnlessUnderWay().orElseThrow();
    rig.pass(Duration.ofHours(1));
    return report;
  }

  // defect 12
  @Test
  void dependabotThatMayNotBeReadBetweenTwoScansSendsNothing() throws Exception {
    var shop =
        github
            .repository("acme", "shop")
            .alert(FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "left-pad").severity("critical"));
    scan();
    assertThat(slack()).singleElement().asString().contains("left-pad: critical - ");

    shop.dependabot(Feature.FORBIDDEN);
    scan();
    shop.dependabot(Feature.ON);
    scan();
    assertThat(slack()).hasSize(1);
    shop.fix("GHSA-aaaa-bbbb-cccc");
    scan();

    assertThat(rig.tables().alerts().open()).isEmpty();
    assertThat(slack()).hasSize(1);
  }

  // 4.8.4, 4.10.1
  @Test
  void aBuildThatACommandSawFirstIsTold() throws Exception {
    var shop = github.repository("acme", "shop").builds("success");
    scan();
    shop.builds("failure");
    scanByCommand();
    assertThat(slack()).isEmpty();

    scan();
    scan();

    assertThat(slack()).singleElement().asString().contains("build failed on ");
  }

  // 4.8.4, 4.10.1
  @Test
  void aDropThatACommandSawFirstIsAnAlert() throws Exception {
    var shop = github.repository("acme", "shop").coverage(90.0);
    scan();
    shop.coverage(80.0);
    scanByCommand();

    scan();

    assertThat(rig.tables().alerts().open())
        .singleElement()
        .satisfies(row -> assertThat(row.text()).isEqualTo("coverage fell by 10 points to 80"));
    scan();
    assertThat(rig.tables().alerts().open()).isEmpty();
  }

  // 4.8.4
  @Test
  void theFirstScanTellsHowThingsStandAndNotWhatIsOver() throws Exception {
    github.repository("acme", "green").builds("success", "failure", "failure");
    github.repository("acme", "red").builds("failure", "failure", "success", "failure");

    scan();

    assertThat(slack()).singleElement().asString().contains("red");
  }

  // 4.8.4, section 5
  @Test
  void whatTheRetentionTookIsNotNewAgain() throws Exception {
    var retention = Duration.ofDays(30);
    rig.environment.put("PULSE_RETENTION_DAYS", "30");
    var shop = github.repository("acme", "shop").builds("failure");
    scan();
    rig.pass(Duration.ofDays(2));
    shop.builds("success");
    scan();
    assertThat(slack()).hasSize(1);
    rig.pass(Duration.ofDays(29));

    for (int day = 0; day < 3; day++) {
      rig.tables().prune(rig.clock.instant(), retention);
      scan();
      rig.pass(Duration.ofDays(1));
    }

    assertThat(slack()).hasSize(1);
    assertThat(rig.tables().alerts().open()).isEmpty();
    var known = rig.tables().repositories().find("shop").orElseThrow();
    assertThat(known.buildStatus()).isEqualTo(BuildStatus.PASSING);
    assertThat(rig.tables().builds().newest()).isEmpty();
  }

  // 4.8.5
  @Test
  void aRepositoryThatAnotherProcessSawLeaveHasNoAlerts() throws Exception {
    github.repository("acme", "web").builds("failure");
    github.repository("acme", "shop").builds("failure");
    github.repository("acme", "lib");
    scan();
    assertThat(rig.tables().alerts().open()).hasSize(2);

    github.repository("acme", "shop").archived();
    scanByCommand();
    scan();
    assertThat(rig.tables().alerts().open())
        .extracting(AlertRow::repository)
        .containsExactly("web");
    assertThat(rig.openIncidents()).isOne();
    github.repository("acme", "web").archived();
    scanByCommand();
    rig.restart().pass(Duration.ofHours(1));

    assertThat(rig.tables().alerts().open()).isEmpty();
    assertThat(rig.openIncidents()).isZero();
  }

  // defect 12
  @Test
  void theWordOfDependabotHoldsWhileItCannotBeRead() throws Exception {
    var advisory = FakeAdvisory.of("GHSA-aaaa-bbbb-cccc", "npm", "left-pad");
    var shop =
        github
            .repository("acme", "shop")
            .packages(List.of("pkg:npm/left-pad@1.0.0"))
            .alert(advisory.severity("critical"));
    github.osv().advisory(advisory.severity("high"), "pkg:npm/left-pad@1.0.0");
    scan();
    assertThat(slack()).hasSize(1);

    shop.dependabot(Feature.FORBIDDEN);
    scan();
    assertThat(rig.tables().alerts().open()).hasSize(1);
    shop.dependabot(Feature.ON);
    scan();

    assertThat(slack()).hasSize(1);
  }

  // 4.5.2, 4.8.4
  @Test
  void aRunThatReportsItsEndIsBelievedUntilGitHubSaysSo() throws Exception {
    var shop = github.repository("acme", "shop").builds("success");
    scan();
    var run = shop.run().begin();
    scan();

    var failed = Build.builder(run.id(), BuildState.FAILURE, rig.clock.instant());
    rig.report("shop", failed.branch(run.branch()).build());
    rig.settled();
    assertThat(slack()).hasSize(1);
    assertThat(status()).isEqualTo(BuildStatus.FAILING);
    scan();
    assertThat(status()).isEqualTo(BuildStatus.FAILING);
    run.finish("failure");
    var brought = scan();

    assertThat(brought.repositories().get(0).newBuilds()).isEmpty();
    assertThat(rig.tables().builds().newest().get(0).source()).isEqualTo(BuildSource.POLL);
    assertThat(slack()).hasSize(1);
  }

  private BuildStatus status() {
    return rig.tables().repositories().find("shop").orElseThrow().buildStatus();
  }

  @Test
  void aBuildThatFailsIsToldOnce() throws Exception {
    var shop = github.repository("acme", "shop").builds("success");
    scan();
    assertThat(slack()).isEmpty();

    shop.builds("failure");
    scan();
    scan();

    assertThat(slack()).singleElement().asString().contains("build failed on ");
  }
}
