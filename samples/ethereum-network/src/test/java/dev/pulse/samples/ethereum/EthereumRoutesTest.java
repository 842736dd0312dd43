package dev.pulse.samples.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.samples.server.PulseServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands over HTTP, mounted as under {@code pulse serve}. */
@Timeout(60)
class EthereumRoutesTest {
  private static final String HERE = "\"network\":\"hoodi\",\"client\":\"teku\"";

  private final Rig rig = new Rig();
  private final PulseServer server =
      PulseServer.builder(rig.pulse)
          .port(0)
          .mount(
              "/ethereum-network",
              new EthereumRoutes(rig.monitor, List.of(Rig.GUILD, Rig.OTHER_GUILD)))
          .start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
    rig.close();
  }

  @Test
  @DisplayName("Rows 16 to 19: register, list, read the log, deregister")
  void aRegistrationFromBeginningToEnd() throws Exception {
    assertThat(
            post("/checks", "{" + HERE + guild() + ",\"channel\":\"" + Rig.CHANNEL + "\"}").body())
        .isEqualTo("{\"message\":\"Registered teku on hoodi in " + Rig.CHANNEL + "\"}");
    rig.pass(Duration.ofMinutes(6));
    var listed = get("/checks?guild=" + Rig.GUILD).body();
    assertThat(listed)
        .startsWith(
            "{\"checks\":[{\"network\":\"hoodi\",\"client\":\"teku\",\"channel\":\""
                + Rig.CHANNEL
                + "\",\"enabled\":true,\"schedule\":\"0 7 * * *\",\"nextRun\":\"23h 59m\",\"lastRun\":\"");
    var id = listed.replaceFirst(".*\"lastRun\":\"([^\"]*)\".*", "$1");

    var log = get("/checks/" + id + "/log?guild=" + Rig.GUILD);
    assertThat(log.body()).startsWith("Run " + id);
    assertThat(log.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + id + ".log\"");
    var foreign = get("/checks/" + id + "/log?guild=" + Rig.OTHER_GUILD);
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.body()).contains("Check not found: " + id);

    assertThat(delete("/checks?network=hoodi&client=teku&guild=" + Rig.GUILD).body())
        .isEqualTo("{\"message\":\"Removed teku on hoodi\"}");
    assertThat(get("/checks?format=text&guild=" + Rig.GUILD).body())
        .isEqualTo("No checks are registered\n");
  }

  @Test
  @DisplayName("Row 20: a run answers what it found")
  void aRunAnswers() throws Exception {
    rig.fails("hoodi", "teku-geth-1");

    assertThat(
            post("/checks/run", "{" + HERE + guild() + ",\"channel\":\"" + Rig.CHANNEL + "\"}")
                .body())
        .startsWith("{")
        .contains("\"message\":\"Issues for teku on hoodi: 1 checks failing\"");
    assertThat(rig.posted).hasSize(1);
  }

  @Test
  @DisplayName("Rows 36 to 39: mentions are added, listed, disabled and removed")
  void mentionsFromBeginningToEnd() throws Exception {
    var handles = ",\"handles\":\"<@12345678901234567>\"}";

    assertThat(post("/mentions/add", "{" + HERE + guild() + handles).statusCode()).isEqualTo(200);
    assertThat(get("/mentions?network=hoodi&guild=" + Rig.GUILD).body())
        .isEqualTo(
            "{\"mentions\":[{\"network\":\"hoodi\",\"client\":\"teku\",\"enabled\":true,"
                + "\"mentions\":[\"<@12345678901234567>\"]}]}");
    assertThat(post("/mentions/disable", "{" + HERE + guild() + "}").body())
        .isEqualTo("{\"message\":\"Disabled mentions for teku on hoodi\"}");
    post("/mentions/enable", "{" + HERE + guild() + "}");
    post("/mentions/remove", "{" + HERE + guild() + handles);
    assertThat(get("/mentions?format=text&client=teku&guild=" + Rig.GUILD).body())
        .isEqualTo("hoodi\nClient | Status | Mentions\nteku   | ✅ | none\n");
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        argumentSet("no JSON", "x", 400, "Bad request"),
        argumentSet("no network", "{}", 400, "network is needed"),
        argumentSet("no guild", "{" + HERE + "}", 400, "guild is needed"),
        argumentSet("unknown member", "{\"netwrok\":\"hoodi\"}", 400, "Bad request"),
        argumentSet(
            "bad guild",
            "{" + HERE + ",\"guild\":\"SERVER\"}",
            400,
            "guild must be an id of 17 to 20 digits"),
        argumentSet(
            "guild of others",
            "{" + HERE + ",\"guild\":\"997038439483310086\"}",
            403,
            "not among those"),
        argumentSet("no channel", "{" + HERE + guild() + "}", 400, "channel is needed"),
        argumentSet(
            "bad channel",
            "{" + HERE + guild() + ",\"channel\":\"#alerts\"}",
            400,
            "channel must be an id"),
        argumentSet(
            "unknown network",
            "{\"network\":\"x\",\"channel\":\"" + Rig.CHANNEL + "\"" + guild() + "}",
            400,
            "Unknown network: x"),
        argumentSet(
            "bad schedule",
            "{"
                + HERE
                + ",\"schedule\":\"@daily\",\"channel\":\""
                + Rig.CHANNEL
                + "\""
                + guild()
                + "}",
            400,
            "Invalid schedule: "));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatCannotBeDoneIsRefusedWithAReason(String body, int status, String reason)
      throws Exception {
    var response = post("/checks", body);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(reason);
    assertThat(rig.monitor.registrations().list(Rig.GUILD, Optional.empty())).isEmpty();
  }

  private static String guild() {
    return ",\"guild\":\"" + Rig.GUILD + "\"";
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return server.uri().resolve("/ethereum-network" + path);
  }
}
