package dev.pulse.samples.uptimeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.fakes.LogLines;
import dev.pulse.samples.server.PulseServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the seed, asked over HTTP. */
class GuardRoutesTest {
  private static final String TOKEN = "0123456789abcdef";

  private final StoppableStore store = new StoppableStore();
  private final Rig rig = new Rig(store);
  private final HttpClient client = HttpClient.newHttpClient();
  private PulseServer server = serve(Optional.empty(), "");

  @AfterEach
  void close() {
    server.close();
    rig.close();
  }

  @Test
  void aTargetIsCreatedAndProbedAtOnce() throws Exception {
    var created =
        post(
            "/targets",
            "{\"name\":\"shop\",\"url\":\"http://shop.example/\",\"type\":\"HTTP\",\"interval_s\":5}");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(created.body())
        .isEqualTo(
            "{\"id\":1,\"name\":\"shop\",\"url\":\"http://shop.example/\",\"type\":\"http\","
                + "\"enabled\":true,\"created_at\":\"2026-03-01T12:00:00.000Z\","
                + "\"interval_s\":5}");
    assertThat(rig.probed()).containsExactly("shop");
  }

  @Test
  void targetsAreListedNewestFirst() throws Exception {
    assertThat(get("/targets").body()).isEqualTo("[]");
    rig.create("a");
    rig.create("b");

    assertThat(get("/targets").body())
        .matches("\\[\\{\"id\":2,\"name\":\"b\".*},\\{\"id\":1,\"name\":\"a\".*}]");
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        argumentSet("no JSON", "x", "Invalid request body"),
        argumentSet("nothing", "", "Invalid request body"),
        argumentSet("no name", "{}", "name, url, and type are required"),
        argumentSet(
            "unknown type",
            "{\"name\":\"a\",\"url\":\"h\",\"type\":\"icmp\"}",
            "type must be http, https or tcp"),
        argumentSet(
            "vector 10.5",
            "{\"name\":\"a\",\"url\":\"ftp://x\",\"type\":\"http\"}",
            "url does not fit type http"),
        argumentSet(
            "out of range",
            "{\"name\":\"a\",\"url\":\"http://x\",\"type\":\"http\",\"timeout_ms\":99}",
            "timeout_ms is out of range"),
        argumentSet(
            "refused address",
            "{\"name\":\"a\",\"url\":\"http://127.0.0.1/\",\"type\":\"http\"}",
            "address is not allowed"));
  }

  @ParameterizedTest
  @MethodSource
  void badBodies(String body, String error) throws Exception {
    var answer = post("/targets", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
    assertThat(rig.guard.targets().list()).isEmpty();
  }

  @Test
  void aNameThatIsTakenIsAConflict() throws Exception {
    rig.create("a");

    var answer = post("/targets", "{\"name\":\"a\",\"url\":\"http://x\",\"type\":\"http\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).isEqualTo("{\"error\":\"A target with this name already exists\"}");
  }

  @Test
  void aTargetIsDisabledAndEnabled() throws Exception {
    rig.create("a");

    var disabled = send("PATCH", "/targets/1", "{\"enabled\":false}");
    assertThat(disabled.statusCode()).isEqualTo(200);
    assertThat(disabled.body()).contains("\"id\":1", "\"enabled\":false");
    assertThat(get("/targets").body()).contains("\"enabled\":false");

    assertThat(send("PATCH", "/targets/1", "{\"enabled\":true}").body())
        .contains("\"enabled\":true");
    assertThat(rig.probed()).hasSize(2);
  }

  @Test
  void aTargetIsDeleted() throws Exception {
    rig.create("a");

    var answer = send("DELETE", "/targets/1", "");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(get("/targets").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "x", "-1", "99999999999999999999"})
  void whatIsNoTargetIsNotFound(String id) throws Exception {
    var patched = send("PATCH", "/targets/" + id, "{\"enabled\":true}");
    assertThat(patched.statusCode()).isEqualTo(404);
    assertThat(patched.body()).isEqualTo("{\"error\":\"Target not found\"}");
    assertThat(send("DELETE", "/targets/" + id, "").statusCode()).isEqualTo(404);
  }

  @Test
  void aPatchThatSaysNothingIsAnInvalidBody() throws Exception {
    rig.create("a");

    assertThat(send("PATCH", "/targets/1", "{}").body())
        .isEqualTo("{\"error\":\"Invalid request body\"}");
  }

  @Test
  void theStatusOfATargetIsItsProbesNewestFirst() throws Exception {
    rig.create("a", "120 F R");
    rig.create("b");
    rig.probes(2);

    assertThat(get("/status?target_id=1").body())
        .matches(
            "\\[\\{\"id\":\\d+,\"target_id\":1,\"timestamp\":\"2026-03-01T12:00:30.000Z\","
                + "\"latency_ms\":50,\"status_code\":503,\"ok\":false},"
                + "\\{\"id\":\\d+,\"target_id\":1,\"timestamp\":\"2026-03-01T12:00:00.000Z\","
                + "\"latency_ms\":120,\"status_code\":200,\"ok\":true}]");
    assertThat(get("/status?target_id=9").body()).isEqualTo("[]");
    assertThat(get("/status").body()).contains("\"target_id\":1", "\"target_id\":2");
  }

  @Test
  void theStatusHoldsAtMostAHundredProbes() throws Exception {
    rig.create("a");
    rig.probes(120);

    for (var path : new String[] {"/status", "/status?target_id=1"}) {
      assertThat(get(path).body().split("\"latency_ms\"", -1)).hasSize(101);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "", "1.5", "%2B1"})
  void aTargetIdIsAPositiveWholeNumber(String id) throws Exception {
    for (var route : new String[] {"/status", "/incidents"}) {
      var answer = get(route + "?target_id=" + id);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("{\"error\":\"Invalid target_id\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "007", "1000000000000000000", "9223372036854775808"})
  void aPositiveNumberThatNoTargetHasIsAnUnknownTarget(String id) throws Exception {
    for (var route : new String[] {"/status", "/incidents"}) {
      var answer = get(route + "?target_id=" + id);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("[]");
    }
  }

  @Test
  void incidentsAreFilteredByTargetAndState() throws Exception {
    rig.create("a", "F F F o o");
    rig.create("b", "F F F");
    rig.probes(4);
    rig.script("b", "F");

    assertThat(get("/incidents").body())
        .matches("\\[\\{\"id\":\\d+,\"target_id\":2,.*},\\{\"id\":\\d+,\"target_id\":1,.*}]");
    assertThat(get("/incidents?target_id=1").body())
        .contains("\"target_id\":1", "\"ended_at\"", "closed=recovered")
        .doesNotContain("\"target_id\":2");
    assertThat(get("/incidents?open=false").body()).contains("\"target_id\":1");
    assertThat(get("/incidents?target_id=1&open=true").body()).isEqualTo("[]");
    assertThat(get("/incidents?open=perhaps").body()).isEqualTo("{\"error\":\"Invalid open\"}");
  }

  @Test
  void healthFollowsTheStore() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"ok\"}");

    store.stop(true);
    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"unavailable\"}");

    store.stop(false);
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aStoreThatIsAwayIsAServerErrorWithAReason() throws Exception {
    rig.create("a");
    try (var log = new LogLines(GuardRoutes.class)) {
      store.stop(true);

      var created = post("/targets", "{\"name\":\"b\",\"url\":\"http://x\",\"type\":\"http\"}");
      assertThat(created.statusCode()).isEqualTo(500);
      assertThat(created.body()).isEqualTo("{\"error\":\"Failed to create target\"}");
      assertThat(get("/targets").statusCode()).isEqualTo(500);
      assertThat(send("PATCH", "/targets/1", "{\"enabled\":false}").statusCode()).isEqualTo(500);
      assertThat(send("DELETE", "/targets/1", "").statusCode()).isEqualTo(500);
      assertThat(log.lines()).hasSize(4).allMatch(line -> line.startsWith("ERROR"));
    }

    // Nothing was half done: the target is still there, enabled and probed.
    store.stop(false);
    rig.probes(1);
    assertThat(get("/targets").body()).contains("\"name\":\"a\"", "\"enabled\":true");
    assertThat(rig.probed()).hasSizeGreaterThan(1);
  }

  @Test
  void metricsAreServed() throws Exception {
    rig.create("a");
    rig.pulse.flush();

    assertThat(get("/metrics").body())
        .contains("pulseguard_probes_total{result=\"ok\",target=\"a\",type=\"http\"} 1.0");
  }

  @Test
  void aBodyAbove64KibIsTooLarge() throws Exception {
    var answer = post("/targets", "x".repeat(64 * 1024 + 1));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Request body too large\"}");
  }

  @Test
  void unknownPathsAndWrongMethodsAreTold() throws Exception {
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(get("/nowhere").body()).isEqualTo("{\"error\":\"Not found\"}");
    var answer = send("PUT", "/targets", "{}");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Method not allowed\"}");
  }

  @Test
  void withATokenEveryRouteButHealthAndMetricsWantsIt() throws Exception {
    restart(Optional.of(Secret.of(TOKEN)), "");

    for (var path : new String[] {"/targets", "/status", "/incidents", "/", "/nowhere"}) {
      var answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.body()).isEqualTo("{\"error\":\"Unauthorized\"}");
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
    }
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
    assertThat(get("/targets", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(get("/targets", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
    var basic =
        Base64.getEncoder().encodeToString(("any:" + TOKEN).getBytes(StandardCharsets.UTF_8));
    assertThat(get("/targets", "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
  }

  @Test
  void aForeignOriginIsRefused() throws Exception {
    var foreign = get("/targets", "Origin", "http://evil.example");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).isEqualTo("{\"error\":\"Cross-origin request refused\"}");
    assertThat(get("/targets", "Origin", "http://127.0.0.1:" + server.port()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aTargetIsChangedUnderItsNumberAndProbedAtOnce() throws Exception {
    rig.create("a");
    rig.create("b");
    int before = rig.probed().size();
    var wish =
        "{\"name\":\"c\",\"url\":\"http://shop.example/\",\"type\":\"http\",\"interval_s\":7}";

    var changed = send("PUT", "/targets/1", wish);

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body())
        .contains("\"id\":1,\"name\":\"c\"", "\"enabled\":true", "\"interval_s\":7");
    assertThat(get("/targets").body()).contains("\"name\":\"c\"").doesNotContain("\"name\":\"a\"");
    assertThat(rig.probed().subList(before, rig.probed().size())).containsExactly("c");
    assertThat(get("/metrics").body()).doesNotContain("target=\"a\"");
  }

  @Test
  void anIncidentStaysOpenWhileTheSameIsAskedAndIsClosedWhenAnotherThingIs() throws Exception {
    rig.create("a", "F");
    rig.play("a", "F F F");
    rig.script("b", "F F F F");
    assertThat(get("/incidents?open=true").body()).contains("\"kind\":\"downtime\"");

    var same = "{\"name\":\"b\",\"url\":\"%s\",\"type\":\"http\",\"interval_s\":7}";
    send("PUT", "/targets/1", same.formatted("http://a.example"));
    assertThat(get("/incidents?open=true").body()).contains("\"kind\":\"downtime\"");
    assertThat(get("/metrics").body())
        .contains("pulseguard_target_up{target=\"b\"} 0.0")
        .doesNotContain("target=\"a\"");

    send("PUT", "/targets/1", same.formatted("http://elsewhere.example/"));
    assertThat(get("/incidents?open=true").body()).isEqualTo("[]");
    assertThat(get("/incidents").body()).contains("closed=changed");
  }

  @Test
  void whoSavesWhatIsThereChangesNothing() throws Exception {
    rig.create("a");
    var before = get("/targets").body();
    int probed = rig.probed().size();

    var same = "{\"name\":\"a\",\"url\":\"http://a.example\",\"type\":\"http\"}";
    assertThat(send("PUT", "/targets/1", same).statusCode()).isEqualTo(200);

    assertThat(get("/targets").body()).isEqualTo(before);
    assertThat(rig.probed()).hasSize(probed);
  }

  @Test
  void aTargetThatIsDisabledStaysSoWhenItIsChanged() throws Exception {
    rig.create("a");
    send("PATCH", "/targets/1", "{\"enabled\":false}");
    int before = rig.probed().size();

    var changed =
        send("PUT", "/targets/1", "{\"name\":\"a\",\"url\":\"h.example:1\",\"type\":\"tcp\"}");

    assertThat(changed.body()).contains("\"enabled\":false", "h.example:1");
    assertThat(rig.probed()).hasSize(before);
  }

  @Test
  void whatATargetBecomesIsJudgedAsANewOneIs() throws Exception {
    rig.create("a");
    rig.create("b");
    var taken = "{\"name\":\"b\",\"url\":\"http://x.example/\",\"type\":\"http\"}";

    assertThat(send("PUT", "/targets/1", taken).statusCode()).isEqualTo(409);
    assertThat(send("PUT", "/targets/9", taken.replace("b", "z")).statusCode()).isEqualTo(404);
    var refused =
        send("PUT", "/targets/1", "{\"name\":\"a\",\"url\":\"ftp://x\",\"type\":\"http\"}");
    assertThat(refused.body()).contains("url does not fit type http");
    assertThat(get("/targets").body()).contains("\"name\":\"a\"", "\"name\":\"b\"");
  }

  @Test
  void theSystemCanBeMountedBelowAPath() throws Exception {
    restart(Optional.empty(), "/uptime-guard");
    rig.create("a");

    assertThat(get("/uptime-guard/targets").body()).contains("\"name\":\"a\"");
    assertThat(get("/uptime-guard/").body()).contains("PulseGuard");
    assertThat(get("/uptime-guard/guard.js").statusCode()).isEqualTo(200);
    assertThat(get("/uptime-guard/dashboard/uptime-guard/uptime-guard.js").body())
        .contains("export default");
    assertThat(get("/targets").statusCode()).isEqualTo(404);
    assertThat(get("/metrics").body()).contains("pulseguard_incidents_open");
  }

  @Test
  void thePageNeedsNothingFromElsewhere() throws Exception {
    var page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .doesNotContain("http", "unsafe");
    assertThat(page.body()).doesNotContainPattern("(src|href|action)=\"(https?:)?//");
    for (var asset : new String[] {"guard.js", "guard.css"}) {
      assertThat(page.body()).contains("\"" + asset + "\"");
      var answer = get("/" + asset);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("http://", "https://");
    }
  }

  private void restart(Optional<Secret> token, String mount) {
    server.close();
    server = serve(token, mount);
  }

  private PulseServer serve(Optional<Secret> token, String mount) {
    var builder =
        PulseServer.builder(rig.pulse)
            .host("127.0.0.1")
            .port(0)
            .meters(rig.registry)
            .standardApi(false)
            .mount(mount, rig.guard.routes());
    token.ifPresent(builder::apiToken);
    return builder.start();
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address(path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address(path)))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }
}
