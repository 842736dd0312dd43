package dev.pulse.core.internal.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Tells a trust manager of the JDK in the JDK's words what Conscrypt asks: of TLSv1.3, where the
 * cipher suite says nothing about keys, they are "GENERIC" in one and "UNKNOWN" in the other, and
 * the JDK refuses a word that it does not know. Everything else is the JDK's affair as it is
 * without Conscrypt. Immutable.
 */
final class TranslatedTrust extends X509ExtendedTrustManager {
  private final X509TrustManager trust;

  TranslatedTrust(X509TrustManager trust) {
    this.trust = trust;
  }

  private static String translated(String type) {
    return type.equals("GENERIC") ? "UNKNOWN" : type;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (trust instanceof X509ExtendedTrustManager extended) {
      extended.checkServerTrusted(chain, translated(type), socket);
    } else {
      trust.checkServerTrusted(chain, translated(type));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (trust instanceof X509ExtendedTrustManager extended) {
      extended.checkServerTrusted(chain, translated(type), engine);
    } else {
      trust.checkServerTrusted(chain, translated(type));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trust.checkServerTrusted(chain, translated(type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("a check is never a server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
