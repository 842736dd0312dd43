package dev.pulse.samples.ethereum;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.ethereum.config.EthereumConfiguration;
import dev.pulse.samples.fakes.LivingNetwork;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.api.DescribedApi;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the description says of these routes, and what they answer, must be the same. */
@Timeout(90)
class EthereumOpenApiTest {
  private static final String PLACE = "/ethereum-network";
  private static final String GUILD = "\"guild\":\"" + LivingNetwork.GUILD + "\"";
  private static final String HERE = "{\"network\":\"hoodi\",\"client\":\"reth\"," + GUILD;
  private static final String CHANNEL = ",\"channel\":\"" + Rig.CHANNEL + "\"}";

  private final ManualClock clock = ManualClock.at("2026-11-21T07:30:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final LivingNetwork living = LivingNetwork.builder().still().clock(clock).start();
  private final EthereumConfiguration configuration =
      EthereumConfiguration.from(
          new HashMap<>(
              Map.of(
                  "PROMETHEUS_URL",
                  living.prometheus().toString(),
                  "CLIENTS_DATA_URL",
                  living.directory().toString(),
                  "DISCORD_API_BASE",
                  living.discord().toString(),
                  "DISCORD_BOT_TOKEN",
                  LivingNetwork.TOKEN,
                  "DISCORD_GUILD_IDS",
                  LivingNetwork.GUILD,
                  "GITHUB_TOKEN",
                  "any",
                  "NODE_PROBE",
                  "false",
                  "EVALUATION_INTERVAL",
                  "1m",
                  "EVALUATION_NETWORKS",
                  "hoodi,fusaka-devnet-3")));
  private final EthereumAlerts alerts = EthereumAlerts.of(configuration);
  private final Pulse pulse =
      Pulse.builder()
          .store(Stores.memory())
          .clock(clock)
          .scheduler(scheduler)
          .executor(Runnable::run)
          .startSpread(Duration.ZERO)
          .route(alerts.route())
          .start();
  private final EthereumNetwork network =
      EthereumNetwork.builder(pulse, configuration, alerts).start();
  private final PulseServer server =
      PulseServer.builder(pulse).port(0).mount(PLACE, network.routes()).start();
  private final Caller caller = new Caller(server.port());
  private final DescribedApi api = DescribedApi.of(caller);

  @AfterEach
  void close() {
    server.close();
    network.close();
    pulse.close();
    living.close();
  }

  private void pass(Duration time) {
    scheduler.advance(time);
    pulse.flush();
  }

  private HttpResponse<String> get(String path) {
    return caller.get(PLACE + path);
  }

  private HttpResponse<String> post(String path, String body) {
    return caller.send("POST", PLACE + path, body);
  }

  private void happens(String what) throws Exception {
    URI address = living.prometheus().resolve(what);
    var done =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).POST(BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
    assertThat(done.statusCode()).isEqualTo(200);
  }

  @Test
  void everyRouteIsDescribed() {
    var served =
        server.routes().stream()
            .filter(route -> route.contains(" " + PLACE + "/"))
            .filter(route -> !route.contains("/dashboard/"))
            .toList();

    assertThat(api.routes().stream().filter(route -> route.contains(PLACE)))
        .containsExactlyInAnyOrderElementsOf(served)
        .hasSize(16);
  }

  @Test
  void everyAnswerHasTheDescribedForm() throws Exception {
    var before = List.of(get("/networks"), get("/networks?limit=1"));
    api.judge("listNetworks", before);
    api.judge("getNetwork", get("/networks/sepolia"));
    api.judge("listNodes", get("/networks/sepolia/nodes"));
    var often = HERE + ",\"schedule\":\"*/5 * * * *\"" + CHANNEL;
    api.judge("registerEthereumCheck", post("/checks", often));
    var people = HERE + ",\"handles\":\"<@12345678901234567>\"}";
    api.judge("addEthereumMentions", post("/mentions/add", people));
    pass(Duration.ofMinutes(2));
    happens("/break?network=hoodi&client=reth");
    happens("/silence?network=hoodi&node=teku-geth-1");
    pass(Duration.ofMinutes(10));

    api.judge("evaluateNetwork", post("/networks/hoodi/evaluate", ""));
    api.judge("runEthereumCheck", post("/checks/run", HERE + CHANNEL));
    api.judge("listNetworks", get("/networks?active=true"));
    api.judge("getNetwork", get("/networks/hoodi"));
    api.judge("getNetwork", get("/networks/fusaka-devnet-3"));
    api.judge(
        "listNodes", List.of(get("/networks/hoodi/nodes"), get("/networks/hoodi/nodes?limit=1")));
    api.judge("getNetworkHistory", get("/networks/hoodi/history?hours=1"));
    var alerts = get("/networks/hoodi/alerts");
    assertThat(alerts.body()).contains("\"open\":true", "\"mentions\":[");
    api.judge("listNetworkAlerts", alerts);
    var checks = get("/checks");
    api.judge("listEthereumChecks", List.of(checks, get("/checks?format=text")));
    var last = objects(object(checks.body()).get("checks")).get(0).get("lastRun");
    api.judge("getEthereumLog", get("/checks/" + last + "/log"));
    api.judge("listEthereumMentions", List.of(get("/mentions"), get("/mentions?format=text")));
    api.judge("disableEthereumMentions", post("/mentions/disable", HERE + "}"));
    api.judge("enableEthereumMentions", post("/mentions/enable", HERE + "}"));
    api.judge("removeEthereumMentions", post("/mentions/remove", people));
    api.judge(
        "deregisterEthereumCheck",
        caller.send("DELETE", PLACE + "/checks?network=hoodi&client=reth", ""));

    assertThat(api.asked()).isEqualTo(api.operations(PLACE));
  }

  @Test
  void refusalsHaveTheDescribedForm() {
    var foreign = "?guild=997038439483310086";

    api.judge("getNetwork", refused(404, get("/networks/none")));
    api.judge("listNodes", refused(404, get("/networks/none/nodes")));
    api.judge("listNodes", refused(400, get("/networks/hoodi/nodes?state=bad")));
    api.judge("getNetworkHistory", refused(404, get("/networks/none/history")));
    api.judge("getNetworkHistory", refused(400, get("/networks/hoodi/history?hours=0")));
    api.judge("listNetworkAlerts", refused(404, get("/networks/none/alerts")));
    api.judge("listNetworkAlerts", refused(403, get("/networks/hoodi/alerts" + foreign)));
    api.judge("evaluateNetwork", refused(404, post("/networks/none/evaluate", "")));
    api.judge("listNetworks", refused(400, get("/networks?limit=0")));
    api.judge("listEthereumChecks", refused(400, get("/checks?guild=bad")));
    api.judge("listEthereumChecks", refused(403, get("/checks" + foreign)));
    api.judge("registerEthereumCheck", refused(400, post("/checks", "{}")));
    api.judge("registerEthereumCheck", refused(400, post("/checks", "x")));
    api.judge("getEthereumLog", refused(404, get("/checks/none/log")));
    api.judge("runEthereumCheck", refused(400, post("/checks/run", "{}")));
    api.judge("addEthereumMentions", refused(400, post("/mentions/add", HERE + "}")));
    api.judge("listEthereumMentions", refused(403, get("/mentions" + foreign)));
  }

  private static HttpResponse<String> refused(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(status);
    return answer;
  }
}
