package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.Moshi;
import com.sun.net.httpserver.HttpServer;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
  private final Cli cli = new Cli();
  private final AtomicReference<String> seen = new AtomicReference<>("");
  private HttpServer target;

  @BeforeEach
  void startTarget() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/",
        exchange -> {
          try (exchange) {
            seen.set(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("X-Team"));
            var path = exchange.getRequestURI().getPath();
            if (path.equals("/299")) {
              LockSupport.parkNanos(50_000_000);
            }
            exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
          }
        });
    target.start();
  }

  @AfterEach
  void stopTarget() {
    target.stop(0);
  }

  @Test
  void passIsZero() {
    assertThat(cli.run("check", url("200"))).isZero();

    assertThat(cli.out())
        .startsWith("PASS    GET " + url("200"))
        .contains("phase", "connect", "first byte", "total")
        .contains("http_status_code 200");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void failIsOneAndSaysWhy() {
    assertThat(cli.run("check", url("503"))).isEqualTo(1);

    assertThat(cli.out()).startsWith("FAIL    GET ").contains("503").contains("[status]");
  }

  @Test
  void unknownIsThree() {
    assertThat(cli.run("check", "http://169.254.169.254/latest/meta-data/")).isEqualTo(3);

    assertThat(cli.out()).startsWith("UNKNOWN GET ").contains("[denied]");
  }

  @Test
  void warnIsZeroAndVisible() {
    assertThat(cli.run("check", url("299"), "--warn-above", "1ms", "--timeout", "20s")).isZero();

    assertThat(cli.out()).startsWith("WARN    GET ").contains("slower than 1 ms");
  }

  @Test
  void aStatusCanBeExpected() {
    assertThat(cli.run("check", url("404"), "--expect-status", "404,500-503")).isZero();
    assertThat(cli.run("check", url("502"), "--expect-status", "404,500-503")).isZero();
    assertThat(cli.run("check", url("200"), "--expect-status", "404,500-503")).isEqualTo(1);
  }

  @Test
  void methodAndHeadersAreSent() {
    assertThat(cli.run("check", url("204"), "-X", "HEAD", "-H", "X-Team: shop")).isZero();

    assertThat(seen).hasValue("HEAD shop");
  }

  @Test
  void jsonIsOneObjectForMachines() throws IOException {
    assertThat(cli.run("check", url("503"), "--json")).isEqualTo(1);

    assertThat(new Moshi.Builder().build().adapter(Object.class).fromJson(cli.out()))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("check", "GET " + url("503"))
        .containsEntry("status", "fail")
        .containsEntry("reason", "status")
        .containsEntry("details", Map.of("status_code", "503"))
        .containsKeys("summary", "latency_ms", "samples", "started");
  }

  @Test
  void aTcpPortIsChecked() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      assertThat(cli.run("check", "tcp://127.0.0.1:" + port)).isZero();
      assertThat(cli.out()).startsWith("PASS    tcp://127.0.0.1:" + port).contains("connect");
    }
    try (var nobody = FaultServer.start(Fault.REFUSED)) {
      assertThat(cli.run("check", "tcp://127.0.0.1:" + nobody.port())).isEqualTo(1);
      assertThat(cli.out()).contains("[refused]");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "check | Missing required parameter: 'URL'",
        "check ftp://x/ | URL must begin with http://, https:// or tcp://",
        "check shop.example | URL must begin with http://, https:// or tcp://",
        "check http:// | url",
        "check tcp://x | must be host:port",
        "check tcp://x:1 -X POST | are for http:// and https:// only",
        "check http://x --timeout 5 | expected a duration like 250ms, 30s",
        "check http://x --timeout 0s | --timeout must be longer than nothing",
        "check http://x --timeout -5s | --timeout must be longer than nothing",
        "check http://x --warn-above 0s | must be longer than nothing",
        "check http://x --expect-status abc | --expect-status must look like",
        "check http://x --expect-status 999 | status",
        "check http://x -H nonsense | --header must look like",
        "check http://x --colour red | Unknown option",
        "check http://x http://y | Unmatched argument",
      })
  void misuseIsTwoAndSaysWhatIsAllowed(String arguments, String message) {
    assertThat(cli.run(arguments.split(" "))).isEqualTo(2);

    assertThat(cli.err()).contains(message).contains("Try: pulse check --help");
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void aSecretHeaderIsNotRepeated() {
    assertThat(cli.run("check", url("200"), "-H", "bad name: hunter2")).isEqualTo(2);
    assertThat(cli.run("check", url("503"), "-H", "Authorization: hunter2")).isEqualTo(1);

    assertThat(cli.err() + cli.out()).doesNotContain("hunter2");
  }

  private String url(String status) {
    return "http://127.0.0.1:" + target.getAddress().getPort() + "/" + status;
  }
}
