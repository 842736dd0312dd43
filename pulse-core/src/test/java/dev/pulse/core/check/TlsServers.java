package dev.pulse.core.check;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Servers on loopback that make TLS handshakes with certificates of the tests' own authority. */
final class TlsServers {
  static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder()
          .commonName("Test root")
          .certificateAuthority(1)
          .validityInterval(
              Instant.parse("1990-01-01T00:00:00Z").toEpochMilli(),
              Instant.parse("2099-01-01T00:00:00Z").toEpochMilli())
          .build();

  /** The names that clients asked for. */
  static final class Asked extends SNIMatcher {
    final Queue<String> names = new ConcurrentLinkedQueue<>();

    Asked() {
      super(0);
    }

    @Override
    public boolean matches(SNIServerName name) {
      names.add(new SNIHostName(name.getEncoded()).getAsciiName());
      return true;
    }
  }

  private TlsServers() {}

  static HeldCertificate.Builder certificate(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .signedBy(AUTHORITY)
        .addSubjectAlternativeName(name);
  }

  static RawServer serving(HeldCertificate own, X509Certificate... others) {
    return new RawServer(socket -> hold(socket, own, List.of(others), new Asked()));
  }

  static RawServer serving(String protocol, HeldCertificate own) {
    return new RawServer(socket -> shake(socket, own, List.of(), new Asked(), protocol));
  }

  /** Answers a request with the same text, then closes. */
  static RawServer answering(HeldCertificate own, String response) {
    return new RawServer(
        socket -> {
          var factory =
              new HandshakeCertificates.Builder()
                  .heldCertificate(own)
                  .build()
                  .sslContext()
                  .getSocketFactory();
          try (var tls = (SSLSocket) factory.createSocket(socket, null, true)) {
            RawServer.readHead(tls);
            tls.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
          }
        });
  }

  static RawServer serving(HeldCertificate own, Asked asked) {
    return new RawServer(socket -> hold(socket, own, List.of(), asked));
  }

  /** A mail server that says these lines, one for each line it hears, and then begins TLS. */
  static RawServer mail(HeldCertificate own, String... replies) {
    return new RawServer(
        socket -> {
          for (int i = 0; i < replies.length; i++) {
            if (i > 0) {
              readLine(socket);
            }
            socket.getOutputStream().write(replies[i].getBytes(StandardCharsets.ISO_8859_1));
          }
          hold(socket, own, List.of(), new Asked());
        });
  }

  private static void readLine(Socket socket) throws IOException {
    int read;
    do {
      read = socket.getInputStream().read();
    } while (read >= 0 && read != '\n');
  }

  private static void hold(
      Socket socket, HeldCertificate own, List<X509Certificate> others, Asked asked)
      throws IOException {
    shake(socket, own, others, asked, "TLSv1.3", "TLSv1.2");
  }

  private static void shake(
      Socket socket,
      HeldCertificate own,
      List<X509Certificate> others,
      Asked asked,
      String... protocols)
      throws IOException {
    var certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(own, others.toArray(X509Certificate[]::new))
            .build();
    var factory = certificates.sslContext().getSocketFactory();
    try (var tls = (SSLSocket) factory.createSocket(socket, null, true)) {
      var parameters = tls.getSSLParameters();
      parameters.setProtocols(protocols);
      parameters.setSNIMatchers(List.of(asked));
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      while (tls.getInputStream().read() >= 0) {
        // Reads until the other side has seen enough.
      }
    }
  }
}
