package dev.pulse.samples.server.api;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import dev.pulse.samples.server.web.Write;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private final Watched watched = new Watched().withShop();
  private final PulseServer server =
      PulseServer.builder(watched.pulse())
          .port(0)
          .token(new AccessToken("ada", Role.ADMIN, Secret.of("secret-of-ada")))
          .token(new AccessToken("otto", Role.OPERATOR, Secret.of("secret-of-otto")))
          .token(new AccessToken("vera", Role.VIEWER, Secret.of("secret-of-vera")))
          .start();
  private final Caller caller = new Caller(server.port());

  @AfterEach
  void close() {
    server.close();
    watched.close();
  }

  @Test
  void whatPeopleDoIsWrittenDown() {
    ask("otto", "POST", "/checks/shop/pause");
    ask("vera", "POST", "/checks/shop/resume");
    ask("otto", "POST", "/checks/none/pause");

    var lines = objects(object(ask("ada", "GET", "/audit").body()).get("items"));

    assertThat(lines).hasSize(3);
    assertThat(lines.get(2))
        .contains(
            entry("at", Watched.START.replace("Z", ".000Z")),
            entry("by", "otto"),
            entry("role", "operator"),
            entry("from", "127.0.0.1"),
            entry("method", "POST"),
            entry("path", "/api/v1/checks/shop/pause"),
            entry("status", 200.0));
    assertThat(lines.get(1)).contains(entry("by", "vera"), entry("status", 403.0));
    assertThat(lines.get(0)).contains(entry("by", "otto"), entry("status", 404.0));
  }

  @Test
  void onlyAdminsSeeIt() {
    assertThat(ask("otto", "GET", "/audit").statusCode()).isEqualTo(403);
    assertThat(ask("ada", "GET", "/audit").body()).isEqualTo("{\"items\":[]}");
    assertThat(ask("nobody", "GET", "/audit").statusCode()).isEqualTo(401);
  }

  @Test
  void aPageLeadsToTheNextOneAndLinesOfOneMomentKeepTheirOrder() {
    for (int i = 0; i < 5; i++) {
      ask("otto", "POST", "/checks/shop/" + (i % 2 == 0 ? "pause" : "resume"));
    }

    var first = object(ask("ada", "GET", "/audit?limit=2").body());
    var next = ((Double) first.get("next")).longValue();
    var second = object(ask("ada", "GET", "/audit?limit=3&before=" + next).body());

    assertThat(objects(first.get("items")))
        .extracting(line -> line.get("path"))
        .containsExactly("/api/v1/checks/shop/pause", "/api/v1/checks/shop/resume");
    assertThat(objects(second.get("items"))).hasSize(3);
    assertThat(second).doesNotContainKey("next");
  }

  @Test
  void onlyTheNewestAreKeptAlsoAfterARestart() {
    new AuditLog(watched.pulse(), 3).written(write("/1"));
    var audit = new AuditLog(watched.pulse(), 3);
    for (int i = 2; i <= 5; i++) {
      audit.written(write("/" + i));
    }

    assertThat(objects(object(ask("ada", "GET", "/audit").body()).get("items")))
        .extracting(line -> line.get("path"))
        .containsExactly("/5", "/4", "/3");
  }

  @Test
  void tokensOfOneNameOrOneSecretAreRefusedTogether() {
    var builder =
        PulseServer.builder(watched.pulse())
            .port(0)
            .token(new AccessToken("ada", Role.ADMIN, Secret.of("one-and-the-same")))
            .token(new AccessToken("ada", Role.VIEWER, Secret.of("something-else")))
            .token(new AccessToken("eve", Role.VIEWER, Secret.of("one-and-the-same")));

    assertThatThrownBy(builder::start)
        .hasMessageContainingAll(
            "two tokens are called \"ada\"", "the token \"eve\" is the same as another one")
        .hasMessageNotContaining("one-and");
  }

  private static Write write(String path) {
    return new Write(
        Optional.of(new Principal("ada", Role.ADMIN)),
        "127.0.0.1",
        "POST",
        path,
        200,
        Optional.empty());
  }

  private HttpResponse<String> ask(String name, String method, String path) {
    return caller.send(
        caller
            .to("/api/v1" + path)
            .header("Authorization", "Bearer secret-of-" + name)
            .method(method, BodyPublishers.noBody()));
  }
}
