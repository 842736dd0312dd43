package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.internal.net.PemFile;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLSocket;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("tls")
class HttpCheckCertificatesTest {
  private static final String HOST = "shop.example";
  private static final String PASSWORD = "s3cret";
  private static final HeldCertificate CLIENTS =
      new HeldCertificate.Builder().commonName("Clients").certificateAuthority(1).build();

  private final MockWebServer server = new MockWebServer();
  private final MockWebServer foreign = new MockWebServer();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    server.close();
    foreign.close();
  }

  @Test
  void ownAuthorityIsTrusted() throws Exception {
    serve(server, false);
    assertThat(run(check(server)).reason()).contains(Reason.TLS);
    var result = run(check(server).trust(authority()));
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
  }

  @Test
  void otherAuthoritiesAreNotTrustedBesideIt() throws Exception {
    serve(server, false);
    var other = write("other.pem", CLIENTS.certificatePem());
    var result = run(check(server).trust(other));
    assertThat(result.reason()).contains(Reason.TLS);
    assertThat(result.summary()).contains("not trusted");
    assertThat(
            run(check(server).trust(write("both.pem", CLIENTS.certificatePem() + authorityPem())))
                .status())
        .isEqualTo(Status.PASS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void certificateIsShown(boolean rsa) throws Exception {
    serve(server, true);
    var client = client(rsa);
    var result =
        run(
            check(server)
                .trust(authority())
                .clientCertificate(chain(client), write("key.pem", pkcs8(client))));
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
    assertThat(server.takeRequest().getHandshake().peerCertificates())
        .first()
        .isEqualTo(client.certificate());
  }

  @Test
  void encryptedKeyIsOpened() throws Exception {
    serve(server, true);
    var client = encrypted();
    var result =
        run(
            check(server)
                .trust(authority())
                .clientCertificate(chain(client), encryptedKey(), Secret.of(PASSWORD)));
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
  }

  @Test
  void storeIsOpened() throws Exception {
    serve(server, true);
    var result =
        run(
            check(server)
                .trust(authority())
                .clientCertificate(store(client(true)), Secret.of(PASSWORD)));
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, true", "TLSv1.2, false", "TLSv1.3, true", "TLSv1.3, false"})
  void serverThatDemandsACertificateSaysSo(String protocol, boolean polite) throws Exception {
    try (var demanding = Demanding.server(protocol, polite)) {
      var result = run(check(demanding.port()).trust(authority()));
      assertThat(result.status()).isEqualTo(Status.FAIL);
      assertThat(result.reason()).contains(Reason.TLS);
      assertThat(result.summary())
          .startsWith("the server demands a client certificate, and has got none (127.0.0.1");
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, true", "TLSv1.2, false", "TLSv1.3, true"})
  void serverThatDoesNotKnowTheCertificateSaysSo(String protocol, boolean polite) throws Exception {
    try (var demanding = Demanding.server(protocol, polite)) {
      var stranger = new HeldCertificate.Builder().commonName("stranger").build();
      var result =
          run(
              check(demanding.port())
                  .trust(authority())
                  .clientCertificate(chain(stranger), write("key.pem", pkcs8(stranger))));
      assertThat(result.reason()).as(result.summary()).contains(Reason.TLS);
      assertThat(result.summary()).startsWith("the server does not accept the client certificate");
    }
  }

  @Test
  void connectionThatACertificateOpenedIsNotUsedByACheckWithAnother() throws Exception {
    serve(server, true);
    var client = client(true);
    var known =
        check(server)
            .keepAlive()
            .trust(authority())
            .clientCertificate(chain(client), write("key.pem", pkcs8(client)));
    assertThat(run(known).status()).isEqualTo(Status.PASS);

    var anonymous = run(check(server).keepAlive().trust(authority()));
    assertThat(anonymous.reason()).as(anonymous.summary()).contains(Reason.TLS);
    var distrustful = run(check(server).keepAlive());
    assertThat(distrustful.reason()).as(distrustful.summary()).contains(Reason.TLS);
  }

  @Test
  void certificateIsNotShownToWhomARedirectLeads() throws Exception {
    serve(server, true);
    serve(foreign, true);
    server.enqueue(
        new MockResponse.Builder()
            .code(302)
            .addHeader("Location", "https://" + HOST + ":" + foreign.getPort() + "/")
            .build());
    var client = client(true);
    var result =
        run(
            check(server)
                .trust(authority())
                .clientCertificate(chain(client), write("key.pem", pkcs8(client))));
    assertThat(result.reason()).contains(Reason.TLS);
    assertThat(result.summary()).startsWith("the server demands a client certificate");
    assertThat(foreign.getRequestCount()).isZero();
  }

  @Test
  void tokenEndpointSeesTheCertificate() throws Exception {
    serve(server, true);
    serve(foreign, true);
    foreign.enqueue(
        new MockResponse.Builder()
            .body("{\"access_token\":\"a\",\"token_type\":\"bearer\"}")
            .build());
    var client = client(true);
    var result =
        run(
            check(server)
                .trust(authority())
                .oauth2(
                    OAuth2.clientCredentials(
                        "https://" + HOST + ":" + foreign.getPort() + "/token",
                        "c",
                        Secret.of(PASSWORD)))
                .clientCertificate(chain(client), write("key.pem", pkcs8(client))));
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
  }

  @Test
  void tlsCheckShowsTheCertificateToo() throws Exception {
    try (var demanding = Demanding.server("TLSv1.2", true)) {
      var client = client(true);
      var builder =
          TlsCheck.to(HOST, demanding.port())
              .lookups(lookups())
              .certificateWarnBefore(Duration.ofHours(2))
              .certificateFailBefore(Duration.ofHours(1))
              .trust(authority());
      assertThat(builder.build().run(FakeCheckContext.create()).reason()).contains(Reason.TLS);
      var result =
          builder
              .clientCertificate(chain(client), write("key.pem", pkcs8(client)))
              .build()
              .run(FakeCheckContext.create());
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.PASS);
    }
  }

  @Test
  void everyFileThatCannotBeIsNamed() throws Exception {
    var client = client(true);
    var chain = chain(client);
    var key = write("key.pem", pkcs8(client));
    assertRefused(folder.resolve("no.pem"), key, "no.pem does not exist");
    assertRefused(folder, key, "is a directory");
    assertRefused(write("empty.pem", ""), key, "empty.pem is empty");
    assertRefused(write("text.pem", "hunter2"), key, "text.pem is not in PEM");
    assertRefused(key, key, "holds no certificate, but \"PRIVATE KEY\"; expected \"CERTIFICATE\"");
    assertRefused(chain, chain, "holds no private key, but \"CERTIFICATE\"");
    assertRefused(chain, write("two.pem", pkcs8(client) + pkcs8(client)), "holds 2 private keys");
    assertRefused(
        chain,
        write("old.pem", block("RSA PRIVATE KEY", "hunter2")),
        "openssl pkcs8 -topk8 -nocrypt -in old.pem");
    assertRefused(
        chain,
        write("sec1.pem", block("EC PRIVATE KEY", "hunter2")),
        "holds a \"EC PRIVATE KEY\"; expected PKCS#8");
    assertRefused(
        chain, write("bad.pem", block("PRIVATE KEY", "hunter2")), "another kind than RSA and EC");
    assertRefused(
        chain, write("other.pem", pkcs8(client(true))), "does not belong to the first certificate");
    assertRefused(
        chain, write("ec.pem", pkcs8(client(false))), "does not belong to the first certificate");
    assertRefused(chain, encryptedKey(), "encrypted-key.pem holds an encrypted key, but no");
    assertRefused(
        write("broken.pem", block("CERTIFICATE", "hunter2")), key, "certificate that cannot be");
  }

  @Test
  void passwordThatOpensNothingIsRefusedAndNotRepeated() throws Exception {
    var client = client(true);
    var wrong = Secret.of("hunter2");
    var chain = chain(client);
    var encrypted = encryptedKey();
    var plain = write("key.pem", pkcs8(client));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(1).clientCertificate(chain, encrypted, wrong).build())
        .withMessageContaining("encrypted-key.pem holds a key that the password does not open")
        .withMessageNotContaining("hunter2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(1).clientCertificate(chain, plain, wrong).build())
        .withMessageContaining("holds a key without a password, but a password is given");
    var store = store(client);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(1).clientCertificate(store, wrong).build())
        .withMessageContaining("store.p12 cannot be opened: it is not PKCS#12, or the password")
        .withMessageNotContaining("hunter2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(1).trust(plain).clientCertificate(plain, wrong).build())
        .withMessageContainingAll("client-certificate: ", "trust: ");
  }

  private void assertRefused(Path chain, Path key, String words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(1).clientCertificate(chain, key).build())
        .withMessageContainingAll("client-certificate: the file ", words)
        .withMessageNotContaining("hunter2");
  }

  private HttpCheck.Builder check(MockWebServer to) {
    to.enqueue(new MockResponse.Builder().code(200).build());
    return check(to.getPort());
  }

  private HttpCheck.Builder check(int port) {
    return HttpCheck.get("https://" + HOST + ":" + port + "/")
        .environment(new HttpClients.Environment(lookups(), FreshTls.platform()));
  }

  private static Lookups lookups() {
    return new Lookups(name -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run);
  }

  private static void serve(MockWebServer server, boolean demanding) throws IOException {
    server.useHttps(certificates().sslSocketFactory());
    if (demanding) {
      server.requireClientAuth();
    }
    server.start();
  }

  private static HandshakeCertificates certificates() {
    return new HandshakeCertificates.Builder()
        .heldCertificate(TlsServers.certificate(HOST).build())
        .addTrustedCertificate(CLIENTS.certificate())
        .build();
  }

  /** Servers that answer each request, but only to clients that they know. */
  private static final class Demanding {
    /** A polite one waits after its alert until the client has heard it. */
    static RawServer server(String protocol, boolean polite) {
      var factory = certificates().sslContext().getSocketFactory();
      return new RawServer(
          socket -> {
            var tls = (SSLSocket) factory.createSocket(socket, null, false);
            tls.setEnabledProtocols(new String[] {protocol});
            tls.setNeedClientAuth(true);
            try {
              tls.startHandshake();
              RawServer.readHead(tls);
              tls.getOutputStream()
                  .write(
                      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                          .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              while (polite && socket.getInputStream().read() >= 0) {
                // What the client had on its way when it was refused.
              }
            }
          });
    }
  }

  private static HeldCertificate client(boolean rsa) {
    var builder = new HeldCertificate.Builder().commonName("pulse").signedBy(CLIENTS);
    return (rsa ? builder.rsa2048() : builder.ecdsa256()).build();
  }

  private Path authority() throws IOException {
    return write("authority.pem", authorityPem());
  }

  private static String authorityPem() {
    return TlsServers.AUTHORITY.certificatePem();
  }

  private Path chain(HeldCertificate client) throws IOException {
    return write("chain.pem", "# a comment\n" + client.certificatePem() + CLIENTS.certificatePem());
  }

  private static String pkcs8(HeldCertificate client) {
    return block("PRIVATE KEY", base64(client.keyPair().getPrivate().getEncoded()));
  }

  /** A key that OpenSSL encrypted, and a certificate for it. */
  private HeldCertificate encrypted() throws Exception {
    var key = (RSAPrivateCrtKey) PemFile.read(encryptedKey()).privateKey(Secret.of(PASSWORD));
    var numbers = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    var other = KeyFactory.getInstance("RSA").generatePublic(numbers);
    return new HeldCertificate.Builder()
        .commonName("pulse")
        .signedBy(CLIENTS)
        .keyPair(new KeyPair(other, key))
        .build();
  }

  private static Path encryptedKey() throws Exception {
    return Path.of(HttpCheckCertificatesTest.class.getResource("/encrypted-key.pem").toURI());
  }

  private Path store(HeldCertificate client) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    PrivateKey key = client.keyPair().getPrivate();
    store.setKeyEntry("own", key, PASSWORD.toCharArray(), new Certificate[] {client.certificate()});
    var path = folder.resolve("store.p12");
    try (var out = Files.newOutputStream(path)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return path;
  }

  private static String base64(byte[] bytes) {
    return Base64.getMimeEncoder().encodeToString(bytes);
  }

  private static String block(String label, String content) {
    return "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n";
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static CheckResult run(HttpCheck.Builder check) {
    try {
      return check.build().run(FakeCheckContext.create());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
