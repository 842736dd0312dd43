package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.testkit.FakeCheckContext;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("tls")
class HttpCheckTlsTest {
  private static final String HOST = "shop.example";

  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(1).build();
  private final MockWebServer server = new MockWebServer();
  private final MockWebServer plain = new MockWebServer();

  @AfterEach
  void stop() {
    server.close();
    plain.close();
  }

  @Test
  void trustedCertificatePasses() throws Exception {
    serve(certificate -> certificate);
    var result = run(https());
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
    assertThat(result.samples())
        .anyMatch(sample -> sample.labels().get("phase").equals(Optional.of("tls")))
        .anyMatch(sample -> sample.labels().get("phase").equals(Optional.of("dns")));
  }

  @Test
  void expiredCertificateFails() throws Exception {
    long now = Instant.now().toEpochMilli();
    long day = Duration.ofDays(1).toMillis();
    serve(certificate -> certificate.validityInterval(now - 2 * day, now - day));
    assertTlsFailure("the certificate has expired");
  }

  @Test
  void certificateOfTheFutureFails() throws Exception {
    long now = Instant.now().toEpochMilli();
    long day = Duration.ofDays(1).toMillis();
    serve(certificate -> certificate.validityInterval(now + day, now + 2 * day));
    assertTlsFailure("the certificate is not valid yet");
  }

  @Test
  void selfSignedCertificateFails() throws Exception {
    var own = new HeldCertificate.Builder().addSubjectAlternativeName(HOST).build();
    serveWith(own);
    assertTlsFailure("the certificate is not trusted");
  }

  @Test
  void certificateOfAnotherHostFails() throws Exception {
    serveWith(
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("other.example")
            .build());
    assertTlsFailure("the certificate is not for shop.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "wiki"})
  void serverIsToldTheName(String name) throws Exception {
    var asked = new TlsServers.Asked();
    try (var raw = TlsServers.serving(TlsServers.certificate("other.example").build(), asked)) {
      var result = run("https://" + name + ":" + raw.port() + "/");
      assertThat(result.reason()).as(result.summary()).contains(Reason.TLS);
      assertThat(asked.names).containsExactly(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "my_wiki"})
  void serverIsToldNothingButNames(String host) throws Exception {
    var asked = new TlsServers.Asked();
    try (var raw = TlsServers.serving(TlsServers.certificate("other.example").build(), asked)) {
      run("https://" + host + ":" + raw.port() + "/");
      assertThat(asked.names).isEmpty();
    }
  }

  @Test
  void serverWithoutTlsFails() throws Exception {
    try (var raw =
        new RawServer(
            socket -> {
              socket.getInputStream().read();
              socket.getOutputStream().write("HTTP/1.1 400 x\r\n\r\n".getBytes(UTF_8));
            })) {
      var result = run("https://" + HOST + ":" + raw.port() + "/");
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).as(result.summary()).contains(Reason.TLS);
    }
  }

  @Test
  void silentServerTimesOutInTheHandshake() throws Exception {
    try (var raw = RawServer.hanging()) {
      var check = check("https://" + HOST + ":" + raw.port() + "/", trust());
      // Long enough to reach the handshake also on a machine that stands still for a while.
      var context = FakeCheckContext.builder().timeout(Duration.ofSeconds(3)).build();
      var result = check.run(context);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary()).contains("in the TLS handshake");
    }
  }

  @Test
  void redirectFromHttpToHttpsIsFollowed() throws Exception {
    serve(certificate -> certificate);
    plain.start(InetAddress.getLoopbackAddress(), 0);
    plain.enqueue(new MockResponse.Builder().code(301).addHeader("Location", https()).build());
    var result = run("http://" + HOST + ":" + plain.getPort() + "/");
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
  }

  @Test
  void redirectFromHttpsToHttpIsFollowed() throws Exception {
    plain.start(InetAddress.getLoopbackAddress(), 0);
    plain.enqueue(new MockResponse.Builder().code(200).build());
    serve(certificate -> certificate, "http://" + HOST + ":" + plain.getPort() + "/");
    var result = run(https());
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
  }

  @Test
  void eachRunVerifiesTheCertificateAnew() throws Exception {
    serve(certificate -> certificate);
    server.enqueue(new MockResponse.Builder().code(200).build());
    var trust = new CountingTrust(trust());
    var check = check(https(), trust);
    for (int i = 0; i < 2; i++) {
      assertThat(check.run(FakeCheckContext.create()).status()).isEqualTo(Status.PASS);
    }
    // A resumed session would not be verified again, and would be faster than a visitor's.
    assertThat(trust.asked.get()).isEqualTo(2);
  }

  @Test
  void certificateThatEndsSoonIsAComplaintOnlyWhenAskedFor() throws Exception {
    serve(certificate -> certificate);
    for (int i = 0; i < 3; i++) {
      server.enqueue(new MockResponse.Builder().code(i < 2 ? 200 : 500).build());
    }
    // Certificates of the tests end after 24 hours.
    var plain = run(https());
    assertThat(plain.status()).isEqualTo(Status.PASS);
    assertThat(plain.samples())
        .anyMatch(
            sample ->
                sample.name().equals("tls_certificate_not_after_seconds")
                    && Math.abs(sample.value() - Instant.now().getEpochSecond() - 86_400) < 60);
    var warned = runJudging(https());
    assertThat(warned.status()).isEqualTo(Status.WARN);
    assertThat(warned.reason()).contains(Reason.TLS);
    assertThat(warned.summary())
        .matches("the certificate expires in 2[34] hours, less than 30 days");
    var later = Instant.now().plus(Duration.ofDays(40));
    assertThat(runJudging(https(), later).summary()).isEqualTo("the certificate has expired");
    // What is worse than a certificate that ends soon goes first.
    assertThat(runJudging(https()).reason()).contains(Reason.STATUS);
  }

  @Test
  void whereTheLastAnswerHasNoCertificateNobodyCanJudgeIt() throws Exception {
    plain.start(InetAddress.getLoopbackAddress(), 0);
    plain.enqueue(new MockResponse.Builder().code(200).build());
    serve(certificate -> certificate, "http://" + HOST + ":" + plain.getPort() + "/");
    var result = runJudging(https());
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.UNKNOWN);
    assertThat(result.reason()).contains(Reason.NO_DATA);
    assertThat(result.summary())
        .startsWith("there is no certificate to judge: the last answer came without TLS, 200 in ");
    assertThat(result.samples())
        .noneMatch(sample -> sample.name().equals("tls_certificate_not_after_seconds"));
  }

  @Test
  void connectionThatBreaksInTheBodyIsAReset() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(200)
            .body("x".repeat(100_000))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    serveWith(
        new HeldCertificate.Builder().signedBy(authority).addSubjectAlternativeName(HOST).build());
    var result = run(https());
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).as(result.summary()).contains(Reason.RESET);
  }

  private void assertTlsFailure(String summary) throws Exception {
    var result = run(https());
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.TLS);
    assertThat(result.summary()).startsWith(summary);
    assertThat(result.latency()).isPresent();
  }

  private String https() {
    return "https://" + HOST + ":" + server.getPort() + "/";
  }

  private void serve(UnaryOperator<HeldCertificate.Builder> change) throws Exception {
    serve(change, null);
  }

  private void serve(UnaryOperator<HeldCertificate.Builder> change, String location)
      throws Exception {
    server.enqueue(
        location == null
            ? new MockResponse.Builder().code(200).build()
            : new MockResponse.Builder().code(302).addHeader("Location", location).build());
    serveWith(
        change
            .apply(
                new HeldCertificate.Builder().signedBy(authority).addSubjectAlternativeName(HOST))
            .build());
  }

  private void serveWith(HeldCertificate certificate) throws Exception {
    var certificates = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    server.useHttps(certificates.sslSocketFactory());
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void aCheckKeepsNoIndexOfWhatIsTrusted() {
    var issuersRead = new AtomicInteger();
    var trust =
        new CountingTrust(trust()) {
          @Override
          public X509Certificate[] getAcceptedIssuers() {
            issuersRead.incrementAndGet();
            return super.getAcceptedIssuers();
          }
        };

    check("https://shop.example/", trust);

    assertThat(issuersRead).hasValue(0);
  }

  private X509TrustManager trust() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(authority.certificate())
        .build()
        .trustManager();
  }

  private CheckResult runJudging(String url) throws Exception {
    return runJudging(url, Instant.now());
  }

  private CheckResult runJudging(String url, Instant now) throws Exception {
    var context = FakeCheckContext.builder().clock(InstantSource.fixed(now)).build();
    return builder(url, trust())
        .certificateWarnBefore(Duration.ofDays(30))
        .certificateFailBefore(Duration.ofHours(1))
        .build()
        .run(context);
  }

  private static HttpCheck check(String url, X509TrustManager trust) {
    return builder(url, trust).build();
  }

  private static HttpCheck.Builder builder(String url, X509TrustManager trust) {
    var lookups =
        new Lookups(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run);
    return HttpCheck.get(url)
        .environment(new HttpClients.Environment(lookups, new FreshTls(trust)));
  }

  private CheckResult run(String url) throws Exception {
    return check(url, trust()).run(FakeCheckContext.create());
  }

  private static class CountingTrust implements X509TrustManager {
    private final X509TrustManager trust;
    private final AtomicInteger asked = new AtomicInteger();

    CountingTrust(X509TrustManager trust) {
      this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      asked.incrementAndGet();
      trust.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }
}
