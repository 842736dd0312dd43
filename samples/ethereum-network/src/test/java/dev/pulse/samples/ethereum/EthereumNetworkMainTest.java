package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.PulseException;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.api.store.OutcomeQuery;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.EthereumNetworkMain.RunningNetwork;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.fakes.FakeDiscord;
import dev.pulse.samples.fakes.LogLines;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The system as a program of its own: real time, real sockets, a real file. */
@Timeout(90)
class EthereumNetworkMainTest {
  private static final String TOKEN = "0123456789abcdef-SECRET";
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private FakePrometheus prometheus;
  private FakeDiscord discord;
  private Path data;

  @BeforeEach
  void open() throws IOException {
    prometheus = new FakePrometheus();
    discord = FakeDiscord.start();
    data = folder.resolve("clients.json");
    Files.writeString(
        data,
        """
        {"networks": {"hoodi": {"status": "active"}, "old": {"status": "inactive"}},
         "clients": {"teku": {"name": "teku", "type": "consensus"},
                     "geth": {"name": "geth", "type": "execution"}}}
        """);
  }

  @AfterEach
  void close() {
    prometheus.close();
    discord.close();
  }

  @Test
  @DisplayName("Rows 7, 13, 20, 46, 48, 50: from a command to a message, a metric and no secret")
  void fromACommandToAMessage() throws Exception {
    prometheus.fails("teku-geth-1");
    try (var log = new LogLines("dev.pulse");
        var running = start(Map.of("API_TOKEN", TOKEN))) {
      awaitReady(running);
      var registered =
          post(
              running,
              "/checks",
              "{\"network\":\"hoodi\",\"client\":\"teku\",\"channel\":\"" + Rig.CHANNEL + "\"}");
      assertThat(registered.body())
          .isEqualTo("{\"message\":\"Registered teku on hoodi in " + Rig.CHANNEL + "\"}");

      var ran =
          post(
              running,
              "/checks/run",
              "{\"network\":\"hoodi\",\"client\":\"teku\",\"channel\":\"" + Rig.CHANNEL + "\"}");
      assertThat(ran.body()).contains("Issues for teku on hoodi: 1 checks failing");

      assertThat(discord.messages(Rig.CHANNEL)).hasSize(1);
      assertThat(prometheus.queries()).hasSize(10);
      assertThat(get(running.apiPort(), "/checks?format=text").body())
          .startsWith("hoodi\nClient | Status | Next Run\nteku   | ✅ | ");
      assertThat(get(running.metricsPort(), "/metrics").body())
          .contains(
              "panda_pulse_api_requests_total{operation=\"/api/v1/query\",service=\"prometheus\"}",
              "service=\"discord\"")
          .doesNotContain("SECRET");
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("SECRET"));
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("ready at")
          .doesNotContain("SECRET");
    }
  }

  @Test
  @DisplayName("Row 47: alive at once, ready when the store answers and client data is there")
  void readinessFollowsTheClientData() throws Exception {
    Files.delete(data);
    try (var running = start(Map.of())) {
      assertThat(get(running.healthPort(), "/healthz").body()).isEqualTo("ok");
      var unready = get(running.healthPort(), "/readyz");
      assertThat(unready.statusCode()).isEqualTo(503);
      assertThat(unready.body())
          .isEqualTo(
              "{\"status\":\"not ready\",\"components\":{\"store\":\"ok\",\"clientData\":\"not"
                  + " loaded\"}}");
      assertThat(get(running.healthPort(), "/other").statusCode()).isEqualTo(404);
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(uri(running.healthPort(), "/healthz"))
                          .DELETE()
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(405);
      assertThat(get(running.metricsPort(), "/other").statusCode()).isEqualTo(404);
    }
    writeClientData();
    try (var running = start(Map.of())) {
      awaitReady(running);
      assertThat(get(running.healthPort(), "/readyz").body()).startsWith("{\"status\":\"ready\"");
    }
  }

  private void writeClientData() throws IOException {
    Files.writeString(
        data,
        "{\"networks\":{\"hoodi\":{\"status\":\"active\"}},\"clients\":{\"teku\":{\"name\":\"teku\"}}}");
  }

  @Test
  @DisplayName("7.3: with a token every command wants it")
  void withATokenEveryCommandWantsIt() throws Exception {
    try (var running = start(Map.of("API_TOKEN", TOKEN))) {
      for (var path : new String[] {"/checks", "/mentions", "/checks/x/log"}) {
        var response =
            client.send(
                HttpRequest.newBuilder(uri(running.apiPort(), path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(401);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"METRICS_ADDRESS", "HEALTH_CHECK_ADDRESS", "API_ADDRESS"})
  @DisplayName("4.11: a port that is taken stops the start, and leaves nothing behind")
  void aPortThatIsTakenStopsTheStart(String variable) throws Exception {
    try (var first = start(Map.of())) {
      var other =
          Map.of(
              variable,
              "127.0.0.1:" + first.apiPort(),
              "DATABASE_URL",
              "jdbc:sqlite:" + folder.resolve("second.db"));

      assertThatThrownBy(() -> start(other))
          .isInstanceOf(PulseException.class)
          .hasMessageContaining("" + first.apiPort());
    }
    start(Map.of("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("second.db"))).close();
  }

  @Test
  @DisplayName("Rows 43, 52: closed in order, ports are free and registrations are still there")
  void closedInOrderEverythingIsStillThere() throws Exception {
    int port;
    try (var running = start(Map.of())) {
      awaitReady(running);
      post(
          running,
          "/checks",
          "{\"network\":\"hoodi\",\"client\":\"teku\",\"channel\":\"" + Rig.CHANNEL + "\"}");
      port = running.apiPort();
    }
    assertThatThrownBy(() -> get(port, "/checks")).isInstanceOf(ConnectException.class);
    try (var running = start(Map.of())) {
      assertThat(get(running.apiPort(), "/checks").body()).contains("\"client\":\"teku\"");
    }
  }

  @Test
  @DisplayName("Row 51: Pulse keeps results for no longer than RETENTION_DAYS either")
  void pulseKeepsResultsNoLonger() {
    var configuration = configuration(Map.of("RETENTION_DAYS", "2"));
    var clock = ManualClock.at("2026-11-21T07:00:00Z");
    var scheduler = new ManualScheduler(clock);
    try (var pulse =
        EthereumNetworkMain.pulse(configuration, EthereumAlerts.of(configuration), Stores.memory())
            .clock(clock)
            .scheduler(scheduler)
            .executor(Runnable::run)
            .check(
                "hourly", context -> CheckResult.pass("well"), Schedules.every(Duration.ofHours(1)))
            .start()) {
      scheduler.advance(Duration.ofDays(5));
      pulse.flush();

      var kept = pulse.journal().outcomes(OutcomeQuery.of("hourly").limit(1_000)).items();
      assertThat(kept)
          .hasSizeBetween(47, 50)
          .allMatch(
              outcome -> outcome.started().isAfter(clock.instant().minus(Duration.ofHours(50))));
    }
  }

  @Test
  @DisplayName("Row 52: a run under way is cancelled, and all is closed within 30 seconds")
  void aRunUnderWayIsCancelled() throws Exception {
    var begun = prometheus.hold();
    var running = start(Map.of("API_TOKEN", TOKEN));
    awaitReady(running);
    var asked =
        client.sendAsync(
            HttpRequest.newBuilder(uri(running.apiPort(), "/checks/run"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"network\":\"hoodi\",\"client\":\"teku\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    begun.await();
    long start = System.nanoTime();

    running.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    for (int port : new int[] {running.apiPort(), running.metricsPort(), running.healthPort()}) {
      assertThatThrownBy(() -> get(port, "/healthz")).isInstanceOf(ConnectException.class);
    }
    assertThat(asked.handle((answer, failure) -> answer == null || answer.statusCode() >= 500))
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo(true);
  }

  private RunningNetwork start(Map<String, String> more) {
    return EthereumNetworkMain.run(
        configuration(more), new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private EthereumConfiguration configuration(Map<String, String> more) {
    var variables = new HashMap<String, String>();
    variables.put("PROMETHEUS_URL", prometheus.url().toString());
    variables.put("DISCORD_BOT_TOKEN", FakeDiscord.TOKEN);
    variables.put("DISCORD_API_BASE", discord.api().toString());
    variables.put("DISCORD_GUILD_IDS", Rig.GUILD);
    variables.put("GITHUB_TOKEN", "github-SECRET");
    variables.put("CLIENTS_DATA_URL", data.toUri().toString());
    variables.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("ethereum.db"));
    variables.put("METRICS_ADDRESS", "127.0.0.1:0");
    variables.put("HEALTH_CHECK_ADDRESS", "127.0.0.1:0");
    variables.put("API_ADDRESS", "127.0.0.1:0");
    variables.put("NODE_PROBE", "false");
    variables.putAll(more);
    return EthereumConfiguration.from(variables);
  }

  private void awaitReady(RunningNetwork running) throws Exception {
    while (get(running.healthPort(), "/readyz").statusCode() != 200) {
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(uri(port, path)).header("Authorization", "Bearer " + TOKEN);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(RunningNetwork running, String path, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(uri(running.apiPort(), path))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
