package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that agree to the handshake and then do what they should not. */
class WebSocketCheckFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  /** Also on a machine that stands still for a while, what comes before the fault fits into it. */
  private static final Duration ENOUGH = Duration.ofSeconds(3);

  /** For what must not hang; nothing here takes nearly as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final byte[] KILO = new byte[1024];

  static Stream<Arguments> faults() {
    return Stream.of(
        argumentSet(
            "compressed frame", talk(it -> it.send(0xc1, KILO)), Reason.PROTOCOL, "an extension"),
        argumentSet("RSV2", talk(it -> it.send(0xa1, KILO)), Reason.PROTOCOL, "an extension"),
        argumentSet(
            "masked frame",
            talk(it -> it.write(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 65})),
            Reason.PROTOCOL,
            "masked"),
        argumentSet(
            "unknown opcode", talk(it -> it.send(0x83, KILO)), Reason.PROTOCOL, "unknown kind"),
        argumentSet(
            "unknown control", talk(it -> it.send(0x8b, KILO)), Reason.PROTOCOL, "unknown kind"),
        argumentSet(
            "continuation of nothing",
            talk(it -> it.send(0x80, KILO)),
            Reason.PROTOCOL,
            "mixes up"),
        argumentSet(
            "message inside a message",
            talk(
                it -> {
                  it.send(0x01, KILO);
                  it.send(0x81, KILO);
                }),
            Reason.PROTOCOL,
            "mixes up"),
        argumentSet(
            "ping in pieces", talk(it -> it.send(0x09, new byte[1])), Reason.PROTOCOL, "control"),
        argumentSet("long ping", talk(it -> it.send(0x89, KILO)), Reason.PROTOCOL, "control"),
        argumentSet(
            "text that is not UTF-8",
            talk(it -> it.send(0x81, new byte[] {(byte) 0xc3, 0x28})),
            Reason.PROTOCOL,
            "UTF-8"),
        argumentSet(
            "half a close code",
            talk(it -> it.send(0x88, new byte[1])),
            Reason.PROTOCOL,
            "half a code"),
        argumentSet(
            "close code that there is not",
            talk(it -> it.send(0x88, new byte[] {0x03, (byte) 0xed})),
            Reason.PROTOCOL,
            "a code that there is not"),
        argumentSet(
            "claim of 2^63 bytes",
            talk(it -> it.write(claim(0x81, -1))),
            Reason.TOO_LARGE,
            "larger than 1048576"),
        argumentSet(
            "claim of 2^62 bytes",
            talk(it -> it.write(claim(0x81, 0x40))),
            Reason.TOO_LARGE,
            "larger than 1048576"),
        argumentSet(
            "message without end",
            talk(
                it -> {
                  it.send(0x01, KILO);
                  while (true) {
                    it.send(0x00, KILO);
                  }
                }),
            Reason.TOO_LARGE,
            "larger than 1048576"),
        argumentSet(
            "message of empty pieces without end",
            talk(
                it -> {
                  it.send(0x01, KILO);
                  while (true) {
                    it.send(0x00, new byte[0]);
                  }
                }),
            Reason.TOO_LARGE,
            "more than 10000 frames"),
        argumentSet(
            "messages without end",
            talk(
                it -> {
                  while (true) {
                    it.text("not this");
                  }
                }),
            Reason.TOO_LARGE,
            "100 messages came, and none is the expected one"),
        argumentSet(
            "close with a code",
            talk(it -> it.send(0x88, new byte[] {0x03, (byte) 0xf0, 'n', 'o'})),
            Reason.RESET,
            "closed the WebSocket (1008) before the expected message"),
        argumentSet(
            "close without a code",
            talk(it -> it.send(0x88, new byte[0])),
            Reason.RESET,
            "closed the WebSocket (1005)"),
        argumentSet(
            "connection that ends", talk(it -> it.socket.close()), Reason.RESET, "connection"),
        argumentSet(
            "connection that ends in a frame",
            talk(
                it -> {
                  it.write(new byte[] {(byte) 0x81, 100, 1});
                  it.socket.close();
                }),
            Reason.RESET,
            "connection"));
  }

  private static SocketServer.Talk talk(SocketServer.Talk talk) {
    return talk;
  }

  /** The head of a frame whose length begins with a byte. */
  private static byte[] claim(int first, int length) {
    return new byte[] {(byte) first, 127, (byte) length, 0, 0, 0, 0, 0, 0, 0};
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultHasItsReasonAndLeavesNothing(SocketServer.Talk talk, Reason reason, String words)
      throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              talk.with(it);
              it.untilClosed();
            })) {
      var check = expecting(server);
      var result = assertTimeoutPreemptively(PATIENCE, () -> check.run(FakeCheckContext.create()));
      assertThat(result.status()).as("%s", result).isEqualTo(Status.FAIL);
      assertThat(result.reason()).as("%s", result).contains(reason);
      assertThat(result.summary()).contains(words).contains("(127.0.0.1:");
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void serverIsToldWhatItDidWrong() throws Exception {
    var codes = new LinkedBlockingQueue<Integer>();
    try (var server =
        SocketServer.agreeing(
            it -> {
              it.send(0x83, KILO);
              codes.add(it.untilClosed().get(0).code());
            })) {
      expecting(server).run(FakeCheckContext.create());
      assertThat(codes.poll(60, TimeUnit.SECONDS)).isEqualTo(1002);
    }
  }

  @Test
  void silentServerIsATimeout() throws Exception {
    try (var server = SocketServer.agreeing(it -> it.untilClosed())) {
      var check = expecting(server);
      var result = assertTimeoutPreemptively(PATIENCE, () -> run(check, ENOUGH));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary()).contains("while waiting for the expected message");
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void serverThatDripsIsATimeout() throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              it.write(new byte[] {(byte) 0x81, 126, (byte) 0xff, (byte) 0xff});
              while (true) {
                it.write(new byte[] {65});
                it.socket.setSoTimeout(20);
                try {
                  it.socket.getInputStream().read();
                } catch (SocketTimeoutException e) {
                  // Nothing came back; on with the next byte.
                }
              }
            })) {
      var result = assertTimeoutPreemptively(PATIENCE, () -> run(expecting(server), SHORT));
      assertThat(result.reason()).contains(Reason.TIMEOUT);
    }
  }

  @Test
  void serverThatPingsWithoutEndIsStopped() throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              while (true) {
                it.send(0x89, new byte[100]);
              }
            })) {
      var check = expecting(server);
      var result = assertTimeoutPreemptively(PATIENCE, () -> run(check, SHORT));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void serverThatDoesNotReadIsATimeout() throws Exception {
    try (var server = new RawServer(WebSocketCheckFaultsTest::agreeAndHang)) {
      var check = WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/");
      for (int i = 0; i < 16; i++) {
        check.send("x".repeat(1 << 16));
      }
      var built = check.expectMessage().build();
      var result = assertTimeoutPreemptively(PATIENCE, () -> run(built, SHORT));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
    }
  }

  /** Closing a TLS socket waits for whoever writes to it; the run must not. */
  @Tag("tls")
  @Test
  void encryptedServerThatDoesNotReadIsATimeoutAndHoldsUpNobody() throws Exception {
    var own = TlsServers.certificate("shop.example").build();
    var certificates = new HandshakeCertificates.Builder().heldCertificate(own).build();
    try (var server =
        new RawServer(
            socket -> {
              socket.setReceiveBufferSize(4096);
              var factory = certificates.sslContext().getSocketFactory();
              agreeAndHang(factory.createSocket(socket, null, true));
            })) {
      var check =
          WebSocketCheck.connect("wss://shop.example:" + server.port() + "/")
              .environment(WebSocketCheckTest.trusting());
      for (int i = 0; i < 16; i++) {
        check.send("x".repeat(1 << 16));
      }
      var built = check.expectMessage().build();
      var result = assertTimeoutPreemptively(PATIENCE, () -> run(built, ENOUGH));
      assertThat(result.reason()).as("%s", result).contains(Reason.TIMEOUT);
      assertThat(result.details()).containsEntry("status_code", "101");
      assertThat(built.connections()).isZero();
    }
  }

  private static void agreeAndHang(Socket socket) throws Exception {
    socket.setReceiveBufferSize(4096);
    SocketServer.agree(socket, "", it -> new CountDownLatch(1).await(20, TimeUnit.SECONDS));
  }

  @Test
  void serverThatNeverAnswersTheCloseCostsASecondAndNoVerdict() throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              it.read();
              it.socket.getInputStream().read();
            })) {
      var check = WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/").build();
      var context = FakeCheckContext.create();
      long begin = System.nanoTime();
      var result = assertTimeoutPreemptively(PATIENCE, () -> check.run(context));
      var took = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(result.latency().orElseThrow())
          .as("latency without the second, of %s", took)
          .isLessThan(took.minusMillis(900));
      assertThat(context.logLines()).anyMatch(line -> line.contains("did not close in order"));
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void serverThatGoesOnAfterTheCloseIsLeft() throws Exception {
    try (var server =
        SocketServer.agreeing(
            it -> {
              while (true) {
                it.text("more");
              }
            })) {
      var check = WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/").build();
      var context = FakeCheckContext.create();
      var result = assertTimeoutPreemptively(PATIENCE, () -> check.run(context));
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(context.logLines()).contains("the server went on after it was asked to close");
      assertThat(check.connections()).isZero();
    }
  }

  @Test
  void interruptEndsTheWaitForAMessage() throws Exception {
    var waiting = new CountDownLatch(1);
    try (var server =
        SocketServer.agreeing(
            it -> {
              waiting.countDown();
              it.untilClosed();
            })) {
      interrupted(expecting(server), waiting);
    }
  }

  @Test
  void interruptEndsTheWaitForTheClose() throws Exception {
    var waiting = new CountDownLatch(1);
    try (var server =
        SocketServer.agreeing(
            it -> {
              it.read();
              waiting.countDown();
              it.socket.getInputStream().read();
            })) {
      interrupted(WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/").build(), waiting);
    }
  }

  private static void interrupted(WebSocketCheck check, CountDownLatch waiting) throws Exception {
    var task = new FutureTask<>(() -> check.run(FakeCheckContext.create()));
    var thread = new Thread(task);
    thread.start();
    assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> task.get(60, TimeUnit.SECONDS))
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(check.connections()).isZero();
  }

  /** Good runs, runs that fail after the handshake, and runs that fail in it. */
  @ParameterizedTest
  @ValueSource(strings = {"good", "bad", "refused"})
  void runsLeaveNoThreadsAndNoSockets(String how) throws Exception {
    assumeThat(Path.of("/proc/self/fd")).isDirectory();
    try (var server =
        how.equals("refused")
            ? RawServer.answering("HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n")
            : SocketServer.agreeing(
                it -> {
                  if (how.equals("bad")) {
                    it.send(0x83, KILO);
                  }
                  it.echo();
                })) {
      var check =
          WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/")
              .send("x")
              .expectText("x")
              .build();
      var expected = how.equals("good") ? Status.PASS : Status.FAIL;
      for (int i = 0; i < 40; i++) {
        assertThat(check.run(FakeCheckContext.create()).status()).isEqualTo(expected);
      }
      assertThat(check.connections()).isZero();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("OkHttp Dispatcher") || name.contains("WebSocket"));
      // The server's side closes after ours; what stays open here stays for good.
      assertTimeoutPreemptively(
          PATIENCE,
          () -> {
            while (socketsTo(server.port()) > 0) {
              Thread.onSpinWait();
            }
          });
    }
  }

  /**
   * Connections whose other end is a port, in whatever state but those that only the kernel has.
   */
  private static long socketsTo(int port) throws IOException {
    var remote = String.format(":%04X ", port);
    try (var lines =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .map(Path::of)
            .filter(Files::exists)
            .flatMap(WebSocketCheckFaultsTest::lines)) {
      return lines
          .map(String::strip)
          .filter(line -> line.split("\\s+", -1)[2].concat(" ").endsWith(remote))
          .filter(line -> !line.split("\\s+", -1)[9].equals("0"))
          .count();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.US_ASCII).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WebSocketCheck expecting(RawServer server) {
    return WebSocketCheck.connect("ws://127.0.0.1:" + server.port() + "/")
        .expectText("pong")
        .build();
  }

  private static CheckResult run(WebSocketCheck check, Duration timeout)
      throws InterruptedException {
    return check.run(FakeCheckContext.builder().timeout(timeout).build());
  }
}
