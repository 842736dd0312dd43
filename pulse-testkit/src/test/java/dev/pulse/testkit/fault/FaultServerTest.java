package dev.pulse.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FaultServerTest {
  private static final int QUICK_MILLIS = 150;

  @Test
  void answersAsItShould() throws Exception {
    try (var server = FaultServer.answering("grüße\n")) {
      var answer = get(server.url(), HttpClient.newHttpClient());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("grüße\n");
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests()).isEqualTo(1);
      assertThat(server.url()).hasToString("http://127.0.0.1:" + server.port() + "/");
      assertThat(server).hasToString(server.url().toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost", "127.0.0.1"})
  void answersOverTlsWhoeverTrustsItsAuthority(String host) throws Exception {
    try (var server = FaultServer.answeringOverTls("fine")) {
      var url = URI.create("https://" + host + ":" + server.port() + "/");
      assertThat(get(url, trusting(FaultServer.trustStore())).body()).isEqualTo("fine");
      assertThat(server.url()).hasScheme("https");
      assertThat(FaultServer.authority().getBasicConstraints()).isNotNegative();
      assertThatThrownBy(() -> get(url, HttpClient.newHttpClient()))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void listensOnIpv6() throws Exception {
    try (var server = FaultServer.start(Fault.GARBAGE, InetAddress.getAllByName("::1")[0])) {
      assertThat(server.url()).hasToString("http://[0:0:0:0:0:0:0:1]:" + server.port() + "/");
      assertThat(talk(server)).startsWith("SSH-2.0-");
    }
  }

  @Test
  void isForThisMachineOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FaultServer.start(Fault.SILENT, InetAddress.getByName("0.0.0.0")))
        .withMessageContaining("no loopback");
  }

  @Test
  void redirectsWhereItIsTold() throws Exception {
    try (var server = FaultServer.redirectingTo(URI.create("http://127.0.0.2:1/x"))) {
      var answer = get(server.url(), HttpClient.newHttpClient());
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location")).contains("http://127.0.0.2:1/x");
    }
  }

  @Test
  void refuses() {
    try (var server = FaultServer.start(Fault.REFUSED)) {
      assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void letsAConnectHang() {
    try (var server = FaultServer.start(Fault.NEVER_ACCEPTS)) {
      assertThatThrownBy(() -> connect(server)).isInstanceOf(SocketTimeoutException.class);
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "SLOW_HEADER", "SLOW_BODY"})
  void keepsTheAnswerUnfinished(Fault fault) throws Exception {
    try (var server = FaultServer.start(fault);
        var socket = ask(server)) {
      awaitConnection(server);
      assertThatThrownBy(() -> readPatiently(socket)).isInstanceOf(SocketTimeoutException.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void slowOnesSaySomethingNowAndThen() throws Exception {
    try (var server = FaultServer.start(Fault.SLOW_HEADER);
        var socket = ask(server)) {
      socket.setSoTimeout(30_000);
      var header = new String(socket.getInputStream().readNBytes(40), StandardCharsets.UTF_8);
      assertThat(header).isEqualTo("HTTP/1.1 200 OK\r\nX-Slow: slow slow slow ");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET_ON_ACCEPT", "RESET_AFTER_REQUEST", "RESET_IN_BODY"})
  void resets(Fault fault) {
    try (var server = FaultServer.start(fault)) {
      assertThatThrownBy(() -> talk(server))
          .isInstanceOf(SocketException.class)
          .isNotInstanceOf(ConnectException.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EMPTY_ANSWER, ''",
    "GARBAGE, 'SSH-2.0-OpenSSH_9.2\r\n'",
    "WRONG_LENGTH, 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nabc'",
  })
  void saysLessThanItShould(Fault fault, String all) throws Exception {
    try (var server = FaultServer.start(fault)) {
      assertThat(talk(server)).isEqualTo(all);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ENDLESS_BODY", "GZIP_BOMB"})
  void sendsForAsLongAsItIsRead(Fault fault) throws Exception {
    try (var server = FaultServer.start(fault);
        var socket = ask(server)) {
      var in = socket.getInputStream();
      skipHead(in);
      var body = fault == Fault.GZIP_BOMB ? new GZIPInputStream(in) : in;
      long read = 0;
      var chunk = new byte[65_536];
      while (read < 50_000_000) {
        int more = body.read(chunk);
        assertThat(more).as("after %s bytes", read).isPositive();
        read += more;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MANY_HEADERS", "GIANT_HEADER"})
  void sendsMoreHeadersThanAnybodyShouldKeep(Fault fault) throws Exception {
    try (var server = FaultServer.start(fault)) {
      var answer = talk(server);
      assertThat(answer.length()).isGreaterThan(32_000_000);
      assertThat(answer.length() - answer.replace("\r\n", "").length() > 1_000_000)
          .isEqualTo(fault == Fault.MANY_HEADERS);
      assertThat(answer).endsWith("\r\nContent-Length: 0\r\n\r\n");
    }
  }

  @Test
  void compressedBodyIsWholeByItsLengthAndHalfByItsContent() throws Exception {
    try (var server = FaultServer.start(Fault.TRUNCATED_GZIP);
        var socket = ask(server)) {
      var head = skipHead(socket.getInputStream());
      byte[] body = socket.getInputStream().readAllBytes();
      assertThat(head).contains("Content-Length: " + body.length + "\r\n");
      var unzipped = new GZIPInputStream(new ByteArrayInputStream(body));
      assertThatThrownBy(unzipped::readAllBytes).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REDIRECT_LOOP, /again",
    "REDIRECT_TO_METADATA, http://169.254.169.254/latest/meta-data/"
  })
  void redirects(Fault fault, String location) throws Exception {
    try (var server = FaultServer.start(fault)) {
      var answer = get(server.url(), HttpClient.newHttpClient());
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location")).contains(location);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_EXPIRED, NotAfter",
    "TLS_NOT_YET_VALID, NotBefore",
    "TLS_WRONG_HOST, No subject alternative names matching",
    "TLS_SELF_SIGNED, unable to find valid certification path",
    "TLS_UNTRUSTED, unable to find valid certification path",
    "TLS_GARBAGE, SSL message",
    "TLS_OUTDATED, The server selected protocol version TLS10 is not accepted",
  })
  void spoilsTheHandshakeAndNothingElse(Fault fault, String why) throws Exception {
    try (var server = FaultServer.start(fault)) {
      var client = trusting(FaultServer.trustStore());
      assertThat(fault.isTls()).isTrue();
      assertThatIOException()
          .isThrownBy(() -> get(server.url(), client))
          .satisfies(e -> assertThat(messages(e)).contains(why));
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void whoeverVerifiesNothingGetsAnAnswer() throws Exception {
    try (var server = FaultServer.start(Fault.TLS_SELF_SIGNED)) {
      var own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setCertificateEntry("own", Certificates.get().selfSigned().certificate());
      assertThat(get(server.url(), trusting(own)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void certificatesAreRightButForOneThing() throws Exception {
    var all = Certificates.get();
    for (Identity signed : List.of(all.good(), all.expired(), all.notYetValid(), all.wrongHost())) {
      signed.certificate().verify(all.authority().certificate().getPublicKey());
      assertThat(signed.certificate().getBasicConstraints()).isEqualTo(-1);
    }
    assertThat(all.good().certificate().getNotAfter()).isAfter("2099-01-01");
    assertThat(all.expired().certificate().getNotAfter()).isBefore("2002-01-01");
    assertThat(all.notYetValid().certificate().getNotBefore()).isAfter("2097-01-01");
    all.selfSigned().certificate().verify(all.selfSigned().keys().getPublic());
    assertThatThrownBy(
            () -> all.untrusted().certificate().verify(all.authority().keys().getPublic()))
        .isInstanceOf(java.security.SignatureException.class);
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingBehind(Fault fault) throws Exception {
    var server = FaultServer.start(fault);
    Socket other = null;
    try {
      other = fault == Fault.REFUSED || fault == Fault.NEVER_ACCEPTS ? null : ask(server);
    } catch (SocketException e) {
      assertThat(fault).isEqualTo(Fault.RESET_ON_ACCEPT);
    }
    server.close();
    server.close();
    assertThat(threads(server)).isEmpty();
    assertThat(server.everybodyLeavesWithin(Duration.ZERO)).isTrue();
    assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);
    if (other != null) {
      other.close();
    }
  }

  @Test
  void tellsWhetherEverybodyHasLeft() throws Exception {
    try (var server = FaultServer.start(Fault.SILENT)) {
      var socket = ask(server);
      awaitConnection(server);
      socket.setSoTimeout(QUICK_MILLIS);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(server.everybodyLeavesWithin(Duration.ofMillis(20))).isFalse();
      socket.close();
      assertThat(server.everybodyLeavesWithin(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static HttpResponse<String> get(URI url, HttpClient client) throws Exception {
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static HttpClient trusting(KeyStore store) throws Exception {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static Socket connect(FaultServer server) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(server.address(), QUICK_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket ask(FaultServer server) throws IOException {
    var socket = new Socket(server.address().getAddress(), server.port());
    try {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Until then nobody has come, as far as the server knows. */
  private static void awaitConnection(FaultServer server) {
    while (server.connections() == 0) {
      Thread.onSpinWait();
    }
  }

  private static String talk(FaultServer server) throws IOException {
    try (var socket = ask(server)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void readPatiently(Socket socket) throws IOException {
    socket.setSoTimeout(QUICK_MILLIS);
    long patience = System.nanoTime() + QUICK_MILLIS * 1_000_000L;
    while (socket.getInputStream().read() >= 0) {
      if (System.nanoTime() > patience) {
        throw new SocketTimeoutException("it goes on and on");
      }
    }
  }

  private static String skipHead(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  private static String messages(Throwable failure) {
    var all = new StringBuilder();
    for (Throwable one = failure; one != null; one = one.getCause()) {
      all.append(one.getMessage()).append('\n');
    }
    return all.toString();
  }

  private static Set<String> threads(FaultServer server) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("fault-server-" + server.port() + "-"))
        .collect(Collectors.toSet());
  }
}
