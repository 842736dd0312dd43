package dev.pulse.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Status;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.internal.net.TlsLibrary;
import dev.pulse.testkit.FakeCheckContext;
import dev.pulse.testkit.fault.Fault;
import dev.pulse.testkit.fault.FaultServer;
import java.net.InetAddress;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check says of a server does not depend on who speaks TLS. */
class TlsLibrariesAgreeTest {
  private static final String HOST = "shop.example";

  private enum Kind {
    HTTP {
      @Override
      Check check(String address, HttpClients.Environment environment) {
        return HttpCheck.get("https://" + address + "/").environment(environment).build();
      }
    },
    WEB_SOCKET {
      @Override
      Check check(String address, HttpClients.Environment environment) {
        return WebSocketCheck.connect("wss://" + address + "/").environment(environment).build();
      }
    };

    abstract Check check(String address, HttpClients.Environment environment);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "TLS_.*", mode = EnumSource.Mode.MATCH_ALL)
  void aboutWhatIsWrongWithTls(Fault fault) throws Exception {
    try (var server = FaultServer.start(fault)) {
      assertAgreement("127.0.0.1:" + server.port(), FreshTls.trusting(FaultServer.trustStore()));
    }
  }

  @Test
  void aboutAServerThatIsWell() throws Exception {
    try (var server = FaultServer.answeringOverTls("ok")) {
      var trust = FreshTls.trusting(FaultServer.trustStore());
      for (TlsLibrary library : libraries()) {
        var result = run(Kind.HTTP, "127.0.0.1:" + server.port(), trust, library);
        assertThat(result.status()).as("%s: %s", library, result).isEqualTo(Status.PASS);
      }
    }
  }

  static Stream<Arguments> answers() {
    return Stream.of(
            "alert handshake_failure: 1503030002 0228",
            "alert protocol_version: 1503030002 0246",
            "alert insufficient_security: 1503030002 0247",
            "alert internal_error: 1503030002 0250",
            "alert unrecognized_name: 1503030002 0270",
            "alert no_application_protocol: 1503030002 0278",
            "alert unknown to everybody: 1503030002 02ee",
            "a good-bye: 1503030002 0100",
            "a hang-up: ",
            "half a record: 160303",
            "a record of nothing: 1603030000",
            "a record that is too long: 1603037fff 0200",
            "half a hello: 160303002a 02000026 0303 00",
            "a hello of TLS 1.1: 160302002a 02000026 0302"
                + "0000000000000000000000000000000000000000000000000000000000000000 00 c013 00",
            "a cipher that was not offered: 160303002a 02000026 0303"
                + "0000000000000000000000000000000000000000000000000000000000000000 00 0005 00",
            "a finished message first: 1603030010 1400000c 000000000000000000000000",
            "data first: 1703030003 414141",
            "another protocol: 53534820322e300d0a",
            "HTTP: 485454502f312e312034303020780d0a0d0a")
        .map(row -> row.split(": ", 2))
        .map(
            row -> Arguments.argumentSet(row[0], HexFormat.of().parseHex(row[1].replace(" ", ""))));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aboutAnswersToTheFirstMessage(byte[] answer) throws Exception {
    try (var server = sending(answer)) {
      var said = assertAgreement(HOST + ":" + server.port(), FreshTls.platform().trust());
      assertThat(said.status()).isEqualTo(Status.FAIL);
      assertThat(said.summary()).doesNotContain("0x", "SSL routines");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "a_b.shop.example", "wiki", "localhost", "127.0.0.1"})
  void aboutTheNameThatIsTold(String host) throws Exception {
    var certificate = TlsServers.certificate("other.example").build();
    for (Kind kind : Kind.values()) {
      var told = new TlsServers.Asked();
      try (var server = TlsServers.serving(certificate, told)) {
        for (TlsLibrary library : libraries()) {
          run(kind, host + ":" + server.port(), trusting(TlsServers.AUTHORITY), library);
        }
      }
      var names = List.copyOf(told.names);
      assertThat(names).as("%s", kind).hasSizeBetween(0, 2);
      assertThat(names.size()).as("both or none: %s", names).isNotEqualTo(1);
    }
  }

  @Test
  void aboutAServerWithWhichOnlyTheJdkAgrees() throws Exception {
    // BoringSSL does not offer signatures of this kind.
    var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var certificate = TlsServers.certificate(HOST).keyPair(keys).build();
    try (var server =
        TlsServers.answering(certificate, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      var check = check(Kind.HTTP, server.port(), TlsLibrary.conscrypt());
      var result = check.run(FakeCheckContext.create());
      assertThat(result.status()).as("%s", result).isEqualTo(Status.PASS);
      assertThat(server.connections()).as("one try each").isEqualTo(2);

      assertThat(check.run(FakeCheckContext.create()).status()).isEqualTo(Status.PASS);
      assertThat(server.connections()).as("from then on the JDK's").isEqualTo(3);
    }
  }

  @Test
  void withoutASecondQuestionToTheResolver() throws Exception {
    var asked = new AtomicInteger();
    var lookups =
        new Lookups(
            host -> {
              asked.incrementAndGet();
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            },
            Runnable::run);
    try (var server = sending(HexFormat.of().parseHex("15030300020228"))) {
      var tls = new FreshTls(FreshTls.platform().trust(), TlsLibrary.conscrypt());
      var environment = new HttpClients.Environment(lookups, tls);
      var check = Kind.HTTP.check(HOST + ":" + server.port(), environment);
      assertThat(check.run(FakeCheckContext.create()).reason()).contains(Reason.TLS);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(asked).hasValue(1);

      check.run(FakeCheckContext.create());
      assertThat(server.connections()).as("nobody agreed: both are tried again").isEqualTo(4);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void certificateIsNotJudgedTwice() throws Exception {
    try (var server = TlsServers.serving(TlsServers.certificate(HOST).build())) {
      var tls = new FreshTls(FreshTls.platform().trust(), TlsLibrary.conscrypt());
      var check =
          Kind.HTTP.check(HOST + ":" + server.port(), new HttpClients.Environment(lookups(), tls));
      assertThat(check.run(FakeCheckContext.create()).summary())
          .startsWith("the certificate is not trusted");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void silenceIsTheEndOfTheRun() throws Exception {
    try (var server = RawServer.hanging()) {
      // Long enough to be heard by the server also on a machine that stands still for a while.
      var context = FakeCheckContext.builder().timeout(Duration.ofSeconds(3)).build();
      var result = check(Kind.HTTP, server.port(), TlsLibrary.conscrypt()).run(context);
      assertThat(result.reason()).contains(Reason.TIMEOUT);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Native code reads what strangers send: whatever that is, a check ends with a failure. */
  @Test
  void aboutGarbageOfAllKinds() throws Exception {
    var random = new Random(4711);
    for (int i = 0; i < 60; i++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      if (garbage.length > 10 && i % 3 > 0) {
        // A hello whose inside is garbage.
        byte[] head = {
          22, 3, 3, 0, (byte) (garbage.length - 5), 2, 0, 0, (byte) (garbage.length - 9)
        };
        System.arraycopy(head, 0, garbage, 0, head.length);
      }
      try (var server = sending(garbage)) {
        var result =
            check(Kind.HTTP, server.port(), TlsLibrary.conscrypt()).run(FakeCheckContext.create());
        assertThat(result.status())
            .as("%s: %s", Arrays.toString(garbage), result)
            .isEqualTo(Status.FAIL);
        assertThat(result.summary()).doesNotContain("0x", "SSL routines");
      }
    }
  }

  private static CheckResult assertAgreement(String address, X509TrustManager trust)
      throws Exception {
    CheckResult said = null;
    for (Kind kind : Kind.values()) {
      var jdk = run(kind, address, trust, TlsLibrary.jdk());
      var conscrypt = run(kind, address, trust, TlsLibrary.conscrypt());
      assertThat(conscrypt.status()).as("%s, the JDK: %s", conscrypt, jdk).isEqualTo(jdk.status());
      assertThat(conscrypt.reason()).as("%s", kind).isEqualTo(jdk.reason());
      assertThat(conscrypt.summary()).as("%s", kind).isEqualTo(jdk.summary());
      assertThat(conscrypt.details()).as("%s", kind).isEqualTo(jdk.details());
      said = jdk;
    }
    return said;
  }

  private static CheckResult run(
      Kind kind, String address, X509TrustManager trust, TlsLibrary library) throws Exception {
    var environment = new HttpClients.Environment(lookups(), new FreshTls(trust, library));
    return kind.check(address, environment).run(FakeCheckContext.create());
  }

  private static Check check(Kind kind, int port, TlsLibrary library) throws Exception {
    var tls = new FreshTls(trusting(TlsServers.AUTHORITY), library);
    return kind.check(HOST + ":" + port, new HttpClients.Environment(lookups(), tls));
  }

  private static Lookups lookups() {
    return new Lookups(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Runnable::run);
  }

  private static List<TlsLibrary> libraries() {
    return List.of(TlsLibrary.jdk(), TlsLibrary.conscrypt());
  }

  private static X509TrustManager trusting(HeldCertificate authority) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", authority.certificate());
    return FreshTls.trusting(store);
  }

  private static RawServer sending(byte[] answer) {
    return new RawServer(
        socket -> {
          // All of the hello: a connection closed with unread bytes is reset.
          var in = socket.getInputStream();
          byte[] head = in.readNBytes(5);
          in.readNBytes(((head[3] & 0xff) << 8) | (head[4] & 0xff));
          socket.getOutputStream().write(answer);
          socket.shutdownOutput();
          while (in.read() >= 0) {
            // Until the other side has heard enough.
          }
        });
  }
}
