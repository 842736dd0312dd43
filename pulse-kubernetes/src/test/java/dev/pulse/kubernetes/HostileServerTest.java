package dev.pulse.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What no API server does, but something in its place may. */
@Timeout(60)
class HostileServerTest {
  private static final String AGREED =
      String.join(
          "\r\n",
          "HTTP/1.1 101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Protocol: v5.channel.k8s.io",
          "Sec-WebSocket-Accept: %s",
          "",
          "");

  @TempDir Path directory;
  private ServerSocket server;
  private KubernetesConnection connection;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    var config =
        Files.writeString(
            directory.resolve("config"),
            """
            current-context: c
            contexts: [{name: c, context: {cluster: k, user: u}}]
            clusters: [{name: k, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: u, user: {token: hunter2}}]
            """
                .formatted(server.getLocalPort()));
    connection = Rig.reading(config).build();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Runs a program against a server that says this once it has read the request. */
  private KubernetesException failure(String head, Buffer then) {
    return failure(head, then, Rig.AMPLE);
  }

  private KubernetesException failure(String head, Buffer then, Duration timeout) {
    var talk = new Thread(() -> talk(head, then));
    talk.start();
    var exec = PodExec.builder(connection).timeout(timeout).maxOutput(1_000).build();
    return catchThrowableOfType(
        KubernetesException.class, () -> exec.in("infra", "db-0").run("anything"));
  }

  private void talk(String head, Buffer then) {
    try (var socket = server.accept()) {
      var proof = proof(socket);
      socket.getOutputStream().write(head.formatted(proof).getBytes(ISO_8859_1));
      then.writeTo(socket.getOutputStream());
      // Until the client has had enough.
      while (socket.getInputStream().read() >= 0) {}
    } catch (IOException e) {
      // The client went away, as it should.
    }
  }

  private static String proof(Socket socket) throws IOException {
    var request = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) in.read());
    }
    var key =
        request
            .toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: "))
            .findFirst()
            .orElseThrow()
            .substring("sec-websocket-key: ".length());
    return ByteString.encodeUtf8(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").sha1().base64();
  }

  private static Buffer frame(int channel, long length) {
    return new Buffer().writeByte(0x82).writeByte(127).writeLong(length).writeByte(channel);
  }

  @Test
  void aHandshakeWithoutProofIsRefused() {
    var failure = failure(AGREED.replace("%s", "nonsense"), new Buffer());
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageContaining("does not prove");
  }

  @Test
  void anUpgradeAmongOtherOptionsIsTold() {
    var failure = failure(AGREED.replace(": Upgrade", ": keep-alive, Upgrade"), new Buffer());
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageContaining("Connection");
  }

  @Test
  void aMessageThatClaimsToBeHugeIsTooMuch() {
    var failure = failure(AGREED, frame(1, Long.MAX_VALUE));
    assertThat(failure.kind()).isEqualTo(Kind.TOO_MUCH_OUTPUT);
    assertThat(failure).hasMessage("output exceeds 1000 bytes");
  }

  @Test
  void oneMessageWithOneByteTooMuchIsTooMuch() {
    var failure = failure(AGREED, frame(1, 1_002).writeUtf8("x".repeat(1_001)));
    assertThat(failure).hasMessage("output exceeds 1000 bytes");
  }

  @Test
  void brokenFramesAreTold() {
    var masked = new Buffer().writeByte(0x82).writeByte(0x81).writeInt(0).writeByte(1);
    var failure = failure(AGREED, masked);
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageStartingWith("WebSocketException: ");
  }

  @Test
  void endlessHeadersEndAtTheDeadline() {
    var failure =
        failure(
            "HTTP/1.1 101 Switching Protocols\r\nX: %s\r\n", new Buffer(), Duration.ofSeconds(2));
    assertThat(failure).hasMessage("timed out after 2 s");
  }

  @Test
  void aRefusalWithoutEndIsReadUpToItsBound() {
    var failure =
        failure(
            "HTTP/1.1 500 No\r\nX: %s\r\n\r\n",
            new Buffer().writeUtf8("{\"message\":\"" + "x".repeat(200_000)));
    assertThat(failure).hasMessage("HTTP 500");
  }

  @Test
  void somethingThatIsNoHttpIsTold() {
    var failure = failure("SSH-2.0-server %s\r\n", new Buffer());
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure.getMessage()).doesNotContain("hunter2");
  }
}
