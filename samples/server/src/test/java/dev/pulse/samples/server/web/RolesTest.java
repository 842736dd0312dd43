package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.config.Secret;
import dev.pulse.api.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
  private static final List<AccessToken> TOKENS =
      List.of(token("vera", Role.VIEWER), token("otto", Role.OPERATOR), token("ada", Role.ADMIN));

  private final List<Write> writes = Collections.synchronizedList(new ArrayList<>());
  private final List<WebServer> servers = new ArrayList<>();

  private static AccessToken token(String name, Role role) {
    return new AccessToken(name, role, Secret.of("secret-of-" + name));
  }

  @AfterEach
  void close() {
    servers.forEach(WebServer::close);
  }

  @ParameterizedTest
  @CsvSource({
    "vera, GET, /notes, 200",
    "vera, HEAD, /notes, 200",
    "vera, POST, /search, 200",
    "vera, POST, /notes, 403",
    "vera, PUT, /notes, 403",
    "vera, PATCH, /notes, 403",
    "vera, DELETE, /notes, 403",
    "vera, GET, /secrets, 403",
    "otto, GET, /notes, 200",
    "otto, POST, /notes, 201",
    "otto, GET, /secrets, 403",
    "ada, POST, /notes, 201",
    "ada, GET, /secrets, 200",
    "eve, GET, /notes, 401",
    "eve, POST, /notes, 401",
    "eve, POST, /nothing, 401",
    "eve, POST, /results, 202",
    "eve, GET, /results, 401",
    "eve, PUT, /results, 401",
    "vera, GET, /results, 200",
    "vera, POST, /results, 202",
  })
  void aRoleDecidesWhatACallerMayDo(String name, String method, String path, int status) {
    assertThat(ask(serve(TOKENS), name, method, path).statusCode()).isEqualTo(status);
  }

  @Test
  void whoIsRefusedIsToldWhichRoleIsNeededAndNoSecret() {
    var answer = ask(serve(TOKENS), "vera", "POST", "/notes");

    assertThat(answer.body())
        .contains("needs the role operator", "\\\"vera\\\" has the role viewer")
        .doesNotContain("secret-of");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void aHandlerKnowsWhoAsks() {
    assertThat(ask(serve(TOKENS), "ada", "GET", "/secrets").body()).isEqualTo("{\"for\":\"ada\"}");
  }

  @Test
  void withoutTokensEverybodyMayWriteButNothingThatNeedsAName() {
    var caller = serve(List.of());

    assertThat(caller.send("POST", "/notes", "").statusCode()).isEqualTo(201);
    var refused = caller.get("/secrets");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("server.tokens");
  }

  @Test
  void writesAreToldWithWhoAndHowTheyEnded() {
    var caller = serve(TOKENS);
    ask(caller, "otto", "POST", "/notes");
    ask(caller, "vera", "DELETE", "/notes");
    ask(caller, "otto", "PUT", "/notes");
    ask(caller, "ada", "PATCH", "/notes");

    var otto = new Principal("otto", Role.OPERATOR);
    assertThat(writes)
        .extracting(write -> write.by().orElseThrow(), Write::method, Write::path, Write::status)
        .containsExactly(
            tuple(otto, "POST", "/notes", 201),
            tuple(new Principal("vera", Role.VIEWER), "DELETE", "/notes", 403),
            tuple(otto, "PUT", "/notes", 503),
            tuple(new Principal("ada", Role.ADMIN), "PATCH", "/notes", 202));
    assertThat(writes.get(0).result()).contains("/notes/1");
    assertThat(writes).extracting(Write::from).containsOnly("127.0.0.1");
  }

  @Test
  void readsAndJobsThatReportAreNotToldAndOfStrangersOnlyGuesses() {
    var caller = serve(TOKENS);
    ask(caller, "ada", "GET", "/notes");
    ask(caller, "vera", "POST", "/search");
    assertThat(caller.send("POST", "/notes", "").statusCode()).isEqualTo(401);
    assertThat(ask(caller, "eve", "POST", "/open").statusCode()).isEqualTo(204);
    assertThat(ask(caller, "eve", "POST", "/results").statusCode()).isEqualTo(202);
    assertThat(writes).isEmpty();

    assertThat(ask(caller, "eve", "POST", "/notes").statusCode()).isEqualTo(401);
    assertThat(writes).extracting(Write::by).containsExactly(Optional.empty());
  }

  @Test
  void withoutTokensOnlyWhatSucceededIsTold() {
    var caller = serve(List.of());
    caller.send("POST", "/notes", "");
    caller.send("PUT", "/notes", "");

    assertThat(writes)
        .singleElement()
        .satisfies(write -> assertThat(write.by()).isEmpty())
        .satisfies(write -> assertThat(write.method()).isEqualTo("POST"));
  }

  @Test
  void aListenerThatFailsChangesNoAnswer() {
    var caller =
        serve(
            TOKENS,
            write -> {
              throw new StoreException("away", null);
            });

    assertThat(ask(caller, "otto", "POST", "/notes").statusCode()).isEqualTo(201);
    assertThat(ask(caller, "ada", "PATCH", "/notes").statusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "", "a\nb", "\u0000"})
  void namesAreFitToBeWrittenDown(String name) {
    assertThatThrownBy(() -> token(name, Role.ADMIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 100 characters");
  }

  @Test
  void aTokenPrintsWithoutItsSecret() {
    assertThat(TOKENS.toString()).contains("vera").doesNotContain("secret-of");
  }

  private Caller serve(List<AccessToken> tokens) {
    return serve(tokens, writes::add);
  }

  private Caller serve(List<AccessToken> tokens, WriteListener listener) {
    var server =
        WebServer.start(
            "127.0.0.1",
            0,
            new WebServer.Options(
                tokens,
                Set.of("/open"),
                1000,
                Duration.ofSeconds(5),
                new SimpleMeterRegistry(),
                List.of(new WebServer.Mount("", RolesTest::notes)),
                listener));
    servers.add(server);
    return new Caller(server.port());
  }

  private static void notes(Routes routes) {
    routes
        .get("/notes", request -> Response.json(List.of()))
        .get(
            "/secrets",
            request -> Response.json(Map.of("for", request.principal(Role.ADMIN).name())))
        .ask("/search", request -> Response.json(List.of()))
        .post("/open", request -> Response.empty(204))
        .get("/results", request -> Response.json(List.of()))
        .report("/results", request -> Response.empty(202))
        .post("/notes", request -> Response.json(201, 1).withHeader("Location", "/notes/1"))
        .put(
            "/notes",
            request -> {
              throw new StoreException("away", null);
            })
        .patch(
            "/notes",
            request -> Response.later(CompletableFuture.completedFuture(Response.json(202, 1))))
        .delete("/notes", request -> Response.empty(204));
  }

  private static HttpResponse<String> ask(Caller caller, String name, String method, String path) {
    return caller.send(
        caller
            .to(path)
            .header("Authorization", "Bearer secret-of-" + name)
            .method(method, BodyPublishers.noBody()));
  }
}
