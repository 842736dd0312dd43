package dev.pulse.testkit.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** What may go wrong with a TLS handshake. */
final class TlsFaults {
  private TlsFaults() {}

  /** A handshake with a certificate, and a talk for whoever accepts it. */
  static Talk showing(Certificates.Choice certificate, Talk then) {
    return peer -> {
      var factory = context(certificate.of(Certificates.get())).getSocketFactory();
      // The connection below stays, to see whether the other side leaves it.
      try (var tls = (SSLSocket) factory.createSocket(peer.socket(), null, false)) {
        tls.setUseClientMode(false);
        tls.startHandshake();
        then.hold(peer.over(tls));
      } catch (SSLException e) {
        // The other side did not like what it saw.
        peer.drain();
      }
    };
  }

  static void garbage(Peer peer) throws IOException {
    peer.readRequest();
    peer.send("220 mail.example ESMTP ready\r\n");
    peer.partInGoodOrder();
  }

  /** A ServerHello of TLS 1.0 (RFC 2246), written by hand because newer JDKs refuse to. */
  static void outdated(Peer peer) throws IOException {
    peer.readRequest();
    var hello = ByteBuffer.allocate(47);
    hello.put((byte) 22).putShort((short) 0x0301).putShort((short) 42);
    hello.put((byte) 2).put((byte) 0).putShort((short) 38);
    hello.putShort((short) 0x0301).put(new byte[32]).put((byte) 0);
    // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, which also newer JDKs offer: only the version is wrong.
    hello.putShort((short) 0xc013).put((byte) 0);
    peer.send(hello.array());
    peer.partInGoodOrder();
  }

  private static SSLContext context(Identity identity) throws IOException {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(identity.store(), Identity.PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      KeyManager[] own = keys.getKeyManagers();
      context.init(own, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM offers no TLS", e);
    }
  }
}
