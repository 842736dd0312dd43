package dev.pulse.docs.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Finding;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Status;
import dev.pulse.core.Pulse;
import dev.pulse.docs.sketch.EthereumNetworkSketch.Inventory;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EthereumNetworkSketchTest {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  private final Pulse pulse = Pulse.builder().clock(clock).start();
  private final Set<String> present = new TreeSet<>(List.of("teku-geth-1", "prysm-reth-1"));
  private final Set<String> behind = new TreeSet<>();
  private final List<String> queries = new ArrayList<>();
  private boolean reachable = true;

  private final EthereumNetworkSketch check =
      new EthereumNetworkSketch(
          "dev\"net", this::answer, pulse.documents("sketch.inventory", Inventory.class));

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void nodeThatIsBehindFailsByName() throws Exception {
    behind.add("teku-geth-1");
    var result = run();
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.findings())
        .filteredOn(finding -> finding.status() == Status.FAIL)
        .extracting(Finding::key)
        .containsExactly("teku-geth-1");
  }

  @Test
  void nodeThatFellSilentIsUnknownForADayAndTheCheckWarns() throws Exception {
    assertThat(run().status()).isEqualTo(Status.PASS);
    present.remove("prysm-reth-1");
    clock.move(Duration.ofHours(24));
    var result = run();
    assertThat(result.status()).isEqualTo(Status.WARN);
    assertThat(result.findings()).extracting(Finding::status).contains(Status.UNKNOWN);
    clock.move(Duration.ofSeconds(1));
    assertThat(run().findings()).extracting(Finding::key).containsExactly("teku-geth-1");
  }

  @Test
  void emptyNetworkIsUnknownAndNeverAllClear() throws Exception {
    present.clear();
    assertThat(run().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void failedQueryIsUnknownWithTheErrorAsAFinding() throws Exception {
    reachable = false;
    var result = run();
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.findings()).extracting(Finding::text).containsExactly("HTTP 502");
  }

  @Test
  void networkIsQuotedInQueries() throws Exception {
    run();
    assertThat(queries).allMatch(query -> query.contains("network=\"dev\\\"net\""));
  }

  private CheckResult run() throws IOException {
    return check.run(FakeCheckContext.builder().clock(clock).build());
  }

  private List<Labels> answer(String query, Duration timeout) throws IOException {
    if (!reachable) {
      throw new IOException("HTTP 502");
    }
    queries.add(query);
    var nodes = query.startsWith("count") ? present : behind;
    return nodes.stream().map(node -> Labels.of("instance", node)).toList();
  }
}
