package dev.pulse.core.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
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
  /** A host name of one part that TLS can carry; what is in Unicode was encoded before. */
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private static final class Defaults {
    static final FreshTls INSTANCE = new FreshTls(trustOf(null));
  }

  private final X509TrustManager trust;
  private final @Nullable ClientKey key;
  private final Audience audience;
  private final Witness witness;
  private final SSLSocketFactory sample;

  /** To whom a client certificate is shown, if they ask for it. */
  @FunctionalInterface
  public interface Audience {
    /** Whether a server belongs to it. */
    boolean includes(String host, int port);
  }

  /** Learns, on the thread of the handshake, that a server asked for a client certificate. */
  @FunctionalInterface
  public interface Witness {
    /**
     * A server asks.
     *
     * @param shown whether it gets one
     */
    void asked(boolean shown);
  }

  /** TLS that trusts what the given one trusts, and has no client certificate. */
  public FreshTls(X509TrustManager trust) {
    this(trust, null, (host, port) -> false, shown -> {}, null);
  }

  private FreshTls(
      X509TrustManager trust,
      @Nullable ClientKey key,
      Audience audience,
      Witness witness,
      @Nullable SSLSocketFactory sample) {
    this.trust = trust;
    this.key = key;
    this.audience = audience;
    this.witness = witness;
    this.sample = sample == null ? context(null).getSocketFactory() : sample;
  }

  /** The same, with a client certificate for some servers. */
  public FreshTls showing(ClientKey certificate, Audience toWhom) {
    return new FreshTls(trust, certificate, toWhom, witness, sample);
  }

  /** The same, which tells when a server asks for a client certificate. Equal to this one. */
  public FreshTls telling(Witness whoever) {
    return new FreshTls(trust, key, audience, whoever, sample);
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
    var shown = audience.includes(host, port) ? key : null;
    return naming(
        context(shown).getSocketFactory().createSocket(socket, host, port, autoClose), host);
  }

  /**
   * Tells the server a name without a dot as well: the JDK keeps those to itself, but browsers do
   * not, and machines on the inside have such names.
   */
  private static Socket naming(Socket socket, String host) {
    if (socket instanceof SSLSocket tls && LABEL.matcher(host).matches()) {
      var parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      tls.setSSLParameters(parameters);
    }
    return socket;
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

  private SSLContext context(@Nullable ClientKey shown) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OwnKeys(shown, witness)}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM offers no TLS", e);
    }
  }

  /** OkHttp reuses a connection only for a client whose TLS is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FreshTls tls
        && trust == tls.trust
        && key == tls.key
        && audience == tls.audience;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(trust);
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
