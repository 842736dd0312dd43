package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.core.Pulse;
import dev.pulse.core.store.Stores;
import dev.pulse.samples.app.targets.TargetDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are added, edited, switched off and deleted over REST, and what stays of them. */
class TargetsServeTest {
  private static final String ADA = "the-token-of-ada-who-operates";
  private static final String BOB = "the-token-of-bob-who-looks-on";
  private static final String TARGETS = "api/v1/targets";
  private static final String TOKENS =
      "[{name: ada, role: operator, token: "
          + ADA
          + "}, {name: bob, role: viewer, token: "
          + BOB
          + "}]";
  private static final JsonAdapter<Object> JSON = new Moshi.Builder().build().adapter(Object.class);

  @TempDir private Path folder;
  private final HttpServer asked;
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Cli cli = new Cli();

  TargetsServeTest() throws IOException {
    asked = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void answer() {
    asked.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/bad") ? 500 : 204, -1);
          exchange.close();
        });
    asked.start();
  }

  @AfterEach
  void stop() {
    asked.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + asked.getAddress().getPort() + path;
  }

  private Cli.Serving serve(String more) throws Exception {
    cli = new Cli(Map.of("ADMIN", "hunter9"));
    var file = folder.resolve("pulse.yaml");
    if (Files.notExists(file) || !more.isEmpty()) {
      Files.writeString(
          file, "server: {port: 0}\nstore: {sqlite: " + folder.resolve("pulse.db") + "}\n" + more);
    }
    return cli.serve("serve", "--config", file.toString());
  }

  /** What came back, as a caller sees it. */
  private record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String tag() {
      return response.headers().firstValue("ETag").orElse("");
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> json() throws IOException {
      return (Map<String, Object>) JSON.fromJson(body());
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> list(String key) throws IOException {
      return (List<Map<String, Object>>) json().get(key);
    }

    List<String> problems() throws IOException {
      return list("problems").stream()
          .map(problem -> problem.get("key") + ": " + problem.get("message"))
          .toList();
    }
  }

  private Answer ask(
      Cli.Serving serving, String method, String path, @Nullable String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(serving.uri().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new Answer(client.send(request.build(), BodyHandlers.ofString()));
  }

  private String shop(String more) {
    return "{\"name\": \"shop\", \"url\": \"" + url("/shop") + "\", \"every\": \"1h\"" + more + "}";
  }

  private static Map<String, Object> check(Answer list, String name) throws IOException {
    return list.list("items").stream()
        .filter(item -> item.get("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsAddedIsWatchedAtOnceAndStillThereAfterARestart() throws Exception {
    try (var serving =
        serve("checks: [{name: own, type: tcp, address: '127.0.0.1:1', every: 1h}]")) {
      var added =
          ask(
              serving,
              "POST",
              TARGETS,
              shop(", \"title\": \"<img src=x> \u202e👩‍🚀\", \"tags\": [\"web\"]"));
      assertThat(added.status()).isEqualTo(201);
      assertThat(added.response().headers().firstValue("Location"))
          .hasValue("/api/v1/targets/shop");
      assertThat(ask(serving, "POST", "api/v1/checks/shop/run", null).body()).contains("\"pass\"");

      var list = ask(serving, "GET", TARGETS, null);
      assertThat(check(list, "shop"))
          .containsEntry("origin", "dashboard")
          .containsEntry("type", "http");
      assertThat(check(list, "own"))
          .containsEntry("origin", "pulse.yaml")
          .doesNotContainKey("etag");
      assertThat(list.json()).containsEntry("remembered", true).doesNotContainKey("locked");
      assertThat(ask(serving, "PUT", TARGETS + "/own", shop(""), "If-Match", "*").status())
          .isEqualTo(404);
    }

    try (var serving = serve("")) {
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).body())
          .contains("<img src=x> \u202e👩‍🚀");
      assertThat(seen).anyMatch(line -> line.startsWith("/shop"));
    }
  }

  @Test
  void yamlIsTakenAsWellAndAllProblemsAreToldAtOnceInTheWordsOfTheFile() throws Exception {
    try (var serving = serve("")) {
      var text = "name: shop\nurl: gopher://x\ntimeout: soon\nnonsens: 1\n";
      var wrong = ask(serving, "POST", TARGETS, text, "Content-Type", "application/yaml");
      Files.writeString(folder.resolve("same.yaml"), "checks:\n  -\n" + text.indent(4));
      assertThat(new Cli().run("validate", "--config", "" + folder.resolve("same.yaml")))
          .isEqualTo(2);
      var other = new Cli();
      other.run("validate", "--config", "" + folder.resolve("same.yaml"));

      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.response().headers().firstValue("Content-Type"))
          .hasValue("application/problem+json");
      assertThat(wrong.problems()).hasSize(3);
      for (String problem : wrong.problems()) {
        assertThat(other.err()).contains("checks[0]." + problem);
      }
      assertThat(wrong.list("problems"))
          .extracting(problem -> problem.get("where"))
          .contains("line 3");

      var right = "- name: shop\n  url: " + url("/shop") + "\n  every: 1h\n";
      assertThat(ask(serving, "POST", TARGETS, right, "Content-Type", "application/yaml").status())
          .isEqualTo(201);
      assertThat(ask(serving, "POST", TARGETS, shop("")).problems())
          .containsExactly("name: is the name of another check already; names must be unique");
    }
  }

  @Test
  void whoEditsWhatSomebodyElseHasEditedIsToldSo() throws Exception {
    try (var serving = serve("")) {
      var first = ask(serving, "POST", TARGETS, shop(""));
      var one = shop(", \"title\": \"one\"");
      assertThat(ask(serving, "PUT", TARGETS + "/shop", one).status()).isEqualTo(428);
      var edited = ask(serving, "PUT", TARGETS + "/shop", one, "If-Match", first.tag());
      assertThat(edited.status()).isEqualTo(200);
      assertThat(ask(serving, "PUT", TARGETS + "/shop", shop(""), "If-Match", first.tag()).status())
          .isEqualTo(412);
      assertThat(ask(serving, "DELETE", TARGETS + "/shop", null, "If-Match", first.tag()).status())
          .isEqualTo(412);
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).body()).contains("\"one\"");

      // Deleted and added again it is another one, whatever its version.
      assertThat(ask(serving, "DELETE", TARGETS + "/shop", null, "If-Match", "*").status())
          .isEqualTo(204);
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).status()).isEqualTo(404);
      var again = ask(serving, "POST", TARGETS, shop(""));
      assertThat(again.tag()).isNotEqualTo(first.tag());
      var renamed = shop("").replace("\"shop\"", "\"shop2\"");
      assertThat(ask(serving, "PUT", TARGETS + "/shop", renamed, "If-Match", "*").problems())
          .singleElement()
          .asString()
          .startsWith("name: must stay \"shop\"");
    }
  }

  @Test
  void ofManyWhoEditAtOnceOneSucceeds() throws Exception {
    ExecutorService editors = Executors.newFixedThreadPool(8);
    try (var serving = serve("")) {
      var tag = ask(serving, "POST", TARGETS, shop("")).tag();
      var go = new CountDownLatch(1);
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        var body = shop(", \"title\": \"editor " + i + "\"");
        answers.add(
            editors.submit(
                () -> {
                  go.await();
                  return ask(serving, "PUT", TARGETS + "/shop", body, "If-Match", tag).status();
                }));
      }
      go.countDown();
      var statuses = new ArrayList<Integer>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
    } finally {
      editors.shutdownNow();
    }
  }

  @Test
  void whatIsSwitchedOffStaysSoOverARestartAndTellsNobodyAnyMore() throws Exception {
    var down =
        shop(", \"rules\": [{\"when\": \"failing\", \"after\": 1}]").replace("/shop", "/bad");
    try (var serving = serve("")) {
      ask(serving, "POST", TARGETS, down);
      ask(serving, "POST", "api/v1/checks/shop/run", null);
      assertThat(ask(serving, "GET", "api/v1/incidents?open=true", null).body())
          .contains("\"shop\"");

      assertThat(ask(serving, "POST", TARGETS + "/shop/disable", null).status()).isEqualTo(200);
      assertThat(ask(serving, "GET", "api/v1/incidents?open=true", null).list("items")).isEmpty();
    }
    seen.clear();
    try (var serving = serve("")) {
      assertThat(check(ask(serving, "GET", TARGETS, null), "shop")).containsEntry("enabled", false);
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).json())
          .containsEntry("paused", true);
      assertThat(seen).isEmpty();
      ask(serving, "POST", TARGETS + "/shop/enable", null);
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).json())
          .containsEntry("paused", false);
    }
  }

  @Test
  void whatIsResumedOnItsOwnPageCanBeSwitchedOffAgain() throws Exception {
    var down =
        shop(", \"rules\": [{\"when\": \"failing\", \"after\": 1}]").replace("/shop", "/bad");
    try (var serving = serve("")) {
      ask(serving, "POST", TARGETS + "?enabled=false", down);
      ask(serving, "POST", "api/v1/checks/shop/resume", null);
      ask(serving, "POST", "api/v1/checks/shop/run", null);
      assertThat(openIncident(serving)).containsEntry("check", "shop");

      assertThat(ask(serving, "POST", TARGETS + "/shop/disable", null).status()).isEqualTo(200);
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).json())
          .containsEntry("paused", true);
      assertThat(ask(serving, "GET", "api/v1/incidents?open=true", null).list("items")).isEmpty();

      var tag = ask(serving, "GET", TARGETS + "/shop", null).tag();
      assertThat(ask(serving, "POST", TARGETS + "/shop/disable", null).tag()).isEqualTo(tag);
      ask(serving, "POST", TARGETS + "/shop/enable", null);
      ask(serving, "POST", "api/v1/checks/shop/pause", null);
      ask(serving, "POST", TARGETS + "/shop/enable", null);
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).json())
          .containsEntry("paused", false);
    }
  }

  @Test
  void anIncidentOutlivesTheEditingOfItsTarget() throws Exception {
    var down =
        shop(", \"rules\": [{\"when\": \"failing\", \"after\": 1}]").replace("/shop", "/bad");
    try (var serving = serve("")) {
      ask(serving, "POST", TARGETS, down);
      ask(serving, "POST", "api/v1/checks/shop/run", null);
      var before = ask(serving, "GET", "api/v1/incidents?open=true", null).list("items");
      ask(serving, "PUT", TARGETS + "/shop", down.replace("1h", "2h"), "If-Match", "*");
      var after = ask(serving, "GET", "api/v1/incidents?open=true", null).list("items");

      assertThat(before).hasSize(1);
      assertThat(after)
          .extracting(incident -> incident.get("id"))
          .isEqualTo(List.of(before.get(0).get("id")));
    }
  }

  @Test
  void secretsAreNeverReadBackAndKeptOnlyForWhatTheyWereWrittenFor() throws Exception {
    var secret =
        shop(", \"bearer\": \"hunter3\", \"headers\": {\"X-Key\": \"hunter4\"}")
            .replace("/shop\"", "/shop?key=hunter2&x\"");
    Files.writeString(
        folder.resolve("pulse.yaml"),
        "server: {port: 0, tokens: "
            + TOKENS
            + "}\ntargets: {allow-private: true}\nstore: {sqlite: "
            + folder.resolve("pulse.db")
            + "}\n");
    try (var serving = serve("")) {
      var ada = "Bearer " + ADA;
      var added = ask(serving, "POST", TARGETS, secret, "Authorization", ada);
      assertThat(added.status()).isEqualTo(201);
      assertThat(added.body())
          .doesNotContain("hunter")
          .contains("/shop?key=***&***")
          .contains("\"bearer\":\"***\"");
      var shown = ask(serving, "GET", TARGETS + "/shop", null, "Authorization", ada);
      assertThat(shown.body()).doesNotContain("hunter");
      assertThat(ask(serving, "GET", TARGETS, null, "Authorization", ada).body())
          .doesNotContain("hunter");

      // Sent back as it was shown, with another interval, everything hidden is kept.
      var back = JSON.toJson(shown.json().get("check")).replace("1h", "2h");
      var kept =
          ask(serving, "PUT", TARGETS + "/shop", back, "Authorization", ada, "If-Match", "*");
      assertThat(kept.status()).as(kept.body()).isEqualTo(200);
      seen.clear();
      ask(serving, "POST", "api/v1/checks/shop/run", null, "Authorization", ada);
      assertThat(seen).contains("/shop?key=hunter2&x Bearer hunter3");

      // To another address nothing hidden goes that was not written for it.
      var elsewhere = back.replace("/shop?key=***&***", "/thief");
      assertThat(
              ask(
                      serving,
                      "PUT",
                      TARGETS + "/shop",
                      elsewhere,
                      "Authorization",
                      ada,
                      "If-Match",
                      "*")
                  .problems())
          .anySatisfy(problem -> assertThat(problem).startsWith("bearer: must be written again"))
          .anySatisfy(problem -> assertThat(problem).startsWith("headers.X-Key: must be written"));
      var tried =
          ask(
              serving,
              "POST",
              "api/v1/target-trials?replaces=shop",
              elsewhere,
              "Authorization",
              ada);
      assertThat(tried.status()).isEqualTo(400);
      assertThat(seen).noneMatch(line -> line.startsWith("/thief"));
      assertThat(
              ask(
                      serving,
                      "POST",
                      TARGETS,
                      back.replace("\"shop\"", "\"copy\""),
                      "Authorization",
                      ada)
                  .problems())
          .anySatisfy(problem -> assertThat(problem).startsWith("bearer: has *** in it"));
      assertThat(cli.out() + cli.err()).doesNotContain("hunter");
    }
  }

  @Test
  void whoMayOnlyLookSeesWhatThereIsAndNotWhatWasWritten() throws Exception {
    Files.writeString(
        folder.resolve("pulse.yaml"),
        "server: {port: 0, tokens: "
            + TOKENS
            + "}\ntargets: {allow-private: true}\nstore: {memory: true}\n");
    try (var serving = serve("")) {
      var bob = "Bearer " + BOB;
      ask(serving, "POST", TARGETS, shop(""), "Authorization", "Bearer " + ADA);
      var list = ask(serving, "GET", TARGETS, null, "Authorization", bob);
      assertThat(list.json()).containsKey("locked").containsEntry("remembered", false);
      assertThat(ask(serving, "GET", TARGETS + "/shop", null, "Authorization", bob).json())
          .doesNotContainKeys("check", "yaml");
      for (String[] write :
          new String[][] {
            {"POST", TARGETS},
            {"PUT", TARGETS + "/shop"},
            {"DELETE", TARGETS + "/shop"},
            {"POST", TARGETS + "/shop/disable"},
            {"POST", "api/v1/target-problems"},
            {"POST", "api/v1/target-trials"},
          }) {
        assertThat(
                ask(serving, write[0], write[1], shop(""), "Authorization", bob, "If-Match", "*")
                    .status())
            .as(write[1])
            .isEqualTo(403);
        assertThat(ask(serving, write[0], write[1], shop(""), "If-Match", "*").status())
            .isEqualTo(401);
      }
    }
  }

  @Test
  void whoeverWritesStandsInTheAuditLogAndInTheTarget() throws Exception {
    Files.writeString(
        folder.resolve("pulse.yaml"),
        "server: {port: 0, tokens: "
            + TOKENS.replace("viewer", "admin")
            + "}\nstore: {memory: true}\n");
    try (var serving = serve("")) {
      ask(serving, "POST", TARGETS, shop(""), "Authorization", "Bearer " + ADA);
      var list = ask(serving, "GET", TARGETS, null, "Authorization", "Bearer " + BOB);

      assertThat(check(list, "shop")).containsEntry("changed_by", "ada");
      assertThat(ask(serving, "GET", "api/v1/audit", null, "Authorization", "Bearer " + BOB).body())
          .contains("\"/api/v1/targets\"", "\"ada\"", "\"/api/v1/targets/shop\"");
      // Somebody elsewhere could have Pulse look around in its network.
      ask(serving, "POST", "api/v1/checks/shop/run", null, "Authorization", "Bearer " + ADA);
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void whatIsPausedOnItsOwnPageIsListedSoUntilTheRestart() throws Exception {
    try (var serving = serve("")) {
      ask(serving, "POST", TARGETS, shop(""));
      ask(serving, "POST", "api/v1/checks/shop/pause", null);
      var list = ask(serving, "GET", TARGETS, null);
      assertThat(check(list, "shop")).containsEntry("paused", true).containsEntry("enabled", true);
      assertThat(ask(serving, "GET", TARGETS, null, "If-None-Match", list.tag()).status())
          .isEqualTo(304);
    }
    try (var serving = serve("")) {
      assertThat(check(ask(serving, "GET", TARGETS, null), "shop")).containsEntry("paused", false);
    }
  }

  @Test
  void aCheckIsTriedOutWithoutBeingKept() throws Exception {
    try (var serving = serve("")) {
      var tried = ask(serving, "POST", "api/v1/target-trials", shop(""));
      assertThat(tried.status()).isEqualTo(200);
      assertThat(tried.json()).containsEntry("status", "pass");
      assertThat(tried.body()).contains("phase_seconds");
      assertThat(
              ask(serving, "POST", "api/v1/target-trials", shop("").replace("/shop", "/bad"))
                  .json())
          .containsEntry("status", "fail");
      assertThat(ask(serving, "POST", "api/v1/target-trials", "{}").problems()).isNotEmpty();
      assertThat(ask(serving, "GET", "api/v1/checks", null).list("items")).isEmpty();

      ask(serving, "POST", TARGETS, shop(""));
      var group = "{\"name\": \"all\", \"type\": \"group\", \"members\": [\"shop\"]}";
      assertThat(ask(serving, "POST", "api/v1/target-trials", group).status()).isEqualTo(409);
      assertThat(ask(serving, "POST", TARGETS, group).status()).isEqualTo(201);
      assertThat(ask(serving, "DELETE", TARGETS + "/shop", null, "If-Match", "*").body())
          .contains("depend on it, or judge it: all");
    }
  }

  @Test
  void aDocumentIsJudgedWithoutBeingKept() throws Exception {
    try (var serving = serve("")) {
      var judged = ask(serving, "POST", "api/v1/target-problems", shop(", \"retries\": 99"));
      assertThat(judged.problems()).containsExactly("retries: must be 0 to 10, but is \"99\"");
      assertThat(judged.json().get("yaml")).asString().contains("name: shop\n", "retries: 99\n");
      assertThat(ask(serving, "POST", "api/v1/target-problems", shop("")).json())
          .containsEntry("asks", "GET " + url("/shop"));
      assertThat(
              ask(
                      serving,
                      "POST",
                      "api/v1/target-problems",
                      "{\"name\": \"a\", \"url\": \"http://x/${ADMIN}\"}")
                  .body())
          .contains("may not be used here")
          .doesNotContain("hunter9");
      assertThat(ask(serving, "GET", TARGETS, null).list("items")).isEmpty();
    }
  }

  @Test
  void formsAreMadeOfWhatTheTypesSay() throws Exception {
    try (var serving = serve("")) {
      var types = ask(serving, "GET", "api/v1/target-types", null);
      assertThat(types.json().get("types"))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .contains("http", "dns", "tcp");
      var http = ask(serving, "GET", "api/v1/target-types/http", null);
      assertThat(http.list("options"))
          .anySatisfy(
              option ->
                  assertThat(option).containsEntry("name", "url").containsEntry("required", true))
          .anySatisfy(
              option ->
                  assertThat(option).containsEntry("name", "bearer").containsEntry("hidden", true));
      assertThat(ask(serving, "GET", "api/v1/target-types/nonsense", null).status()).isEqualTo(404);
    }
  }

  @Test
  void whatCannotBeReadAnyMoreIsUnknownAndSaysWhyUntilItIsMended() throws Exception {
    try (var serving = serve("")) {
      ask(serving, "POST", TARGETS, shop(""));
      ask(serving, "POST", TARGETS, shop("").replace("\"shop\"", "\"other\""));
    }
    keep("shop", "{\"name\": \"shop\", \"type\": \"acme.gone\", \"token\": \"hunter5\"}");
    keep("rotten", "{\"name\": \"rot");

    try (var serving =
        serve("checks: [{name: other, type: tcp, address: '127.0.0.1:1', every: 1h}]")) {
      var list = ask(serving, "GET", TARGETS, null);
      assertThat(check(list, "shop").get("problems")).asString().contains("acme.gone");
      assertThat(check(list, "rotten").get("problems")).asString().contains("is not JSON");
      assertThat(list.list("items"))
          .filteredOn(item -> item.get("name").equals("other"))
          .hasSize(2)
          .anySatisfy(
              item -> assertThat(item.get("problems")).asString().contains("another check by now"));
      ask(serving, "POST", "api/v1/checks/shop/run", null);
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).body())
          .contains("\"unknown\"", "this target has problems");
      assertThat(ask(serving, "GET", TARGETS + "/shop", null).body()).doesNotContain("hunter5");

      assertThat(ask(serving, "PUT", TARGETS + "/other", shop(""), "If-Match", "*").status())
          .isEqualTo(409);
      assertThat(ask(serving, "PUT", TARGETS + "/shop", shop(""), "If-Match", "*").status())
          .isEqualTo(200);
      assertThat(ask(serving, "POST", "api/v1/checks/shop/run", null).body()).contains("\"pass\"");
      assertThat(ask(serving, "DELETE", TARGETS + "/rotten", null, "If-Match", "*").status())
          .isEqualTo(204);
      assertThat(ask(serving, "DELETE", TARGETS + "/other", null, "If-Match", "*").status())
          .isEqualTo(204);
      assertThat(ask(serving, "GET", "api/v1/checks/other", null).status()).isEqualTo(200);
    }
  }

  @Test
  void whatTargetsSayOfEachOtherIsJudgedAtTheStart() throws Exception {
    var own = "checks: [{name: db, type: tcp, address: '127.0.0.1:1', every: 1h}]";
    try (var serving = serve(own)) {
      ask(serving, "POST", TARGETS, shop(", \"depends-on\": [\"db\"]"));
      var front = "{\"name\": \"front\", \"type\": \"group\", \"members\": [\"shop\", \"db\"]}";
      assertThat(ask(serving, "POST", TARGETS, front).status()).isEqualTo(201);
    }
    try (var serving = serve("")) {
      assertThat(ask(serving, "GET", TARGETS, null).body()).doesNotContain("problems");
    }
    try (var serving =
        serve("checks: [{name: db2, type: tcp, address: '127.0.0.1:1', every: 1h}]")) {
      var list = ask(serving, "GET", TARGETS, null);
      assertThat(check(list, "shop").get("problems")).asString().contains("depends-on", "\"db\"");
      assertThat(check(list, "front").get("problems")).asString().contains("members", "\"db\"");
    }
  }

  @Test
  void whatIsOpenOfATargetThatCannotBeReadStaysOpenAndOnItsStatusPage() throws Exception {
    var page =
        "checks: [{name: own, type: heartbeat, expect-every: 1d, token: 0123456789abcdef, tags:"
            + " [public]}]\nstatus-pages: [{name: shop, tags: [public]}]\n";
    var down =
        shop(", \"title\": \"The shop\", \"bearer\": \"${ADMIN}\", \"tags\": [\"public\"],"
                + " \"labels\": {\"team\": \"web\"}, \"rules\": [{\"when\": \"failing\","
                + " \"name\": \"gone\", \"after\": 1, \"severity\": \"critical\"}]")
            .replace("/shop", "/bad");
    Object id;
    try (var serving = serve("targets: {variables: [ADMIN]}\n" + page)) {
      assertThat(ask(serving, "POST", TARGETS, down).status()).isEqualTo(201);
      ask(serving, "POST", "api/v1/checks/shop/run", null);
      id = openIncident(serving).get("id");
    }

    // The variable may not be used any more.
    try (var serving = serve(page)) {
      var list = ask(serving, "GET", TARGETS, null);
      assertThat(check(list, "shop").get("problems")).asString().contains("ADMIN");
      assertThat(ask(serving, "POST", "api/v1/checks/shop/run", null).body())
          .contains("\"unknown\"");
      assertThat(openIncident(serving))
          .containsEntry("id", id)
          .containsEntry("rule", "gone")
          .containsEntry("severity", "critical");
      assertThat(ask(serving, "GET", "status/shop", null).body()).contains("The shop");
      assertThat(ask(serving, "GET", "api/v1/checks/shop", null).body()).contains("\"web\"");
    }

    // Neither can its rules be read, nor anything else of it.
    keep("shop", "{\"name\": \"shop\", \"type\": \"acme.gone\", \"rules\": [{\"when\": \"x\"}]}");
    try (var serving = serve("")) {
      ask(serving, "POST", "api/v1/checks/shop/run", null);
      assertThat(openIncident(serving)).containsEntry("id", id);
    }
    keep("shop", "{\"name\": \"rot");
    try (var serving = serve("")) {
      ask(serving, "POST", "api/v1/checks/shop/run", null);
      assertThat(openIncident(serving)).containsEntry("id", id);

      // Mended, it ends as it always would have.
      var mended = down.replace("${ADMIN}", "hunter9").replace("/bad", "/shop");
      assertThat(ask(serving, "PUT", TARGETS + "/shop", mended, "If-Match", "*").status())
          .isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        ask(serving, "POST", "api/v1/checks/shop/run", null);
      }
      assertThat(ask(serving, "GET", "api/v1/incidents?open=true", null).list("items")).isEmpty();
    }
  }

  private Map<String, Object> openIncident(Cli.Serving serving) throws Exception {
    var open = ask(serving, "GET", "api/v1/incidents?open=true", null).list("items");
    assertThat(open).hasSize(1);
    return open.get(0);
  }

  /** Writes a document past the server. */
  private void keep(String name, String check) {
    var now = Instant.EPOCH;
    try (var pulse = Pulse.builder().store(Stores.sqlite(folder.resolve("pulse.db"))).start()) {
      pulse
          .documents("pulse.targets", TargetDocument.class)
          .change(name, old -> new TargetDocument(check, true, now, null, now, null));
    }
  }

  @Test
  void withoutTheSectionsConsentThereAreNone() throws Exception {
    try (var serving = serve("targets: {enabled: false}")) {
      assertThat(ask(serving, "GET", TARGETS, null).status()).isEqualTo(404);
      assertThat(ask(serving, "GET", "dashboard.json", null).body()).doesNotContain("\"targets\"");
    }
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    try (var serving = serve("")) {
      var large = shop(", \"method\": \"POST\", \"body\": \"" + "x".repeat(40_000) + "\"");
      assertThat(ask(serving, "POST", TARGETS, large).problems())
          .containsExactly(": is too much: at most 32768 characters as JSON");
      assertThat(ask(serving, "POST", TARGETS, "x".repeat(70_000)).status()).isEqualTo(413);
      assertThat(ask(serving, "POST", TARGETS, "[1]").status()).isEqualTo(400);
      assertThat(ask(serving, "POST", TARGETS, "nonsense").status()).isEqualTo(400);
      var bytes = "{\"name\": \"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
      var request =
          HttpRequest.newBuilder(URI.create(serving.uri() + TARGETS))
              .POST(BodyPublishers.ofByteArray(bytes))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
    }
  }
}
