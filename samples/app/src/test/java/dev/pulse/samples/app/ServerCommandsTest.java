package dev.pulse.samples.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pulse export} and {@code pulse report}: they ask a server. */
class ServerCommandsTest {
  private static final String TOKEN = "a-token-of-16-letters";

  @TempDir private Path folder;
  private final Cli cli = new Cli();

  @Test
  void aRunningPulseIsExportedAndReported() throws Exception {
    try (var serving = new Cli().serve("demo", "--port", "0")) {
      serving.post("/api/v1/checks/steady/run");
      var url = serving.uri().toString();
      var page = folder.resolve("sla.html");

      assertThat(cli.run("export", "--url", url, "--check", "steady")).as(cli.err()).isZero();
      assertThat(cli.run("report", "--url", url, "--from", "-1h", "--output", page.toString()))
          .as(cli.err())
          .isZero();

      assertThat(cli.out()).startsWith("run_id,check,started_at").contains(",steady,");
      assertThat(page).content().startsWith("<!doctype html>").contains("steady");
      assertThat(cli.err()).isEmpty();
      assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
  }

  @Test
  void whatTheServerDoesNotUnderstandIsMisuse() throws Exception {
    try (var serving = new Cli().serve("demo", "--port", "0")) {
      var url = serving.uri().toString();

      assertThat(cli.run("report", "--url", url, "--objective", "99.9")).isEqualTo(2);
      assertThat(cli.run("export", "--url", url, "--check", "nobody")).isEqualTo(1);
    }
    assertThat(cli.err())
        .contains("pulse report: the server answered 400: objective must be")
        .contains("pulse export: the server answered 404: There is neither a check nor");
  }

  @Test
  void optionsBecomeParameters() throws IOException {
    var asked = new AtomicReference<String>();
    var server =
        server(
            exchange -> {
              asked.set(
                  exchange.getRequestURI().getQuery()
                      + " "
                      + exchange.getRequestHeaders().getFirst("Authorization"));
              answer(exchange, "application/json", "{}");
            });
    var withToken = new Cli(Map.of("PULSE_TOKEN", TOKEN));
    try {
      assertThat(
              withToken.run(
                  "report",
                  "--url",
                  url(server),
                  "--from",
                  "-7d",
                  "--zone",
                  "Europe/Berlin",
                  "--objective",
                  "99.9%",
                  "--check",
                  "a",
                  "--check",
                  "b",
                  "--exclude",
                  "-2h/-1h/a & b",
                  "--exclude",
                  "-4h/-3h"))
          .as(withToken.err())
          .isZero();
    } finally {
      server.stop(0);
    }
    assertThat(asked.get())
        .isEqualTo(
            "from=-7d&zone=Europe/Berlin&check=a,b&objective=99.9%"
                + "&exclude=-2h/-1h/a & b;-4h/-3h&format=json Bearer "
                + TOKEN);
    assertThat(withToken.out()).isEqualTo("{}");
  }

  @Test
  void anAnswerThatIsBrokenOffLeavesNoFile() throws IOException {
    var server =
        server(
            exchange -> {
              exchange.getResponseHeaders().add("Content-Type", "text/csv");
              exchange.sendResponseHeaders(200, 1_000);
              exchange.getResponseBody().write("run_id,check".getBytes(UTF_8));
              exchange.getResponseBody().flush();
              throw new IOException("gone");
            });
    var file = folder.resolve("all.csv");
    Files.writeString(file, "of yesterday");
    try {
      assertThat(cli.run("export", "--url", url(server), "--output", file.toString())).isEqualTo(1);
      assertThat(cli.run("export", "--url", url(server))).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    assertThat(cli.err()).contains("the answer was broken off, and is not complete");
    assertThat(file).hasContent("of yesterday");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var url = "http://127.0.0.1:" + silent.getLocalPort();

      assertThat(cli.run("export", "--url", url, "--timeout", "100ms")).isEqualTo(1);
    }
    assertThat(cli.err()).startsWith("pulse: cannot ask http://127.0.0.1:").hasLineCount(1);
  }

  @Test
  void aServerThatIsNotPulseIsNotBelieved() throws IOException {
    var server = server(exchange -> answer(exchange, "text/html", "<h1>It works</h1>"));
    try {
      assertThat(cli.run("export", "--url", url(server))).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    assertThat(cli.err()).contains("the answer is \"text/html\", and not from Pulse");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aMissingTokenIsAskedFor() throws IOException {
    var server = server(exchange -> exchange.sendResponseHeaders(401, -1));
    try {
      assertThat(cli.run("report", "--url", url(server))).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    assertThat(cli.err()).contains("the server wants a token: set the variable PULSE_TOKEN");
  }

  @Test
  void nobodyThereAndNowhereToWriteAreSaid() throws IOException {
    var server = server(exchange -> answer(exchange, "text/csv", "run_id\r\n"));
    var url = url(server);
    try {
      assertThat(cli.run("export", "--url", url, "--output", "/nowhere/all.csv")).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    try (var nobody = FaultServer.start(Fault.REFUSED)) {
      var there = "http://127.0.0.1:" + nobody.port();
      assertThat(cli.run("export", "--url", there)).isEqualTo(1);

      assertThat(cli.err())
          .contains("pulse: cannot write /nowhere/all.csv", "pulse: cannot ask " + there);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--url=ftp://x", "--url=here", "--check=../x", "--timeout=0s", "--sql=x"})
  void whatCannotBeMeantIsMisuse(String option) {
    assertThat(cli.run("export", option)).isEqualTo(2);

    assertThat(cli.err()).contains("Try: pulse export --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ada:hunter2@127.0.0.1:1",
        "http://hunter2@127.0.0.1:1",
        "ftp://ada:hunter2@127.0.0.1:1",
        "ada:hunter2@127.0.0.1:1",
        "htp://127.0.0.1:1/?token=hunter2"
      })
  void whatAnAddressHidesIsRefusedAndNotRepeated(String url) {
    assertThat(cli.run("export", "--url", url)).isEqualTo(2);

    assertThat(cli.err()).contains("--url must").doesNotContain("hunter2");
  }

  @Test
  void aUserInTheAddressIsToldWhereTheTokenComesFrom() {
    assertThat(cli.run("export", "--url", "http://ada:hunter2@127.0.0.1:1")).isEqualTo(2);
    assertThat(cli.run("export", "--url", "here")).isEqualTo(2);

    assertThat(cli.err())
        .contains("must not hold a user or a password", "PULSE_TOKEN")
        .contains("must look like http://127.0.0.1:8080, but is \"here\"");
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static HttpServer server(Answer answer) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, text.length());
    exchange.getResponseBody().write(text.getBytes(UTF_8));
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
