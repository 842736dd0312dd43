package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import ch.qos.logback.classic.Level;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.fakes.LogLines;
import dev.pulse.samples.fakes.PostgresServer;
import dev.pulse.samples.fakes.Programs;
import dev.pulse.samples.uptimeguard.UptimeGuardMain.RunningGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The guard as a program of its own: real time, real sockets, a real file. */
@Timeout(60)
class UptimeGuardMainTest {
  private static final String HOOK = "https://hooks.slack.com/services/SECRET-HOOK";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HttpClient client = HttpClient.newHttpClient();

  static Stream<Arguments> variables() {
    return Stream.of(
        argumentSet("none of the seed's", Map.of()),
        argumentSet("NATS_URL alone", Map.of("NATS_URL", "nats://u:SECRET-NATS@127.0.0.1:1")),
        argumentSet("SLACK_WEBHOOK_URL alone", Map.of("SLACK_WEBHOOK_URL", HOOK)),
        argumentSet(
            "all",
            Map.of(
                "NATS_URL",
                "nats://u:SECRET-NATS@127.0.0.1:1",
                "SLACK_WEBHOOK_URL",
                HOOK,
                "SLO_TARGET",
                "99.9",
                "API_TOKEN",
                "SECRET-TOKEN-SECRET")));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void itStartsAndAnswersAndTellsNoSecret(Map<String, String> variables) throws Exception {
    try (var log = new LogLines("dev.pulse.samples.uptimeguard")) {
      try (var guard = start(variables)) {
        assertThat(get(guard, "/health").statusCode()).isEqualTo(200);
        assertThat(get(guard, "/metrics").body())
            .contains("pulseguard_incidents_open")
            .doesNotContain("SECRET");
        assertThat(get(guard, "/").body()).doesNotContain("SECRET");
        assertThat(text(out)).contains("ready at", ":" + guard.port());
      }
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("SECRET"));
      assertThat(text(out) + text(err)).doesNotContain("SECRET");
      assertThat(text(err).contains("Warning: SLO_TARGET"))
          .isEqualTo(variables.containsKey("SLO_TARGET"));
    }
  }

  @Test
  void aTargetIsProbedStoredAndStillThereAfterARestart() throws Exception {
    try (var server = new LoopbackServer()) {
      try (var guard = start(Map.of())) {
        var created = create(guard, "shop", server.url("/status/200"));
        assertThat(created.statusCode()).isEqualTo(201);
      }
      // Closing stores what was under way; the second start reads it from the file.
      try (var guard = start(Map.of())) {
        assertThat(get(guard, "/targets").body()).contains("\"name\":\"shop\"");
      }
    }
  }

  @Test
  void everythingMayBeOnAServerWhichMayGoAndComeBack() throws Exception {
    assumeThat(PostgresServer.isInstalled()).isTrue();
    try (var postgres = PostgresServer.start();
        var log = new LogLines("dev.pulse");
        var target = new LoopbackServer()) {
      var database = postgres.newDatabase();
      var variables = Map.of("DATABASE_URL", postgres.databaseUrl(database));
      try (var guard = start(variables)) {
        assertThat(create(guard, "shop", target.url("/status/200")).statusCode()).isEqualTo(201);
        assertThat(get(guard, "/health").statusCode()).isEqualTo(200);

        postgres.stop();
        assertThat(get(guard, "/health").statusCode()).isEqualTo(503);
        assertThat(create(guard, "later", target.url("/status/200")).statusCode()).isEqualTo(500);
        postgres.resume();

        while (get(guard, "/health").statusCode() != 200) {
          Thread.onSpinWait();
        }
        assertThat(create(guard, "later", target.url("/status/200")).statusCode()).isEqualTo(201);
      }
      try (var guard = start(variables)) {
        assertThat(get(guard, "/targets").body())
            .contains("\"name\":\"shop\"", "\"name\":\"later\"");
      }
      assertThat(postgres.psql(database, "SELECT count(*) > 0 FROM pulse.document"))
          .isEqualTo("t\n");
      assertThat(text(out) + text(err)).doesNotContain(postgres.password());
      assertThat(log.lines()).noneMatch(line -> line.contains(postgres.password()));
    }
  }

  @Test
  void probesAreTriedOutBeforeTheFirstOneCounts() {
    try (var log = new LogLines("dev.pulse.samples.uptimeguard", Level.DEBUG)) {
      start(Map.of()).close();

      assertThat(log.lines()).contains("DEBUG Warmed up: {HTTP=PASS, HTTPS=FAIL, TCP=PASS}");
    }
  }

  @Test
  void eventsReachASubscriber() throws Exception {
    assumeThat(Programs.has("nats-server")).isTrue();
    try (var nats = NatsServer.started();
        var subscriber = nats.connect();
        var server = new LoopbackServer()) {
      var probes = subscriber.subscribe("probe.results");
      subscriber.flush(Duration.ofSeconds(30));
      try (var guard = start(Map.of("NATS_URL", nats.url(), "PROBE_INTERVAL", "1"))) {
        create(guard, "shop", server.url("/status/200"));

        var message = probes.nextMessage(Duration.ofSeconds(20));
        assertThat(new String(message.getData(), StandardCharsets.UTF_8))
            .contains("\"target_name\":\"shop\"", "\"status_code\":200", "\"ok\":true");
      }
    }
  }

  @Test
  void aBadValueStopsTheStart() {
    assertThatThrownBy(() -> start(Map.of("DATABASE_URL", "mysql://u:secret@x/y", "PORT", "x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("DATABASE_URL: ")
        .hasMessageContaining("PORT: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aPortThatIsTakenStopsTheStartAndLeavesNothingBehind() {
    try (var first = start(Map.of());
        var log = new LogLines("io.javalin")) {
      var second = new HashMap<String, String>();
      second.put("PORT", "" + first.port());
      second.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("second.db"));
      assertThatThrownBy(() -> start(second)).hasMessageContaining("" + first.port());
      assertThat(log.lines()).isNotEmpty();
    }

    // The file of the failed start is free again.
    start(Map.of("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("second.db"))).close();
  }

  @Test
  void theExportHoldsWhatTheGuardStored() throws Exception {
    try (var server = new LoopbackServer();
        var guard = start(Map.of())) {
      create(guard, "shop", server.url("/status/200"));
    }
    var file = folder.resolve("export.sql");

    UptimeGuardMain.export(environment(Map.of()), file);

    assertThat(Files.readString(file)).contains("INSERT INTO targets", "'shop'");
  }

  @Test
  void theExportOfAStoreThatIsInUseIsRefusedByName() {
    try (var guard = start(Map.of())) {
      assertThat(guard.port()).isPositive();
      assertThatThrownBy(
              () -> UptimeGuardMain.export(environment(Map.of()), folder.resolve("export.sql")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("DATABASE_URL: ");
    }
    assertThat(folder.resolve("export.sql")).doesNotExist();
  }

  private RunningGuard start(Map<String, String> more) {
    return UptimeGuardMain.run(
        environment(more),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private Map<String, String> environment(Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("guard.db"));
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.put("PROBE_ALLOW_PRIVATE", "true");
    environment.putAll(more);
    return environment;
  }

  private HttpResponse<String> create(RunningGuard guard, String name, String url)
      throws IOException, InterruptedException {
    var body = "{\"name\":\"" + name + "\",\"url\":\"" + url + "\",\"type\":\"http\"}";
    return client.send(
        HttpRequest.newBuilder(address(guard, "/targets"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(RunningGuard guard, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(address(guard, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI address(RunningGuard guard, String path) {
    return URI.create("http://127.0.0.1:" + guard.port() + path);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
