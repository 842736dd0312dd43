package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.testkit.FakeCheckContext;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures that a loopback server cannot produce. */
class FailuresTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  static Arguments[] failures() {
    return new Arguments[] {
      Arguments.argumentSet(
          "no route",
          new NoRouteToHostException("No route to host"),
          Phase.CONNECT,
          Status.FAIL,
          Reason.UNREACHABLE),
      Arguments.argumentSet(
          "network down",
          new SocketException("Network is unreachable"),
          Phase.CONNECT,
          Status.FAIL,
          Reason.UNREACHABLE),
      Arguments.argumentSet(
          "the kernel gives up",
          new ConnectException("Connection timed out"),
          Phase.CONNECT,
          Status.FAIL,
          Reason.TIMEOUT),
      Arguments.argumentSet(
          "no file handle left",
          new SocketException("Too many open files"),
          Phase.CONNECT,
          Status.UNKNOWN,
          Reason.ERROR),
      Arguments.argumentSet(
          "the resolver of this machine fails",
          notResolved("shop.example: System error"),
          Phase.DNS,
          Status.UNKNOWN,
          Reason.ERROR),
      Arguments.argumentSet(
          "no such name",
          notResolved("shop.example: Name or service not known"),
          Phase.DNS,
          Status.FAIL,
          Reason.DNS),
      Arguments.argumentSet(
          "no port left",
          new BindException("Cannot assign requested address"),
          Phase.CONNECT,
          Status.UNKNOWN,
          Reason.ERROR),
      Arguments.argumentSet(
          "reset below TLS",
          new SSLException("Connection reset", new SocketException("Connection reset")),
          Phase.BODY,
          Status.FAIL,
          Reason.RESET),
      Arguments.argumentSet(
          "a channel whose other side is gone",
          new IOException("Broken pipe"),
          Phase.FIRST_BYTE,
          Status.FAIL,
          Reason.RESET),
      Arguments.argumentSet(
          "gone before the handshake began",
          new SSLException("Couldn't kickstart handshaking", new IOException("Broken pipe")),
          Phase.TLS,
          Status.FAIL,
          Reason.RESET),
      Arguments.argumentSet(
          "a text of the server that only sounds like it",
          new ProtocolException("Unexpected status line: Broken pipe"),
          Phase.FIRST_BYTE,
          Status.FAIL,
          Reason.PROTOCOL),
      Arguments.argumentSet(
          "closed in the handshake",
          new SSLException("Remote host terminated the handshake", new EOFException()),
          Phase.TLS,
          Status.FAIL,
          Reason.TLS),
    };
  }

  private static UnknownHostException notResolved(String cause) {
    var failure = new UnknownHostException("the name cannot be resolved");
    failure.initCause(new UnknownHostException(cause));
    return failure;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureHasItsReason(IOException failure, Phase phase, Status status, Reason reason)
      throws Exception {
    var result = result(failure, phase, LONG);
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.reason()).contains(reason);
    assertThat(result.latency()).isPresent();
  }

  @Test
  void interruptIsPassedOn() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> result(new SocketException("closed"), Phase.CONNECT, LONG));
  }

  @Test
  void interruptAtTheDeadlineIsATimeoutAndIsUsedUp() throws Exception {
    Thread.currentThread().interrupt();
    var result = result(new SocketException("closed"), Phase.BODY, Duration.ZERO);
    assertThat(result.reason()).contains(Reason.TIMEOUT);
    assertThat(Thread.interrupted()).isFalse();
  }

  private static CheckResult result(IOException failure, Phase phase, Duration timeout)
      throws InterruptedException {
    var context = FakeCheckContext.builder().timeout(timeout).build();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);
    return Failures.result(
        failure, context, Deadline.in(LONG), new Situation(phase, "shop.example", address));
  }
}
