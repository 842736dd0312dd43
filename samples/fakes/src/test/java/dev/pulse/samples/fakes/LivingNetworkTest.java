package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivingNetworkTest {
  private static final String BY_NODE =
      "count by (instance, ingress_user, consensus_client, execution_client) ";
  private static final String HOODI = "{network=\"hoodi\", ingress_user!~\"synctest.*\"}";
  private static final String SYNCING = BY_NODE + "(eth_exe_sync_is_syncing" + HOODI + " == 1)";
  private static final String SEEN = BY_NODE + "(eth_exe_sync_is_syncing" + HOODI + ")";
  private static final String BEHIND =
      "eth_exe_block_most_recent_number"
          + HOODI
          + " - on (network) group_left() max by (network) (eth_exe_block_most_recent_number"
          + HOODI
          + ") < -5";
  private static final String STUCK = "delta(beacon_head_slot" + HOODI + "[5m]) <= 0";
  private static final Pattern INSTANCE = Pattern.compile("\"instance\":\"operators-([^\"]+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T07:00:00Z"));
  private final LivingNetwork living =
      LivingNetwork.builder().clock((InstantSource) now::get).start();

  @AfterEach
  void close() {
    living.close();
  }

  private void steps(int count) {
    now.updateAndGet(it -> it.plus(Duration.ofSeconds(5L * count)));
  }

  private HttpResponse<String> send(URI address, String method, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String query) throws IOException, InterruptedException {
    return send(
        living.prometheus().resolve("/api/v1/query"),
        "POST",
        "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  private Set<String> nodes(String query) throws IOException, InterruptedException {
    var answer = ask(query);
    assertThat(answer.statusCode()).isEqualTo(200);
    var nodes = new TreeSet<String>();
    INSTANCE.matcher(answer.body()).results().forEach(found -> nodes.add(found.group(1)));
    return nodes;
  }

  private static String clientOf(Set<String> nodes, int part) {
    assertThat(nodes).isNotEmpty();
    var clients = nodes.stream().map(node -> node.split("-", -1)[part]).distinct().toList();
    assertThat(clients).hasSize(1);
    return clients.get(0);
  }

  @Test
  void aPairIsBehindFromTheBeginning() throws Exception {
    var behind = nodes(BEHIND);

    assertThat(behind).hasSize(2);
    clientOf(behind, 0);
    clientOf(behind, 1);
    assertThat(nodes(SYNCING)).isEmpty();
    assertThat(nodes(SEEN)).hasSize(60);
  }

  @Test
  void anExecutionClientBreaksWithEveryConsensusClientAndIsMended() throws Exception {
    var first = nodes(BEHIND);
    steps(4);
    var broken = nodes(SYNCING);

    // One of its machines is silent perhaps.
    assertThat(broken).hasSizeBetween(11, 12);
    clientOf(broken, 1);
    steps(8);
    assertThat(nodes(SYNCING)).isEmpty();
    assertThat(nodes(BEHIND)).hasSize(2).doesNotContainAnyElementsOf(first);
  }

  @Test
  void aMachineIsSilentAndSpeaksAgain() throws Exception {
    var all = nodes(SEEN);
    steps(3);
    assertThat(all).containsAll(nodes(SEEN));
    assertThat(nodes(SEEN)).hasSize(59);
    steps(19);
    assertThat(nodes(SEEN)).isEqualTo(all);
  }

  @Test
  void thereIsAlwaysAPairThatFails() throws Exception {
    for (int step = 0; step < 3 * LivingNetwork.STORY; step++) {
      assertThat(nodes(BEHIND)).as("step %d", step).isNotEmpty();
      steps(1);
    }
  }

  @Test
  void theHeadIsStuckOnlyWhenItHasNotMovedForFiveMinutes() throws Exception {
    try (var still = LivingNetwork.builder().still().clock((InstantSource) now::get).start()) {
      var node = still.network(LivingNetwork.BUSY).orElseThrow().nodes().get(0).name();
      still.network(LivingNetwork.BUSY).orElseThrow().stall(node);
      var address = still.prometheus().resolve("/api/v1/query");
      var query = "query=" + URLEncoder.encode(STUCK, StandardCharsets.UTF_8);
      now.updateAndGet(it -> it.plus(Duration.ofSeconds(299)));
      assertThat(send(address, "POST", query).body()).contains("\"result\":[]");
      now.updateAndGet(it -> it.plus(Duration.ofSeconds(1)));
      assertThat(send(address, "POST", query).body()).contains(node);
    }
  }

  @Test
  void theSameSeedTellsTheSameStory() throws Exception {
    try (var same = LivingNetwork.builder().clock((InstantSource) now::get).start();
        var other = LivingNetwork.builder().seed(7).clock((InstantSource) now::get).start()) {
      steps(4);
      var query =
          living
              .prometheus()
              .resolve("/api/v1/query?query=" + URLEncoder.encode(SYNCING, StandardCharsets.UTF_8));
      var body = send(query, "GET", "").body();
      assertThat(
              send(
                      same.prometheus().resolve(query.getRawPath() + "?" + query.getRawQuery()),
                      "GET",
                      "")
                  .body())
          .isEqualTo(body);
      assertThat(
              send(
                      other.prometheus().resolve(query.getRawPath() + "?" + query.getRawQuery()),
                      "GET",
                      "")
                  .body())
          .isNotEqualTo(body);
    }
  }

  @Test
  void aNetworkWithoutSeriesHasNoNodes() throws Exception {
    assertThat(nodes(SEEN.replace("hoodi", LivingNetwork.EMPTY))).isEmpty();
    assertThat(send(living.directory(), "GET", "").body())
        .contains("\"hoodi\":{", "\"sepolia\":{", "\"fusaka-devnet-3\":{", "\"lighthouse\":{");
  }

  @Test
  void whatItCannotEvaluateIsRefused() throws Exception {
    for (var query : List.of("up", SEEN + " > 1", SEEN.replace("synctest", "other"), "")) {
      assertThat(ask(query).statusCode()).as(query).isEqualTo(400);
    }
    assertThat(send(living.prometheus().resolve("/api/v1/query"), "POST", "").body())
        .contains("no query was given");
    assertThat(
            send(living.prometheus().resolve("/break?network=x&client=reth"), "POST", "")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void moreHappensWhenItIsTold() throws Exception {
    var address = living.prometheus();
    assertThat(send(address.resolve("/break?network=hoodi&client=reth"), "POST", "").statusCode())
        .isEqualTo(200);
    assertThat(clientOf(nodes(SYNCING), 1)).isEqualTo("reth");
    assertThat(send(address.resolve("/break?network=hoodi&client=parity"), "POST", "").statusCode())
        .isEqualTo(400);
  }

  @Test
  void closedNothingListens() {
    var prometheus = living.directory();
    var discord = living.discord();
    living.close();

    for (var address : List.of(prometheus, discord)) {
      Assertions.assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> send(address, "GET", ""));
    }
  }

  @Test
  void theCommandLineSaysWhatAConfigurationNeeds() {
    var said = new ByteArrayOutputStream();
    var problems = new ArrayList<String>();
    try (var other =
        LivingNetworkMain.builder(List.of("--hostile", "yes", "--still", "yes"), problems)
            .start()) {
      LivingNetworkMain.tell(other, new PrintStream(said, true, StandardCharsets.UTF_8));
      assertThat(other.network(LivingNetwork.ODD).orElseThrow().nodes()).hasSize(16);
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains(
              "PROMETHEUS_URL=" + other.prometheus(),
              "CLIENTS_DATA_URL=" + other.directory(),
              "DISCORD_API_BASE=" + other.discord());
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void theCommandLineSaysAllThatIsWrongAtOnce() {
    var problems = new ArrayList<String>();
    LivingNetworkMain.builder(List.of("--still", "x", "--odd", "yes", "--seed", "-1"), problems);

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "--still: expected yes or no, but found: x",
            "There is no option --odd",
            "--seed: expected 0 to 999999, but found: -1");
  }

  @Test
  void aStepTakesASecondAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LivingNetwork.builder().every(Duration.ofMillis(999)))
        .withMessageContaining("expected a second or more");
  }
}
