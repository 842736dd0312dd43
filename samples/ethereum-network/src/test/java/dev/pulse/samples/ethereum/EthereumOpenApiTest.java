package dev.pulse.samples.ethereum;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.samples.fakes.LivingNetwork;
import dev.pulse.samples.server.api.DescribedApi;
import dev.pulse.samples.server.web.Caller;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the description says of these routes, and what they answer, must be the same. */
@Timeout(90)
class EthereumOpenApiTest {
  private static final String PLACE = LivingRig.PLACE;
  private static final String GUILD = "\"guild\":\"" + LivingNetwork.GUILD + "\"";
  private static final String HERE = "{\"network\":\"hoodi\",\"client\":\"reth\"," + GUILD;
  private static final String CHANNEL = ",\"channel\":\"" + Rig.CHANNEL + "\"}";

  private final LivingRig rig = new LivingRig();
  private final Caller caller = new Caller(rig.server.port());
  private final DescribedApi api = DescribedApi.of(caller);

  @AfterEach
  void close() {
    rig.close();
  }

  private HttpResponse<String> get(String path) {
    return caller.get(PLACE + path);
  }

  private HttpResponse<String> post(String path, String body) {
    return caller.send("POST", PLACE + path, body);
  }

  @Test
  void everyRouteIsDescribed() {
    var served =
        rig.server.routes().stream()
            .filter(route -> route.contains(" " + PLACE + "/"))
            .filter(route -> !route.contains("/dashboard/"))
            .toList();

    assertThat(api.routes().stream().filter(route -> route.contains(PLACE)))
        .containsExactlyInAnyOrderElementsOf(served)
        .hasSize(16);
  }

  @Test
  void everyAnswerHasTheDescribedForm() {
    var before = List.of(get("/networks"), get("/networks?limit=1"));
    api.judge("listNetworks", before);
    api.judge("getNetwork", get("/networks/sepolia"));
    api.judge("listNodes", get("/networks/sepolia/nodes"));
    var often = HERE + ",\"schedule\":\"*/5 * * * *\"" + CHANNEL;
    api.judge("registerEthereumCheck", post("/checks", often));
    var people = HERE + ",\"handles\":\"<@12345678901234567>\"}";
    api.judge("addEthereumMentions", post("/mentions/add", people));
    rig.pass(Duration.ofMinutes(2));
    rig.happens("/break?network=hoodi&client=reth");
    rig.happens("/silence?network=hoodi&node=teku-geth-1");
    rig.pass(Duration.ofMinutes(10));

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

    api.judge("getNetwork", 404, get("/networks/none"));
    api.judge("listNodes", 404, get("/networks/none/nodes"));
    api.judge("listNodes", 400, get("/networks/hoodi/nodes?state=bad"));
    api.judge("getNetworkHistory", 404, get("/networks/none/history"));
    api.judge("getNetworkHistory", 400, get("/networks/hoodi/history?hours=0"));
    api.judge("listNetworkAlerts", 404, get("/networks/none/alerts"));
    api.judge("listNetworkAlerts", 403, get("/networks/hoodi/alerts" + foreign));
    api.judge("evaluateNetwork", 404, post("/networks/none/evaluate", ""));
    api.judge("listNetworks", 400, get("/networks?limit=0"));
    api.judge("listEthereumChecks", 400, get("/checks?guild=bad"));
    api.judge("listEthereumChecks", 403, get("/checks" + foreign));
    api.judge("registerEthereumCheck", 400, post("/checks", "{}"));
    api.judge("registerEthereumCheck", 400, post("/checks", "x"));
    api.judge("getEthereumLog", 404, get("/checks/none/log"));
    api.judge("runEthereumCheck", 400, post("/checks/run", "{}"));
    api.judge("addEthereumMentions", 400, post("/mentions/add", HERE + "}"));
    api.judge("listEthereumMentions", 403, get("/mentions" + foreign));
  }
}
