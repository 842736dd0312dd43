package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpCheckTest {
  @Test
  void openPortPassesAndTheConnectionIsClosedAtOnce() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var result = run(TcpCheck.to("127.0.0.1", server.getLocalPort()));
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(result.summary()).matches("connected in \\d+ ms");
      assertThat(result.latency()).isPresent();
      assertThat(phases(result)).containsExactly("connect", "total");
      try (var accepted = server.accept()) {
        accepted.setSoTimeout(60_000);
        assertThat(accepted.getInputStream().read()).as("end of stream").isEqualTo(-1);
      }
    }
  }

  @Test
  void closedPortFailsAtOnce() {
    int port = Ports.closed();
    var result = run(TcpCheck.parse("tcp://127.0.0.1:" + port));
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.REFUSED);
    assertThat(result.summary()).isEqualTo("connection refused (127.0.0.1:" + port + ")");
    assertThat(result.latency()).isPresent();
  }

  @Test
  void addressThatNeverAnswersFailsAtTheDeadline() throws Exception {
    try (var full = new FullServer()) {
      var result = run(TcpCheck.to("127.0.0.1", full.port()), Duration.ofMillis(300));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary()).contains("while connecting (127.0.0.1:");
    }
  }

  @Test
  void nameIsResolvedAndEveryAddressTried() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var lookups =
          new Lookups(
              host ->
                  new InetAddress[] {
                    InetAddress.getByAddress(new byte[] {127, 0, 0, 9}),
                    InetAddress.getLoopbackAddress()
                  },
              Runnable::run);
      var result = run(TcpCheck.to("db.example", server.getLocalPort()).lookups(lookups));
      assertThat(result.status()).isEqualTo(Status.PASS);
      assertThat(phases(result)).containsExactly("dns", "connect", "total");
    }
  }

  @Test
  void unknownNameIsADnsFailure() {
    var lookups =
        new Lookups(
            host -> {
              throw new UnknownHostException(host);
            },
            Runnable::run);
    var result = run(TcpCheck.to("db.example", 5432).lookups(lookups));
    assertThat(result.reason()).contains(Reason.DNS);
    assertThat(result.summary()).isEqualTo("the name db.example cannot be resolved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::ffff:127.0.0.1"})
  void strictPolicyRefusesLoopback(String host) throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var check = TcpCheck.to(host, server.getLocalPort()).egress(EgressPolicy.strict());
      var result = run(check);
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.DENIED);
    }
  }

  @Test
  void slowConnectionIsJudged() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var check = TcpCheck.to("127.0.0.1", server.getLocalPort()).failAbove(Duration.ofNanos(1));
      var result = run(check);
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.LATENCY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "db.example:5432, tcp://db.example:5432",
    "TCP://db.example:5432, tcp://db.example:5432",
    "tcp://db.example:5432/, tcp://db.example:5432",
    "[2001:db8::1]:5432, tcp://[2001:db8::1]:5432",
    "tcp://[::1]:80, tcp://[::1]:80",
    "my_service:80, tcp://my_service:80",
    "10.0.0.1:1, tcp://10.0.0.1:1",
  })
  void addressIsRead(String address, String expected) {
    assertThat(TcpCheck.parse(address).build()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db.example",
        "db.example:",
        ":5432",
        "db.example:0",
        "db.example:65536",
        "db.example:99999999999",
        "http://db.example:80",
        "2001:db8::1:5432",
        "[2001:db8::1]",
        "[::::]:80",
        "[db.example]:80",
        "user@db.example:80",
        "db.example:80/path",
        "db example:80",
        "-x:80",
        "a..b:80",
      })
  void malformedAddressIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TcpCheck.parse(address).build())
        .withMessageContaining("address: must");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TcpCheck.to("a b", 0).warnAbove(Duration.ZERO).build())
        .withMessageContainingAll("must name a host", "port of 1 to 65535", "warn-above: ");
  }

  private static List<String> phases(CheckResult result) {
    return result.samples().stream()
        .flatMap(sample -> sample.labels().get("phase").stream())
        .toList();
  }

  private static CheckResult run(TcpCheck.Builder check) {
    return run(check, Duration.ofSeconds(10));
  }

  private static CheckResult run(TcpCheck.Builder check, Duration timeout) {
    var context = FakeCheckContext.builder().timeout(timeout).build();
    return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check.build().run(context));
  }
}
