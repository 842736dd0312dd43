package dev.pulse.core.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TlsLibraryTest {
  private static final String NATIVE = "META-INF/native/";
  private static final String CONSCRYPT = "org.conscrypt.";

  @Test
  void propertyChooses() {
    assertThat(TlsLibrary.chosen("jdk")).isSameAs(TlsLibrary.jdk());
    assertThat(TlsLibrary.chosen("conscrypt")).isSameAs(TlsLibrary.conscrypt());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> TlsLibrary.chosen("openssl"))
        .withMessage("the system property dev.pulse.tls must be auto, jdk or conscrypt");
  }

  @Test
  void conscryptIsTakenWhereItIs() {
    assertThat(TlsLibrary.chosen("auto")).isSameAs(TlsLibrary.conscrypt());
    assertThat(TlsLibrary.conscrypt().toString()).matches("Conscrypt \\d+\\.\\d+\\.\\d+");
    assertThat(TlsLibrary.jdk().toString()).isEqualTo("Java " + Runtime.version().feature());
  }

  @Test
  void restOfTheApplicationKeepsItsProviders() {
    TlsLibrary.conscrypt();
    assertThat(Security.getProvider("Conscrypt")).isNull();
  }

  @Test
  void jdkSpeaksWhereConscryptIsMissing() throws Exception {
    var without = new Elsewhere(name -> name.startsWith(CONSCRYPT));
    assertThat(without.chosen("auto")).startsWith("Java ");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> without.chosen("conscrypt"))
        .withMessage(
            "Conscrypt is not on the class path: add org.conscrypt:conscrypt-openjdk-uber");
  }

  @Test
  void jdkSpeaksWhereTheNativeLibraryDoesNotLoad() throws Exception {
    var broken = new Elsewhere(name -> name.startsWith(NATIVE));
    assertThat(broken.chosen("auto")).startsWith("Java ");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> broken.chosen("conscrypt"))
        .withMessage("Conscrypt is on the class path, but its native library does not load here");
  }

  @Test
  void smallWritesAreSentAtOnce() throws Exception {
    for (TlsLibrary library : List.of(TlsLibrary.jdk(), TlsLibrary.conscrypt())) {
      try (var tls = connected(library)) {
        assertThat(tls.getTcpNoDelay()).as("%s", library).isTrue();
      }
    }
  }

  @Test
  void probesOfferTheSame() throws Exception {
    try (var jdk = connected(TlsLibrary.jdk());
        var conscrypt = connected(TlsLibrary.conscrypt())) {
      assertThat(conscrypt.getEnabledProtocols())
          .containsExactlyInAnyOrder(jdk.getEnabledProtocols());
      assertThat(offered(conscrypt)).isNotEmpty().isEqualTo(offered(jdk));
    }
  }

  @Test
  void whatTheJdkMayNotOfferNobodyOffers() throws Exception {
    try (var tls = connected(TlsLibrary.conscrypt())) {
      var suite = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
      TlsLibrary.restrict(tls, List.of("TLSv1.2", "TLSv1"), List.of(suite, "TLS_NEW"));
      assertThat(tls.getEnabledProtocols()).containsExactly("TLSv1.2");
      assertThat(tls.getEnabledCipherSuites()).containsExactly(suite);
    }
  }

  /** What HTTP checks offer: OkHttp takes the good ones of those that a socket has. */
  private static Set<String> offered(SSLSocket tls) {
    var good =
        ConnectionSpec.MODERN_TLS.cipherSuites().stream()
            .map(CipherSuite::javaName)
            .collect(Collectors.toSet());
    return Arrays.stream(tls.getEnabledCipherSuites())
        .filter(good::contains)
        .collect(Collectors.toSet());
  }

  private static SSLSocket connected(TlsLibrary library) throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var below =
          new GuardedSockets(EgressPolicy.lenient())
              .createSocket(server.getInetAddress(), server.getLocalPort());
      return (SSLSocket)
          new FreshTls(FreshTls.platform().trust(), library)
              .createSocket(below, "shop.example", 443, true);
    }
  }

  /** The library, loaded anew by a class loader that does not find everything. */
  private static final class Elsewhere extends ClassLoader {
    private final Predicate<String> missing;

    Elsewhere(Predicate<String> missing) {
      super(TlsLibraryTest.class.getClassLoader());
      this.missing = missing;
    }

    String chosen(String wish) throws Exception {
      var chosen = loadClass(TlsLibrary.class.getName()).getDeclaredMethod("chosen", String.class);
      chosen.setAccessible(true);
      try {
        return String.valueOf(chosen.invoke(null, wish));
      } catch (InvocationTargetException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (missing.test(name)) {
        throw new ClassNotFoundException(name);
      }
      synchronized (getClassLoadingLock(name)) {
        var loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return name.startsWith(TlsLibrary.class.getName()) || name.startsWith(CONSCRYPT)
            ? defined(name)
            : super.loadClass(name, resolve);
      }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      try (var in = super.getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public @Nullable URL getResource(String name) {
      return missing.test(name) || missing.test(name.replace('/', '.'))
          ? null
          : super.getResource(name);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      return getResource(name) == null ? null : super.getResourceAsStream(name);
    }
  }
}
