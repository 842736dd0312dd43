package dev.pulse.core.check;

import dev.pulse.core.internal.net.ClientKey;
import dev.pulse.core.internal.net.FreshTls;
import dev.pulse.core.internal.net.Lookups;
import dev.pulse.core.net.EgressPolicy;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What a {@link TlsCheck} asks and expects; valid when it exists. Immutable. */
final class TlsPlan {
  final Endpoint endpoint;

  /** Whom the certificate must be for: an ASCII name without a dot at the end, or an address. */
  final String identity;

  /** What the server is told about that; empty for an address. */
  final List<SNIServerName> names;

  final boolean smtp;
  final boolean tls13;
  final Set<String> ciphers;
  final CertificateBounds certificate;
  final Bounds bounds;
  final EgressPolicy egress;
  final X509TrustManager trust;
  final Lookups lookups;
  private final @Nullable ClientKey key;

  TlsPlan(TlsCheck.Builder builder, X509TrustManager trust) {
    endpoint = builder.endpoint;
    boolean literal = builder.serverName == null && endpoint.isLiteral();
    identity = literal ? endpoint.host() : ascii(builder.nameToVerify());
    names =
        literal
            ? List.of()
            : List.of(new SNIHostName(identity.getBytes(StandardCharsets.US_ASCII)));
    smtp = builder.smtp;
    tls13 = builder.floor.equals("TLSv1.3");
    ciphers = Set.copyOf(builder.ciphers);
    certificate = builder.certificate;
    bounds = builder.bounds;
    egress = builder.egress;
    lookups = builder.lookups;
    key = builder.files.key();
    this.trust = trust;
  }

  /** TLS as this plan has it, with somebody who looks at what the server shows. */
  FreshTls tls(CertificateWitness witness) {
    var tls = new FreshTls(witness);
    return key == null ? tls : tls.showing(key, (host, port) -> true);
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
