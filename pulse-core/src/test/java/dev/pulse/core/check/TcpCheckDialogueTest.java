package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TcpCheckDialogueTest {
  /**
   * Also on a machine that stands still for a while, what comes before the silence fits into it.
   */
  private static final Duration ENOUGH = Duration.ofSeconds(3);

  @Test
  void bannerThatIsExpectedPasses() throws Exception {
    try (var server = saying("SSH-2.0-OpenSSH_9.2p1\r\n")) {
      var result = run(check(server).expect("SSH-2.0-"));
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(result.summary()).matches("answered in \\d+ ms");
      assertThat(result.latency()).isPresent();
      assertThat(result.samples())
          .flatExtracting(sample -> sample.labels().get("phase").stream().toList())
          .containsExactly("connect", "first_byte", "total");
    }
  }

  @Test
  void theServerIsAskedFirst() throws Exception {
    var asked = new ArrayBlockingQueue<String>(1);
    try (var server =
        new RawServer(
            socket -> {
              asked.add(new String(socket.getInputStream().readNBytes(6), StandardCharsets.UTF_8));
              socket.getOutputStream().write("+PONG\r\n".getBytes(StandardCharsets.UTF_8));
            })) {
      var result = run(check(server).send("PING\r\n").expect("+PONG"));
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(asked).containsExactly("PING\r\n");
    }
  }

  @Test
  void answerMayComeByteByByteAndNotBeginWithWhatIsExpected() throws Exception {
    try (var server =
        new RawServer(
            socket -> {
              for (byte b : "motd: grüß Gott".getBytes(StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
              }
              socket.getInputStream().read();
            })) {
      assertThat(run(check(server).expect("grüß")).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void anotherAnswerFailsAndIsShown() throws Exception {
    try (var server = saying("220 mail.example\u001b[31m ESMTP\r\n")) {
      var result = run(check(server).expect("SSH-2.0-"));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.PROTOCOL);
      assertThat(result.summary())
          .isEqualTo(
              "the answer does not contain what is expected (127.0.0.1:" + server.port() + ")");
      assertThat(result.details())
          .containsEntry("answer", "220 mail.example\ufffd[31m ESMTP\ufffd\ufffd");
      assertThat(result.latency()).isPresent();
    }
  }

  @Test
  void anotherAnswerAndThenSilenceIsNotSilence() throws Exception {
    try (var server =
        new RawServer(
            socket -> {
              socket
                  .getOutputStream()
                  .write("220 mail.example\r\n".getBytes(StandardCharsets.UTF_8));
              hold(socket);
            })) {
      var result = run(check(server).expect("SSH-"), ENOUGH);
      assertThat(result.reason()).contains(Reason.PROTOCOL);
      assertThat(result.details()).containsEntry("answer", "220 mail.example\ufffd\ufffd");
    }
  }

  @Test
  void silenceFailsAtTheDeadline() throws Exception {
    try (var server = RawServer.hanging()) {
      var result = run(check(server).expect("SSH-"), ENOUGH);
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary()).contains("while waiting for the answer (127.0.0.1:");
    }
  }

  @Test
  void endlessAnswerIsNotListenedToForEver() throws Exception {
    try (var server =
        new RawServer(
            socket -> {
              byte[] noise = "noise ".repeat(1000).getBytes(StandardCharsets.UTF_8);
              while (true) {
                socket.getOutputStream().write(noise);
              }
            })) {
      var result = run(check(server).expect("SSH-"));
      assertThat(result.reason()).contains(Reason.PROTOCOL);
      assertThat(result.details().get("answer")).hasSize(100);
    }
  }

  @Test
  void closingWithoutAWordIsAReset() throws Exception {
    try (var server = saying("")) {
      var result = run(check(server).expect("SSH-"));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.RESET);
      assertThat(result.summary()).startsWith("connection closed without an answer (127.0.0.1:");
    }
  }

  @Test
  void interruptionEndsTheListening() throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var asked = new ArrayBlockingQueue<String>(1);
    try (var server =
        new RawServer(
            socket -> {
              asked.add("connected");
              hold(socket);
            })) {
      var check = check(server).expect("SSH-").build();
      var thread =
          new Thread(
              () -> {
                try {
                  check.run(FakeCheckContext.builder().timeout(Duration.ofMinutes(1)).build());
                } catch (InterruptedException e) {
                  thrown.set(e);
                }
              });
      thread.start();
      asked.take();
      thread.interrupt();
      thread.join(60_000);
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TcpCheck.to("db.example", 1).send("ü".repeat(501)).build())
        .withMessage(
            "send: must be at most 1000 bytes, but has 1002; send: needs expect: nobody would"
                + " listen to the answer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TcpCheck.to("db.example", 1).expect("x".repeat(1001)).build())
        .withMessage("expect: must be at most 1000 bytes, but has 1001");
  }

  @Test
  void whatIsSaidStaysOutOfTheName() {
    assertThat(TcpCheck.to("db.example", 1).send("AUTH s3cret\r\n").expect("OK").build())
        .hasToString("tcp://db.example:1");
  }

  /** Says something and closes in order, whatever it is told. */
  private static RawServer saying(String text) {
    return new RawServer(
        socket -> socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void hold(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // Reads until the other side gives up.
    }
  }

  private static TcpCheck.Builder check(RawServer server) {
    return TcpCheck.to("127.0.0.1", server.port());
  }

  private static CheckResult run(TcpCheck.Builder check) {
    return run(check, Duration.ofSeconds(10));
  }

  private static CheckResult run(TcpCheck.Builder check, Duration timeout) {
    var context = FakeCheckContext.builder().timeout(timeout).build();
    return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check.build().run(context));
  }
}
