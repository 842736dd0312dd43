package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCheckEgressTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/",
        "http://localhost:%d/",
        "http://2130706433:%d/",
        "http://0x7f000001:%d/",
        "http://127.1:%d/",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://[::1]:%d/",
        "http://0.0.0.0:%d/",
      })
  void strictPolicyOpensNoConnectionToLoopback(String url) throws Exception {
    try (var server = RawServer.answering(OK)) {
      var result = run(HttpCheck.get(url.formatted(server.port())).egress(EgressPolicy.strict()));
      // Not every resolver knows every notation; none of them may lead to a connection.
      assertThat(result.status().isUp()).as("%s: %s", url, result).isFalse();
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/", "http://localhost:%d/"})
  void refusalIsUnknownAndNamesTheRule(String url) throws Exception {
    try (var server = RawServer.answering(OK)) {
      var result = run(HttpCheck.get(url.formatted(server.port())).egress(EgressPolicy.strict()));
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.DENIED);
      assertThat(result.summary()).contains("address not allowed: ", "loopback");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
      })
  void metadataIsRefusedEvenByTheDefault(String url) {
    var result = run(HttpCheck.get(url));
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.DENIED);
  }

  @Test
  void nameThatResolvesToAPrivateAddressIsRefused() throws Exception {
    try (var server = RawServer.answering(OK)) {
      var check =
          HttpCheck.get("http://public.example:" + server.port() + "/")
              .environment(loopbackForEveryName())
              .egress(EgressPolicy.strict());
      assertThat(run(check).reason()).contains(Reason.DENIED);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void redirectToAForbiddenAddressIsRefused() throws Exception {
    try (var inside = RawServer.answering(OK);
        var outside =
            RawServer.answering(
                "HTTP/1.1 302 x\r\nLocation: http://127.0.0.2:"
                    + inside.port()
                    + "/\r\nContent-Length: 0\r\n\r\n")) {
      var check = HttpCheck.get(outside.url()).egress(EgressPolicy.strict().allow("127.0.0.1/32"));
      var result = run(check);
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.DENIED);
      assertThat(outside.connections()).isEqualTo(1);
      assertThat(inside.connections()).isZero();
    }
  }

  @Test
  void allowedRangeIsReached() throws Exception {
    try (var server = RawServer.answering(OK)) {
      var check = HttpCheck.get(server.url()).egress(EgressPolicy.strict().allow("127.0.0.0/8"));
      assertThat(run(check).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void connectionThatAnotherPolicyOpenedIsNotUsed() throws Exception {
    // A name, because a literal address is judged before a connection is looked for.
    var environment = loopbackForEveryName();
    try (var server = RawServer.keeping(OK)) {
      var url = "http://public.example:" + server.port() + "/";
      var lenient = HttpCheck.get(url).environment(environment).keepAlive().build();
      assertThat(run(lenient).status()).isEqualTo(Status.PASS);
      assertThat(run(lenient).status()).isEqualTo(Status.PASS);
      assertThat(server.connections()).as("there is a connection to be used").isEqualTo(1);

      var strict =
          HttpCheck.get(url).environment(environment).keepAlive().egress(EgressPolicy.strict());
      assertThat(run(strict).reason()).contains(Reason.DENIED);
    }
  }

  private static HttpClients.Environment loopbackForEveryName() {
    return new HttpClients.Environment(
        new Lookups(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run),
        FreshTls.platform());
  }

  private static CheckResult run(HttpCheck.Builder check) {
    return run(check.build());
  }

  private static CheckResult run(HttpCheck check) {
    try {
      return check.run(FakeCheckContext.create());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
