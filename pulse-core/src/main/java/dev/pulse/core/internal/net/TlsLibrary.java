package dev.pulse.core.internal.net;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who speaks TLS: the JDK, or Conscrypt where somebody put it on the class path. Both get the same
 * trust managers and keys, and offer no protocol and no cipher suite that the JDK is not allowed to
 * offer; groups and signature schemes are the library's own. Conscrypt is asked directly and never
 * registered, so that the rest of the application keeps what it has. Immutable.
 */
public final class TlsLibrary {
  /**
   * The system property that decides: {@code auto} (the default), {@code jdk}, {@code conscrypt}.
   */
  public static final String PROPERTY = "dev.pulse.tls";

  private static final Logger log = LoggerFactory.getLogger(TlsLibrary.class);

  private final String name;
  private final @Nullable Provider provider;

  private TlsLibrary(String name, @Nullable Provider provider) {
    this.name = name;
    this.provider = provider;
  }

  private static final class Jdk {
    static final TlsLibrary INSTANCE = new TlsLibrary("Java " + Runtime.version().feature(), null);
  }

  /** Kept apart, because its mere loading fails where Conscrypt is missing. */
  private static final class Loaded {
    static final TlsLibrary INSTANCE = load();

    private static TlsLibrary load() {
      var version = Conscrypt.version();
      var name =
          version == null
              ? "Conscrypt"
              : "Conscrypt " + version.major() + "." + version.minor() + "." + version.patch();
      return new TlsLibrary(name, Conscrypt.newProvider());
    }
  }

  private static final class Automatic {
    static final TlsLibrary INSTANCE = pick();

    private static TlsLibrary pick() {
      if (!isPresent()) {
        return jdk();
      }
      try {
        var conscrypt = conscrypt();
        log.info("{} speaks TLS for HTTP checks", conscrypt);
        return conscrypt;
      } catch (IllegalArgumentException e) {
        log.warn("{}; the JDK speaks TLS instead, at more processor time", e.getMessage(), e);
        return jdk();
      }
    }
  }

  /** The JDK's own. */
  public static TlsLibrary jdk() {
    return Jdk.INSTANCE;
  }

  /**
   * Conscrypt.
   *
   * @throws IllegalArgumentException when it is not on the class path, or its native library does
   *     not load
   */
  public static TlsLibrary conscrypt() {
    try {
      return Loaded.INSTANCE;
    } catch (LinkageError | RuntimeException e) {
      throw new IllegalArgumentException(
          isPresent()
              ? "Conscrypt is on the class path, but its native library does not load here"
              : "Conscrypt is not on the class path: add org.conscrypt:conscrypt-openjdk-uber",
          e);
    }
  }

  /**
   * What the system property chooses: by default Conscrypt where it is on the class path and loads,
   * otherwise the JDK.
   *
   * @throws IllegalArgumentException when the property asks for what there is not
   */
  public static TlsLibrary chosen() {
    return chosen(System.getProperty(PROPERTY, "auto"));
  }

  static TlsLibrary chosen(String wish) {
    return switch (wish) {
      case "auto" -> Automatic.INSTANCE;
      case "jdk" -> jdk();
      case "conscrypt" -> conscrypt();
      default ->
          throw new IllegalArgumentException(
              "the system property " + PROPERTY + " must be auto, jdk or conscrypt");
    };
  }

  private static boolean isPresent() {
    return TlsLibrary.class.getResource("/org/conscrypt/Conscrypt.class") != null;
  }

  /** Whether it can tell a server this name; Conscrypt keeps names without a dot to itself. */
  boolean canName(String host) {
    return provider == null || host.indexOf('.') >= 0;
  }

  SSLSocketFactory sockets(KeyManager keys, X509TrustManager trust) {
    try {
      var context =
          provider == null
              ? SSLContext.getInstance("TLS")
              : SSLContext.getInstance("TLS", provider);
      var verifier = provider == null ? trust : new TranslatedTrust(trust);
      context.init(new KeyManager[] {keys}, new TrustManager[] {verifier}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM offers no TLS", e);
    }
  }

  /**
   * Takes back what the JDK would not offer: its security properties forbid it for this machine.
   */
  void restrict(SSLSocket socket) {
    if (provider != null) {
      restrict(socket, Offer.OF_JDK.protocols(), Offer.OF_JDK.suites());
    }
  }

  static void restrict(SSLSocket socket, List<String> protocols, List<String> suites) {
    socket.setEnabledCipherSuites(both(socket.getEnabledCipherSuites(), suites));
    socket.setEnabledProtocols(both(socket.getEnabledProtocols(), protocols));
  }

  private static String[] both(String[] offered, List<String> allowed) {
    return Arrays.stream(offered).filter(allowed::contains).toArray(String[]::new);
  }

  /** What the JDK offers when nobody asks for anything. */
  private record Offer(List<String> protocols, List<String> suites) {
    static final Offer OF_JDK = ofJdk();

    private static Offer ofJdk() {
      try {
        var parameters = SSLContext.getDefault().getDefaultSSLParameters();
        return new Offer(List.of(parameters.getProtocols()), List.of(parameters.getCipherSuites()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JVM offers no TLS", e);
      }
    }
  }

  /** Its name and version, such as {@code Conscrypt 2.9.0}. */
  @Override
  public String toString() {
    return name;
  }
}
