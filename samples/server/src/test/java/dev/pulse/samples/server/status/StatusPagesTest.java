package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static dev.pulse.samples.server.Watched.down;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.alert.Severity;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Labels;
import dev.pulse.api.model.Target;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.samples.server.PulseServer;
import dev.pulse.samples.server.Watched;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Authenticator;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.HttpError;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class StatusPagesTest {
  private static final Secret TOKEN = Secret.of("the-token-of-the-page");
  private static final Secret SERVER = Secret.of("the-token-of-the-server");

  private final Watched watched = new Watched().withShop();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void aPageIsOpenToAllWhereTheServerHasTokens() {
    watched.pass(Duration.ofSeconds(25));
    try (var server = server(page().build()).apiToken(SERVER).start()) {
      var caller = new Caller(server.port());

      var page = caller.get("/status/shop");

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Everything works", "<bdi>The shop</bdi>");
      assertThat(page.headers().firstValue("Cache-Control")).contains("public, max-age=60");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'")
          .doesNotContain("unsafe");
      for (var path : List.of("shop.json", "shop/badge.svg", "shop/uptime.svg?window=7d")) {
        assertThat(caller.get("/status/" + path).statusCode()).as(path).isEqualTo(200);
      }
      assertThat(caller.get("/status/assets/status.css").statusCode()).isEqualTo(200);
      assertThat(caller.get("/status/assets/icon.svg").statusCode()).isEqualTo(200);
      assertThat(caller.get("/status/assets/status.js").statusCode()).isEqualTo(200);
      assertThat(caller.get("/status/assets/colours.css").statusCode()).isEqualTo(200);
      assertThat(caller.get("/status/other").statusCode()).isNotEqualTo(200);
      assertThat(caller.get("/api/v1/checks").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void nothingInternalIsTold() {
    watched
        .pulse()
        .add(
            Registration.check(
                    "internal-name-of-db",
                    context -> CheckResult.fail(Reason.REFUSED, "refused by 10.0.0.7"))
                .title("Database")
                .target(Target.of("https://db.internal:5432/", Labels.of("owner", "ada-lovelace")))
                .tags(List.of("secret-tag", "front"))
                .schedule(Schedules.every(Duration.ofSeconds(10)))
                .rule(AlertRule.whenFailing().after(2).severity(Severity.CRITICAL))
                .build());
    watched.pass(Duration.ofSeconds(45));
    var id = watched.pulse().incidents().list(dev.pulse.api.store.IncidentQuery.all()).items();
    assertThat(id).hasSize(1);
    watched.pulse().alerting().acknowledge(id.get(0).id(), "ada-lovelace", "the disk is full");
    watched.pass(Duration.ofSeconds(31));
    try (var server = server(page().tags(List.of("front")).build()).start()) {
      var caller = new Caller(server.port());
      var all =
          caller.get("/status/shop").body()
              + caller.get("/status/shop.json").body()
              + caller.get("/status/shop/badge.svg").body();

      assertThat(all)
          .contains("Serious trouble: Database", "1 of 2 is down", "Somebody has worked on it")
          .doesNotContain(
              "internal-name-of-db",
              "10.0.0.7",
              "db.internal",
              "ada-lovelace",
              "secret-tag",
              "disk is full",
              "shop.example",
              "refused",
              "downtime");
    }
  }

  @Test
  void aRuleMaySayWhatThePublicReads() {
    watched
        .pulse()
        .add(
            Registration.check("pay", context -> down())
                .tags(List.of("front"))
                .schedule(Schedules.every(Duration.ofSeconds(10)))
                .rule(
                    AlertRule.whenFailing()
                        .after(1)
                        .severity(Severity.INFO)
                        .annotation("public", "Payments are slow"))
                .rule(AlertRule.whenFailing().named("quiet").after(1).severity(Severity.INFO))
                .build());
    watched.pass(Duration.ofSeconds(25));

    var report = report(page().tags(List.of("front")).build());

    assertThat(objects(report.get("incidents")))
        .extracting("title")
        .containsExactly("Payments are slow");
  }

  @Test
  void timeThatNobodyWatchedIsNeverUp() {
    watched.pass(Duration.ofDays(1));
    watched.shopIs(down());
    watched.pass(Duration.ofHours(6));

    var report = report(page().days(5).build());

    var days = objects(objects(report.get("components")).get(0).get("history"));
    assertThat(days)
        .extracting("date")
        .containsExactly("2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02");
    assertThat(days.get(0))
        .containsOnlyKeys("date", "unwatched_seconds")
        .containsEntry("unwatched_seconds", 86_400.0);
    assertThat(days.get(3))
        .containsEntry("up_seconds", 43_200.0)
        .containsEntry("unwatched_seconds", 43_200.0)
        .doesNotContainKey("down_seconds");
    assertThat((double) days.get(4).get("down_seconds")).isBetween(21_000.0, 21_601.0);
  }

  @Test
  void aCheckThatNeverRanOrRestsIsNotKnown() {
    watched.withIdle();
    watched.pass(Duration.ofSeconds(5));
    var idle = StatusPage.builder("idle").checks(List.of("idle")).build();

    var report = report(idle);

    assertThat(report)
        .containsEntry("status", "unknown")
        .containsEntry("sentence", "Nobody knows now how it stands")
        .doesNotContainKey("uptime_ratio");
    try (var server = server(idle).start()) {
      var caller = new Caller(server.port());
      assertThat(caller.get("/status/idle").body())
          .contains("Not watched yet")
          .doesNotContain("class=\"up\"");
      assertThat(caller.get("/status/idle/uptime.svg").body()).contains("not known, 30 d");
    }
    watched.pulse().pause("shop");
    assertThat(report(page().build())).containsEntry("status", "unknown");
  }

  @Test
  void aResultThatIsOverTellsNothingAnyMore() {
    watched.pass(Duration.ofSeconds(5));
    var view = watched.pulse().check("shop").orElseThrow();
    var latest = view.latest().orElseThrow();
    var end = latest.started().plus(latest.validFor());

    assertThat(Standing.of(view, end)).isEqualTo(Standing.UP);
    assertThat(Standing.of(view, end.plusMillis(1))).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void announcedWorkIsNeitherUpNorDownAndIsAnnounced() {
    watched.withRack();
    var start = Instant.parse(Watched.START);
    watched.pass(Duration.ofMinutes(30));
    watched
        .pulse()
        .alerting()
        .announce(
            "new <b>cables</b>",
            "Orders <i>wait</i> meanwhile.",
            start.plus(Duration.ofDays(1)),
            start.plus(Duration.ofDays(2)),
            Optional.empty(),
            List.of("rack"),
            List.of(),
            "ada-lovelace");
    var rack = StatusPage.builder("rack").checks(List.of("rack")).show("rack", "Our rack").build();

    var report = report(rack);

    assertThat(report).containsEntry("status", "maintenance").doesNotContainKey("uptime_ratio");
    assertThat(objects(report.get("maintenance")))
        .extracting("name", "state", "components")
        .containsExactly(
            tuple("new disks", "active", List.of("Our rack")),
            tuple("new <b>cables</b>", "planned", List.of("Our rack")));
    try (var server = server(rack).start()) {
      assertThat(new Caller(server.port()).get("/status/rack").body())
          .contains(
              "new &lt;b&gt;cables&lt;/b&gt;",
              "Orders &lt;i&gt;wait&lt;/i&gt; meanwhile.",
              "Going on: ",
              "Planned: ")
          .doesNotContain("ada-lovelace", "class=\"down\"", "class=\"up\"");
    }
  }

  @Test
  void incidentsThatAreOverStayAsHistory() {
    watched.pass(Duration.ofSeconds(25));
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(30));
    assertThat(objects(report(page().build()).get("incidents"))).hasSize(1);
    watched.shopIs(Watched.up(3));
    watched.pass(Duration.ofMinutes(2));

    var report = report(page().build());

    assertThat(objects(report.get("incidents"))).isEmpty();
    assertThat(objects(report.get("past")))
        .singleElement()
        .satisfies(past -> assertThat(past).containsKeys("started_at", "ended_at"));
    watched.pass(Duration.ofDays(3));
    assertThat(objects(report(page().days(2).build()).get("past"))).isEmpty();
  }

  @Test
  void whatIsAnnouncedIsShownAtOnceAndStaysWhenItIsOver() {
    watched.pass(Duration.ofSeconds(5));
    try (var server = server(page().build()).start()) {
      var caller = new Caller(server.port());
      assertThat(caller.get("/status/shop").body()).doesNotContain("cables");
      var begin = watched.pulse().clock().instant().plus(Duration.ofHours(1));
      watched
          .pulse()
          .alerting()
          .announce(
              "cables",
              "Orders wait.",
              begin,
              begin.plus(Duration.ofHours(1)),
              Optional.empty(),
              List.of("shop"),
              List.of(),
              "ada-lovelace");

      var ahead = caller.get("/status/shop").body();
      watched.pass(Duration.ofMinutes(90));
      var meanwhile = caller.get("/status/shop").body();
      watched.pass(Duration.ofHours(2));
      var afterwards = caller.get("/status/shop").body();

      assertThat(ahead).contains("cables", "Orders wait.", "Planned: ");
      assertThat(meanwhile).contains("Going on: ", "Everything is being worked on as announced");
      assertThat(afterwards).contains("Done: ", "Everything works", "59 min 55 s announced work");
      assertThat(ahead + meanwhile + afterwards).doesNotContain("ada-lovelace");
    }
  }

  @Test
  void whatHappenedOftenOnADayIsToldOnce() {
    for (int i = 0; i < 3; i++) {
      watched.shopIs(Watched.up(3));
      watched.pass(Duration.ofMinutes(2));
      watched.shopIs(down());
      watched.pass(Duration.ofSeconds(30));
    }
    watched.shopIs(Watched.up(3));
    watched.pass(Duration.ofMinutes(2));
    try (var server = server(page().build()).start()) {
      var body = new Caller(server.port()).get("/status/shop").body();

      assertThat(body).contains("Sunday, 1 March 2026", "3 times, ", "Each of them");
      assertThat(body.split("Serious trouble: The shop", -1)).hasSize(2);
    }
  }

  @Test
  void aPageSaysFromWhenOnNoIncidentIsLeftOut() {
    for (int i = 0; i < 21; i++) {
      watched.shopIs(Watched.up(3));
      watched.pass(Duration.ofMinutes(2));
      watched.shopIs(down());
      watched.pass(Duration.ofSeconds(30));
    }
    watched.shopIs(Watched.up(3));
    watched.pass(Duration.ofMinutes(2));

    var report = report(page().build());

    var past = objects(report.get("past"));
    assertThat(past).hasSize(20);
    assertThat(report).containsEntry("past_since", past.get(19).get("started_at"));
  }

  @Test
  void causesAreToldWhereThePageSaysSo() {
    watched.shopIs(down());
    watched.pass(Duration.ofSeconds(30));

    assertThat(objects(report(page().build()).get("incidents")).get(0)).doesNotContainKey("cause");
    assertThat(objects(report(page().causes(true).build()).get("incidents")).get(0))
        .extractingByKey("cause")
        .asString()
        .contains("connection refused");
  }

  @Test
  void ofManyChecksThoseThatDoNotWorkAreListed() {
    for (int i = 0; i < StatusBoard.MOST_LISTED; i++) {
      watched
          .pulse()
          .add(
              Registration.check("many-" + i, context -> CheckResult.pass("ok"))
                  .tags(List.of("front"))
                  .schedule(Schedules.every(Duration.ofHours(1)))
                  .build());
    }
    watched.pulse().add(broken("broken-1"));
    watched.pulse().add(broken("broken-2"));
    watched.pass(Duration.ofSeconds(15));

    var report = report(page("front").tags(List.of("front")).days(2).build());

    assertThat(report).containsEntry("more", 3.0).doesNotContainKey("uptime_ratio");
    assertThat(objects(report.get("components")).subList(0, 3))
        .extracting("status")
        .containsExactly("down", "down", "up");
    assertThat(objects(report.get("incidents"))).hasSize(2);
  }

  private static Registration broken(String name) {
    return Registration.check(name, context -> down())
        .tags(List.of("front"))
        .schedule(Schedules.every(Duration.ofSeconds(10)))
        .rule(AlertRule.whenFailing().after(1))
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "<img src=x onerror=\"document.title=1\">",
        "\"><script>alert(1)</script>",
        "\u202e evil \u0641\u062d\u0635",
        "\ud83d\udc69\u200d\ud83d\ude80 rocket",
        "half \ud83d",
        "bell \u0007 and ]]> & more",
        "500"
      })
  void hostileNamesAreTexts(String given) throws Exception {
    var name = given.equals("500") ? "five hundred ".repeat(39).substring(0, 500) : given;
    watched
        .pulse()
        .add(
            Registration.check("evil", context -> down())
                .title(name)
                .tags(List.of("front"))
                .schedule(Schedules.every(Duration.ofSeconds(10)))
                .rule(AlertRule.whenFailing().after(1))
                .build());
    watched.pass(Duration.ofSeconds(25));
    var shortened = name.substring(0, Math.min(199, name.length()));
    var page =
        StatusPage.builder("evil")
            .title(shortened)
            .description(name)
            .tags(List.of("front"))
            .show("shop", shortened)
            .build();
    try (var server = server(page).start()) {
      var caller = new Caller(server.port());

      var html = caller.get("/status/evil").body();
      var badge = caller.get("/status/evil/badge.svg");

      var own = "<script type=\"module\" src=\"assets/status.js\"></script>";
      assertThat(html.replace(own, "")).doesNotContain("<img", "<script", "\u0007");
      assertThat(html).contains("<bdi>" + Markup.text(name) + "</bdi>");
      assertThat(badge.headers().firstValue("Content-Type"))
          .contains("image/svg+xml; charset=utf-8");
      assertThat(badge.body()).doesNotContain("\u202e");
      assertThat(badge.body().length()).isLessThan(3_000);
      // A browser shows an SVG only if it is well-formed.
      var svg =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(badge.body())));
      assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(caller.get("/status/evil.json").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerIsFoundOutOnceAndNotSentTwice() {
    watched.pass(Duration.ofSeconds(5));
    try (var server = server(page().build()).start()) {
      var caller = new Caller(server.port());
      var first = caller.get("/status/shop");
      var tag = first.headers().firstValue("ETag").orElseThrow();
      watched.shopIs(down());
      watched.pass(Duration.ofSeconds(20));

      var soon = caller.send(caller.to("/status/shop").header("If-None-Match", tag));
      watched.pass(Duration.ofSeconds(20));
      var later = caller.send(caller.to("/status/shop").header("If-None-Match", tag));

      assertThat(soon.statusCode()).isEqualTo(304);
      assertThat(soon.headers().firstValue("Cache-Control")).contains("public, max-age=60");
      assertThat(later.statusCode()).isEqualTo(200);
      assertThat(later.body()).contains("Everything is down");
    }
  }

  @Test
  void badgesAreForOtherPeoplesPagesAndBounded() {
    watched.pass(Duration.ofSeconds(5));
    try (var server = server(page().build()).start()) {
      var caller = new Caller(server.port());

      var badge = caller.get("/status/shop/badge.svg");

      assertThat(badge.body()).contains("aria-label=\"The shop: Everything works\"", "#177a45");
      assertThat(badge.headers().firstValue("Cross-Origin-Resource-Policy"))
          .contains("cross-origin");
      assertThat(badge.headers().firstValue("ETag")).isPresent();
      assertThat(caller.get("/status/shop/uptime.svg?window=24h").body())
          .contains("The shop: 100 % up, 5 s known of 24 h");
      assertThat(caller.get("/status/shop/uptime.svg?window=1y").statusCode()).isEqualTo(400);
      assertThat(caller.get("/status/shop/uptime.svg?label=x").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void aPrivatePageWantsItsTokenOrOneOfTheServer() {
    watched.pass(Duration.ofSeconds(5));
    var bob = Secret.of("the-token-of-bob-who-looks");
    try (var server =
        server(page().token(TOKEN).build())
            .token(new AccessToken("bob", Role.VIEWER, bob))
            .start()) {
      var stranger = new Caller(server.port());

      var form = stranger.get("/status/shop");

      assertThat(form.statusCode()).isEqualTo(401);
      assertThat(form.body()).contains("<form").doesNotContain("The shop", "works");
      assertThat(form.headers().firstValue("WWW-Authenticate")).isEmpty();
      assertThat(form.headers().firstValue("Cache-Control")).contains("no-store");
      for (var path : List.of("shop.json", "shop/badge.svg", "shop/uptime.svg")) {
        assertThat(stranger.get("/status/" + path).statusCode()).as(path).isEqualTo(401);
      }
      for (var token : List.of(TOKEN, bob)) {
        var known = new Caller(server.port(), token.reveal()).get("/status/shop");
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("Cache-Control")).contains("private, max-age=60");
        assertThat(known.headers().firstValue("Vary"))
            .contains("Authorization, Cookie, Accept-Encoding");
      }
      assertThat(new Caller(server.port(), "wrong-wrong-wrong").get("/status/shop").body())
          .contains("That is not the token of this page.");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHostThatFailsTakesNothingFromThePublicAndOpensNothing(boolean refuses) {
    watched.pass(Duration.ofSeconds(5));
    Authenticator host =
        request -> {
          if (refuses) {
            throw HttpError.of(503, "Come back later");
          }
          throw new IOException("the directory is away");
        };
    var closed = page("closed").checks(List.of("shop")).token(TOKEN).build();
    try (var server = server(page().build()).statusPage(closed).authenticatedBy(host).start()) {
      var caller = new Caller(server.port());

      var list = caller.get("/status/");

      assertThat(list.statusCode()).isEqualTo(200);
      assertThat(list.body()).contains("The shop").doesNotContain("closed");
      assertThat(caller.get("/status/shop").statusCode()).isEqualTo(200);
      assertThat(caller.get("/status/closed").statusCode()).isEqualTo(401);
      assertThat(caller.get("/status/closed").body()).contains("<form");
      assertThat(new Caller(server.port(), TOKEN.reveal()).get("/status/closed").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void theFormGivesACookieThatOpensThisPageOnly() {
    watched.pass(Duration.ofSeconds(5));
    var other = StatusPage.builder("other").tags(List.of("front")).token(TOKEN).build();
    try (var server = server(page().token(TOKEN).build()).statusPage(other).start()) {
      var caller = new Caller(server.port());

      assertThat(caller.send("POST", "/status/shop", "token=wrong").statusCode()).isEqualTo(401);
      assertThat(caller.send("POST", "/status/shop", "token=%zz").statusCode()).isEqualTo(401);
      var entered = caller.send("POST", "/status/shop", "token=" + TOKEN.reveal());

      assertThat(entered.statusCode()).isEqualTo(303);
      assertThat(entered.headers().firstValue("Location")).contains("shop");
      var set = entered.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(set)
          .matches("pulse_status_shop_[0-9]+=[^;]+; Path=/status; .*")
          .contains("HttpOnly", "SameSite=Lax")
          .doesNotContain(TOKEN.reveal(), "Secure");
      var cookie = set.substring(0, set.indexOf(';'));
      assertThat(with(caller, "shop", "a=b; " + cookie)).isEqualTo(200);
      assertThat(with(caller, "shop.json", cookie)).isEqualTo(200);
      assertThat(with(caller, "shop", cookie + "x")).isEqualTo(401);
      assertThat(with(caller, "shop", cookie.replaceFirst("=[0-9]", "=9"))).isEqualTo(401);
      assertThat(with(caller, "other", cookie.replace("status_shop", "status_other")))
          .isEqualTo(401);
      watched.pass(Duration.ofDays(30));
      assertThat(with(caller, "shop", cookie)).isEqualTo(401);
    }
  }

  @Test
  void overTlsTheCookieStaysThere() {
    try (var server = server(page().token(TOKEN).build()).start()) {
      var caller = new Caller(server.port());
      var entered =
          caller.send(
              caller
                  .to("/status/shop")
                  .header("Origin", "https://127.0.0.1:" + server.port())
                  .POST(BodyPublishers.ofString("token=" + TOKEN.reveal())));

      assertThat(entered.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
    }
  }

  @Test
  void whoeverSendsWrongTokensWaitsAndNobodyElse() {
    watched.pass(Duration.ofSeconds(5));
    try (var server = server(page().token(TOKEN).build()).start()) {
      var caller = new Caller(server.port());
      for (int i = 0; i < 5; i++) {
        assertThat(caller.send("POST", "/status/shop", "token=wrong").statusCode()).isEqualTo(401);
      }

      var form = caller.send("POST", "/status/shop", "token=wrong");
      var json = new Caller(server.port(), "wrong-wrong-wrong").get("/status/shop.json");

      assertThat(form.statusCode()).isEqualTo(429);
      assertThat(form.headers().firstValue("Retry-After")).contains("30");
      assertThat(form.body()).contains("Try again in 30 seconds.", "<form");
      assertThat(json.statusCode()).isEqualTo(429);
      assertThat(json.headers().firstValue("Retry-After")).contains("30");
      // Who sends none guesses nothing, and who has the right one has guessed nothing.
      assertThat(caller.get("/status/shop").statusCode()).isEqualTo(401);
      assertThat(caller.send("POST", "/status/shop", "token=" + TOKEN.reveal()).statusCode())
          .isEqualTo(303);
      assertThat(caller.get("/metrics").body())
          .contains("pulse_server_guesses_total{at=\"status_page\",result=\"wrong\"} 5.0\n")
          .contains("pulse_server_guesses_total{at=\"status_page\",result=\"limited\"} 2.0\n");
      watched.pass(Duration.ofSeconds(30));
      assertThat(caller.send("POST", "/status/shop", "token=wrong").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoeverIsSignedInToTheDashboardSeesPrivatePages() {
    watched.pass(Duration.ofSeconds(5));
    var bob = new AccessToken("bob", Role.VIEWER, Secret.of("the-token-of-bob-who-looks"));
    try (var server = server(page().token(TOKEN).build()).token(bob).start()) {
      var caller = new Caller(server.port());
      var signedIn =
          caller.send(
              caller
                  .to("/session")
                  .header("X-Pulse-Csrf", "1")
                  .POST(BodyPublishers.ofString("{\"token\":\"the-token-of-bob-who-looks\"}")));
      var cookie =
          signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");

      assertThat(with(caller, "shop", cookie)).isEqualTo(200);
      assertThat(with(caller, "shop/badge.svg", cookie)).isEqualTo(200);
      assertThat(with(caller, "shop", cookie + "x")).isEqualTo(401);
      watched.pass(Duration.ofHours(12));
      assertThat(with(caller, "shop", cookie)).isEqualTo(401);
    }
  }

  @Test
  void whoeverIsKnownToTheHostSeesPrivatePages() {
    watched.pass(Duration.ofSeconds(5));
    try (var server =
        server(page().token(TOKEN).build())
            .authenticatedBy(
                request ->
                    request
                        .header("Cookie")
                        .filter("host=ada"::equals)
                        .map(cookie -> new Principal("ada", Role.VIEWER)))
            .start()) {
      var caller = new Caller(server.port());

      assertThat(with(caller, "shop", "host=ada")).isEqualTo(200);
      assertThat(with(caller, "shop", "host=eve")).isEqualTo(401);
    }
  }

  @Test
  void tooManyChecksAreCountedAndNotListed() {
    for (int i = 0; i < StatusBoard.MOST_LISTED + 7; i++) {
      watched
          .pulse()
          .add(
              Registration.check("many-" + i, context -> down())
                  .tags(List.of("many"))
                  .schedule(Schedules.every(Duration.ofHours(1)))
                  .build());
    }
    watched.pass(Duration.ofSeconds(5));

    var report = report(StatusPage.builder("many").tags(List.of("many")).days(2).build());

    assertThat(objects(report.get("components"))).hasSize(StatusBoard.MOST_LISTED);
    assertThat(report).containsEntry("more", 7.0).containsEntry("sentence", "Everything is down");
  }

  @Test
  void aCheckBelongsToAPageByNameTagOrAllOfItsLabels() {
    var shop = watched.pulse().check("shop").orElseThrow().registration();

    assertThat(page("a").checks(List.of("shop")).build().includes(shop)).isTrue();
    assertThat(page("a").tags(List.of("none", "money")).build().includes(shop)).isTrue();
    assertThat(page("a").labels(Map.of("team", "web")).build().includes(shop)).isTrue();
    assertThat(page("a").labels(Map.of("team", "web", "a", "b")).build().includes(shop)).isFalse();
    assertThat(page("a").checks(List.of("idle")).build().includes(shop)).isFalse();
  }

  @Test
  void aPageOfTheWrongFormSaysEverythingThatIsWrong() {
    assertThatThrownBy(
            () ->
                StatusPage.builder("No Name")
                    .title(" ")
                    .days(0)
                    .show("shop", "")
                    .token(Secret.of("short"))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "status page \"No Name\": name must be 1 to 60 small letters, digits and hyphens; title"
                + " must have 1 to 200 characters; it must have checks, tags or labels; the name"
                + " shown for \"shop\" must have 1 to 200 characters; days must be 1 to 366, but"
                + " are 0; token must have at least 16 characters");
    assertThat(page().token(TOKEN).build().toString()).doesNotContain(TOKEN.reveal());
  }

  @Test
  void twoPagesOfOneNameStopTheStart() {
    assertThatThrownBy(() -> server(page().build()).statusPage(page().build()).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("server: two status pages are called \"shop\"");
  }

  @Test
  void aPageStandsBelowTheServersPath() {
    watched.pass(Duration.ofSeconds(5));
    try (var server = server(page().build()).basePath("/ops").apiToken(SERVER).start()) {
      var caller = new Caller(server.port());

      assertThat(caller.get("/ops/status/shop").statusCode()).isEqualTo(200);
      assertThat(caller.get("/ops/status/assets/status.css").statusCode()).isEqualTo(200);
    }
  }

  private int with(Caller caller, String path, String cookie) {
    return caller.send(caller.to("/status/" + path).header("Cookie", cookie)).statusCode();
  }

  private Map<String, Object> report(StatusPage page) {
    try (var server = server(page).start()) {
      return object(new Caller(server.port()).get("/status/" + page.name() + ".json").body());
    }
  }

  private PulseServer.Builder server(StatusPage page) {
    return PulseServer.builder(watched.pulse()).port(0).statusPage(page);
  }

  private static StatusPage.Builder page() {
    return page("shop").title("The shop").checks(List.of("shop"));
  }

  private static StatusPage.Builder page(String name) {
    return StatusPage.builder(name);
  }
}
