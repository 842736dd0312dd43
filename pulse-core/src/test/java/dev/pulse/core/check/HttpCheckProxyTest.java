package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Credentials;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("tls")
class HttpCheckProxyTest {
  private static final String HOST = "shop.example";
  private static final String PASSWORD = "s3cret";

  private final MockWebServer plain = new MockWebServer();
  private final MockWebServer secure = new MockWebServer();
  private final List<String> resolved = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    plain.start();
    secure.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(TlsServers.certificate(HOST).build())
            .build()
            .sslSocketFactory());
    secure.start();
  }

  @AfterEach
  void stop() {
    plain.close();
    secure.close();
  }

  @Test
  void httpsGoesThroughATunnel() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      secure.enqueue(ok());
      var result = run(https().proxy(proxy.url()));
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().get(0))
          .startsWith("CONNECT " + HOST + ":" + secure.getPort() + " HTTP/1.1\r\n")
          .doesNotContain("okhttp");
      assertThat(secure.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
      assertThat(result.samples()).anyMatch(sample -> sample.labels().toString().contains("proxy"));
    }
  }

  @Test
  void httpGoesInTheAbsoluteForm() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      plain.enqueue(ok());
      assertThat(run(http().proxy(proxy.url())).status()).isEqualTo(Status.PASS);
      assertThat(proxy.heads().get(0))
          .startsWith("GET http://" + HOST + ":" + plain.getPort() + "/a?b=c HTTP/1.1\r\n");
    }
  }

  @Test
  void proxyResolvesTheTarget() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      secure.enqueue(ok());
      run(https().proxy("http://proxy.example:" + proxy.port()));
      assertThat(resolved).containsExactly("proxy.example");
    }
  }

  @Test
  void passwordIsSentToTheProxyAlone() throws Exception {
    var wanted = Credentials.basic("me", PASSWORD);
    try (var proxy = new ForwardProxy(wanted)) {
      secure.enqueue(ok());
      plain.enqueue(ok());
      var password = Secret.of(PASSWORD);
      assertThat(run(https().proxy(proxy.url(), "me", password)).status()).isEqualTo(Status.PASS);
      assertThat(run(http().proxy(proxy.url(), "me", password)).status()).isEqualTo(Status.PASS);
      assertThat(proxy.heads()).as("sent without being asked").hasSize(2);
      assertThat(secure.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }
  }

  @Test
  void proxyOfTheJvmIsNotFollowed() {
    var usual = ProxySelector.getDefault();
    plain.enqueue(ok());
    try {
      // Nobody listens there: a check that followed it would fail.
      ProxySelector.setDefault(
          ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
      assertThat(run(http()).status()).isEqualTo(Status.PASS);
    } finally {
      ProxySelector.setDefault(usual);
    }
  }

  @Test
  void missingPasswordIsTheProxysAffair() throws Exception {
    try (var proxy = new ForwardProxy("Basic x")) {
      for (var check : List.of(https(), http())) {
        var result = run(check.proxy(proxy.url()));
        assertUnknown(result, "the proxy 127.0.0.1:" + proxy.port() + " wants a user");
      }
    }
  }

  @Test
  void wrongPasswordIsTheProxysAffair() throws Exception {
    try (var proxy = new ForwardProxy("Basic x")) {
      for (var check : List.of(https(), http())) {
        var result = run(check.proxy(proxy.url(), "me", Secret.of(PASSWORD)));
        assertUnknown(result, "does not accept the user and the password");
      }
    }
  }

  @Test
  void deadProxyIsUnknown() throws Exception {
    int port = Ports.closed();
    for (var check : List.of(https(), http())) {
      var result = run(check.proxy("http://127.0.0.1:" + port));
      assertUnknown(
          result, "the proxy 127.0.0.1:" + port + " cannot be reached: connection refused");
      assertThat(result.latency()).isEmpty();
    }
  }

  @Test
  void unknownProxyIsUnknown() throws Exception {
    var result = run(https().proxy("http://nowhere.invalid:3128"));
    assertUnknown(result, "cannot be reached: the name nowhere.invalid cannot be resolved");
  }

  @Test
  void deadTargetBehindTheProxyFails() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      int port = Ports.closed();
      var result = run(check("https://" + HOST + ":" + port + "/").proxy(proxy.url()));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.UNREACHABLE);
      assertThat(result.summary())
          .isEqualTo(
              "the proxy 127.0.0.1:" + proxy.port() + " cannot reach the target: 502 Bad Gateway");
      var forwarded = run(check("http://" + HOST + ":" + port + "/").proxy(proxy.url()));
      assertThat(forwarded.reason()).contains(Reason.STATUS);
      assertThat(forwarded.summary()).contains("502 Bad Gateway", "through the proxy 127.0.0.1");
    }
  }

  @Test
  void failuresOfTheTargetNameTheProxyOnTheWay() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      var result = run(check("https://other.example:" + secure.getPort() + "/").proxy(proxy.url()));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary())
          .isEqualTo(
              "the certificate is not for other.example, through the proxy 127.0.0.1:"
                  + proxy.port());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "502, FAIL, unreachable",
    "503, FAIL, unreachable",
    "504, FAIL, unreachable",
    "403, UNKNOWN, proxy",
    "500, UNKNOWN, proxy",
    "302, UNKNOWN, proxy",
    "204, UNKNOWN, proxy",
  })
  void answerToATunnelTellsWhoseFailureItIs(int code, Status status, String reason)
      throws Exception {
    var answer = "HTTP/1.1 " + code + " hunter2\r\nLocation: http://127.0.0.1:9/\r\n\r\n";
    try (var proxy = RawServer.answering(answer)) {
      var result = run(https().proxy("http://127.0.0.1:" + proxy.port()));
      assertThat(result.status()).as(result.summary()).isEqualTo(status);
      assertThat(result.reason()).contains(Reason.of(reason));
      assertThat(result.summary()).contains(String.valueOf(code));
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2\r\n\r\n",
        "HTTP/1.1 200 x\r\n",
        "HTTP/1.1 407 x\r\nProxy-Authenticate: OkHttp-Preemptive\r\nConnection: close\r\n\r\n",
      })
  void proxyThatBabblesIsUnknown(String answer) throws Exception {
    try (var proxy = RawServer.answering(answer)) {
      for (var check : List.of(https(), http())) {
        var result = run(check.proxy("http://127.0.0.1:" + proxy.port()));
        assertThat(result.status()).as(result.summary()).isEqualTo(Status.UNKNOWN);
        assertThat(result.reason()).contains(Reason.PROXY);
      }
      assertThat(proxy.connections()).isEqualTo(2);
    }
  }

  @Test
  void tunnelThatIsNoneFails() throws Exception {
    try (var proxy =
        new RawServer(
            socket -> {
              RawServer.readHead(socket);
              var out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n\r\nhunter2 hunter2 hunter2".getBytes(ISO_8859_1));
              socket.getInputStream().read();
            })) {
      var result = run(https().proxy("http://127.0.0.1:" + proxy.port()));
      assertThat(result.status().isUp()).as(result.summary()).isFalse();
      assertThat(result.summary()).contains("the proxy 127.0.0.1");
    }
  }

  @Test
  void endlessHeadersOfAProxyEnd() throws Exception {
    try (var proxy =
        new RawServer(
            socket -> {
              RawServer.readHead(socket);
              var out = socket.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
              while (true) {
                out.write("X-A: hunter2\r\n".repeat(100).getBytes(ISO_8859_1));
              }
            })) {
      for (var check : List.of(https(), http())) {
        assertUnknown(run(check.proxy("http://127.0.0.1:" + proxy.port())), "failed: ");
      }
    }
  }

  @Test
  void proxyThatDoesNotGetThroughTimesOutAsTheTarget() throws Exception {
    try (var proxy = RawServer.hanging()) {
      // Long enough to reach the proxy also on a machine that stands still for a while.
      var context = FakeCheckContext.builder().timeout(Duration.ofSeconds(3)).build();
      var result = https().proxy("http://127.0.0.1:" + proxy.port()).build().run(context);
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary())
          .contains("waiting for the proxy to reach the target", "through the proxy 127.0.0.1");
    }
  }

  @Test
  void interruptEndsTheWaitForATunnel() throws Exception {
    try (var proxy = RawServer.hanging()) {
      var check = https().proxy("http://127.0.0.1:" + proxy.port()).build();
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> check.run(FakeCheckContext.create()));
    }
  }

  @Test
  void proxyItselfIsUnderTheEgressPolicy() {
    var result = run(https().proxy("http://169.254.1.1:3128"));
    assertThat(result.reason()).contains(Reason.DENIED);
    assertThat(result.summary())
        .startsWith("the proxy 169.254.1.1:3128: address not allowed: ")
        .contains("link-local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://[::ffff:169.254.169.254]/",
        "http://[fd00:ec2::254]/",
      })
  void metadataIsNotAskedThroughAProxyEither(String url) throws Exception {
    try (var proxy = new ForwardProxy("")) {
      var result = run(check(url).proxy(proxy.url()));
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.DENIED);
      assertThat(proxy.heads()).isEmpty();
    }
  }

  @Test
  void redirectToMetadataIsNotAskedThroughAProxyEither() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      plain.enqueue(
          new MockResponse.Builder()
              .code(302)
              .addHeader("Location", "http://169.254.169.254/latest/")
              .build());
      var result = run(http().proxy(proxy.url()));
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.DENIED);
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @Test
  void tokenIsFetchedThroughTheProxy() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      plain.enqueue(
          new MockResponse.Builder()
              .body("{\"access_token\":\"a\",\"token_type\":\"bearer\"}")
              .build());
      secure.enqueue(ok());
      var how =
          OAuth2.clientCredentials(
              "http://id.example:" + plain.getPort() + "/t", "c", Secret.of(PASSWORD));
      assertThat(run(https().oauth2(how).proxy(proxy.url())).status()).isEqualTo(Status.PASS);
      assertThat(proxy.heads().get(0)).startsWith("POST http://id.example:");
      assertThat(proxy.heads().get(1)).startsWith("CONNECT " + HOST);
      var dead = run(https().oauth2(how).proxy("http://127.0.0.1:" + Ports.closed()));
      assertUnknown(dead, "no token from id.example: the proxy 127.0.0.1:");
    }
  }

  @Test
  void keptConnectionIsThatOfTheSameTunnel() throws Exception {
    try (var proxy = new ForwardProxy("")) {
      secure.enqueue(ok());
      secure.enqueue(ok());
      var check = https().proxy(proxy.url()).keepAlive().build();
      assertThat(check.run(FakeCheckContext.create()).status()).isEqualTo(Status.PASS);
      assertThat(check.run(FakeCheckContext.create()).status()).isEqualTo(Status.PASS);
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "socks5://proxy.example:1080 | has the scheme",
        "https://proxy.example:443 | has the scheme",
        "http://me:hunter2@proxy.example:3128 | must not contain a user or password",
        "http://proxy.example | must be host:port or http://host:port",
        "http://proxy.example:99999 | must have a port of 1 to 65535",
        "http://proxy.example:3128/path | must be host:port",
      })
  void proxyThatCannotBeIsRefused(String url, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> https().proxy(url).build())
        .withMessageContaining("proxy.url: " + problem)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void policyThatNobodyCanKeepIsRefused() {
    for (var policy :
        List.of(
            EgressPolicy.strict(),
            EgressPolicy.strict().allow("10.0.0.0/8"),
            EgressPolicy.lenient().deny("10.0.0.0/8"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  https().proxy("proxy.example:3128", "a:b", Secret.of("p")).egress(policy).build())
          .withMessageContainingAll("proxy: excludes a strict egress policy", "proxy.user: must");
    }
  }

  private static void assertUnknown(CheckResult result, String words) {
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.PROXY);
    assertThat(result.summary()).contains(words);
  }

  private HttpCheck.Builder https() {
    return check("https://" + HOST + ":" + secure.getPort() + "/");
  }

  private HttpCheck.Builder http() {
    return check("http://" + HOST + ":" + plain.getPort() + "/a?b=c");
  }

  private HttpCheck.Builder check(String url) {
    var trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(TlsServers.AUTHORITY.certificate())
            .build()
            .trustManager();
    return HttpCheck.get(url)
        .environment(
            new HttpClients.Environment(
                new Lookups(this::resolve, Runnable::run), new FreshTls(trust)));
  }

  private InetAddress[] resolve(String name) throws UnknownHostException {
    resolved.add(name);
    if (name.endsWith(".invalid")) {
      throw new UnknownHostException(name);
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  private static CheckResult run(HttpCheck.Builder builder) {
    var context = FakeCheckContext.create();
    var check = builder.build();
    try {
      var result = check.run(context);
      assertThat(List.of(result.toString(), context.logLines().toString(), check.toString()))
          .noneMatch(text -> text.contains(PASSWORD) || text.contains("hunter2"));
      return result;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MockResponse ok() {
    return new MockResponse.Builder().code(200).build();
  }
}
