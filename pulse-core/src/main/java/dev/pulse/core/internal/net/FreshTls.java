package dev.pulse.core.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS without memory: each connection makes a full handshake. A resumed session would skip the
 * certificate, so that one that has expired since would go unseen, and would be faster than what a
 * new visitor gets. Thread-safe.
 */
public final class FreshTls extends SSLSocketFactory {
  /** What ends in a number is an address: no top-level domain is one. */
  private static final Pattern ADDRESS = Pattern.compile("(.*\\.)?[0-9]+");

  private static final class Defaults {
    static final X509TrustManager TRUST = trustOf(null);
  }

  private final X509TrustManager trust;
  private final @Nullable ClientKey key;
  private final Audience audience;
  private final Witness witness;
  private final TlsLibrary library;

  /** Whether the JDK speaks instead; one for all that were made from one. */
  private final AtomicBoolean turned;

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

  /**
   * TLS that trusts what the given one trusts, and has no client certificate.
   *
   * @throws IllegalArgumentException when a {@link TlsLibrary} is asked for that there is not
   */
  public FreshTls(X509TrustManager trust) {
    this(trust, TlsLibrary.chosen());
  }

  /** The same with a library of one's choice. */
  public FreshTls(X509TrustManager trust, TlsLibrary library) {
    this(trust, null, (host, port) -> false, shown -> {}, library, new AtomicBoolean());
  }

  private FreshTls(
      X509TrustManager trust,
      @Nullable ClientKey key,
      Audience audience,
      Witness witness,
      TlsLibrary library,
      AtomicBoolean turned) {
    this.trust = trust;
    this.key = key;
    this.audience = audience;
    this.witness = witness;
    this.library = library;
    this.turned = turned;
  }

  /** The same, which trusts somebody else. */
  public FreshTls withTrust(X509TrustManager whom) {
    return new FreshTls(whom, key, audience, witness, library, turned);
  }

  /** The same, with a client certificate for some servers. */
  public FreshTls showing(ClientKey certificate, Audience toWhom) {
    return new FreshTls(trust, certificate, toWhom, witness, library, turned);
  }

  /** The same, which tells when a server asks for a client certificate. Equal to this one. */
  public FreshTls telling(Witness whoever) {
    return new FreshTls(trust, key, audience, whoever, library, turned);
  }

  /**
   * Lets the JDK speak from here on, for this and all that were made from it, so that nobody is
   * found wanting for what the other library alone does not know.
   *
   * @return false when the JDK was the one who spoke
   */
  public boolean turnToJdk() {
    return library != TlsLibrary.jdk() && turned.compareAndSet(false, true);
  }

  /** Undoes {@link #turnToJdk()}. */
  public void turnBack() {
    turned.set(false);
  }

  /** TLS that trusts what the JVM trusts; read once, because reading it takes long. */
  public static FreshTls platform() {
    return new FreshTls(Defaults.TRUST);
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
    return over(socket, host, port, nameOf(host));
  }

  /**
   * TLS over a connection, which is closed with it.
   *
   * @param host whose connection it is, in the eyes of the {@link Audience}
   * @param name the name to tell the server; null for none
   */
  public SSLSocket over(Socket socket, String host, int port, @Nullable SNIHostName name)
      throws IOException {
    var shown = audience.includes(host, port) ? key : null;
    var chosen = speaker();
    var speaker = name == null || chosen.canName(name.getAsciiName()) ? chosen : TlsLibrary.jdk();
    // Without a host the libraries have no name of their own to tell.
    var tls =
        (SSLSocket)
            speaker
                .sockets(new OwnKeys(shown, witness), trust)
                .createSocket(socket, socket.getInetAddress().getHostAddress(), port, true);
    speaker.restrict(tls);
    var parameters = tls.getSSLParameters();
    parameters.setServerNames(name == null ? List.of() : List.of(name));
    tls.setSSLParameters(parameters);
    return tls;
  }

  /**
   * The name to tell a server: also one without a dot, which the JDK would keep to itself, because
   * browsers tell it and machines on the inside have such names. Null for what TLS cannot carry.
   */
  private static @Nullable SNIHostName nameOf(String host) {
    if (ADDRESS.matcher(host).matches()) {
      return null;
    }
    try {
      return new SNIHostName(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
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
    return suites().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return suites().getSupportedCipherSuites();
  }

  private TlsLibrary speaker() {
    return turned.get() ? TlsLibrary.jdk() : library;
  }

  private SSLSocketFactory suites() {
    return speaker().sockets(new OwnKeys(null, witness), trust);
  }

  /** OkHttp reuses a connection only for a client whose TLS is equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FreshTls tls
        && trust == tls.trust
        && key == tls.key
        && audience == tls.audience
        && turned == tls.turned;
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
