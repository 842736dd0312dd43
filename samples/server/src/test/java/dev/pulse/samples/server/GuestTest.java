package dev.pulse.samples.server;

import static dev.pulse.samples.server.Answers.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Response;
import dev.pulse.samples.server.web.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever asks a server of this machine only may have a name all the same. */
class GuestTest {
  private static final String SILENCE =
      "{\"matchers\":[\"check=\\\"shop\\\"\"],\"duration\":\"1h\",\"comment\":\"x\"}";

  private final Watched watched = new Watched().withShop();
  private PulseServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    watched.close();
  }

  private Caller serve(Role role) {
    server =
        PulseServer.builder(watched.pulse()).port(0).guest(new Principal("grace", role)).start();
    return new Caller(server.port());
  }

  private static HttpResponse<String> silence(Caller caller, String... headers) {
    return caller.send(
        caller
            .to("/api/v1/silences")
            .headers(headers.length == 0 ? new String[] {"X-Nothing", "1"} : headers)
            .POST(BodyPublishers.ofString(SILENCE)));
  }

  @Test
  void doesByNameWhatNeedsAName() {
    var caller = serve(Role.OPERATOR);

    assertThat(silence(caller).statusCode()).isEqualTo(201);

    assertThat(watched.pulse().alerting().silences())
        .singleElement()
        .satisfies(silence -> assertThat(silence.toString()).contains("grace"));
    assertThat(object(object(caller.get("/dashboard.json").body()).get("caller")))
        .containsEntry("name", "grace")
        .containsEntry("role", "operator");
  }

  @Test
  void mayDoNoMoreThanTheRoleSays() {
    var caller = serve(Role.VIEWER);

    assertThat(silence(caller).statusCode()).isEqualTo(403);
    assertThat(caller.get("/api/v1/checks").statusCode()).isEqualTo(200);
    assertThat(caller.get("/api/v1/audit").statusCode()).isEqualTo(403);
  }

  @Test
  void isNotWhoeverComesByAPageOfAnotherSite() {
    var caller = serve(Role.OPERATOR);

    assertThat(silence(caller, "Origin", "https://evil.example").statusCode()).isEqualTo(403);

    assertThat(watched.pulse().alerting().silences()).isEmpty();
  }

  @Test
  void isNotThePageOfAnotherSiteThatMayAsk() {
    server =
        PulseServer.builder(watched.pulse())
            .port(0)
            .guest(new Principal("grace", Role.OPERATOR))
            .mount(
                "/open",
                routes ->
                    routes
                        .origins(List.of("https://shop.example"))
                        .get(
                            "/who",
                            request ->
                                Response.json(
                                    request.caller().map(Principal::name).orElse("nobody"))))
            .start();
    var caller = new Caller(server.port());

    var foreign = caller.send(caller.to("/open/who").header("Origin", "https://shop.example"));

    assertThat(foreign.body()).isEqualTo("\"nobody\"");
    assertThat(caller.get("/open/who").body()).isEqualTo("\"grace\"");
  }

  @Test
  void isNobodyWhereOthersReachTheServerOrHaveTokens() {
    var builder =
        PulseServer.builder(watched.pulse())
            .host("0.0.0.0")
            .port(0)
            .token(new AccessToken("ada", Role.ADMIN, Secret.of("secret-of-ada")))
            .guest(new Principal("grace", Role.OPERATOR));

    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guest contradicts what knows callers")
        .hasMessageContaining("guest needs a host of this machine only");
  }
}
