package dev.pulse.core.check;

import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.internal.net.TlsLibrary;
import dev.pulse.core.net.EgressPolicy;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What a {@link TlsCheck} asks and expects; valid when it exists. Immutable. */
final class TlsPlan {
  final Endpoint endpoint;

  /** Whom the certificate must be for: an ASCII name without a dot at the end, or an address. */
  final String identity;

  /** What the server is told about that; null for an address. */
  final @Nullable SNIHostName name;

  final boolean smtp;
  final boolean tls13;
  final Set<String> ciphers;
  final CertificateBounds certificate;
  final Bounds bounds;
  final EgressPolicy egress;
  final X509TrustManager trust;
  final Lookups lookups;
  private final FreshTls tls;

  TlsPlan(TlsCheck.Builder builder, X509TrustManager trust) {
    endpoint = builder.endpoint;
    boolean literal = builder.serverName == null && endpoint.isLiteral();
    identity = literal ? endpoint.host() : ascii(builder.nameToVerify());
    name = literal ? null : new SNIHostName(identity.getBytes(StandardCharsets.US_ASCII));
    smtp = builder.smtp;
    tls13 = builder.floor.equals("TLSv1.3");
    ciphers = Set.copyOf(builder.ciphers);
    certificate = builder.certificate;
    bounds = builder.bounds;
    egress = builder.egress;
    lookups = builder.lookups;
    this.trust = trust;
    // Always the JDK: another library would agree on other ciphers, and knows fewer.
    var spoken = new FreshTls(trust, TlsLibrary.jdk());
    var key = builder.files.key();
    tls = key == null ? spoken : spoken.showing(key, (host, port) -> true);
  }

  /** TLS as this plan has it, with somebody who looks at what the server shows. */
  FreshTls tls(CertificateWitness witness) {
    return tls.withTrust(witness);
  }

  /**
   * A name as certificates and DNS have it.
   *
   * @throws IllegalArgumentException when it cannot be written so
   */
  static String ascii(String name) {
    var ascii = IDN.toASCII(name);
    return ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
  }
}
