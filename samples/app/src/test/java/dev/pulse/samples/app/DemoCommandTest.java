package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
  private final Cli cli = new Cli();

  @Test
  void watchesSixTargetsOfItsOwnAndLeavesNothingBehind() throws Exception {
    try (var serving = cli.serve("demo", "--port", "0")) {
      assertThat(serving.get("/api/v1/checks").body())
          .contains("steady", "slow", "flaky", "failing", "spiky", "tcp");
      assertThat(serving.stop()).isZero();
    }

    var store = Path.of(cli.out().replaceAll("(?s).*remembering in (\\S+)\\. .*", "$1"));
    assertThat(store).hasFileName("pulse-demo.db").doesNotExist();
    assertThat(store.getParent()).doesNotExist();
  }

  @Test
  void keepsAStoreThatWasAskedFor(@org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
    var store = folder.resolve("kept.db");

    cli.serve("demo", "--port", "0", "--store", store.toString()).close();

    assertThat(store).exists();
  }
}
