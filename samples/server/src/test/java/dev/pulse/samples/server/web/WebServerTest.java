package dev.pulse.samples.server.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.PulseException;
import dev.pulse.api.config.Secret;
import dev.pulse.api.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
  private static final Secret TOKEN = Secret.of("a-token-of-some-length");

  private final List<WebServer> servers = new ArrayList<>();

  /** A body as systems write it. */
  public record Note(String title, @Nullable Integer stars, int pages) {}

  @AfterEach
  void close() {
    servers.forEach(WebServer::close);
  }

  @Test
  void answersWithTheValueOfTheHandler() {
    var caller =
        serve(
            routes ->
                routes.get(
                    "/notes/{id}",
                    request ->
                        Response.json(
                            Map.of(
                                "id",
                                request.path("id"),
                                "at",
                                Instant.parse("2026-01-31T12:00:00Z")))));

    var answer = caller.get("/notes/a%20b");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .contains("\"id\":\"a b\"")
        .contains("\"at\":\"2026-01-31T12:00:00.000Z\"");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    var caller =
        serve(routes -> routes.get("/n", request -> Response.json(new Note("t", null, 3))));

    assertThat(caller.get("/n").body()).isEqualTo("{\"title\":\"t\",\"pages\":3}");
  }

  @Test
  void answersLaterWithoutHoldingAThread() throws Exception {
    var answers = new ArrayList<CompletableFuture<Response>>();
    var asked = new CountDownLatch(100);
    var caller =
        serve(
            routes ->
                routes
                    .get(
                        "/slow",
                        request -> {
                          var answer = new CompletableFuture<Response>();
                          synchronized (answers) {
                            answers.add(answer);
                          }
                          asked.countDown();
                          return Response.later(answer);
                        })
                    .get("/quick", request -> Response.json(Map.of("quick", true))));

    var open = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 100; i++) {
      open.add(caller.sendLater(caller.to("/slow")));
    }
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(caller.get("/quick").statusCode()).isEqualTo(200);
    synchronized (answers) {
      answers.forEach(answer -> answer.complete(Response.json("late")));
    }

    assertThat(open)
        .allSatisfy(
            answer -> assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("\"late\""));
  }

  @Test
  void unexpectedFailuresTellNothingOfTheInside() {
    var caller =
        serve(
            routes ->
                routes
                    .get(
                        "/broken",
                        request -> {
                          throw new IllegalStateException("password=hunter2");
                        })
                    .get(
                        "/brokenLater",
                        request ->
                            Response.later(
                                CompletableFuture.failedFuture(
                                    new IllegalStateException("password=hunter2"))))
                    .get(
                        "/worse",
                        request -> {
                          throw new AssertionError("password=hunter2");
                        }));

    for (var path : List.of("/broken", "/brokenLater", "/worse")) {
      var answer = caller.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(500);
      assertThat(answer.body()).as(path).doesNotContain("hunter2").doesNotContain("at dev.pulse");
      assertThat(answer.headers().firstValue("X-Content-Type-Options"))
          .as(path)
          .contains("nosniff");
      assertThat(answer.headers().firstValue("Content-Type"))
          .as(path)
          .contains("application/problem+json");
    }
  }

  @Test
  void aStoreThatFailsIsUnavailableAndNotBroken() {
    var caller =
        serve(
            routes ->
                routes.get(
                    "/data",
                    request -> {
                      throw new StoreException("disk full", null);
                    }));

    var answer = caller.get("/data");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("Store unavailable").doesNotContain("disk full");
  }

  @Test
  void problemsCarryTheMembersOfTheStandard() {
    var caller = serve(routes -> routes.get("/here", request -> Response.json(Map.of())));

    var answer = caller.get("/elsewhere");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"urn:problem-type:pulse:not-found\",\"title\":\"Not found\",\"status\":404,"
                + "\"detail\":\"There is nothing at this address.\",\"instance\":\"/elsewhere\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "OPTIONS", "TRACE", "BREW"})
  void wrongMethodsAreToldTheRightOnes(String method) {
    var caller =
        serve(
            routes ->
                routes
                    .get("/notes/{id}", request -> Response.json(Map.of()))
                    .delete("/notes/{id}", request -> Response.empty(204)));

    var answer = caller.send(method, "/notes/7", "");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("DELETE, GET, HEAD");
  }

  @Test
  void headIsAnsweredAsGetWithoutTheBody() {
    var caller =
        serve(
            routes ->
                routes.get(
                    "/notes/{id}",
                    request -> {
                      if (!request.path("id").equals("1")) {
                        throw HttpError.of(404, "Note not found");
                      }
                      return Response.json(Map.of("id", 1));
                    }));

    var there = caller.send("HEAD", "/notes/1", "");
    var missing = caller.send("HEAD", "/notes/2", "");

    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(there.body()).isEmpty();
    assertThat(missing.statusCode()).isEqualTo(404);
  }

  @Test
  void everyAnswerCarriesTheSecurityHeaders() {
    var caller = serve(routes -> routes.get("/here", request -> Response.json(Map.of())));

    for (var path : List.of("/here", "/elsewhere")) {
      var headers = caller.get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(headers.firstValue("Server")).isEmpty();
      assertThat(headers.firstValue("X-Powered-By")).isEmpty();
    }
  }

  @Test
  void bodiesAboveTheCapAreRefusedWithAndWithoutALength() {
    var caller =
        serve(routes -> routes.post("/notes", request -> Response.json(request.body().length())));
    var fits = "x".repeat(1000);
    var tooLarge = "x".repeat(1001);

    assertThat(caller.send("POST", "/notes", fits).body()).isEqualTo("1000");
    assertThat(caller.send("POST", "/notes", tooLarge).statusCode()).isEqualTo(413);
    var chunked =
        caller.send(
            caller
                .to("/notes")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArray(tooLarge.getBytes(StandardCharsets.UTF_8)))));
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("at most 1000 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "[]",
        "{\"title\":\"a\"}",
        "{\"title\":\"a\",\"pages\":1,\"other\":2}",
        "{\"title\":\"a\",\"pages\":\"x\"}",
        "{\"title\":\"a\",\"pages\":1}{}",
        "{title:'a',pages:1}"
      })
  void bodiesOfAnotherFormAreRefused(String body) {
    var caller =
        serve(routes -> routes.post("/notes", request -> Response.json(request.json(Note.class))));

    var answer = caller.send("POST", "/notes", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"status\":400");
  }

  @Test
  void bodiesThatAreNotUtf8AreRefused() {
    var caller =
        serve(routes -> routes.post("/notes", request -> Response.json(request.json(Note.class))));

    var answer =
        caller.send(
            caller
                .to("/notes")
                .POST(
                    BodyPublishers.ofByteArray(
                        "{\"title\":\"\u00e4\",\"pages\":1}"
                            .getBytes(StandardCharsets.ISO_8859_1))));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("not UTF-8");
  }

  @Test
  void parametersAreReadStrictly() {
    var caller =
        serve(
            routes ->
                routes.get(
                    "/notes",
                    request -> {
                      var query = request.query("limit", "open");
                      return Response.json(
                          query.number("limit", 1, 10).orElse(5)
                              + (query.flag("open").orElse(false) ? 100 : 0));
                    }));

    assertThat(caller.get("/notes").body()).isEqualTo("5");
    assertThat(caller.get("/notes?limit=7&open=true").body()).isEqualTo("107");
    assertRefused(caller, "/notes?limit=11", "limit", "a whole number from 1 to 10");
    assertRefused(caller, "/notes?limit=", "limit", "a whole number from 1 to 10");
    assertRefused(caller, "/notes?limit=%2B3", "limit", "a whole number from 1 to 10");
    assertRefused(caller, "/notes?limit=99999999999999999999", "limit", "from 1 to 10");
    assertRefused(caller, "/notes?open=yes", "open", "true or false");
    assertRefused(caller, "/notes?open=true&open=false", "open", "given once");
    assertRefused(caller, "/notes?limt=3", "limt", "limit, open");
    assertRefused(caller, "/notes?%3Cscript%3E=3", "<script>", "limit, open");
  }

  private static void assertRefused(Caller caller, String path, String name, String allowed) {
    var answer = caller.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(400);
    assertThat(answer.body().replace("\\u003c", "<").replace("\\u003e", ">"))
        .as(path)
        .contains("\"parameter\":\"" + name + "\"")
        .contains(allowed)
        .contains("invalid-parameter");
  }

  @Test
  void brokenEncodingOfTheQueryIsRefused() throws Exception {
    var caller =
        serve(
            routes -> routes.get("/notes", request -> Response.json(request.query("a").text("a"))));

    var answer = caller.raw("GET /notes?a=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /%2e%2e/etc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /notes/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /notes HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /notes HTTP/9.9\r\nHost: x\r\n\r\n"
      })
  void requestsThatAreNoneAreRefusedInSilence(String bytes) throws Exception {
    var caller =
        serve(routes -> routes.get("/notes/{id}", request -> Response.json(request.path("id"))));

    var answer = caller.raw(bytes);

    assertThat(answer)
        .matches("(?s)HTTP/1.1 (4\\d\\d|505).*")
        .doesNotContainIgnoringCase("jetty")
        .doesNotContainIgnoringCase("javalin")
        .doesNotContain("Exception")
        .doesNotContain("<html");
  }

  @Test
  void headersThatNeverEndAreRefused() throws Exception {
    var caller = serve(routes -> routes.get("/notes", request -> Response.json(1)));

    var answer =
        caller.raw("GET /notes HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431").doesNotContainIgnoringCase("jetty");
  }

  @Test
  void withATokenNothingButTheOpenPathsAnswersStrangers() {
    var caller = serve(TOKEN, notes(), Set.of("/open"));

    assertThat(caller.get("/open").statusCode()).isEqualTo(200);
    for (var path : List.of("/notes", "/elsewhere", "/open/", "/open/notes", "/")) {
      var answer = caller.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
      assertThat(answer.body()).doesNotContain(TOKEN.reveal());
    }
    assertThat(caller.send("POST", "/notes", "").statusCode()).isEqualTo(401);
    assertThat(caller.send("HEAD", "/notes", "").statusCode()).isEqualTo(401);
  }

  @Test
  void theTokenOpensAsBearerAndAsPassword() {
    var caller = serve(TOKEN, notes(), Set.of());

    assertThat(authorized(caller, "Bearer " + TOKEN.reveal())).isEqualTo(200);
    assertThat(authorized(caller, "bearer  " + TOKEN.reveal())).isEqualTo(200);
    assertThat(authorized(caller, basic("anyone:" + TOKEN.reveal()))).isEqualTo(200);
    assertThat(authorized(caller, basic(":" + TOKEN.reveal()))).isEqualTo(200);
    assertThat(authorized(caller, basic(TOKEN.reveal()))).isEqualTo(401);
    assertThat(authorized(caller, basic("anyone:" + TOKEN.reveal() + "x"))).isEqualTo(401);
    assertThat(authorized(caller, "Basic ???")).isEqualTo(401);
    assertThat(authorized(caller, "Bearer")).isEqualTo(401);
    assertThat(authorized(caller, "Digest " + TOKEN.reveal())).isEqualTo(401);
  }

  private static int authorized(Caller caller, String authorization) {
    return caller.send(caller.to("/notes").header("Authorization", authorization)).statusCode();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void pagesOfOtherHostsAreRefused() {
    var server = start(null, Set.of(), List.of(new WebServer.Mount("", notes())));
    var caller = new Caller(server.port());
    var own = "http://127.0.0.1:" + server.port();

    assertThat(fromPage(caller, own)).isEqualTo(201);
    assertThat(fromPage(caller, "https://127.0.0.1:" + server.port())).isEqualTo(201);
    assertThat(fromPage(caller, "http://127.0.0.1")).isEqualTo(403);
    assertThat(fromPage(caller, "https://evil.example")).isEqualTo(403);
    assertThat(fromPage(caller, "null")).isEqualTo(403);
    assertThat(fromPage(caller, "::::")).isEqualTo(403);
    assertThat(fromPage(caller, own + ".evil.example")).isEqualTo(403);
  }

  @Test
  void theUsualPortMayBeLeftOut() throws Exception {
    var caller = serve(notes());

    var answer =
        caller.raw(
            lines(
                "GET /notes HTTP/1.1",
                "Host: pulse.example",
                "Origin: https://Pulse.example:443",
                "Connection: close"));

    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:PORT, 200",
    "LOCALHOST:PORT, 200",
    "pulse.localhost:PORT, 200",
    "127.0.0.1:PORT, 200",
    "127.1.2.3:PORT, 200",
    "[::1]:PORT, 200",
    "pulse.example, 200",
    "pulse.example:1, 200",
    "evil.example:PORT, 403",
    "127.0.0.1.evil.example:PORT, 403",
    "localhost.evil.example:PORT, 403",
    "evillocalhost:PORT, 403"
  })
  void aPageWhoseNameWasLedToThisMachineIsRefused(String host, int status) throws Exception {
    assertThat(fromPageAt(serve(notes()), "http://", host)).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aTokenOrAProxyMakesEveryNameOurs() throws Exception {
    var guarded = start(TOKEN, Set.of(), List.of(new WebServer.Mount("", notes())));
    var caller = new Caller(guarded.port());

    assertThat(fromPageAt(caller, "http://", "pulse.example:PORT")).startsWith("HTTP/1.1 200");
    assertThat(fromPageAt(serve(notes()), "https://", "pulse.example:PORT"))
        .startsWith("HTTP/1.1 200");
  }

  private static String fromPageAt(Caller caller, String scheme, String host) throws IOException {
    var authority = host.replace("PORT", Integer.toString(caller.port()));
    return caller.raw(
        lines(
            "GET /notes HTTP/1.1",
            "Host: " + authority,
            "Origin: " + scheme + authority,
            "Authorization: Bearer " + TOKEN.reveal(),
            "Connection: close"));
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static int fromPage(Caller caller, String origin) {
    return caller
        .send(caller.to("/notes").header("Origin", origin).POST(BodyPublishers.noBody()))
        .statusCode();
  }

  @Test
  void eachMountHasErrorsOfItsOwnForm() {
    ServerExtension own =
        routes -> {
          routes.errors((request, error) -> Response.json(200, Map.of("error", error.message())));
          notes().install(routes);
        };
    var server =
        start(
            TOKEN,
            Set.of(),
            List.of(new WebServer.Mount("/system", own), new WebServer.Mount("", notes())));
    var caller = new Caller(server.port());
    var bearer = "Bearer " + TOKEN.reveal();

    assertThat(caller.get("/system/notes").body()).isEqualTo("{\"error\":\"Unauthorized\"}");
    assertThat(caller.get("/system/notes").statusCode()).isEqualTo(401);
    var unknown = caller.send(caller.to("/system/else").header("Authorization", bearer));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo("{\"error\":\"Not found\"}");
    var wrong = caller.send(caller.to("/system/notes").header("Authorization", bearer).DELETE());
    assertThat(wrong.body()).isEqualTo("{\"error\":\"Method not allowed\"}");
    assertThat(wrong.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    var large =
        caller.send(
            caller
                .to("/system/notes")
                .header("Authorization", bearer)
                .POST(BodyPublishers.ofString("x".repeat(2000))));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).isEqualTo("{\"error\":\"Request body too large\"}");
    assertThat(caller.get("/systematic").body()).contains("problem-type");
  }

  @Test
  void thePageOfAMountHasAnAddressForRelativeLinks() {
    var server =
        start(
            null,
            Set.of(),
            List.of(
                new WebServer.Mount(
                    "/system", routes -> routes.get("/", request -> Response.html("<p>hello")))));
    var caller = new Caller(server.port());

    var bare = caller.get("/system");

    assertThat(bare.statusCode()).isEqualTo(308);
    assertThat(bare.headers().firstValue("Location")).contains("/system/");
    assertThat(caller.get("/system/").body()).isEqualTo("<p>hello");
  }

  @Test
  void filesAreNotSentAgainToWhoHasThem() {
    var caller = serve(routes -> routes.asset("/x.svg", WebServerTest.class, "asset.svg"));

    var first = caller.get("/x.svg");
    var tag = first.headers().firstValue("ETag").orElseThrow();
    var again = caller.send(caller.to("/x.svg").header("If-None-Match", "\"other\", " + tag));

    assertThat(first.body()).startsWith("<svg");
    assertThat(first.headers().firstValue("Content-Type")).contains("image/svg+xml");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void routesThatContradictEachOtherStopTheStart() {
    assertThatThrownBy(
            () ->
                serve(
                    routes ->
                        routes
                            .get("/notes/{id}", request -> Response.empty(204))
                            .get("/notes/{name}", request -> Response.empty(204))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two routes for GET /notes/{name}");
    assertThatThrownBy(() -> serve(routes -> routes.get("notes", request -> Response.empty(204))))
        .hasMessageContaining("malformed");
    assertThatThrownBy(() -> serve(routes -> routes.asset("/a.js", WebServerTest.class, "no.js")))
        .hasMessageContaining("no file \"no.js\"");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    var first = start(null, Set.of(), List.of());
    var installed = new ArrayList<String>();

    assertThatThrownBy(
            () ->
                servers.add(
                    WebServer.start(
                        "127.0.0.1",
                        first.port(),
                        new WebServer.Options(
                            List.of(),
                            Set.of(),
                            1000,
                            Duration.ofSeconds(1),
                            new SimpleMeterRegistry(),
                            List.of(new WebServer.Mount("", routes -> installed.add("it"))),
                            write -> {}))))
        .isInstanceOf(PulseException.class)
        .hasMessage("cannot listen on 127.0.0.1:" + first.port() + ": Address already in use");
    assertThat(installed).isEmpty();
  }

  @Test
  void saysThatItStartsUntilThereIsSomethingToServe() {
    var server = WebServer.listen("127.0.0.1", 0);
    servers.add(server);
    var caller = new Caller(server.port());

    for (String path : List.of("/health", "/notes", "/nothing")) {
      var early = caller.get(path);
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(early.body()).isEqualTo("{\"status\":\"starting\"}");
      assertThat(early.headers().firstValue("Retry-After")).contains("1");
    }

    server.serve(
        new WebServer.Options(
            List.of(),
            Set.of(),
            1000,
            Duration.ofSeconds(1),
            new SimpleMeterRegistry(),
            List.of(new WebServer.Mount("", notes())),
            write -> {}));
    assertThat(caller.get("/notes").statusCode()).isEqualTo(200);
    assertThat(caller.get("/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void isClosedWhenExtensionsDisagree() {
    var server = WebServer.listen("127.0.0.1", 0);
    servers.add(server);
    var closed = new ArrayList<String>();

    assertThatThrownBy(
            () ->
                server.serve(
                    new WebServer.Options(
                        List.of(),
                        Set.of(),
                        1000,
                        Duration.ofSeconds(1),
                        new SimpleMeterRegistry(),
                        List.of(
                            new WebServer.Mount(
                                "", routes -> routes.closing(() -> closed.add("it"))),
                            new WebServer.Mount("", notes()),
                            new WebServer.Mount("", notes())),
                        write -> {})))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(closed).containsExactly("it");
    assertThatThrownBy(() -> new Caller(server.port()).get("/notes"));
  }

  @Test
  void closingEndsWhatExtensionsStartedAndWaitsForRequestsUnderWay() throws Exception {
    var closed = new ArrayList<String>();
    var asked = new CountDownLatch(1);
    var go = new CompletableFuture<Response>();
    var server =
        start(
            null,
            Set.of(),
            List.of(
                new WebServer.Mount(
                    "",
                    routes ->
                        routes
                            .get(
                                "/slow",
                                request -> {
                                  asked.countDown();
                                  return Response.later(go);
                                })
                            .closing(() -> closed.add("first"))
                            .closing(
                                () -> {
                                  closed.add("second");
                                  go.complete(Response.json("done"));
                                }))));
    var caller = new Caller(server.port());
    var answer = CompletableFuture.supplyAsync(() -> caller.get("/slow"));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    server.close();
    server.close();

    assertThat(closed).containsExactly("second", "first");
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("\"done\"");
  }

  @Test
  void closingBreaksOffWhatDoesNotEndInTime() throws Exception {
    var asked = new CountDownLatch(1);
    var server =
        start(
            null,
            Set.of(),
            Duration.ofMillis(50),
            List.of(
                new WebServer.Mount(
                    "",
                    routes ->
                        routes.get(
                            "/endless",
                            request -> {
                              asked.countDown();
                              return Response.later(new CompletableFuture<>());
                            }))));
    var caller = new Caller(server.port());
    var answer = caller.sendLater(caller.to("/endless"));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    server.close();

    // Whether that is still told depends on how far the request has come.
    assertThat(answer.handle((told, failure) -> told == null ? 500 : told.statusCode()))
        .succeedsWithin(Duration.ofSeconds(15))
        .isEqualTo(500);
    assertThatThrownBy(() -> caller.get("/endless"));
  }

  @Test
  void aCallerWhoTakesTooLittleIsGivenUp() throws Exception {
    var given = new CompletableFuture<IOException>();
    var caller =
        serve(
            routes ->
                routes.get(
                    "/endless",
                    request ->
                        Response.streamed(
                            "text/plain", out -> writeUntil(given, out), Duration.ofMillis(100))));

    try (var socket = caller.connect()) {
      socket.getOutputStream().write("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));

      // Sooner than after the half minute without a byte after which it ends anyhow.
      assertThat(given.get(15, TimeUnit.SECONDS)).isNotNull();
      assertThat(endOf(socket)).doesNotEndWith("\r\n0\r\n\r\n");
    }
  }

  private static void writeUntil(CompletableFuture<IOException> end, OutputStream out)
      throws IOException {
    var much = new byte[100_000];
    try {
      while (true) {
        out.write(much);
      }
    } catch (IOException e) {
      end.complete(e);
      throw e;
    }
  }

  /** The last that arrived, whether the connection was closed or reset. */
  private static String endOf(Socket socket) {
    var last = new byte[8];
    try {
      for (int n = socket.getInputStream().read(); n >= 0; n = socket.getInputStream().read()) {
        System.arraycopy(last, 1, last, 0, last.length - 1);
        last[last.length - 1] = (byte) n;
      }
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class);
    }
    return new String(last, US_ASCII);
  }

  private static ServerExtension notes() {
    return routes ->
        routes
            .get("/notes", request -> Response.json(List.of()))
            .get("/open", request -> Response.json(List.of()))
            .post("/notes", request -> Response.json(201, Map.of("id", 1)));
  }

  private Caller serve(ServerExtension extension) {
    return serve(null, extension, Set.of());
  }

  private Caller serve(@Nullable Secret token, ServerExtension extension, Set<String> open) {
    return new Caller(start(token, open, List.of(new WebServer.Mount("", extension))).port());
  }

  private WebServer start(
      @Nullable Secret token, Set<String> openPaths, List<WebServer.Mount> mounts) {
    return start(token, openPaths, Duration.ofSeconds(5), mounts);
  }

  private WebServer start(
      @Nullable Secret token,
      Set<String> openPaths,
      Duration closeTimeout,
      List<WebServer.Mount> mounts) {
    var server =
        WebServer.start(
            "127.0.0.1",
            0,
            new WebServer.Options(
                token == null ? List.of() : List.of(new AccessToken("ada", Role.ADMIN, token)),
                openPaths,
                1000,
                closeTimeout,
                new SimpleMeterRegistry(),
                mounts,
                write -> {}));
    servers.add(server);
    return server;
  }
}
