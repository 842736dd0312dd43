package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingCommandsTest {
  private static final String PATH = "/services/hunter2";

  @TempDir private Path folder;

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer receiver = receiver();
  private volatile int status = 200;

  private static HttpServer receiver() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void listen() {
    receiver.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private Path file() throws IOException {
    return Files.writeString(
        folder.resolve("pulse.yaml"),
        """
        channels:
          - {name: ops, type: webhook, url: "${HOOK}"}
          - {name: pager, type: console}
        route:
          channels: [ops]
          group-by: [team]
          routes:
            - {matchers: ['severity="critical"'], channels: [pager], group-wait: 5s, continue: true}
            - {matchers: ['team=~"shop|web"'], repeat-interval: 1h, mute-times: [nights]}
        times: [{name: nights, ranges: [{times: ["0:00-6:00"]}]}]
        """);
  }

  private Cli cli() {
    return new Cli(Map.of("HOOK", "http://127.0.0.1:" + receiver.getAddress().getPort() + PATH));
  }

  @Test
  void explainSaysWhoIsToldAndWhy() throws IOException {
    var cli = cli();

    int code =
        cli.run("routes", "explain", "-c", file().toString(), "severity=critical", "team=shop");

    assertThat(cli.err()).isEmpty();
    assertThat(cli.out())
        .isEqualTo(
            """
            An alert with severity="critical", team="shop" goes
              to pager
                by route     {} > {severity="critical"}
                in a group   of team="shop"
                told         after 5s, then of changes every 5m, and again after 4h
              to ops
                by route     {} > {team=~"shop|web"}
                in a group   of team="shop"
                told         after 30s, then of changes every 5m, and again after 1h
                not during   nights
            """);
    assertThat(code).isZero();
  }

  @Test
  void whatNoRouteWantsStaysAtTheRoot() throws IOException {
    var cli = cli();

    assertThat(cli.run("routes", "explain", "-c", file().toString())).isZero();

    assertThat(cli.out()).contains("no labels goes", "to ops", "by route     {}\n");
  }

  @Test
  void withoutARouteNobodyIsTold() throws IOException {
    var file = Files.writeString(folder.resolve("none.yaml"), "checks: []\n");
    var cli = new Cli();

    assertThat(cli.run("routes", "explain", "-c", file.toString(), "a=b")).isEqualTo(1);

    assertThat(cli.out()).isEqualTo("An alert with a=\"b\" goes to nobody: there is no route.\n");
  }

  @Test
  void labelsThatAreNoneAreMisuse() throws IOException {
    for (var label : List.of("team", "=shop", "a-b=c", "a=b a=c")) {
      var cli = cli();
      var arguments = ("routes explain -c " + file() + " " + label).split(" ");

      assertThat(cli.run(arguments)).as(label).isEqualTo(2);
      assertThat(cli.err()).as(label).startsWith("pulse routes explain: ").contains("--help");
    }
  }

  @Test
  void aTestMessageArrives() throws IOException {
    var cli = cli();

    int code = cli.run("notify", "test", "-c", file().toString(), "ops");

    assertThat(cli.err()).isEmpty();
    assertThat(code).isZero();
    assertThat(cli.out()).startsWith("ops: delivered");
    assertThat(bodies).singleElement().asString().containsIgnoringCase("test");
  }

  @Test
  void aMessageThatIsRefusedIsAFailureThatNamesNoSecret() throws IOException {
    status = 403;
    var cli = cli();

    assertThat(cli.run("notify", "test", "-c", file().toString(), "ops")).isEqualTo(1);

    assertThat(cli.err())
        .startsWith("ops: not delivered: ")
        .contains("403", "will not go away")
        .doesNotContain("hunter2");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void anUnknownChannelIsMisuse() throws IOException {
    var cli = cli();

    assertThat(cli.run("notify", "test", "-c", file().toString(), "opps")).isEqualTo(2);

    assertThat(cli.err()).contains("there is no channel \"opps\"", "there are ops, pager");
    assertThat(bodies).isEmpty();
  }

  @Test
  void aWrongConfigurationIsToldAsEverywhere() throws IOException {
    var file = Files.writeString(folder.resolve("bad.yaml"), "route: {channels: [x]}\n");
    var cli = new Cli();

    assertThat(cli.run("notify", "test", "-c", file.toString(), "x")).isEqualTo(2);

    assertThat(cli.err()).startsWith(file + ":1: route.channels: ");
  }
}
