package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EthereumNetworkGeneratorTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T07:00:00Z"));
  private final EthereumNetworkGenerator network =
      EthereumNetworkGenerator.builder("hoodi").clock((InstantSource) now::get).start();

  @AfterEach
  void close() {
    network.close();
  }

  private void wait(Duration time) {
    now.updateAndGet(it -> it.plus(time));
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(network.uri() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String line(String family, String node) {
    return network
        .text()
        .lines()
        .filter(it -> it.startsWith(family + "{") && it.contains("operators-" + node + "\""))
        .findFirst()
        .orElse("none");
  }

  @Test
  void sixtyNodesAreTwoOfEachPair() {
    assertThat(network.nodes()).hasSize(60).doesNotHaveDuplicates();
    assertThat(network.nodes())
        .filteredOn(it -> it.consensus().equals("teku") && it.execution().equals("reth"))
        .extracting(EthereumNode::name)
        .containsExactly("teku-reth-1", "teku-reth-2");
    assertThat(network.text().lines().filter(it -> !it.startsWith("#"))).hasSize(300);
    assertThat(line("beacon_head_slot", "teku-reth-1"))
        .isEqualTo(
            "beacon_head_slot{network=\"hoodi\",ingress_user=\"operators\","
                + "instance=\"operators-teku-reth-1\",consensus_client=\"teku\","
                + "execution_client=\"reth\"} 1000000");
  }

  @Test
  void theChainGrowsWithTheClock() {
    wait(Duration.ofMinutes(8));

    assertThat(line("beacon_head_slot", "teku-reth-1")).endsWith(" 1000040");
    assertThat(line("eth_exe_block_most_recent_number", "teku-reth-1")).endsWith(" 1000040");
    assertThat(line("beacon_finalized_epoch", "teku-reth-1")).endsWith(" 31249");
  }

  @Test
  void aBrokenClientStaysBehindAndAMendedOneCatchesUp() throws Exception {
    assertThat(ask("POST", "break?client=reth").statusCode()).isEqualTo(200);
    wait(Duration.ofMinutes(2));

    assertThat(line("eth_exe_sync_is_syncing", "teku-reth-1")).endsWith(" 1");
    assertThat(line("eth_exe_block_most_recent_number", "teku-reth-1")).endsWith(" 1000000");
    assertThat(line("eth_con_sync_is_syncing", "teku-reth-1")).endsWith(" 0");
    assertThat(line("beacon_head_slot", "teku-reth-1")).endsWith(" 1000010");
    assertThat(line("eth_exe_sync_is_syncing", "teku-geth-1")).endsWith(" 0");
    assertThat(ask("POST", "mend?client=reth").statusCode()).isEqualTo(200);
    assertThat(line("eth_exe_sync_is_syncing", "teku-reth-1")).endsWith(" 0");
    assertThat(line("eth_exe_block_most_recent_number", "teku-reth-1")).endsWith(" 1000010");
  }

  @Test
  void aSilentNodeHasNoSeries() throws Exception {
    ask("POST", "silence?node=teku-reth-1");
    assertThat(ask("GET", "metrics").body())
        .doesNotContain("teku-reth-1\"")
        .contains("teku-reth-2\"");
    ask("POST", "speak?node=teku-reth-1");
    assertThat(ask("GET", "metrics").body()).contains("teku-reth-1\"");
  }

  @Test
  void theDirectoryNamesTheNetworkAndItsClients() throws Exception {
    assertThat(ask("GET", "networks.json").body())
        .contains("\"hoodi\":{\"name\":\"hoodi\",\"status\":\"active\"", "\"teku\"", "\"reth\"");
    assertThat(network.directory()).hasPath("/networks.json");
  }

  @Test
  void whoeverAsksForWhatIsNotThereIsTold() throws Exception {
    assertThat(ask("POST", "break?client=parity").body()).isEqualTo("there is no client parity\n");
    assertThat(ask("POST", "silence").body()).isEqualTo("the parameter node is missing\n");
    assertThat(ask("POST", "silence?node=x").statusCode()).isEqualTo(400);
    assertThat(ask("GET", "break?client=reth").statusCode()).isEqualTo(404);
    assertThatIllegalArgumentException().isThrownBy(() -> network.breakClient("parity"));
  }

  @Test
  void whatABuilderCannotMakeIsRefused() {
    for (var builder :
        List.of(
            EthereumNetworkGenerator.builder("a b"),
            EthereumNetworkGenerator.builder("hoodi").nodes(0),
            EthereumNetworkGenerator.builder("hoodi").slot(Duration.ZERO))) {
      assertThatIllegalArgumentException().isThrownBy(builder::start);
    }
  }

  @Test
  void theCommandLineSaysAllThatIsWrongAtOnce() {
    var problems = new ArrayList<String>();

    EthereumNetworkMain.builder(
        List.of("--nodes", "0", "--slot", "x", "--colour", "red", "--network", "a/b", "odd"),
        problems);

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "Expected an option with a value, such as --nodes 60, but found: odd",
            "--network: expected letters, digits, dots and hyphens",
            "--nodes: expected 1 to 10000, but found: 0",
            "--slot: expected 1 to 600000, but found: x",
            "There is no option --colour");
  }

  @Test
  void theCommandLineStartsAGenerator() {
    var problems = new ArrayList<String>();
    var said = new ByteArrayOutputStream();
    try (var other = EthereumNetworkMain.builder(List.of("--nodes", "7"), problems).start()) {
      EthereumNetworkMain.tell(other, new PrintStream(said, true, StandardCharsets.UTF_8));
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains("7 nodes at " + other.metrics(), "CLIENTS_DATA_URL=" + other.directory());
    }
    assertThat(problems).isEmpty();
  }
}
