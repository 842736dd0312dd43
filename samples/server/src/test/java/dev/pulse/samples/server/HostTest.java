package dev.pulse.samples.server;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard as a part of another application, which knows its people itself. */
class HostTest {
  private static final String PAUSE = "/ops/pulse/api/v1/checks/shop/pause";

  private final Watched watched = new Watched().withShop();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void aHostMountsTheDashboardBelowAPathWithItsOwnAuthentication() throws IOException {
    try (var host = new HostApplication(watched.pulse())) {
      var caller = new Caller(host.port());
      assertThat(caller.get("/ops/pulse/").statusCode()).isEqualTo(401);
      assertThat(caller.get("/ops/pulse/api/v1/checks").statusCode()).isEqualTo(401);

      var otto = logIn(caller, "otto");
      var page = get(caller, "/ops/pulse/", otto);
      assertThat(page.body()).contains("<title>Pulse</title>");
      var addresses = Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"").matcher(page.body());
      while (addresses.find()) {
        assertThat(get(caller, "/ops/pulse/" + addresses.group(1), otto).statusCode())
            .as(addresses.group(1))
            .isEqualTo(200);
      }
      var contents = object(get(caller, "/ops/pulse/dashboard.json", otto).body());
      assertThat(object(contents.get("caller")))
          .containsEntry("name", "otto")
          .containsEntry("role", "operator");
      for (var one : objects(contents.get("pages"))) {
        var script = get(caller, "/ops/pulse/" + one.get("module"), otto);
        assertThat(script.body()).as(script.uri().toString()).contains("export default");
      }
      assertThat(get(caller, "/ops/pulse/api/v1/overview", otto).body()).contains("\"shop\"");
      assertThat(write(caller, otto).statusCode()).isEqualTo(200);
      assertThat(watched.pulse().check("shop").orElseThrow().paused()).isTrue();
      assertThat(caller.get("/ops/pulse/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theHostSaysWhoMayDoWhat() throws IOException {
    try (var host = new HostApplication(watched.pulse())) {
      var caller = new Caller(host.port());
      var vera = logIn(caller, "vera");

      assertThat(get(caller, "/ops/pulse/api/v1/checks", vera).statusCode()).isEqualTo(200);
      assertThat(write(caller, vera).body()).contains("needs the role operator", "\\\"vera\\\"");
    }
  }

  @Test
  void whatTheHostDoesNotKnowGetsNowhereByAnyWay() throws IOException {
    try (var host = new HostApplication(watched.pulse())) {
      var around = new Caller(host.dashboardPort());

      assertThat(around.get("/ops/pulse/dashboard.json").statusCode()).isEqualTo(401);
      assertThat(get(around, "/ops/pulse/dashboard.json", "host=made-up").statusCode())
          .isEqualTo(401);
      // There is no form: the host has its own.
      var form = around.to("/ops/pulse/session").header("X-Pulse-Csrf", "1");
      assertThat(around.send(form.POST(BodyPublishers.ofString("{\"token\":\"x\"}"))).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void aPageOfAnotherSiteCannotUseTheCookieOfTheHost() throws IOException {
    try (var host = new HostApplication(watched.pulse())) {
      var caller = new Caller(host.port());
      var otto = logIn(caller, "otto");

      var forged = caller.to(PAUSE).header("Cookie", otto).POST(BodyPublishers.noBody());

      assertThat(caller.send(forged).statusCode()).isEqualTo(403);
      assertThat(watched.pulse().check("shop").orElseThrow().paused()).isFalse();
    }
  }

  @Test
  void programsKeepTheirTokens() {
    var token = Secret.of("the-token-of-a-program");
    try (var server =
        PulseServer.builder(watched.pulse())
            .port(0)
            .apiToken(token)
            .authenticatedBy(request -> Optional.empty())
            .start()) {
      assertThat(new Caller(server.port(), token.reveal()).get("/api/v1/checks").statusCode())
          .isEqualTo(200);
      assertThat(new Caller(server.port()).get("/api/v1/checks").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aHostThatFailsLetsNobodyIn() {
    try (var server =
        PulseServer.builder(watched.pulse())
            .port(0)
            .authenticatedBy(
                request -> {
                  throw new IOException("the directory is away");
                })
            .start()) {
      var answer = new Caller(server.port()).get("/api/v1/checks");

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("directory", "shop");
      assertThat(new Caller(server.port()).get("/health").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb"})
  void aNameThatCannotBeWrittenDownIsNobody(String name) {
    try (var server =
        PulseServer.builder(watched.pulse())
            .port(0)
            .authenticatedBy(request -> Optional.of(new Principal(name, Role.ADMIN)))
            .start()) {
      assertThat(new Caller(server.port()).get("/api/v1/checks").statusCode()).isEqualTo(500);
    }
  }

  private static String logIn(Caller caller, String name) {
    return caller.get("/login?" + name).headers().firstValue("Set-Cookie").orElseThrow();
  }

  private static HttpResponse<String> get(Caller caller, String path, String cookie) {
    return caller.send(caller.to(path).header("Cookie", cookie));
  }

  private static HttpResponse<String> write(Caller caller, String cookie) {
    return caller.send(
        caller
            .to(PAUSE)
            .header("Cookie", cookie)
            .header("X-Pulse-Csrf", "1")
            .POST(BodyPublishers.noBody()));
  }
}
