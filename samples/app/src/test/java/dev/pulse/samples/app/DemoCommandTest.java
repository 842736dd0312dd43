package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.CertificateServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo, from its start to its end, as somebody sees it who has just built the jar. */
@Timeout(120)
class DemoCommandTest {
  private static final int SCREEN = 24;

  @TempDir private Path folder;
  private final Cli cli = new Cli();

  /** Waits for what takes a while to be found out. */
  private static String eventually(Cli.Serving serving, String path, String text) throws Exception {
    var answer = serving.get(path);
    while (answer.statusCode() != 200 || !answer.body().contains(text)) {
      answer = serving.get(path);
    }
    return answer.body();
  }

  @Test
  void everySystemLivesAndNothingIsLeftBehind() throws Exception {
    try (var serving = cli.serve("demo", "--port", "0")) {
      assertThat(serving.get("/api/v1/checks").body())
          .contains("steady", "slow", "flaky", "failing", "spiky", "tcp", "card-payments");
      eventually(serving, "/uptime-guard/targets", "Parcel tracking");
      eventually(serving, "/api/v1/repos", "checkout");
      eventually(serving, "/ethereum-network/checks", "hoodi");
      eventually(serving, "/metrics", "pulse_check_up{check=\"validator-executions.scan\"} 1");
      eventually(serving, "/status/shop", "Paying by card");
      assertThat(serving.get("/status/platform").statusCode()).isEqualTo(401);
      eventually(serving, "/api/v1/incidents?open=true", "failing");
      eventually(serving, "/api/v1/outbox?state=delivered", "pager");
      assertThat(serving.stop()).isZero();
    }

    assertThat(cli.err()).isEmpty();
    var store = Path.of(cli.out().replaceAll("(?s).*remembering in (\\S+)\\. .*", "$1"));
    assertThat(store).hasFileName("pulse-demo.db").doesNotExist();
    assertThat(store.getParent()).doesNotExist();
  }

  @Test
  void whatItPrintsFitsOnAScreen() throws Exception {
    cli.serve("demo", "--port", "0", "--store", "memory").close();

    assertThat(cli.out().lines().count()).isLessThanOrEqualTo(SCREEN);
    assertThat(cli.out()).contains("remembering in memory", "made up");
  }

  @Test
  void itsFileIsOneThatAnybodyCouldServe() throws Exception {
    assertThat(cli.run("demo", "--print-config")).isZero();
    var file = Files.writeString(folder.resolve("pulse.yaml"), withFilesOf(cli.out()));

    var validating = new Cli();
    assertThat(validating.run("validate", "--config", file.toString()))
        .as(validating.err())
        .isZero();
    assertThat(validating.out())
        .contains("uptime guard", "validator executions", "Ethereum networks", "acorn-shop")
        .doesNotContain("mind ");
  }

  /** The folder of the demo is gone by now; files that its configuration names are written anew. */
  private String withFilesOf(String configuration) throws Exception {
    var changed = configuration;
    String authority;
    try (var server = CertificateServer.start(Duration.ofDays(1), InstantSource.system())) {
      authority = server.authority();
    }
    for (Map.Entry<String, String> each :
        Map.of("repo-health.yaml", "ALERT_RULES: []\n", "authority.pem", authority).entrySet()) {
      var file = Files.writeString(folder.resolve(each.getKey()), each.getValue());
      changed = changed.replaceAll("'[^'\n]*" + each.getKey() + "'", "'" + file + "'");
    }
    return changed;
  }

  @Test
  void aStoreThatWasAskedForIsKeptAndHasItsPastOnce() throws Exception {
    var store = folder.resolve("kept.db");

    cli.serve("demo", "--port", "0", "--store", store.toString()).close();
    long once = Files.size(store);
    new Cli().serve("demo", "--port", "0", "--store", store.toString()).close();

    assertThat(Files.size(store)).isLessThan(once * 3 / 2);
  }

  @Test
  void thePastIsThereFromTheStart() throws Exception {
    try (var serving = cli.serve("demo", "--port", "0")) {
      assertThat(serving.get("/api/v1/checks/storefront/outcomes?limit=500").body())
          .contains("\"instance\":\"made-up\"");
      assertThat(List.of(serving.get("/api/v1/incidents").body().split("\"id\":")))
          .hasSizeGreaterThan(8);
    }
  }
}
