package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusListTest {
  private static final Secret TOKEN = Secret.of("the-token-of-the-page");
  private static final Secret ADA = Secret.of("the-token-of-ada-the-first");
  private static final StatusPage OPEN =
      StatusPage.builder("shop").title("The <b>shop</b>").checks(List.of("shop")).build();
  private static final StatusPage HIDDEN =
      StatusPage.builder("partners")
          .title("For partners")
          .labels(Map.of("team", "web"))
          .show("shop", "Ordering")
          .token(TOKEN)
          .build();

  private final Watched watched = new Watched().withShop().withRack();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void strangersSeeWhatIsPublicAndNoNameOfAnythingElse() {
    watched.pass(Duration.ofSeconds(25));
    try (var server = tokens(server(OPEN, HIDDEN)).start()) {
      var caller = new Caller(server.port());

      var list = caller.get("/status/");

      assertThat(list.statusCode()).isEqualTo(200);
      assertThat(list.body())
          .contains("The &lt;b&gt;shop&lt;/b&gt;", "Everything works")
          .doesNotContain("artners", "rivate");
      assertThat(list.headers().firstValue("Cache-Control")).contains("private, max-age=60");
      assertThat(list.headers().firstValue("Vary").orElse("")).contains("Cookie");
      assertThat(caller.get("/status").statusCode()).isEqualTo(308);
    }
  }

  @Test
  void whereAllIsPrivateTheListSaysThatNothingIsPublic() {
    try (var server = tokens(server(HIDDEN)).start()) {
      assertThat(new Caller(server.port()).get("/status/").body())
          .contains("There is no page here that everybody may see.")
          .doesNotContain("artners");
    }
  }

  @Test
  void whoeverHasTheCookieOfAPageOrIsKnownSeesItInTheList() {
    try (var server = tokens(server(OPEN, HIDDEN)).start()) {
      var caller = new Caller(server.port());
      var entered = caller.send("POST", "/status/partners", "token=" + TOKEN.reveal());
      var cookie = entered.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];

      var list = caller.send(caller.to("/status/").header("Cookie", cookie));

      assertThat(list.body()).contains("For partners", "Private: ");
      // A token is not tried at every page: it would be a guess at each of the others.
      assertThat(new Caller(server.port(), TOKEN.reveal()).get("/status/").body())
          .doesNotContain("artners");
    }
    var principal = Optional.of(new Principal("ada", Role.VIEWER));
    try (var server = server(HIDDEN).authenticatedBy(request -> principal).start()) {
      assertThat(new Caller(server.port()).get("/status/").body()).contains("For partners");
    }
  }

  @Test
  void thoseWhoMayReadEverythingAreToldOfAllPages() {
    watched.pass(Duration.ofSeconds(5));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(40));
    var now = watched.pulse().clock().instant();
    var work =
        watched
            .pulse()
            .alerting()
            .announce(
                "disks",
                "",
                now,
                now.plus(Duration.ofHours(1)),
                Optional.empty(),
                List.of(),
                List.of("money"),
                "ada");
    try (var server = tokens(server(OPEN, HIDDEN)).start()) {
      var ada = new Caller(server.port(), ADA.reveal());

      var answer = object(ada.get("/api/v1/status-pages").body());
      var pages = objects(answer.get("items"));

      assertThat(pages).extracting("name").containsExactly("shop", "partners");
      assertThat(pages.get(1))
          .contains(
              entry("private", true),
              entry("path", "status/partners"),
              entry("sentence", "Everything is down"),
              entry("checks", 1.0),
              entry("announcements", List.of(work.id())),
              entry(
                  "group",
                  Map.of("checks", List.of(), "tags", List.of(), "labels", Map.of("team", "web"))));
      assertThat(objects(answer.get("configured")))
          .singleElement()
          .satisfies(
              disks ->
                  assertThat(disks)
                      .contains(
                          entry("name", "new disks"),
                          entry("state", "active"),
                          entry("checks", List.of("rack")),
                          entry("status_pages", List.of())));
      assertThat(new Caller(server.port()).get("/api/v1/status-pages").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aCheckIsToldOnWhichPagesItIsAndByWhichIdItsBadgesAreFound() {
    watched.pass(Duration.ofSeconds(5));
    try (var server = tokens(server(OPEN, HIDDEN)).start()) {
      var ada = new Caller(server.port(), ADA.reveal());

      var pages = objects(object(ada.get("/api/v1/status-pages?check=shop").body()).get("items"));
      var component = object(pages.get(1).get("component"));

      assertThat(component).containsEntry("name", "Ordering");
      var place = "/status/partners/" + component.get("id");
      assertThat(ada.get(place + "/badge.svg").body()).contains("Ordering: Works");
      assertThat(ada.get(place + "/uptime.svg?window=7d").body())
          .contains("Ordering: 100 % up, 5 s known of 7 d");
      assertThat(ada.get(place + "/latency.svg").body()).contains("Ordering: median 12 ms, 24 h");
      assertThat(new Caller(server.port()).get(place + "/badge.svg").statusCode()).isEqualTo(401);
      // The id is one of that page only.
      assertThat(ada.get("/status/shop/" + component.get("id") + "/badge.svg").statusCode())
          .isEqualTo(404);
      assertThat(objects(object(ada.get("/api/v1/status-pages?check=rack").body()).get("items")))
          .isEmpty();
      assertThat(ada.get("/api/v1/status-pages?check=none").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aCheckOfNoPageHasNoBadge() {
    try (var server = server(OPEN).start()) {
      var caller = new Caller(server.port());
      for (var id : List.of("rack", "shop", PublicId.of(OPEN, "check", "rack"))) {
        assertThat(caller.get("/status/shop/" + id + "/badge.svg").statusCode())
            .as(id)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void aBadgeOfWhatIsNotKnownSaysSo() {
    watched.withIdle();
    var idle = StatusPage.builder("idle").checks(List.of("idle")).days(7).build();
    try (var server = server(idle).start()) {
      var caller = new Caller(server.port());
      var place = "/status/idle/" + PublicId.of(idle, "check", "idle");

      assertThat(caller.get(place + "/badge.svg").body()).contains("idle: Not known", "#5f6875");
      assertThat(caller.get(place + "/uptime.svg").body()).contains("idle: not known, 7 d");
      assertThat(caller.get(place + "/latency.svg").body())
          .contains("idle: latency not known, 24 h");
      var refused = caller.get(place + "/uptime.svg?window=30d");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("window must be one of 24h, 7d, but is \\\"30d\\\"");
    }
  }

  @Test
  void readersWhoTakeItGetItCompressed() {
    watched.pass(Duration.ofSeconds(5));
    try (var server = server(OPEN).start()) {
      var caller = new Caller(server.port());

      var packed =
          caller.send(caller.to("/status/shop").header("Accept-Encoding", "br, gzip;q=0.5"));
      var plain = caller.send(caller.to("/status/shop").header("Accept-Encoding", "gzip;q=0"));

      assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(plain.headers().firstValue("Vary")).contains("Accept-Encoding");
      assertThat(plain.body()).endsWith("</html>\n");
    }
  }

  private static PulseServer.Builder tokens(PulseServer.Builder server) {
    return server.token(new AccessToken("ada", Role.VIEWER, ADA));
  }

  private PulseServer.Builder server(StatusPage... pages) {
    var server = PulseServer.builder(watched.pulse()).port(0);
    for (var page : pages) {
      server.statusPage(page);
    }
    return server;
  }
}
