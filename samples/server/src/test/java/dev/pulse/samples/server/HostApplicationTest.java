package dev.pulse.samples.server;

import static dev.pulse.samples.server.Answers.object;
import static dev.pulse.samples.server.Answers.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.config.Secret;
import dev.pulse.samples.server.web.Caller;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard as a part of another application, which knows its people itself. */
class HostApplicationTest {
  private static final String PLACE = "/ops/pulse/";
  private static final String PAUSE = "api/v1/checks/shop/pause";

  private final Watched watched = new Watched().withShop();

  /** How a host says who somebody is. */
  enum Way {
    FUNCTION,
    TOKENS;

    HostApplication host(Watched watched) throws IOException {
      return this == FUNCTION
          ? HostApplication.withFunction(watched.pulse())
          : HostApplication.withTokens(watched.pulse());
    }
  }

  @AfterEach
  void close() {
    watched.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whomTheHostDoesNotKnowIsLedToItsLogin(Way way) throws IOException {
    try (var host = way.host(watched)) {
      var stranger = new Caller(host.port());

      assertThat(stranger.get(PLACE).statusCode()).isEqualTo(303);
      assertThat(stranger.get(PLACE).headers().firstValue("Location")).contains("/");
      assertThat(stranger.get(PLACE + "api/v1/checks").statusCode()).isEqualTo(401);
      assertThat(get(stranger, "api/v1/checks", "shop_session=made-up").statusCode())
          .isEqualTo(401);
      assertThat(stranger.get(PLACE + "health").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everythingInTheDashboardIsFoundThroughTheHost(Way way) throws IOException {
    try (var host = way.host(watched)) {
      var caller = new Caller(host.port());
      var otto = logIn(caller, "otto");

      var page = get(caller, "", otto);
      assertThat(page.body()).contains("<title>Pulse</title>");
      assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
      var addresses = Pattern.compile("(?:href|src)=\"([^\"#]+)\"").matcher(page.body());
      int found = 0;
      for (; addresses.find(); found++) {
        assertThat(get(caller, addresses.group(1), otto).statusCode())
            .as(addresses.group(1))
            .isEqualTo(200);
      }
      assertThat(found).isGreaterThan(10);
      var contents = object(get(caller, "dashboard.json", otto).body());
      for (var one : objects(contents.get("pages"))) {
        var script = get(caller, String.valueOf(one.get("module")), otto);
        assertThat(script.body()).as(script.uri().toString()).contains("export default");
      }
      assertThat(get(caller, "api/v1/overview", otto).body()).contains("\"The shop\"");
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void theHostSaysWhoMayDoWhat(Way way) throws IOException {
    try (var host = way.host(watched)) {
      var caller = new Caller(host.port());
      var vera = logIn(caller, "vera");
      var otto = logIn(caller, "otto");

      var known = object(object(get(caller, "dashboard.json", vera).body()).get("caller"));
      assertThat(known).containsEntry("role", "viewer");
      assertThat(String.valueOf(known.get("name")))
          .isEqualTo(way == Way.FUNCTION ? "vera" : "shop VIEWER");
      assertThat(write(caller, vera).body()).contains("needs the role operator");
      assertThat(watched.pulse().check("shop").orElseThrow().paused()).isFalse();
      assertThat(write(caller, otto).statusCode()).isEqualTo(200);
      assertThat(watched.pulse().check("shop").orElseThrow().paused()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whoeverLogsOutOfTheHostIsOutOfTheDashboard(Way way) throws IOException {
    try (var host = way.host(watched)) {
      var caller = new Caller(host.port());
      var otto = logIn(caller, "otto");
      assertThat(get(caller, "api/v1/checks", otto).statusCode()).isEqualTo(200);

      caller.send(caller.to("/logout").header("Cookie", otto));

      assertThat(get(caller, "api/v1/checks", otto).statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void eventsComeThroughTheHostAsTheyHappen(Way way) throws Exception {
    try (var host = way.host(watched)) {
      var caller = new Caller(host.port());
      var request =
          caller
              .to(PLACE + "api/v1/overview/events")
              .header("Cookie", logIn(caller, "otto"))
              .build();
      var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
      try (var stream = answer.body();
          var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        assertThat(reader.readLine()).isEqualTo("retry: 3000");
        watched.pass(Duration.ofSeconds(5));

        var line = reader.readLine();
        while (!line.startsWith("data: {\"checks\"")) {
          line = reader.readLine();
        }
        assertThat(line).contains("\"name\":\"shop\"");
      }
    }
  }

  @Test
  void whatTheHostDoesNotKnowGetsNowhereByAnyWay() throws IOException {
    try (var host = HostApplication.withFunction(watched.pulse())) {
      var around = new Caller(host.dashboardPort());

      assertThat(around.get(PLACE + "dashboard.json").statusCode()).isEqualTo(401);
      // There is no form: the host has its own.
      var form = around.to(PLACE + "session").header("X-Pulse-Csrf", "1");
      assertThat(around.send(form.POST(BodyPublishers.ofString("{\"token\":\"x\"}"))).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void aPageOfAnotherSiteCannotUseTheCookieOfTheHost() throws IOException {
    try (var host = HostApplication.withFunction(watched.pulse())) {
      var caller = new Caller(host.port());
      var otto = logIn(caller, "otto");

      var forged = caller.to(PLACE + PAUSE).header("Cookie", otto).POST(BodyPublishers.noBody());

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
  void aShortPasswordOfTheHostIsRightHoweverManyOfColleaguesWereWrong() {
    try (var server =
        PulseServer.builder(watched.pulse())
            .port(0)
            .apiToken(Secret.of("short-token"))
            .authenticatedBy(request -> byPassword(request.header("Authorization")))
            .start()) {
      var office = new Caller(server.port());
      for (int i = 0; i < 5; i++) {
        assertThat(withPassword(office, "guess-" + i)).isEqualTo(401);
      }

      assertThat(withPassword(office, "guess-5")).isEqualTo(429);
      // A token of the server that can be guessed waits.
      assertThat(withPassword(office, "short-token")).isEqualTo(429);
      assertThat(withPassword(office, "otter")).isEqualTo(200);
      var unmeant = office.to("/" + PAUSE).header("Authorization", basic("otter"));
      assertThat(office.send(unmeant.POST(BodyPublishers.noBody())).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void peopleOfTheHostWhoComeAtOnceDoNotKeepEachOtherOut() throws Exception {
    var together = new CyclicBarrier(8);
    try (var server =
        PulseServer.builder(watched.pulse())
            .port(0)
            .authenticatedBy(
                request -> {
                  together.await(20, TimeUnit.SECONDS);
                  return byPassword(request.header("Authorization"));
                })
            .start()) {
      var office = new Caller(server.port());
      var answers =
          IntStream.range(0, 8).mapToObj(i -> office.sendLater(password(office, "otter"))).toList();

      for (var answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aProgramWithAShortTokenNeedsNoHostThatWorks() {
    try (var server =
        PulseServer.builder(watched.pulse())
            .port(0)
            .apiToken(Secret.of("short-token"))
            .authenticatedBy(
                request -> {
                  throw new IOException("the directory is away");
                })
            .start()) {
      var program = new Caller(server.port());

      assertThat(withPassword(program, "short-token")).isEqualTo(200);
      assertThat(withPassword(program, "other-token")).isEqualTo(500);
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

  private static Optional<Principal> byPassword(Optional<String> authorization) {
    return authorization
        .filter(basic("otter")::equals)
        .map(right -> new Principal("otto", Role.OPERATOR));
  }

  private static int withPassword(Caller caller, String password) {
    return caller.send(password(caller, password)).statusCode();
  }

  private static HttpRequest.Builder password(Caller caller, String password) {
    return caller.to("/api/v1/checks").header("Authorization", basic(password));
  }

  private static String basic(String password) {
    var pair = ("otto:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String logIn(Caller caller, String name) {
    return caller
        .send("POST", "/login", "name=" + name)
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .replaceFirst(";.*", "");
  }

  private static HttpResponse<String> get(Caller caller, String path, String cookie) {
    return caller.send(caller.to(PLACE + path).header("Cookie", cookie));
  }

  private static HttpResponse<String> write(Caller caller, String cookie) {
    return caller.send(
        caller
            .to(PLACE + PAUSE)
            .header("Cookie", cookie)
            .header("X-Pulse-Csrf", "1")
            .POST(BodyPublishers.noBody()));
  }
}
