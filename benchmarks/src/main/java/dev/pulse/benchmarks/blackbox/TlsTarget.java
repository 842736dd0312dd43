package dev.pulse.benchmarks.blackbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HeldCertificate;

/** Makes a TLS handshake on a connection and holds a conversation below it. Thread-safe. */
final class TlsTarget {
  private static final char[] PASSWORD = "loopback".toCharArray();

  private final SSLContext context;
  private final List<String> protocols;
  private final List<String> applications;

  private TlsTarget(SSLContext context, List<String> protocols, List<String> applications) {
    this.context = context;
    this.protocols = protocols;
    this.applications = applications;
  }

  /**
   * A server; with several certificates the name that the client asks for decides, and the first is
   * that of clients that ask for none.
   */
  static TlsTarget with(HeldCertificate... certificates) throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      for (int i = 0; i < certificates.length; i++) {
        store.setKeyEntry(
            "certificate-" + i,
            certificates[i].keyPair().getPrivate(),
            PASSWORD,
            new Certificate[] {certificates[i].certificate()});
      }
      var keys = KeyManagerFactory.getInstance("NewSunX509");
      keys.init(store, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new TlsTarget(context, List.of("TLSv1.3", "TLSv1.2"), List.of("http/1.1"));
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty key store cannot be made", e);
    }
  }

  TlsTarget speaking(String... only) {
    return new TlsTarget(context, List.of(only), applications);
  }

  TlsTarget offering(String... names) {
    return new TlsTarget(context, protocols, List.of(names));
  }

  Listener.Conversation then(Listener.Conversation conversation) {
    return socket -> {
      try (var tls = shake(socket)) {
        if ("h2".equals(tls.getApplicationProtocol())) {
          http2(tls);
        } else {
          conversation.hold(tls);
        }
      }
    };
  }

  private SSLSocket shake(Socket socket) throws IOException {
    var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
    var parameters = tls.getSSLParameters();
    parameters.setProtocols(protocols.toArray(String[]::new));
    parameters.setApplicationProtocols(applications.toArray(String[]::new));
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  /** As little of RFC 9113 as an answer with a status of 200 and no body takes. */
  private static void http2(SSLSocket tls) throws IOException {
    var out = tls.getOutputStream();
    // SETTINGS; its acknowledgement; HEADERS on stream 1 that end it: entry 8 of the static table.
    out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
    out.write(new byte[] {0, 0, 0, 4, 1, 0, 0, 0, 0});
    out.flush();
    tls.getInputStream().readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII).length);
    while (frame(tls) != 1) {
      // Settings and the like come before the request's headers.
    }
    out.write(new byte[] {0, 0, 1, 1, 5, 0, 0, 0, 1, (byte) 0x88});
    out.flush();
    Listener.hold(tls);
  }

  /** The type of the next frame. */
  private static int frame(SSLSocket tls) throws IOException {
    byte[] head = tls.getInputStream().readNBytes(9);
    if (head.length < 9) {
      throw new IOException("the connection ended in a frame");
    }
    int length = ((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff);
    tls.getInputStream().skipNBytes(length);
    return head[3];
  }
}
