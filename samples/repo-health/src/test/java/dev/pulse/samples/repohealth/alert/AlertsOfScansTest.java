package dev.pulse.samples.repohealth.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.FakeAdvisory;
import dev.pulse.samples.fakes.FakeGitHub;
import dev.pulse.samples.fakes.FakeGitHubRepository.Feature;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.scan.Scanner;
import dev.pulse.samples.repohealth.scan.Services;
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

  private void scan() throws Exception {
    var settings = RepoHealthSettings.from(rig.environment);
    var services =
        Services.builder(settings.upstreams())
            .cache(rig.tables().cache())
            .clock(rig.clock)
            .retryAfter(List.of(Duration.ZERO))
            .build();
    var scanner = Scanner.of(services, rig.tables(), settings.scan(), rig.clock);
    scanner.addListener(rig.alerts());
    scanner.scan();
    rig.pass(Duration.ofHours(1));
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
