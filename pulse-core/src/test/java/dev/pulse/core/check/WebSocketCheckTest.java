package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("tls")
class WebSocketCheckTest {
  /**
   * These servers close when they are asked to, but not all machines let them do so in a second.
   */
  private static final Duration ENOUGH = Duration.ofMinutes(1);

  private final BlockingQueue<List<SocketServer.Frame>> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

  @Test
  void handshakePassesWithItsMeasures() throws Exception {
    try (var server = SocketServer.agreeing(this::listen)) {
      var result = run(connect(server));
      assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
      assertThat(result.summary()).matches("101 in \\d+ ms");
      assertThat(result.latency()).isPresent();
      assertThat(value(result, "http_status_code")).isEqualTo(101);
      assertThat(value(result, "websocket_messages_received")).isZero();
      assertThat(phases(result)).containsOnlyKeys("connect", "first_byte", "total");
      assertThat(result.details())
          .containsOnly(Map.entry("status_code", "101"), Map.entry("close_code", "1000"));
    }
  }

  @Test
  void closesInOrder() throws Exception {
    try (var server = SocketServer.agreeing(this::listen)) {
      run(connect(server));
      var frames = heard.poll(60, TimeUnit.SECONDS);
      assertThat(frames).hasSize(1);
      assertThat(frames.get(0).opcode()).isEqualTo(8);
      assertThat(frames.get(0).code()).isEqualTo(1000);
      assertThat(frames.get(0).masked()).isTrue();
    }
  }

  @Test
  void handshakeIsThatOfTheRfcWithTheHeadersOfTheUser() throws Exception {
    try (var server = SocketServer.agreeing("Sec-WebSocket-Protocol: b\r\n", this::listen)) {
      var result =
          run(
              WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/live?room=1")
                  .header("Origin", "https://shop.example")
                  .bearer(Secret.of("token"))
                  .subprotocol("a")
                  .subprotocol("b"));
      assertThat(result.details()).containsEntry("subprotocol", "b");
      assertThat(heads.poll(60, TimeUnit.SECONDS).lines())
          .contains(
              "GET /live?room=1 HTTP/1.1",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Protocol: a, b",
              "Origin: https://shop.example",
              "Authorization: Bearer token")
          .noneMatch(line -> line.startsWith("Sec-WebSocket-Extensions"));
    }
  }

  @Test
  void keyIsAnotherInEachRun() throws Exception {
    try (var server = SocketServer.agreeing(this::listen)) {
      var check = connect(server).build();
      check.run(FakeCheckContext.create());
      check.run(FakeCheckContext.create());
      var first = heads.poll(60, TimeUnit.SECONDS).replaceAll("(?s).*Key: (\\S+).*", "$1");
      var second = heads.poll(60, TimeUnit.SECONDS).replaceAll("(?s).*Key: (\\S+).*", "$1");
      assertThat(first).hasSize(24).isNotEqualTo(second);
    }
  }

  @Test
  void expectedAnswerPassesWithTheTimeUntilItCame() throws Exception {
    try (var server = SocketServer.agreeing(SocketServer::echo)) {
      var result = run(connect(server).send("hello").send("pöng").expectText("pöng"));
      assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
      assertThat(result.summary()).matches("expected message in \\d+ ms");
      assertThat(value(result, "websocket_messages_received")).isEqualTo(2);
      assertThat(value(result, "websocket_received_bytes")).isEqualTo(10);
      assertThat(phases(result)).containsKey("message");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
  void messagesOfEachLengthComeBackAsTheyWere(int length) throws Exception {
    try (var server = SocketServer.agreeing(SocketServer::echo)) {
      var text = "x".repeat(length);
      assertThat(run(connect(server).send(text).expectText(text)).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void otherMessagesBeforeTheExpectedOneDoNotMatter() throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              it.text("welcome");
              it.send(0x82, new byte[] {1, 2, 3});
              it.text("{\"type\":\"connection_ack\"}");
              it.untilClosed();
            })) {
      var result = run(connect(server).expectContaining("connection_ack"));
      assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
      assertThat(value(result, "websocket_messages_received")).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"129, PASS", "130, PASS"})
  void anyMessageMayBeTextOrNot(int first, Status expected) throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              it.send(first, new byte[] {65});
              it.untilClosed();
            })) {
      assertThat(run(connect(server).expectMessage()).status()).isEqualTo(expected);
    }
  }

  @Test
  void messageInPiecesWithPingsBetweenThemIsOne() throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              it.send(0x01, "po".getBytes(StandardCharsets.US_ASCII));
              it.send(0x89, new byte[] {7});
              it.send(0x00, new byte[0]);
              it.send(0x8a, new byte[0]);
              it.send(0x80, "ng".getBytes(StandardCharsets.US_ASCII));
              heard.add(it.untilClosed());
            })) {
      var result = run(connect(server).expectText("pong"));
      assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
      assertThat(value(result, "websocket_messages_received")).isEqualTo(1);
      var pong = heard.poll(60, TimeUnit.SECONDS).get(0);
      assertThat(pong.opcode()).isEqualTo(10);
      assertThat(pong.payload().toByteArray()).containsExactly(7);
    }
  }

  @Test
  void expectedMessageIsTheBodyOfConditionsOnlyWhenWanted() throws Exception {
    try (var server = SocketServer.agreeing(SocketServer::echo)) {
      var check = connect(server).send("{\"state\":\"ok\"}").expectMessage().build();
      var wanted = check.run(FakeCheckContext.builder().bodyWanted().build());
      assertThat(wanted.body()).contains("{\"state\":\"ok\"}");
      assertThat(check.run(FakeCheckContext.create()).body()).isEmpty();
    }
  }

  @Test
  void slowMessageIsJudged() throws Exception {
    try (var server = SocketServer.agreeing(SocketServer::echo)) {
      var slow = connect(server).send("x").expectText("x");
      var result = run(slow.warnAbove(Duration.ofNanos(1)));
      assertThat(result.status()).isEqualTo(Status.WARN);
      assertThat(result.reason()).contains(Reason.LATENCY);
      assertThat(run(slow.failAbove(Duration.ofNanos(2))).status()).isEqualTo(Status.FAIL);
    }
  }

  static Stream<Arguments> otherAnswers() {
    return Stream.of(
        argumentSet("200", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 in "),
        argumentSet("401", "HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n", "401 Unauthorized in "),
        argumentSet(
            "a body that never ends",
            "HTTP/1.1 403 x\r\nContent-Length: 9999999\r\n\r\n",
            "403 Forbidden in "),
        argumentSet(
            "a redirect",
            "HTTP/1.1 302 x\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
            "redirects are not followed"));
  }

  @ParameterizedTest
  @MethodSource("otherAnswers")
  void answerThatOpensNothingIsAFailureOfTheStatus(String answer, String words) throws Exception {
    try (var server = SocketServer.answering(proof -> answer)) {
      var check = connect(server).build();
      var result = check.run(FakeCheckContext.create());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.STATUS);
      assertThat(result.summary()).contains(words);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(check.connections()).isZero();
    }
  }

  private static String agreeingWithAList(String proof) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        + "Connection: keep-alive, upgrade\r\nSec-WebSocket-Accept: "
        + proof
        + "\r\n\r\n";
  }

  @Test
  void serverMayNameMoreThanTheUpgradeWhenNothingIsToBeSaid() throws Exception {
    try (var server = SocketServer.answering(WebSocketCheckTest::agreeingWithAList)) {
      var check = connect(server).build();
      var result = check.run(FakeCheckContext.create());
      assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void serverThatNamesMoreThanTheUpgradeIsNotBlamedForWhatPulseCannot() throws Exception {
    try (var server = SocketServer.answering(WebSocketCheckTest::agreeingWithAList)) {
      var check = connect(server).expectMessage().build();
      var result = check.run(FakeCheckContext.create());
      assertThat(result.status()).as("%s", result).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.ERROR);
      assertThat(result.summary()).contains("names more than the upgrade");
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void proofIsDemandedAlsoOfWhoNamesMoreThanTheUpgrade() throws Exception {
    try (var server = SocketServer.answering(proof -> agreeingWithAList("x"))) {
      var result = run(connect(server));
      assertThat(result.reason()).contains(Reason.PROTOCOL);
      assertThat(result.summary()).contains("does not prove");
    }
  }

  static Stream<Arguments> falseAgreements() {
    var line = "HTTP/1.1 101 Switching Protocols\r\n";
    var upgrade = "Upgrade: websocket\r\n";
    var connection = "Connection: Upgrade\r\n";
    var accept = "Sec-WebSocket-Accept: %s\r\n";
    return Stream.of(
        argumentSet("no Connection", line + upgrade + accept, "without \"Connection: Upgrade\""),
        argumentSet("no Upgrade", line + connection + accept, "no WebSocket"),
        argumentSet(
            "another Upgrade", line + connection + accept + "Upgrade: h2c\r\n", "no WebSocket"),
        argumentSet("no proof", line + connection + upgrade, "does not prove"),
        argumentSet(
            "a wrong proof",
            line + connection + upgrade + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
            "does not prove"),
        argumentSet(
            "compression",
            line
                + connection
                + upgrade
                + accept
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n",
            "extension that nobody asked for"),
        argumentSet(
            "a subprotocol",
            line + connection + upgrade + accept + "Sec-WebSocket-Protocol: x\r\n",
            "subprotocol that nobody asked for"));
  }

  @ParameterizedTest
  @MethodSource("falseAgreements")
  void agreementThatIsNoneIsAFailureOfTheProtocol(String head, String words) throws Exception {
    try (var server = SocketServer.answering(proof -> head.formatted(proof) + "\r\n")) {
      var check = connect(server).build();
      var result = check.run(FakeCheckContext.create());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.PROTOCOL);
      assertThat(result.summary()).contains(words);
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void serverThatAgreesToNoSubprotocolFails() throws Exception {
    try (var server = SocketServer.agreeing(this::listen)) {
      var result = run(connect(server).subprotocol("graphql-transport-ws"));
      assertThat(result.reason()).contains(Reason.PROTOCOL);
      assertThat(result.summary())
          .contains("agrees to no subprotocol; asked for: graphql-transport-ws");
    }
  }

  @Test
  void anotherImplementationUnderstands() throws Exception {
    var listener =
        new WebSocketListener() {
          @Override
          public void onMessage(WebSocket webSocket, String text) {
            webSocket.send("you said " + text);
          }

          @Override
          public void onClosing(WebSocket webSocket, int code, String reason) {
            webSocket.close(code, null);
          }
        };
    try (var server = new MockWebServer()) {
      server.enqueue(new MockResponse.Builder().webSocketUpgrade(listener).build());
      server.start();
      var result =
          run(
              WebSocketCheck.connect("ws://127.0.0.1:" + server.getPort() + "/")
                  .goodBye(ENOUGH)
                  .send("ping")
                  .expectText("you said ping"));
      assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
      assertThat(result.details()).containsEntry("close_code", "1000");
    }
  }

  @Test
  void encryptedWebSocketIsVerifiedAndTimed() throws Exception {
    var own = TlsServers.certificate("shop.example").build();
    var certificates = new HandshakeCertificates.Builder().heldCertificate(own).build();
    try (var server =
        new RawServer(
            socket -> {
              var tls =
                  certificates.sslContext().getSocketFactory().createSocket(socket, null, true);
              SocketServer.agree(tls, "", SocketServer::echo);
            })) {
      var url = "wss://%s:" + server.port() + "/";
      var good =
          run(
              WebSocketCheck.connect(url.formatted("shop.example"))
                  .environment(trusting())
                  .send("x")
                  .expectText("x"));
      assertThat(good.status()).as("%s", good).isEqualTo(Status.PASS);
      assertThat(phases(good)).containsKeys("dns", "connect", "tls", "first_byte", "message");
      var other =
          run(WebSocketCheck.connect(url.formatted("other.example")).environment(trusting()));
      assertThat(other.reason()).contains(Reason.TLS);
      var untrusted = run(WebSocketCheck.connect(url.formatted("127.0.0.1")));
      assertThat(untrusted.reason()).contains(Reason.TLS);
    }
  }

  static HttpClients.Environment trusting() {
    var trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(TlsServers.AUTHORITY.certificate())
            .build()
            .trustManager();
    var lookups =
        new Lookups(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run);
    return new HttpClients.Environment(lookups, new FreshTls(trust));
  }

  @Test
  void forbiddenAddressIsNotConnectedTo() throws Exception {
    try (var server = SocketServer.agreeing(SocketServer::echo)) {
      var url = "ws://shop.example:" + server.port() + "/";
      var result =
          run(WebSocketCheck.connect(url).environment(trusting()).egress(EgressPolicy.strict()));
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.DENIED);
      assertThat(server.connections()).isZero();
      assertThat(run(WebSocketCheck.connect("ws://169.254.169.254/")).reason())
          .contains(Reason.DENIED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.example",
        "http://shop.example/",
        "https://a/",
        "ftp://a/",
        "ws:/a",
        "ws//a"
      })
  void urlOfAnotherSchemeIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketCheck.connect(url).build())
        .withMessage("url: must begin with ws:// or wss://, like wss://example.com/live");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ws://", "wss:///x", "ws://a b/", "ws://[::1/", "ws://a:99999/", "ws://a\\b"})
  void urlThatCannotBeReadIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketCheck.connect(url).build())
        .withMessageContaining("url: is not a valid URL")
        .withMessageContaining("wss://example.com/live");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    var check =
        WebSocketCheck.connect("wss://user:s3cret@shop.example/")
            .header("Sec-WebSocket-Protocol", "x")
            .header("Upgrade", "x")
            .header("X", "a\r\nb")
            .subprotocol("a b")
            .subprotocol("c")
            .subprotocol("c")
            .send("x".repeat(70_000))
            .expectText("x")
            .expectContaining("")
            .warnAbove(Duration.ZERO);
    for (int i = 0; i < 16; i++) {
      check.send("x");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(check::build)
        .withMessageContainingAll(
            "url: must not contain a user or password",
            "headers.Sec-WebSocket-Protocol: cannot be set",
            "headers.Upgrade: cannot be set",
            "headers.X: must be",
            "subprotocols: must be 1 to 100",
            "subprotocols: must not name one twice",
            "send: must be at most 16 messages, but are 17",
            "send: must be messages of at most 65536 bytes",
            "expect-containing: excludes expect-text",
            "expect-containing: must not be empty",
            "warn-above: must be longer")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @CsvSource({
    "WSS://Shop.example/live?key=s3cret#x, wss://shop.example/live",
    "ws://shop.example:8080, ws://shop.example:8080/",
  })
  void nameIsTheUrlWithoutItsQuery(String url, String name) {
    assertThat(WebSocketCheck.connect(url).build()).hasToString(name);
  }

  private void listen(SocketServer server) throws Exception {
    heads.add(server.head);
    heard.add(server.untilClosed());
  }

  private static WebSocketCheck.Builder connect(RawServer server) {
    return WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/").goodBye(ENOUGH);
  }

  private static CheckResult run(WebSocketCheck.Builder check) throws InterruptedException {
    return check.build().run(FakeCheckContext.create());
  }

  private static double value(CheckResult result, String name) {
    return result.samples().stream()
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Map<String, Double> phases(CheckResult result) {
    return result.samples().stream()
        .filter(sample -> sample.name().equals("phase_seconds"))
        .collect(
            Collectors.toMap(sample -> sample.labels().get("phase").orElseThrow(), Sample::value));
  }
}
