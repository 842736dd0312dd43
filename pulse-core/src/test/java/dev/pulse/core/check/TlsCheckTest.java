package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import dev.pulse.testkit.FakeCheckContext;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsCheckTest {
  private static final String HOST = "shop.example";
  private static final Instant NOW = Instant.parse("2030-03-01T12:00:00Z");

  @Test
  void trustedCertificatePassesAndIsDescribed() throws Exception {
    var certificate = valid(NOW.minus(days(10)), NOW.plus(days(90))).serialNumber(255).build();
    try (var server = TlsServers.serving(certificate)) {
      var result = run(check(server));
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(result.summary())
          .matches("TLSv1.3, the certificate expires in 90 days, in \\d+ ms");
      assertThat(result.details())
          .containsEntry("protocol", "TLSv1.3")
          .containsEntry("subject", "CN=shop.example")
          .containsEntry("issuer", "CN=Test root")
          .containsEntry("serial", "ff")
          .containsEntry("not_after", NOW.plus(days(90)).toString())
          .containsKey("cipher");
      assertThat(result.latency()).isPresent();
      assertThat(value(result, "tls_certificate_not_after_seconds"))
          .isEqualTo((double) NOW.plus(days(90)).getEpochSecond());
      assertThat(phases(result)).containsExactly("dns", "connect", "tls", "total");
    }
  }

  @Test
  void expiredCertificateFails() throws Exception {
    assertBroken(
        valid(NOW.minus(days(10)), NOW.minus(days(3))).build(),
        "the certificate has expired 3 days ago");
  }

  @Test
  void certificateOfTheFutureFails() throws Exception {
    assertBroken(
        valid(NOW.plus(days(3)), NOW.plus(days(90))).build(),
        "the certificate is not valid yet: it begins in 3 days");
  }

  @Test
  void selfSignedCertificateFails() throws Exception {
    assertBroken(
        new HeldCertificate.Builder()
            .addSubjectAlternativeName(HOST)
            .validityInterval(millis(NOW.minus(days(1))), millis(NOW.plus(days(90))))
            .build(),
        "the certificate is self-signed and not trusted");
  }

  @Test
  void certificateOfAnotherHostFails() throws Exception {
    assertBroken(
        usual(TlsServers.certificate("other.example")).build(),
        "the certificate is not for shop.example");
  }

  @Test
  void chainOfAnUnknownAuthorityFails() throws Exception {
    var other = usual(new HeldCertificate.Builder()).certificateAuthority(0).build();
    var own = usual(TlsServers.certificate(HOST)).signedBy(other).build();
    try (var server = TlsServers.serving(own, other.certificate())) {
      assertTlsFailure(
          run(check(server)),
          "the certificate is not trusted: the root of its chain is not a trusted authority",
          own);
    }
  }

  @Test
  void missingIntermediateFails() throws Exception {
    var intermediate =
        new HeldCertificate.Builder()
            .certificateAuthority(0)
            .signedBy(TlsServers.AUTHORITY)
            .build();
    var own = usual(TlsServers.certificate(HOST)).signedBy(intermediate).build();
    try (var server = TlsServers.serving(own)) {
      assertThat(run(check(server)).summary()).contains("or an intermediate is missing (");
    }
  }

  @Test
  void intermediateThatIsSentIsFollowedAndCounts() throws Exception {
    var intermediate =
        usual(new HeldCertificate.Builder())
            .certificateAuthority(0)
            .signedBy(TlsServers.AUTHORITY)
            .validityInterval(millis(NOW.minus(days(1))), millis(NOW.plus(days(10))))
            .build();
    var own = usual(TlsServers.certificate(HOST)).signedBy(intermediate).build();
    try (var server = TlsServers.serving(own, intermediate.certificate())) {
      var result = run(check(server));
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.WARN);
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary())
          .isEqualTo("the certificate expires in 10 days, less than 21 days");
      assertThat(value(result, "tls_certificate_not_after_seconds"))
          .isEqualTo((double) NOW.plus(days(10)).getEpochSecond());
    }
  }

  @ParameterizedTest
  @MethodSource("remainders")
  void whatIsLeftIsJudged(Duration left, Status expected) throws Exception {
    try (var server = TlsServers.serving(valid(NOW.minus(days(1)), NOW.plus(left)).build())) {
      assertThat(run(check(server)).status()).isEqualTo(expected);
    }
  }

  static Stream<Arguments> remainders() {
    return Stream.of(
        argumentSet("just enough", days(21), Status.PASS),
        argumentSet("a second short of it", days(21).minusSeconds(1), Status.WARN),
        argumentSet("still a warning", days(7), Status.WARN),
        argumentSet("too little", days(7).minusSeconds(1), Status.FAIL));
  }

  @Test
  void boundsCanBeChosen() throws Exception {
    try (var server = TlsServers.serving(valid(NOW.minus(days(1)), NOW.plus(days(40))).build())) {
      var result =
          run(check(server).certificateWarnBefore(days(60)).certificateFailBefore(days(50)));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.summary())
          .isEqualTo("the certificate expires in 40 days, less than 50 days");
    }
  }

  @Test
  void theClockOfTheRunDecidesAboutACertificateThatTheJvmTakesForValid() throws Exception {
    var certificate = TlsServers.certificate(HOST).build();
    try (var server = TlsServers.serving(certificate)) {
      var later = certificate.certificate().getNotAfter().toInstant().plus(days(100));
      var result = run(check(server), later);
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary()).startsWith("the certificate has expired 100 days ago");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1999-01-01T00:00:00Z", "2090-01-01T00:00:00Z"})
  void theClockOfTheRunDecidesAboutACertificateThatTheJvmTakesForInvalid(Instant then)
      throws Exception {
    try (var server = TlsServers.serving(valid(then.minus(days(1)), then.plus(days(40))).build())) {
      assertThat(run(check(server), then).status()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void untrustedIsSaidEvenWhenTheJvmComplainsAboutTimeFirst() throws Exception {
    var other = new HeldCertificate.Builder().certificateAuthority(0).build();
    var own = usual(TlsServers.certificate(HOST)).signedBy(other).build();
    try (var server = TlsServers.serving(own)) {
      assertThat(run(check(server)).summary()).startsWith("the certificate is not trusted");
    }
  }

  @Test
  void serverNameIsAskedForAndVerified() throws Exception {
    var asked = new TlsServers.Asked();
    try (var server =
        TlsServers.serving(usual(TlsServers.certificate("other.example")).build(), asked)) {
      var result = run(check(server).serverName("other.example"));
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(asked.names).containsExactly("other.example");
    }
  }

  @Test
  void internationalHostIsAskedForInAscii() throws Exception {
    var asked = new TlsServers.Asked();
    try (var server =
        TlsServers.serving(usual(TlsServers.certificate("xn--bcher-kva.example")).build(), asked)) {
      var result = run(TlsCheck.to("bücher.example", server.port()));
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(asked.names).containsExactly("xn--bcher-kva.example");
    }
  }

  @Test
  void addressIsVerifiedAgainstTheAddressesOfTheCertificate() throws Exception {
    try (var server = TlsServers.serving(usual(TlsServers.certificate("127.0.0.1")).build())) {
      var result = run(TlsCheck.to("127.0.0.1", server.port()));
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void protocolBelowTheFloorFails() throws Exception {
    try (var server = TlsServers.serving("TLSv1.2", usual(TlsServers.certificate(HOST)).build())) {
      assertThat(run(check(server)).status()).isEqualTo(Status.PASS);
      var result = run(check(server).minimumProtocol("TLSv1.3"));
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary())
          .startsWith("the server speaks TLSv1.2, but at least TLSv1.3 is expected (");
      assertThat(result.details()).containsEntry("protocol", "TLSv1.2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1503010002 0246", // the alert protocol_version
        "160302002a 02000026 0302" // a hello of TLS 1.1 that chooses
            // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
            + " 0000000000000000000000000000000000000000000000000000000000000000 00 c013 00",
      })
  void protocolThatIsTooOldToBeSpokenFails(String answer) throws Exception {
    try (var server = sending(HexFormat.of().parseHex(answer.replace(" ", "")))) {
      var result = run(check(server));
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary()).startsWith("the server does not speak TLSv1.2 or newer (");
    }
  }

  @Test
  void cipherIsExpected() throws Exception {
    try (var server = TlsServers.serving(usual(TlsServers.certificate(HOST)).build())) {
      var agreed = run(check(server)).details().get("cipher");
      assertThat(run(check(server).expectCipher("TLS_X", agreed)).status()).isEqualTo(Status.PASS);
      var result = run(check(server).expectCipher("TLS_AES_128_CCM_8_SHA256"));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.summary())
          .startsWith("the cipher is " + agreed + ", which is not one of those expected");
    }
  }

  @Test
  void serverWithoutTlsFails() throws Exception {
    try (var server = sending("HTTP/1.1 400 x\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
      var result = run(check(server));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary())
          .isEqualTo(
              "the server answers something that is not TLS (127.0.0.1:" + server.port() + ")");
    }
  }

  @Test
  void serverThatHangsUpFails() throws Exception {
    try (var server = new RawServer(socket -> socket.getInputStream().read())) {
      assertThat(run(check(server)).status()).isEqualTo(Status.FAIL);
    }
  }

  @Test
  void closedPortFails() {
    var result = run(TlsCheck.to(HOST, Ports.closed()));
    assertThat(result.reason()).contains(Reason.REFUSED);
  }

  @Test
  void serverThatSendsOneByteAtATimeFailsAtTheDeadline() throws Exception {
    var closed = new CountDownLatch(1);
    try (var server =
        new RawServer(
            socket -> {
              socket.getOutputStream().write(HexFormat.of().parseHex("1603034000"));
              while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write(0);
              }
            })) {
      // Long enough to reach the handshake also on a machine that stands still for a while.
      var result = run(check(server), NOW, Duration.ofSeconds(3));
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(result.summary()).contains("in the TLS handshake (127.0.0.1:");
      closed.countDown();
    }
  }

  @Test
  void startTlsIsAskedForInSmtp() throws Exception {
    try (var server =
        TlsServers.mail(
            usual(TlsServers.certificate(HOST)).build(),
            "220-mail\r\n220 ready\r\n",
            "250-mail\r\n250-SIZE 1000\r\n250-starttls\r\n250 HELP\r\n",
            "220 go\r\n")) {
      var result = run(check(server).startTlsSmtp());
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
      assertThat(phases(result)).containsExactly("dns", "connect", "starttls", "tls", "total");
    }
  }

  @ParameterizedTest
  @MethodSource("mailServers")
  void mailServerWithoutTlsFails(List<String> replies, Reason reason, String summary)
      throws Exception {
    try (var server =
        TlsServers.mail(
            usual(TlsServers.certificate(HOST)).build(), replies.toArray(String[]::new))) {
      var result = run(check(server).startTlsSmtp());
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).as(result.summary()).contains(reason);
      assertThat(result.summary()).startsWith(summary + " (127.0.0.1:");
    }
  }

  static Stream<Arguments> mailServers() {
    var no = "no STARTTLS: the server ";
    return Stream.of(
        argumentSet(
            "not offered",
            List.of("220 hi\r\n", "250-mail\r\n250 HELP\r\n"),
            Reason.TLS,
            "the server offers no STARTTLS"),
        argumentSet(
            "refuses the client",
            List.of("554 go away\r\n"),
            Reason.TLS,
            no + "answered 554 in reply to its greeting"),
        argumentSet(
            "refuses the hello",
            List.of("220 hi\r\n", "502 what\r\n"),
            Reason.TLS,
            no + "answered 502 in reply to EHLO"),
        argumentSet(
            "refuses STARTTLS",
            List.of("220 hi\r\n", "250-mail\r\n250 STARTTLS\r\n", "454 later\r\n"),
            Reason.TLS,
            no + "answered 454 in reply to STARTTLS"),
        argumentSet(
            "is no mail server", List.of("SSH-2.0-x\r\n"), Reason.TLS, no + "does not speak SMTP"),
        argumentSet(
            "never ends its line",
            List.of("220 " + "x".repeat(3000)),
            Reason.TLS,
            no + "sends a" + " line that does not end"),
        argumentSet(
            "never ends its reply",
            List.of("220-x\r\n".repeat(200)),
            Reason.TLS,
            "no STARTTLS: the server's reply does not end"));
  }

  @Test
  void mailServerThatHangsUpIsAReset() throws Exception {
    try (var server = sending("220-x\r\n".getBytes(StandardCharsets.US_ASCII), false)) {
      var result = run(check(server).startTlsSmtp());
      assertThat(result.reason()).as(result.summary()).contains(Reason.RESET);
      assertThat(result.summary()).contains("while asking for STARTTLS");
    }
  }

  @Test
  void slowHandshakeIsJudged() throws Exception {
    try (var server = TlsServers.serving(usual(TlsServers.certificate(HOST)).build())) {
      var result = run(check(server).failAbove(Duration.ofNanos(1)));
      assertThat(result.reason()).contains(Reason.LATENCY);
    }
  }

  @Test
  void strictPolicyRefusesLoopback() throws Exception {
    try (var server = TlsServers.serving(usual(TlsServers.certificate(HOST)).build())) {
      var result = run(check(server).egress(EgressPolicy.strict()));
      assertThat(result.status()).isEqualTo(Status.UNKNOWN);
      assertThat(result.reason()).contains(Reason.DENIED);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void everyProblemIsReportedAtOnce() throws Exception {
    var empty = KeyStore.getInstance(KeyStore.getDefaultType());
    empty.load(null, null);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TlsCheck.to("a b", 0)
                    .serverName("192.0.2.1")
                    .minimumProtocol("SSLv3")
                    .expectCipher("RC4")
                    .trust(empty)
                    .certificateWarnBefore(days(7))
                    .warnAbove(Duration.ZERO)
                    .build())
        .withMessageContainingAll(
            "address: must name a host",
            "port of 1 to 65535",
            "server-name: must be a name",
            "minimum-protocol: must be TLSv1.2 or TLSv1.3",
            "ciphers: ",
            "trust: must contain",
            "certificate-warn-before: must be longer than certificate-fail-before, but 7 days",
            "warn-above: ");
  }

  @Test
  void isShownAsItsAddress() {
    assertThat(TlsCheck.parse("TLS://[2001:db8::1]:443").build())
        .hasToString("tls://[2001:db8::1]:443");
  }

  private static RawServer sending(byte[] answer) {
    return sending(answer, true);
  }

  private static RawServer sending(byte[] answer, boolean afterHearing) {
    return new RawServer(
        socket -> {
          if (afterHearing) {
            // All of the hello: a connection closed with unread bytes is reset.
            var in = socket.getInputStream();
            byte[] head = in.readNBytes(5);
            in.readNBytes(((head[3] & 0xff) << 8) | (head[4] & 0xff));
          }
          socket.getOutputStream().write(answer);
        });
  }

  private static HeldCertificate.Builder valid(Instant from, Instant to) {
    return TlsServers.certificate(HOST).validityInterval(millis(from), millis(to));
  }

  private static HeldCertificate.Builder usual(HeldCertificate.Builder certificate) {
    return certificate.validityInterval(millis(NOW.minus(days(1))), millis(NOW.plus(days(90))));
  }

  private static long millis(Instant instant) {
    return instant.toEpochMilli();
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private static void assertBroken(HeldCertificate certificate, String summary) throws Exception {
    try (var server = TlsServers.serving(certificate)) {
      assertTlsFailure(run(check(server)), summary, certificate);
    }
  }

  private static void assertTlsFailure(
      CheckResult result, String summary, HeldCertificate certificate) {
    assertThat(result.status()).isEqualTo(Status.FAIL);
    assertThat(result.reason()).contains(Reason.TLS);
    assertThat(result.summary()).startsWith(summary + " (127.0.0.1:");
    assertThat(result.details())
        .containsEntry("not_after", certificate.certificate().getNotAfter().toInstant().toString());
  }

  private static TlsCheck.Builder check(RawServer server) {
    return TlsCheck.to(HOST, server.port());
  }

  private static CheckResult run(TlsCheck.Builder check) {
    return run(check, NOW);
  }

  private static CheckResult run(TlsCheck.Builder check, Instant now) {
    return run(check, now, Duration.ofSeconds(10));
  }

  private static CheckResult run(TlsCheck.Builder check, Instant now, Duration timeout) {
    var context =
        FakeCheckContext.builder().clock(InstantSource.fixed(now)).timeout(timeout).build();
    var lookups =
        new Lookups(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run);
    check.lookups(lookups).trust(store(TlsServers.AUTHORITY.certificate()));
    return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> check.build().run(context));
  }

  static KeyStore store(X509Certificate certificate) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("root", certificate);
      return store;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static double value(CheckResult result, String name) {
    return result.samples().stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> phases(CheckResult result) {
    return result.samples().stream()
        .flatMap(sample -> sample.labels().get("phase").stream())
        .toList();
  }
}
