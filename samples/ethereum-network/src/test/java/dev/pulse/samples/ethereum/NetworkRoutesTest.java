package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.samples.fakes.LivingNetwork;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks over HTTP, with everything real but the networks themselves, and the time. */
@Timeout(60)
class NetworkRoutesTest {
  private static final String RETH_IS_AT_FAULT =
      "reth fails with 6 of its 6 consensus clients. From 5 on it is not each of them that is at"
          + " fault, but what they have in common: reth.";

  private final LivingRig rig = new LivingRig();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    rig.close();
  }

  private HttpResponse<String> send(String method, URI address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return send("GET", rig.server.uri().resolve("/ethereum-network/networks" + path));
  }

  private String get(String path) throws Exception {
    var answer = ask(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void theListSaysHowNetworksStandAndWhyNot() throws Exception {
    rig.pass(Duration.ofSeconds(1));
    send("POST", rig.server.uri().resolve("/ethereum-network/networks/fusaka-devnet-3/evaluate"));

    assertThat(get(""))
        .contains("{\"name\":\"hoodi\",\"active\":true,\"watched\":true,\"status\":\"pass\"")
        .contains("\"grid\":[\"PPPPP\",\"PPPPP\"")
        .contains(
            "\"reason\":\"None of the checks could be judged: no node has a series of any of"
                + " them.\"")
        .contains(
            "{\"name\":\"sepolia\",\"active\":true,\"watched\":false,\"status\":\"unknown\","
                + "\"reason\":\"It was not evaluated since this server started, because no client"
                + " of it is registered.\"}")
        .contains("{\"name\":\"retired-devnet-0\",\"active\":false");
    assertThat(get("?active=true")).doesNotContain("retired-devnet-0");
  }

  @Test
  void theListIsReadPageByPage() throws Exception {
    assertThat(get("?limit=2")).contains("fusaka-devnet-3", "hoodi", "\"next\":\"hoodi\"");
    assertThat(get("?limit=2&after=hoodi"))
        .contains("retired-devnet-0", "sepolia")
        .doesNotContain("\"next\"", "\"hoodi\"");
  }

  @Test
  void aRootCauseIsToldWithItsReasonAndItsConsequences() throws Exception {
    rig.pass(Duration.ofSeconds(1));
    rig.happens("/break?network=hoodi&client=reth");
    rig.happens("/stall?network=hoodi&node=teku-geth-1");
    rig.pass(Duration.ofMinutes(1));

    var hoodi = get("/hoodi");
    assertThat(hoodi)
        .contains("\"status\":\"fail\"", "\"failingPairs\":7", "\"everySeconds\":60")
        .contains("\"rootCauses\":[{\"client\":\"reth\",\"layer\":\"execution\"}]")
        .contains("\"text\":\"" + RETH_IS_AT_FAULT + "\"")
        .contains(
            "\"cause\":{\"fault\":\"root-cause\",\"clients\":[\"reth\"],"
                + "\"text\":\"A consequence of reth, a root cause.\"}")
        .contains("\"cause\":{\"fault\":\"unexplained\"")
        .contains("\"el-sync\":{\"status\":\"fail\",\"fail\":2}");
    assertThat(get("?active=true")).contains("PPFPF", "PPPPF");
  }

  @Test
  void theNodesOfAPairTellWhatWasMeasured() throws Exception {
    rig.happens("/stall?network=hoodi&node=teku-geth-1");
    rig.pass(Duration.ofMinutes(10));

    assertThat(get("/hoodi/nodes?consensus=TEKU&execution=geth"))
        .contains("\"count\":2")
        .contains(
            "{\"name\":\"teku-geth-1\",\"instance\":\"operators-teku-geth-1\","
                + "\"consensus\":\"teku\",\"execution\":\"geth\",\"status\":\"fail\"")
        .contains("{\"id\":\"el-block-height\",\"status\":\"fail\",\"text\":\"600 blocks behind\"}")
        .contains(
            "{\"id\":\"cl-head-slot\",\"status\":\"fail\",\"text\":\"has not moved for 5 minutes\"}")
        .contains("\"login\":\"ssh devops@teku-geth-1.hoodi.ethpandaops.io\"");
    assertThat(get("/hoodi/nodes?state=fail&check=el-block-height")).contains("\"count\":1");
    assertThat(get("/hoodi/nodes?state=fail&check=el-sync")).contains("\"count\":0");
    assertThat(get("/hoodi/nodes?limit=25&offset=50"))
        .contains("\"count\":60")
        .doesNotContain("\"next\"");
    assertThat(get("/hoodi/nodes?limit=25&offset=25")).contains("\"next\":50");
    assertThat(get("/hoodi/nodes?unattributed=true")).contains("\"count\":0");
  }

  @Test
  void aNodeThatFallsSilentIsUnknownAndSaysSinceWhen() throws Exception {
    rig.pass(Duration.ofSeconds(1));
    rig.happens("/silence?network=hoodi&node=teku-geth-1");
    rig.pass(Duration.ofMinutes(1));

    assertThat(get("/hoodi/nodes?state=unknown"))
        .contains("\"count\":1", "\"name\":\"teku-geth-1\"")
        .contains("\"seenBefore\":\"2026-11-21T07:30:00.000Z\"")
        .contains("no series now; it is expected because it was seen within the last 24 hours");
    assertThat(get("/hoodi")).contains("\"status\":\"warn\"");
  }

  @Test
  void aPrometheusThatIsGoneIsUnknownWithTheReason() throws Exception {
    rig.pass(Duration.ofSeconds(1));
    rig.living.close();
    rig.pass(Duration.ofMinutes(1));

    assertThat(get("/hoodi"))
        .contains("\"status\":\"unknown\"")
        .contains("None of the checks could be judged: failing query: ");
    assertThat(get("/hoodi/nodes?limit=1"))
        .contains("\"count\":60", "\"status\":\"unknown\"")
        .contains("failing query: ");
  }

  @Test
  void theHistoryTellsWhenAPairWentBad() throws Exception {
    rig.pass(Duration.ofMinutes(10));
    rig.happens("/break?network=hoodi&client=reth");
    rig.pass(Duration.ofMinutes(10));

    var history = get("/hoodi/history?hours=1");
    assertThat(history)
        .contains("\"stretchSeconds\":25.0")
        .containsPattern("\"network\":\"-+P+F+\"")
        .containsPattern("\"consensus\":\"teku\",\"execution\":\"reth\",\"states\":\"-+P+F+\"")
        .containsPattern("\"consensus\":\"teku\",\"execution\":\"geth\",\"states\":\"-+P+\"")
        .contains(
            "{\"at\":\"2026-11-21T07:41:00.000Z\",\"execution\":\"reth\",\"before\":\"N\","
                + "\"after\":\"R\"}");
    assertThat(get("/hoodi/history?hours=1&check=cl-sync")).doesNotContain("F\"");
  }

  @Test
  void whoWasToldIsToldOfOneGuild() throws Exception {
    rig.pass(Duration.ofSeconds(1));
    rig.network
        .monitor()
        .registrations()
        .register(
            "hoodi",
            Optional.of("reth"),
            LivingNetwork.GUILD,
            LivingNetwork.CHANNEL,
            Optional.of("* * * * *"));
    rig.network
        .monitor()
        .mentions()
        .add("hoodi", "reth", LivingNetwork.GUILD, "<@12345678901234567>");
    assertThat(get("/hoodi/alerts")).contains("\"count\":1", "\"open\":false");
    rig.happens("/break?network=hoodi&client=reth");
    rig.pass(Duration.ofMinutes(3));

    assertThat(get("/hoodi/alerts?guild=" + LivingNetwork.GUILD))
        .contains("\"client\":\"reth\"", "\"schedule\":\"* * * * *\"", "\"lastRun\":\"2026")
        .contains("\"mentions\":[\"<@12345678901234567>\"],\"mentionsEnabled\":true")
        .contains("\"channel\":\"" + LivingNetwork.CHANNEL + "\",\"open\":true")
        .contains("\"because\":[\"el-sync\",\"el-block-height\",\"root-cause\"]")
        .contains("\"openedAt\":\"2026-11-21T07:31:00.000Z\"");
  }

  @Test
  void readingEvaluatesNothing() throws Exception {
    rig.pass(Duration.ofSeconds(1));

    assertThat(get("/sepolia")).contains("\"status\":\"unknown\"").doesNotContain("evaluatedAt");
    assertThat(get("/sepolia/nodes")).contains("\"nodes\":[]", "\"reason\":\"It was not evaluated");
    assertThat(get("/sepolia/history")).contains("\"pairs\":[]");
  }

  @Test
  void anEvaluationThatIsTooOldSaysNothingOfNow() throws Exception {
    rig.pass(Duration.ofSeconds(1));
    send("POST", rig.server.uri().resolve("/ethereum-network/networks/sepolia/evaluate"));
    rig.pass(Duration.ofSeconds(149));
    assertThat(get("/sepolia")).contains("\"status\":\"pass\"").doesNotContain("\"stale\"");
    rig.pass(Duration.ofSeconds(1));

    var stale =
        "\"status\":\"unknown\",\"stale\":true,\"before\":\"pass\","
            + "\"evaluatedAt\":\"2026-11-21T07:30:01.000Z\","
            + "\"reason\":\"How it stands now is not known: it was last evaluated at"
            + " 2026-11-21T07:30:01Z, and an evaluation tells that for 150 seconds.\"";
    assertThat(get("/sepolia")).contains(stale, "\"pairs\":30");
    assertThat(get("")).contains("\"name\":\"sepolia\",\"active\":true,\"watched\":false," + stale);
    assertThat(get("/sepolia/nodes?limit=1"))
        .contains("\"stale\":true,\"reason\":\"How it stands now is not known");
    assertThat(get("/hoodi")).contains("\"status\":\"pass\"").doesNotContain("\"stale\"");
  }

  @Test
  void whoeverAsksForAnEvaluationGetsOne() throws Exception {
    rig.pass(Duration.ofSeconds(1));

    var answer =
        send("POST", rig.server.uri().resolve("/ethereum-network/networks/sepolia/evaluate"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"watched\":false,\"status\":\"pass\"", "\"pairs\":30");
    assertThat(get("/sepolia")).contains("\"status\":\"pass\"");
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        argumentSet("unknown network", "/x", 404, "Unknown network: x"),
        argumentSet("unknown network, a part of it", "/x/history", 404, "Unknown network: x"),
        argumentSet("unknown parameter", "/hoodi?x=1", 400, "left out"),
        argumentSet("unknown parameter of the list", "?chek=1", 400, "active, after, limit"),
        argumentSet("no limit", "?limit=0", 400, "a whole number from 1 to 500"),
        argumentSet("limit too large", "/hoodi/nodes?limit=501", 400, "from 1 to 500"),
        argumentSet("unknown check", "/hoodi/nodes?check=x", 400, "one of cl-sync, cl-head-slot"),
        argumentSet("unknown state", "/hoodi/nodes?state=down", 400, "pass, warn, unknown or fail"),
        argumentSet("too long ago", "/hoodi/history?hours=169", 400, "from 1 to 168"),
        argumentSet("another check", "/hoodi/history?check=x", 400, "one of cl-sync"),
        argumentSet("no guild", "/hoodi/alerts?guild=x", 400, "an id of 17 to 20 digits"),
        argumentSet(
            "guild of others", "/hoodi/alerts?guild=997038439483310086", 403, "not among those"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatCannotBeAnsweredIsRefusedWithAReason(String path, int status, String reason)
      throws Exception {
    rig.pass(Duration.ofSeconds(1));
    var answer = ask(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(reason);
  }

  @Test
  void thePageAndItsFilesAreServed() throws Exception {
    for (var file : List.of("networks.js", "network.js", "network-parts.js", "networks.css")) {
      assertThat(
              send("GET", rig.server.uri().resolve("/ethereum-network/dashboard/networks/" + file))
                  .statusCode())
          .as(file)
          .isEqualTo(200);
    }
  }
}
