package dev.pulse.core.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS without memory: each connection makes a full handshake. A resumed session would skip the
 * certificate, so that one that has expired since would go unseen, and would be faster than what a
 * new visitor gets. Immutable.
 */
public final class FreshTls extends SSLSocketFactory {
  private static final class Defaults {
    static final FreshTls INSTANCE = new FreshTls(trustOf(null));
  }

  private final X509TrustManager trust;
  private final SSLSocketFactory sample;

  /** TLS that trusts what the given one trusts. */
  public FreshTls(X509TrustManager trust) {
    this.trust = trust;
    this.sample = context().getSocketFactory();
  }

  /** TLS that trusts what the JVM trusts; read once, because reading it takes long. */
  public static FreshTls platform() {
    return Defaults.INSTANCE;
  }

  /** The trust manager for the certificates of a store. */
  public static X509TrustManager trusting(KeyStore certificates) {
    return trustOf(certificates);
  }

  /** What is trusted. */
  public X509TrustManager trust() {
    return trust;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return context().getSocketFactory().createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unguarded();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw unguarded();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unguarded();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw unguarded();
  }

  private static UnsupportedOperationException unguarded() {
    return new UnsupportedOperationException("TLS goes over a guarded socket only");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sample.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sample.getSupportedCipherSuites();
  }

  private SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM offers no TLS", e);
    }
  }

  /** With null what the JVM trusts. */
  private static X509TrustManager trustOf(@Nullable KeyStore certificates) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(certificates);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("this JVM has no X.509 trust manager"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the trusted certificates cannot be read", e);
    }
  }
}
