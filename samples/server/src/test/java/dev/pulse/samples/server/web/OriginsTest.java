package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins, and parameters that nobody knows. */
class OriginsTest {
  private static final String SHOP = "https://shop.example";

  private final List<WebServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(WebServer::close);
  }

  @Test
  void aPageOfAnOriginThatIsAllowedMayAskAndReadTheAnswer() {
    var caller = serve(List.of(), List.of(SHOP));

    var answer = ask(caller, "GET", "/notes", SHOP);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
    assertThat(header(answer, "Vary")).isEqualTo("Origin");
    assertThat(ask(caller, "POST", "/notes", SHOP).statusCode()).isEqualTo(204);
    assertThat(header(ask(caller, "GET", "/nothing", SHOP), "Access-Control-Allow-Origin"))
        .isEqualTo(SHOP);
  }

  @Test
  void everyOtherOriginIsRefused() {
    var caller = serve(List.of(), List.of(SHOP));

    var answer = ask(caller, "GET", "/notes", "https://shop.example.evil.example");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void withAnAsteriskEveryOriginMayAsk() {
    var answer = ask(serve(List.of(), List.of("*")), "GET", "/notes", "https://any.example");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.headers().firstValue("Vary")).isEmpty();
  }

  @Test
  void withoutAnyNoForeignPageMayAsk() {
    var caller = serve(List.of(), List.of());

    assertThat(ask(caller, "GET", "/notes", SHOP).statusCode()).isEqualTo(403);
    assertThat(caller.send("OPTIONS", "/notes", "").statusCode()).isEqualTo(405);
  }

  @Test
  void aBrowserThatAsksFirstLearnsWhatIsAllowed() {
    var caller = serve(List.of(), List.of(SHOP));

    var answer =
        caller.send(
            caller
                .to("/notes")
                .header("Origin", SHOP)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
    assertThat(header(answer, "Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, POST");
    assertThat(header(answer, "Access-Control-Allow-Headers")).isEqualTo("content-type");
  }

  @Test
  void aBrowserThatAsksFirstNeedsNoTokenAndThePageDoes() {
    var token = Secret.of("0123456789abcdef");
    var caller = serve(List.of(new AccessToken("ada", Role.ADMIN, token)), List.of(SHOP));

    assertThat(ask(caller, "OPTIONS", "/notes", SHOP).statusCode()).isEqualTo(204);
    assertThat(ask(caller, "GET", "/notes", SHOP).statusCode()).isEqualTo(401);
    assertThat(ask(caller, "OPTIONS", "/notes", "https://evil.example").statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "https://shop.example/", "https://u@shop.example", ""})
  void anOriginOfAnotherFormStopsTheStart(String origin) {
    assertThatThrownBy(() -> serve(List.of(), List.of(origin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must look like https://shop.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/echo?wanted=x",
        "/echo?a=%zz&wanted=x",
        "/echo?%zz=1&wanted=x",
        "/echo?wanted=y&b&%77anted=x&c=1"
      })
  void aRouteMayIgnoreParametersThatItDoesNotHave(String path) throws Exception {
    var caller = serve(List.of(), List.of());

    // Sent as they are: a client library would refuse the broken one.
    assertThat(caller.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .endsWith("x");
  }

  private static HttpResponse<String> ask(
      Caller caller, String method, String path, String origin) {
    return caller.send(
        caller.to(path).header("Origin", origin).method(method, BodyPublishers.noBody()));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private Caller serve(List<AccessToken> tokens, List<String> origins) {
    ServerExtension notes =
        routes ->
            routes
                .origins(origins)
                .get("/notes", request -> Response.json(List.of()))
                .post("/notes", request -> Response.empty(204))
                .get(
                    "/echo",
                    request ->
                        Response.text(
                            200,
                            "text/plain",
                            request.someQuery("wanted").text("wanted").orElse("none")));
    var server =
        WebServer.start(
            "127.0.0.1",
            0,
            new WebServer.Options(
                tokens,
                Set.of(),
                1000,
                Duration.ofSeconds(1),
                new SimpleMeterRegistry(),
                List.of(new WebServer.Mount("", notes)),
                write -> {}));
    servers.add(server);
    return new Caller(server.port());
  }
}
