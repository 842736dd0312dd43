package dev.pulse.core.check;

import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Judges a finished handshake. Time is that of the run's clock: certificates that the JVM rejects
 * only because of its own clock are verified again as of that time.
 */
final class TlsJudge {
  /** The names of a certificate as {@link HttpCheck} compares them. */
  private static final HostnameVerifier NAMES =
      new OkHttpClient.Builder()
          .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
          .build()
          .hostnameVerifier();

  private final TlsPlan plan;
  private final CertificateWitness witness;
  private final Instant now;

  TlsJudge(TlsPlan plan, CertificateWitness witness, Instant now) {
    this.plan = plan;
    this.witness = witness;
    this.now = now;
  }

  /** When the first certificate of a chain ends. */
  static Optional<Instant> earliestEnd(List<X509Certificate> chain) {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder());
  }

  /** The worst of what can be said; among equals what stops more visitors. */
  CheckResult judge(SSLSession session, Duration latency, String at) {
    @Nullable String broken = broken(session);
    if (broken != null) {
      return CheckResult.fail(Reason.TLS, broken + at);
    }
    var end = earliestEnd(witness.chain()).orElse(Instant.MAX);
    var took = plan.bounds.judge(latency, praise(session, end, latency));
    return plan.certificate
        .judge(end, now)
        .map(complaint -> complaint.status().compareTo(took.status()) >= 0 ? complaint : took)
        .orElse(took);
  }

  private String praise(SSLSession session, Instant end, Duration latency) {
    return session.getProtocol()
        + ", the certificate expires in "
        + Texts.days(Duration.between(now, end))
        + ", in "
        + Texts.duration(latency);
  }

  private @Nullable String broken(SSLSession session) {
    var chain = witness.chain();
    if (chain.isEmpty()) {
      return "the server showed no certificate";
    }
    @Nullable String outdated = outdated(chain);
    if (outdated != null) {
      return outdated;
    }
    @Nullable String distrusted = distrusted(chain);
    if (distrusted != null) {
      return distrusted;
    }
    if (!NAMES.verify(plan.identity, session)) {
      return "the certificate is not for " + plan.identity;
    }
    if (plan.tls13 && !session.getProtocol().equals("TLSv1.3")) {
      return "the server speaks " + session.getProtocol() + ", but at least TLSv1.3 is expected";
    }
    if (!plan.ciphers.isEmpty() && !plan.ciphers.contains(session.getCipherSuite())) {
      return "the cipher is " + session.getCipherSuite() + ", which is not one of those expected";
    }
    return null;
  }

  private @Nullable String outdated(List<X509Certificate> chain) {
    for (X509Certificate certificate : chain) {
      var which =
          certificate.equals(chain.get(0)) ? "the certificate" : "a certificate of the chain";
      var end = certificate.getNotAfter().toInstant();
      var start = certificate.getNotBefore().toInstant();
      if (now.isAfter(end)) {
        return which + " has expired " + Texts.days(Duration.between(end, now)) + " ago";
      }
      if (now.isBefore(start)) {
        return which
            + " is not valid yet: it begins in "
            + Texts.days(Duration.between(now, start));
      }
    }
    return null;
  }

  private @Nullable String distrusted(List<X509Certificate> chain) {
    @Nullable Throwable objection = witness.objection();
    if (objection == null) {
      return null;
    }
    if (isAboutTime(objection)) {
      objection = objectionAsOfNow(chain);
      if (objection == null) {
        return null;
      }
    }
    if (Failures.find(objection, CertPathValidatorException.class)
        .filter(e -> e.getReason() == BasicReason.ALGORITHM_CONSTRAINED)
        .isPresent()) {
      return "the certificate is not trusted: it uses an algorithm or a key that is too weak";
    }
    var last = chain.get(chain.size() - 1);
    boolean selfIssued = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
    if (selfIssued && chain.size() == 1) {
      return "the certificate is self-signed and not trusted";
    }
    return selfIssued
        ? "the certificate is not trusted: the root of its chain is not a trusted authority"
        : "the certificate is not trusted: its chain does not lead to a trusted authority, or an"
            + " intermediate is missing";
  }

  private static boolean isAboutTime(Throwable objection) {
    return Failures.find(objection, CertificateExpiredException.class).isPresent()
        || Failures.find(objection, CertificateNotYetValidException.class).isPresent()
        || Failures.find(objection, CertPathValidatorException.class)
            .filter(
                e ->
                    e.getReason() == BasicReason.EXPIRED
                        || e.getReason() == BasicReason.NOT_YET_VALID)
            .isPresent();
  }

  /** Looks for a way to what is trusted as if the JVM's clock were the run's. */
  private @Nullable Throwable objectionAsOfNow(List<X509Certificate> chain) {
    var anchors =
        Arrays.stream(witness.getAcceptedIssuers())
            .map(issuer -> new TrustAnchor(issuer, null))
            .collect(Collectors.toSet());
    if (anchors.isEmpty()) {
      return new CertificateException("nothing is trusted");
    }
    if (anchors.stream().anyMatch(anchor -> chain.get(0).equals(anchor.getTrustedCert()))) {
      return null;
    }
    try {
      var target = new X509CertSelector();
      target.setCertificate(chain.get(0));
      var parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return null;
    } catch (GeneralSecurityException e) {
      return e;
    }
  }
}
