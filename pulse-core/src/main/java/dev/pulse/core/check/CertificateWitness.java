package dev.pulse.core.check;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets a handshake go on whatever the server shows, and remembers what that was and what the trust
 * manager said, so that it can be judged afterwards. Only for a connection over which nothing is
 * sent after the handshake. Confine to the thread of the run.
 */
final class CertificateWitness extends X509ExtendedTrustManager {
  private final X509TrustManager trust;
  private List<X509Certificate> chain = List.of();
  private @Nullable CertificateException objection;

  CertificateWitness(X509TrustManager trust) {
    this.trust = trust;
  }

  /** What the server showed, its own certificate first; empty when it did not come to that. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Why the chain is not trusted; null when it is. */
  @Nullable CertificateException objection() {
    return objection;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
    witness(
        shown,
        () -> {
          if (trust instanceof X509ExtendedTrustManager extended) {
            extended.checkServerTrusted(shown, type, socket);
          } else {
            trust.checkServerTrusted(shown, type);
          }
        });
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
    checkServerTrusted(shown, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String type) {
    witness(shown, () -> trust.checkServerTrusted(shown, type));
  }

  private interface Judgement {
    void pass() throws CertificateException;
  }

  private void witness(X509Certificate[] shown, Judgement judgement) {
    chain = List.of(shown);
    try {
      judgement.pass();
    } catch (CertificateException e) {
      objection = e;
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String type) throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("a check is never a server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
