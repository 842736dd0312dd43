package dev.pulse.samples.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Test;

class CertificateServerTest {
  private static final Duration LEFT = Duration.ofDays(12);

  private static int port(CertificateServer server) {
    return Integer.parseInt(server.address().substring(server.address().indexOf(':') + 1));
  }

  private static X509Certificate greet(CertificateServer server, SSLSocketFactory sockets)
      throws IOException {
    var address = InetAddress.getLoopbackAddress();
    try (var socket = (SSLSocket) sockets.createSocket(address, port(server))) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void itsCertificateEndsWhenItIsToldTo() throws IOException {
    var now = Instant.now();
    try (var server = CertificateServer.start(LEFT, InstantSource.fixed(now))) {
      var trusting =
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(Certificates.decodeCertificatePem(server.authority()))
              .build();

      var certificate = greet(server, trusting.sslSocketFactory());

      assertThat(certificate.getNotAfter().toInstant())
          .isBetween(now.plus(LEFT).minusSeconds(2), now.plus(LEFT).plusSeconds(2));
    }
  }

  @Test
  void whoDoesNotTrustItsAuthorityIsNoReasonToStop() throws IOException {
    try (var server = CertificateServer.start(LEFT, InstantSource.system())) {
      var strangers = (SSLSocketFactory) SSLSocketFactory.getDefault();

      assertThatThrownBy(() -> greet(server, strangers)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> greet(server, strangers)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void nobodyListensAfterwards() throws IOException {
    var server = CertificateServer.start(LEFT, InstantSource.system());
    int port = port(server);
    server.close();

    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(IOException.class);
  }
}
