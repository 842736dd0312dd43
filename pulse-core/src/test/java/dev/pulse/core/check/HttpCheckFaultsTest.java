package dev.pulse.core.check;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Targets that misbehave. */
class HttpCheckFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Also on a machine that stands still for a while, what comes before the fault fits into it. */
  private static final Duration ENOUGH = Duration.ofSeconds(3);

  @Test
  void refusedConnectionSaysWhere() {
    int port = Ports.closed();
    var result = run(HttpCheck.get("http://127.0.0.1:" + port + "/?token=abc").build());
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.REFUSED);
    assertThat(result.summary()).isEqualTo("connection refused (127.0.0.1:" + port + ")");
    assertThat(result.latency()).isPresent();
    assertThat(result.details()).doesNotContainKey("status_code");
  }

  @Test
  void targetThatHangsBeforeHeadersFailsAtTheDeadline() throws Exception {
    try (var server = RawServer.hanging()) {
      var result = run(HttpCheck.get(server.url()).build(), ENOUGH);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary()).contains("while waiting for the answer");
      assertThat(result.latency().orElseThrow())
          .as("by its own deadline, not by OkHttp's time-outs of ten seconds")
          .isBetween(ENOUGH.dividedBy(2), Duration.ofSeconds(9));
    }
  }

  @Test
  void targetThatSendsOneByteAtATimeFailsAtTheDeadline() throws Exception {
    try (var server = new RawServer(HttpCheckFaultsTest::trickle)) {
      var result = run(HttpCheck.get(server.url()).build(), SHORT);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.latency().orElseThrow()).isGreaterThan(SHORT.dividedBy(2));
    }
  }

  private static void trickle(Socket socket) throws Exception {
    RawServer.readHead(socket);
    var pause = new CountDownLatch(1);
    for (char c : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".toCharArray()) {
      socket.getOutputStream().write(c);
      boolean ignored = pause.await(50, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void bodyThatTricklesCountsAgainstTheDeadlineOfTheWholeRun() throws Exception {
    try (var server =
        new RawServer(
            socket -> {
              RawServer.readHead(socket);
              write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
              var pause = new CountDownLatch(1);
              while (true) {
                socket.getOutputStream().write('x');
                boolean ignored = pause.await(50, TimeUnit.MILLISECONDS);
              }
            })) {
      var result = run(HttpCheck.get(server.url()).build(), ENOUGH);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary()).contains("while reading the body");
    }
  }

  @Test
  void endlessBodyIsTooLarge() throws Exception {
    try (var server = new RawServer(HttpCheckFaultsTest::endless)) {
      var result = run(HttpCheck.get(server.url()).maxBody(100_000).build());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TOO_LARGE);
      assertThat(result.summary()).contains("larger than 100000 bytes");
      assertThat(result.details()).containsEntry("status_code", "200");
    }
  }

  @Test
  void endlessBodyCostsNothingWhenBodiesAreIgnored() throws Exception {
    var sent = new CompletableFuture<Long>();
    try (var server = new RawServer(socket -> sent.complete(sendUntilClosed(socket)))) {
      var result = run(HttpCheck.get(server.url()).ignoreBody().build());
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(result.samples()).noneMatch(sample -> sample.name().equals("http_body_bytes"));
      // No more than what fits into the buffers between the two: reading on for even a tenth of a
      // second would be far more.
      assertThat(sent.get(20, SECONDS)).isLessThan(32_000_000);
    }
  }

  private static long sendUntilClosed(Socket socket) throws Exception {
    RawServer.readHead(socket);
    write(socket, "HTTP/1.1 200 OK\r\n\r\n");
    var chunk = new byte[65_536];
    long sent = 0;
    try {
      while (true) {
        socket.getOutputStream().write(chunk);
        sent += chunk.length;
      }
    } catch (IOException e) {
      return sent;
    }
  }

  private static void endless(Socket socket) throws Exception {
    RawServer.readHead(socket);
    write(socket, "HTTP/1.1 200 OK\r\n\r\n");
    var chunk = new byte[4096];
    while (!socket.isClosed()) {
      socket.getOutputStream().write(chunk);
    }
  }

  @Test
  void bodyThatNeverEndsDoesNotHideABadStatus() throws Exception {
    try (var server =
        new RawServer(
            socket -> {
              RawServer.readHead(socket);
              write(socket, "HTTP/1.1 503 x\r\nContent-Length: 10\r\n\r\n");
              socket.getInputStream().read();
            })) {
      var result = run(HttpCheck.get(server.url()).build());
      assertThat(result.reason()).contains(Reason.STATUS);
    }
  }

  @Test
  void resetBeforeTheAnswerIsAReset() throws Exception {
    try (var server =
        new RawServer(
            socket -> {
              RawServer.readHead(socket);
              socket.setSoLinger(true, 0);
            })) {
      var result = run(HttpCheck.get(server.url()).build());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.RESET);
    }
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.argumentSet("closed without an answer", "", Reason.RESET),
        Arguments.argumentSet("garbage", "SSH-2.0-OpenSSH_9.2\r\n", Reason.PROTOCOL),
        Arguments.argumentSet("no status", "HTTP/1.1\r\n\r\n", Reason.PROTOCOL),
        Arguments.argumentSet("status of letters", "HTTP/1.1 abc OK\r\n\r\n", Reason.PROTOCOL),
        Arguments.argumentSet("unknown version", "HTTP/7.7 200 OK\r\n\r\n", Reason.PROTOCOL),
        Arguments.argumentSet("half a head", "HTTP/1.1 200 OK\r\nContent-Le", Reason.PROTOCOL),
        Arguments.argumentSet(
            "one huge header",
            "HTTP/1.1 200 OK\r\nX: " + "x".repeat(2_000_000) + "\r\n\r\n",
            Reason.PROTOCOL),
        Arguments.argumentSet(
            "many headers",
            "HTTP/1.1 200 OK\r\n" + "X: yyyyyyyyyyyyyyyyyy\r\n".repeat(100_000) + "\r\n",
            Reason.PROTOCOL),
        Arguments.argumentSet(
            "body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", Reason.RESET),
        Arguments.argumentSet(
            "bad chunk",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
            Reason.PROTOCOL),
        Arguments.argumentSet(
            "chunks cut off",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            Reason.RESET),
        Arguments.argumentSet(
            "gzip that is none",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n"
                + "a".repeat(20),
            Reason.PROTOCOL),
        Arguments.argumentSet(
            "status below 100", "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n", Reason.STATUS),
        Arguments.argumentSet(
            "status above 599", "HTTP/1.1 999 OK\r\nContent-Length: 0\r\n\r\n", Reason.STATUS));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void brokenAnswerHasItsReason(String answer, Reason reason) throws Exception {
    try (var server = RawServer.answering(answer)) {
      var result = run(HttpCheck.get(server.url()).build());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).as(result.summary()).contains(reason);
      assertThat(result.summary()).doesNotContain("OpenSSH", "xxxx", "yyyy");
    }
  }

  @Test
  void headerWithControlCharactersDoesNotReachTheResult() throws Exception {
    var answer = "HTTP/1.1 200 O\u0007K\u001b[31m\r\nX-\u0001: \u0002\r\nContent-Length: 0\r\n\r\n";
    try (var server = RawServer.answering(answer)) {
      var result = run(HttpCheck.get(server.url()).build());
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(result.summary()).matches("200 in \\d+ ms");
    }
  }

  @Test
  void unavailableIsNotAskedAgainBehindOurBack() throws Exception {
    try (var server =
        RawServer.answering("HTTP/1.1 503 x\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")) {
      var result = run(HttpCheck.get(server.url()).build());
      assertThat(result.summary()).startsWith("503 Service Unavailable in ");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void nameThatDoesNotExistIsADnsFailure() {
    var check =
        HttpCheck.get("http://nowhere.example/?token=abc")
            .environment(
                resolvingWith(
                    host -> {
                      throw new UnknownHostException(host);
                    }))
            .build();
    var result = run(check);
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.DNS);
    assertThat(result.summary()).isEqualTo("the name nowhere.example cannot be resolved");
    assertThat(result.samples()).anyMatch(sample -> sample.labels().toString().contains("dns"));
  }

  @Test
  void nameServerThatNeverAnswersFailsAtTheDeadline() {
    var never = new CountDownLatch(1);
    var check =
        HttpCheck.get("http://slow.example/")
            .environment(
                resolvingWith(
                    host -> {
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        throw new UnknownHostException("interrupted");
                      }
                      return new InetAddress[0];
                    }))
            .build();
    var result = run(check, SHORT);
    never.countDown();
    assertThat(result.reason()).contains(Reason.TIMEOUT);
    assertThat(result.summary()).contains("while resolving the name");
  }

  @Test
  void everyAddressOfANameIsTried() throws Exception {
    try (var server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      var check =
          HttpCheck.get("http://two.example:" + server.port() + "/")
              .environment(
                  resolvingWith(
                      host ->
                          new InetAddress[] {
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 9}),
                            InetAddress.getLoopbackAddress()
                          }))
              .build();
      assertThat(run(check).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void nothingIsAskedWhenNoTimeIsLeft() throws Exception {
    try (var server = RawServer.hanging()) {
      var result = run(HttpCheck.get(server.url()).build(), Duration.ZERO);
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(server.connections()).isZero();
    }
  }

  private static HttpClients.Environment resolvingWith(Lookups.Resolver resolver) {
    return new HttpClients.Environment(
        new Lookups(
            resolver,
            task -> {
              var thread = new Thread(task, "resolver");
              thread.setDaemon(true);
              thread.start();
            }),
        FreshTls.platform());
  }

  private static void write(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  private static CheckResult run(HttpCheck check) {
    return run(check, Duration.ofSeconds(10));
  }

  private static CheckResult run(HttpCheck check, Duration timeout) {
    var context = FakeCheckContext.builder().timeout(timeout).build();
    return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check.run(context));
  }
}
